"""Sessions: idle time-out, the list, and signing out everywhere else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import time_machine
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from rest_framework_simplejwt.token_blacklist.models import OutstandingToken
from rest_framework_simplejwt.tokens import RefreshToken

from staff.sign_in.tasks import clear_expired
from tests.cast import Cast
from tests.factories import PASSWORD

LOGIN = "/accounts/login/"
PAGE = "/accounts/sessions/"
START = datetime(2026, 12, 7, 17, 0, tzinfo=UTC)
IDLE = timedelta(minutes=settings.SESSION_IDLE_MINUTES)


def sign_in(client: Client) -> None:
    client.post(LOGIN, {"login": "1003", "password": PASSWORD})
    assert client.get(PAGE).status_code == 200


def test_a_browser_without_use_is_signed_out(cast: Cast, client: Client) -> None:
    with time_machine.travel(START, tick=False):
        sign_in(client)
    with time_machine.travel(START + IDLE, tick=False):
        response = client.get(PAGE, follow=True)
    assert response.redirect_chain[-1][0].startswith(LOGIN)
    assert f"signed out after {settings.SESSION_IDLE_MINUTES} minutes" in response.content.decode()


def test_use_keeps_it_signed_in(cast: Cast, client: Client) -> None:
    with time_machine.travel(START, tick=False):
        sign_in(client)
    for step in (1, 2, 3):
        with time_machine.travel(START + step * (IDLE - timedelta(minutes=1)), tick=False):
            assert client.get(PAGE).status_code == 200


def test_what_a_page_asks_by_itself_is_no_use(cast: Cast, client: Client) -> None:
    with time_machine.travel(START, tick=False):
        sign_in(client)
    with time_machine.travel(START + IDLE - timedelta(minutes=1), tick=False):
        assert client.get(PAGE, headers={"Watchbill-Background": "1"}).status_code == 200
    with time_machine.travel(START + IDLE, tick=False):
        assert client.get(PAGE).status_code == 302


def test_the_other_sessions_can_be_ended(cast: Cast, client: Client) -> None:
    other = Client()
    sign_in(other)
    sign_in(client)
    assert len(client.get(PAGE).context["sessions"]) == 2
    client.post(PAGE)
    assert other.get(PAGE).status_code == 302
    assert client.get(PAGE).status_code == 200


def test_one_session_can_be_ended(cast: Cast, client: Client) -> None:
    lost, kept = Client(), Client()
    for browser in (lost, kept, client):
        sign_in(browser)
    key = UserSession.objects.get(session_key=lost.session.session_key).pk
    assert client.post(PAGE, {"session": key}, follow=True).status_code == 200
    assert lost.get(PAGE).status_code == 302
    assert kept.get(PAGE).status_code == 200
    assert client.get(PAGE).status_code == 200
    assert client.post(PAGE, {"session": key}).status_code == 404


def test_neither_ones_own_nor_anothers_session_is_ended(cast: Cast, client: Client) -> None:
    other = Client()
    other.force_login(cast.dana.user)
    other.get(PAGE)
    sign_in(client)
    for browser in (other, client):
        key = UserSession.objects.get(session_key=browser.session.session_key).pk
        assert client.post(PAGE, {"session": key}).status_code == 404
    assert client.post(PAGE, {"session": "x"}).status_code == 404
    assert other.get(PAGE).status_code == 200
    assert client.get(PAGE).status_code == 200


def test_a_new_password_ends_the_other_sessions(cast: Cast, client: Client) -> None:
    other = Client()
    sign_in(other)
    sign_in(client)
    fields = {
        "oldpassword": PASSWORD,
        "password1": "a-quiet-night-shift",
        "password2": "a-quiet-night-shift",
    }
    assert client.post("/accounts/password/change/", fields).status_code == 302
    assert other.get(PAGE).status_code == 302


def test_what_has_ended_is_deleted_and_what_stands_is_kept(cast: Cast, client: Client) -> None:
    sign_in(client)
    Session.objects.create(session_key="old", session_data="", expire_date=START - timedelta(days=400))
    with time_machine.travel(START - timedelta(days=400), tick=False):
        RefreshToken.for_user(cast.cal.user)
    kept = RefreshToken.for_user(cast.cal.user)
    clear_expired()
    assert not Session.objects.filter(session_key="old").exists()
    assert client.get(PAGE).status_code == 200
    assert list(OutstandingToken.objects.values_list("jti", flat=True)) == [kept["jti"]]


def left(client: Client, *, background: bool = True) -> dict[str, object]:
    headers = {"Watchbill-Background": "1"} if background else {}
    answer: dict[str, object] = client.get("/accounts/sessions/idle/", headers=headers).json()
    return answer


def test_what_is_left_is_told_without_being_use(cast: Cast, client: Client) -> None:
    with time_machine.travel(START, tick=False):
        sign_in(client)
        assert left(client) == {"seconds_left": IDLE.total_seconds(), "can_stay": True}
    for minutes in (12, 13):
        with time_machine.travel(START + timedelta(minutes=minutes), tick=False):
            assert left(client)["seconds_left"] == (IDLE - timedelta(minutes=minutes)).total_seconds()
    with time_machine.travel(START + IDLE, tick=False):
        assert left(client) == {"seconds_left": 0}


def test_asking_to_stay_begins_the_time_anew(cast: Cast, client: Client) -> None:
    with time_machine.travel(START, tick=False):
        sign_in(client)
    with time_machine.travel(START + IDLE - timedelta(minutes=1), tick=False):
        assert left(client, background=False)["seconds_left"] == IDLE.total_seconds()
    with time_machine.travel(START + IDLE, tick=False):
        assert client.get(PAGE).status_code == 200


def test_a_sign_in_ends_in_spite_of_use(cast: Cast, client: Client) -> None:
    whole = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    with time_machine.travel(START, tick=False):
        sign_in(client)
    moment = START
    while (moment := moment + IDLE - timedelta(minutes=1)) < START + whole:
        with time_machine.travel(moment, tick=False):
            assert client.get(PAGE).status_code == 200
            seconds = (START + whole - moment).total_seconds()
            can_stay = seconds >= IDLE.total_seconds()
            expected = IDLE.total_seconds() if can_stay else seconds
            assert left(client) == {"seconds_left": expected, "can_stay": can_stay}
    with time_machine.travel(START + whole, tick=False):
        response = client.get(PAGE, follow=True)
    assert "12 hours after you signed in" in response.content.decode()


def test_the_stranger_is_told_nothing_but_zero(client: Client, db: None) -> None:
    assert left(client) == {"seconds_left": 0}
