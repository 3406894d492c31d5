"""Secrets of the second step (an authenticator app's key, the seed of recovery codes) encrypted in the database.

The keys are the setting MFA_ENCRYPTION_KEYS: the first encrypts, all of them decrypt, so that a key is changed by
putting a new one in front and running `manage.py reencrypt_secrets`. Who calls: `adapter.py` and that command.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

# Tells an encrypted value from one that was stored before there was a key.
MARK = "fernet:"


class UnreadableSecretError(Exception):
    """No key of MFA_ENCRYPTION_KEYS opens a stored secret."""

    def __init__(self) -> None:
        super().__init__(
            "No key of MFA_ENCRYPTION_KEYS opens this secret; put back the key it was stored with."
        )


def encrypted(text: str) -> str:
    """The text as it is stored, opened only by the first key."""
    return MARK + _keys().encrypt(text.encode()).decode()


def decrypted(stored: str) -> str:
    """The text that was stored. Raises UnreadableSecretError when its key is gone."""
    if not stored.startswith(MARK):
        # Written by a process of the release before while it was being replaced.
        return stored
    try:
        return _keys().decrypt(stored.removeprefix(MARK).encode()).decode()
    except InvalidToken as error:
        raise UnreadableSecretError from error


def is_current(stored: str) -> bool:
    """Whether a stored value is encrypted with the first key."""
    if not stored.startswith(MARK):
        return False
    try:
        _fernet(settings.MFA_ENCRYPTION_KEYS[0]).decrypt(stored.removeprefix(MARK).encode())
    except InvalidToken:
        return False
    return True


def _keys() -> MultiFernet:
    return MultiFernet([_fernet(key) for key in settings.MFA_ENCRYPTION_KEYS])


def _fernet(key: str) -> Fernet:
    """Any long random text is a key; Fernet wants 32 bytes."""
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()))
