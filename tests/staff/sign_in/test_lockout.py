"""Too many failures lock a sign-in for five minutes, and say until when."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from tests.cast import Cast
from tests.factories import PASSWORD

LOGIN = "/accounts/login/"
NOON = datetime(2026, 12, 7, 17, 0, 20, tzinfo=UTC)


def fail(client: Client, login: str, times: int, **fields: str) -> None:
    for _ in range(times):
        client.post(LOGIN, {"login": login, "password": "wrong-horse-battery", **fields})


def answer(client: Client, login: str, **fields: str) -> str:
    return client.post(LOGIN, {"login": login, "password": PASSWORD, **fields}).content.decode()


def test_four_failures_do_not_lock(cast: Cast, client: Client) -> None:
    fail(client, "1003", 4)
    answer(client, "1003")
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize("login", ["1003", "424242"], ids=["known", "unknown"])
def test_five_failures_lock_the_right_password_too(cast: Cast, client: Client, login: str) -> None:
    with time_machine.travel(NOON, tick=False):
        fail(client, login, 5, center="norfield")
        page = answer(client, login, center="norfield")
    # 17:00:20 UTC and five minutes, rounded up, in Norfield's time.
    assert "Locked until 12:06 EST" in page
    assert "_auth_user_id" not in client.session


def test_without_a_center_the_time_is_utc(cast: Cast, client: Client) -> None:
    with time_machine.travel(NOON, tick=False):
        fail(client, "1003", 5)
        assert "Locked until 17:06 UTC" in answer(client, "1003")


def test_the_lock_ends(cast: Cast, client: Client) -> None:
    with time_machine.travel(NOON, tick=False):
        fail(client, "1003", 5)
    with time_machine.travel(datetime(2026, 12, 7, 17, 6, tzinfo=UTC), tick=False):
        answer(client, "1003")
    assert "_auth_user_id" in client.session


def test_one_locked_sign_in_locks_no_other(cast: Cast, client: Client) -> None:
    fail(client, "1003", 5)
    answer(client, "1004")
    assert client.session["_auth_user_id"] == str(cast.max.user_id)


def test_guesses_at_many_sign_ins_lock_the_address(cast: Cast, client: Client) -> None:
    for number in range(30):
        fail(client, f"90{number:02}", 1)
    assert "Locked until" in answer(client, "1003")
    cache.clear()
    answer(client, "1003")
    assert "_auth_user_id" in client.session


def test_a_flood_gets_a_page_that_says_so(cast: Cast, client: Client) -> None:
    for _ in range(120):
        client.post(LOGIN, {"login": ""})
    response = client.post(LOGIN, {"login": ""})
    assert response.status_code == 429
    assert "Too many tries" in response.content.decode()


def test_number_and_mail_are_counted_as_one_account(cast: Cast, client: Client) -> None:
    fail(client, "1003", 3)
    fail(client, "CAL.1003@norfield.example ", 2)
    for login in ("1003", "cal.1003@norfield.example"):
        assert "Locked until" in answer(client, login)
    assert "_auth_user_id" not in client.session
