"""What an authenticator app would do: hold a key and show the code of now."""

from __future__ import annotations

import time

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

from staff.people.models import User

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def switch_on_totp(user: User) -> None:
    """Give an account the app's key."""
    TOTP.activate(user, SECRET)


def code_now(secret: str = SECRET) -> str:
    """The six digits of this half minute."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))
