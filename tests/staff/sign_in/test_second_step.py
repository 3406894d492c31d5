"""Authenticator app, recovery codes and passkeys: what is asked after the password, and what changes need proof."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.totp import code_now, switch_on_totp

LOGIN = "/accounts/login/"
SECOND = "/accounts/2fa/authenticate/"


@pytest.fixture
def with_app(cast: Cast, client: Client) -> Client:
    """Cal has the app and has given his password."""
    switch_on_totp(cast.cal.user)
    response = client.post(LOGIN, {"login": "1003", "password": PASSWORD})
    assert response.headers["Location"] == SECOND
    return client


def test_the_password_alone_is_not_enough(with_app: Client) -> None:
    assert "_auth_user_id" not in with_app.session
    assert with_app.get("/accounts/sessions/").status_code == 302


def test_the_code_completes_it(cast: Cast, with_app: Client) -> None:
    response = with_app.post(SECOND, {"code": code_now()})
    assert response.headers["Location"] == "/my/"
    assert with_app.session["_auth_user_id"] == str(cast.cal.user_id)


def test_a_wrong_code_does_not(with_app: Client) -> None:
    wrong = f"{(int(code_now()) + 1) % 1_000_000:06}"
    page = with_app.post(SECOND, {"code": wrong}).content.decode()
    assert "That code is not right" in page
    assert "_auth_user_id" not in with_app.session


def test_a_code_works_once(cast: Cast, with_app: Client) -> None:
    code = code_now()
    with_app.post(SECOND, {"code": code})
    other = Client()
    other.post(LOGIN, {"login": "1003", "password": PASSWORD})
    other.post(SECOND, {"code": code})
    assert "_auth_user_id" not in other.session


def test_the_code_is_one_real_input(with_app: Client) -> None:
    page = with_app.get(SECOND).content.decode()
    assert page.count('autocomplete="one-time-code"') == 1
    assert 'inputmode="numeric"' in page


def test_a_lost_device_needs_a_recovery_code(cast: Cast, with_app: Client) -> None:
    with_app.post(SECOND, {"code": code_now()})
    with_app.post("/accounts/2fa/recovery-codes/generate/")
    codes = with_app.get("/accounts/2fa/recovery-codes/").context["unused_codes"]
    other = Client()
    other.post(LOGIN, {"login": "1003", "password": PASSWORD})
    assert "Enter a recovery code" in other.get(SECOND, {"recovery": "1"}).content.decode()
    other.post(SECOND, {"code": codes[0]})
    assert other.session["_auth_user_id"] == str(cast.cal.user_id)


def test_switching_the_app_on_takes_its_code(cast: Cast, client: Client) -> None:
    client.post(LOGIN, {"login": "1003", "password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": "no code"})
    assert not Authenticator.objects.filter(user=cast.cal.user).exists()
    client.post("/accounts/2fa/totp/activate/", {"code": code_now(secret)})
    kinds = set(Authenticator.objects.filter(user=cast.cal.user).values_list("type", flat=True))
    assert kinds == {Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES}


def test_ways_to_sign_in_are_changed_only_after_another_proof(cast: Cast, client: Client) -> None:
    client.force_login(cast.cal.user)  # a session without any proof of its own
    response = client.get("/accounts/2fa/webauthn/add/")
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/reauthenticate/")
    client.post(response.headers["Location"], {"password": PASSWORD})
    assert client.get("/accounts/2fa/webauthn/add/").status_code == 200


def test_a_sign_in_of_just_now_is_proof_for_five_minutes(cast: Cast, client: Client) -> None:
    now = datetime(2026, 12, 7, 17, 0, tzinfo=UTC)
    with time_machine.travel(now, tick=False):
        client.post(LOGIN, {"login": "1003", "password": PASSWORD})
        assert client.get("/accounts/2fa/webauthn/add/").status_code == 200
    with time_machine.travel(now + timedelta(minutes=5), tick=False):
        assert client.get("/accounts/2fa/webauthn/add/").status_code == 302


def test_the_wrong_password_proves_nothing(cast: Cast, client: Client) -> None:
    client.force_login(cast.cal.user)
    client.post("/accounts/reauthenticate/", {"password": "wrong-horse-battery"})
    assert client.get("/accounts/2fa/webauthn/add/").status_code == 302


def test_the_passkey_page_hands_out_a_fresh_challenge(cast: Cast, client: Client) -> None:
    address = "/accounts/2fa/webauthn/login/"
    first, second = (
        json.loads(client.get(address, headers={"Accept": "application/json"}).content) for _ in range(2)
    )
    challenges = {data["request_options"]["publicKey"]["challenge"] for data in (first, second)}
    assert len(challenges) == 2


def test_a_forged_passkey_is_refused(cast: Cast, client: Client) -> None:
    client.get("/accounts/2fa/webauthn/login/", headers={"Accept": "application/json"})
    forged = {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {}}
    response = client.post("/accounts/2fa/webauthn/login/", {"credential": json.dumps(forged)})
    assert response.headers["Location"] == LOGIN
    assert "_auth_user_id" not in client.session
