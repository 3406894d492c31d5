"""Tokens: sign-in like the page, renewal with rotation, sign-out, and when they stop working."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from rest_framework.test import APIClient
from rest_framework_simplejwt.tokens import AccessToken

from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.totp import code_now, switch_on_totp

LOGIN, REFRESH, LOGOUT = "/api/v1/auth/login", "/api/v1/auth/refresh", "/api/v1/auth/logout"
ROSTER = "/api/v1/periods?from=2026-12-06&until=2026-12-07"


@pytest.fixture
def client() -> APIClient:
    return APIClient()


def sign_in(client: APIClient, sign_in: str = "1003", **fields: str) -> dict[str, str]:
    response = client.post(LOGIN, {"sign_in": sign_in, "password": PASSWORD, **fields})
    assert response.status_code == 200, response.data
    return response.json()  # type: ignore[no-any-return]


def get(client: APIClient, access: str) -> int:
    return int(client.get(ROSTER, headers={"Authorization": f"Bearer {access}"}).status_code)


@pytest.mark.parametrize("typed", ["1003", "cal.1003@norfield.example"])
def test_sign_in_by_number_or_email(cast: Cast, client: APIClient, typed: str) -> None:
    tokens = sign_in(client, typed)
    assert set(tokens) == {"access", "refresh"}
    assert get(client, tokens["access"]) == 200
    cast.cal.user.refresh_from_db()
    assert cast.cal.user.last_login is not None


def test_a_number_of_two_centers_needs_the_center(cast: Cast, client: APIClient) -> None:
    assert client.post(LOGIN, {"sign_in": "1001", "password": PASSWORD}).status_code == 401
    access = AccessToken(sign_in(client, "1001", center="southmere")["access"])
    assert access["user_id"] == str(cast.olga.user_id)


@pytest.mark.parametrize("typed", ["1003", "424242", "1001"])
def test_failures_cannot_be_told_apart(cast: Cast, client: APIClient, typed: str) -> None:
    response = client.post(LOGIN, {"sign_in": typed, "password": "wrong-horse-battery"})
    assert response.status_code == 401
    body = response.json()
    assert body["code"] == "sign_in_failed"
    assert "belong together" in body["detail"]


def test_five_failures_lock_and_say_until_when(cast: Cast, client: APIClient) -> None:
    for _ in range(5):
        client.post(LOGIN, {"sign_in": "1003", "password": "wrong-horse-battery"})
    response = client.post(LOGIN, {"sign_in": "1003", "password": PASSWORD})
    assert response.status_code == 429
    assert "Locked until" in response.json()["detail"]
    assert 1 <= int(response.headers["Retry-After"]) <= 360


def test_more_than_ten_tries_a_minute_are_throttled(cast: Cast, client: APIClient) -> None:
    answers = [client.post(LOGIN, {"sign_in": f"9{n:03}", "password": "x"}).status_code for n in range(11)]
    assert answers == [401] * 10 + [429]


def test_a_second_step_is_asked_for(cast: Cast, client: APIClient) -> None:
    switch_on_totp(cast.cal.user)
    fields = {"sign_in": "1003", "password": PASSWORD}
    assert client.post(LOGIN, fields).json()["code"] == "code_required"
    wrong = f"{(int(code_now()) + 1) % 1_000_000:06}"
    assert client.post(LOGIN, {**fields, "code": wrong}).json()["code"] == "code_wrong"
    assert set(sign_in(client, code=code_now())) == {"access", "refresh"}


def test_renewal_replaces_both_and_the_old_one_dies(cast: Cast, client: APIClient) -> None:
    first = sign_in(client)
    second = client.post(REFRESH, {"refresh": first["refresh"]}).json()
    assert get(client, second["access"]) == 200
    assert second["refresh"] != first["refresh"]
    response = client.post(REFRESH, {"refresh": first["refresh"]})
    assert response.status_code == 401
    assert response.headers["Content-Type"] == "application/problem+json"
    assert client.post(REFRESH, {"refresh": second["refresh"]}).status_code == 200


def test_sign_out_makes_the_refresh_token_useless(cast: Cast, client: APIClient) -> None:
    tokens = sign_in(client)
    assert client.post(LOGOUT, {"refresh": tokens["refresh"]}).status_code == 204
    assert client.post(REFRESH, {"refresh": tokens["refresh"]}).status_code == 401
    assert client.post(LOGOUT, {"refresh": tokens["refresh"]}).status_code == 401


def test_an_access_token_ends_by_itself(cast: Cast, client: APIClient) -> None:
    now = datetime(2026, 12, 7, 17, 0, tzinfo=UTC)
    life: timedelta = settings.SIMPLE_JWT["ACCESS_TOKEN_LIFETIME"]
    with time_machine.travel(now, tick=False):
        access = sign_in(client)["access"]
    with time_machine.travel(now + life - timedelta(seconds=1), tick=False):
        assert get(client, access) == 200
    with time_machine.travel(now + life, tick=False):
        assert get(client, access) == 401


def test_a_new_password_or_deactivation_ends_all_tokens(cast: Cast, client: APIClient) -> None:
    tokens = sign_in(client)
    user = cast.cal.user
    user.set_password("a-quiet-night-shift")
    user.save(update_fields=["password"])
    assert get(client, tokens["access"]) == 401
    tokens = client.post(LOGIN, {"sign_in": "1003", "password": "a-quiet-night-shift"}).json()
    user.is_active = False
    user.save(update_fields=["is_active"])
    assert get(client, tokens["access"]) == 401
    assert client.post(REFRESH, {"refresh": tokens["refresh"]}).status_code == 401


@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c"])
def test_nonsense_is_no_token(cast: Cast, client: APIClient, token: str) -> None:
    assert client.post(REFRESH, {"refresh": token}).status_code in {400, 401}
    assert get(client, token) == 401
