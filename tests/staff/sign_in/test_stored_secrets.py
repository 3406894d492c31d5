"""Keys of authenticator apps and seeds of recovery codes are stored encrypted, and the key can be changed."""

from __future__ import annotations

from importlib import import_module
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django.fixtures import Settings

from staff.sign_in.stored_secrets import UnreadableSecretError, decrypted, encrypted
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.totp import SECRET, code_now, switch_on_totp

OLD, NEW = "old-key-" * 8, "new-key-" * 8


@pytest.fixture
def app_and_codes(cast: Cast, settings: Settings) -> list[str]:
    """Cal has the app and recovery codes, stored with the old key."""
    settings.MFA_ENCRYPTION_KEYS = [OLD]
    assert cast.cal.user is not None
    switch_on_totp(cast.cal.user)
    codes: list[str] = RecoveryCodes.activate(cast.cal.user).generate_codes()
    return codes


def stored() -> dict[str, dict[str, object]]:
    return {row.type: row.data for row in Authenticator.objects.all()}


def reencrypt() -> str:
    out = StringIO()
    call_command("reencrypt_secrets", stdout=out)
    return out.getvalue()


def test_neither_key_nor_seed_is_in_the_database_in_plain(app_and_codes: list[str]) -> None:
    assert SECRET not in str(stored())
    assert str(stored()["totp"]["secret"]).startswith("fernet:")
    assert str(stored()["recovery_codes"]["seed"]).startswith("fernet:")


def test_the_same_secret_is_stored_differently_each_time() -> None:
    assert encrypted("same") != encrypted("same")


def test_a_new_key_in_front_opens_what_the_old_one_stored(
    app_and_codes: list[str], cast: Cast, client: Client, settings: Settings
) -> None:
    settings.MFA_ENCRYPTION_KEYS = [NEW, OLD]
    client.post("/accounts/login/", {"login": "1003", "password": PASSWORD})
    client.post("/accounts/2fa/authenticate/", {"code": code_now()})
    assert client.session["_auth_user_id"] == str(cast.cal.user_id)


def test_after_storing_anew_the_old_key_may_go(
    app_and_codes: list[str], cast: Cast, settings: Settings
) -> None:
    settings.MFA_ENCRYPTION_KEYS = [NEW, OLD]
    assert reencrypt().startswith("2 ")
    assert reencrypt().startswith("0 ")
    settings.MFA_ENCRYPTION_KEYS = [NEW]
    assert RecoveryCodes.activate(cast.cal.user).generate_codes() == app_and_codes
    settings.MFA_ENCRYPTION_KEYS = [OLD]
    with pytest.raises(UnreadableSecretError):
        decrypted(str(stored()["totp"]["secret"]))


def test_storing_anew_without_the_old_key_changes_nothing(
    app_and_codes: list[str], settings: Settings
) -> None:
    before = stored()
    settings.MFA_ENCRYPTION_KEYS = [NEW]
    with pytest.raises(CommandError, match="Nothing was changed"):
        reencrypt()
    assert stored() == before


def test_the_migration_encrypts_what_was_plain_and_goes_back(cast: Cast) -> None:
    plain = {"secret": SECRET}
    row = Authenticator.objects.create(user=cast.cal.user, type=Authenticator.Type.TOTP, data=plain)
    migration = import_module("staff.migrations.0002_encrypt_second_step")
    migration.encrypt(apps, None)
    row.refresh_from_db()
    assert SECRET not in str(row.data)
    assert decrypted(row.data["secret"]) == SECRET
    migration.encrypt(apps, None)  # an interrupted release runs it again
    migration.decrypt(apps, None)
    row.refresh_from_db()
    assert row.data == plain
