"""Sessions: idle time-out, the list, and signing out everywhere else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import time_machine
from django.conf import settings
from django.test import Client

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
