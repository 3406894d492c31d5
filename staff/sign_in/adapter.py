"""What allauth asks the project: who may sign up (nobody), how failures are told, where sign-in leads.

The password check is in `backend.py`, the lock's end in `lockout.py`.
"""

from __future__ import annotations

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.sites.shortcuts import get_current_site
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.translation import gettext_lazy as _

from staff.mail import deliver, post
from staff.sign_in.backend import user_for
from staff.sign_in.lockout import locked_until, locked_words
from staff.sign_in.start import start_page
from staff.sign_in.stored_secrets import decrypted, encrypted

MISMATCH = _(
    "That sign-in and password don’t belong together. Check both. If you work at several centers, use your "
    "e-mail."
)
WAYS = {
    "reauthenticate": "Use your password",
    "mfa_reauthenticate": "Use the app’s code",
    "mfa_reauthenticate:webauthn": "Use a passkey",
}
# Being signed in or out is seen from the page that follows.
_UNSAID = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts by invitation only; one message for every failed sign-in; a lock that says until when."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": MISMATCH,
        "username_password_mismatch": MISMATCH,
        "too_many_login_attempts": _("Too many failed tries. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: accounts come from invitations."""
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Tries are counted per account, whether it was named by number or e-mail; per text where none is meant."""
        typed = str(credentials.get("email") or credentials.get("username") or "")
        user = user_for(typed, center_slug=str(credentials.get("center") or ""))
        key: str = super()._get_login_attempts_cache_key(request, email=user.email if user else typed.strip())
        return key

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try. Raises ValidationError while the sign-in or the address is locked."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            until = locked_until(request, self._get_login_attempts_cache_key(request, **credentials))
            center_slug = str(credentials.get("center") or "")
            raise ValidationError(
                locked_words(until, center_slug=center_slug),
                code="too_many_login_attempts",
                params={"until": until},
            ) from error

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """Check the password of the one who is signed in, counted like a sign-in."""
        found = self.authenticate(self.request, email=getattr(user, "email", ""), password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for another proof, unless the sign-in itself was minutes ago."""
        records = get_authentication_records(self.request, self.request.user)
        latest: float = max((record["at"] for record in records), default=0.0)
        timeout: int = app_settings.REAUTHENTICATION_TIMEOUT
        return time.time() - latest >= timeout

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, Any]]:
        """The ways to prove it, in this project's words."""
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [{**way, "description": WAYS.get(way["id"], way["description"])} for way in ways]

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Store the password and nothing else."""
        user.set_password(password)
        user.save(update_fields=["password"])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Have a notice mailed by a worker, so that no page waits for the relay or fails with it."""
        about = {"request": self.request, "email": email, "current_site": get_current_site(self.request)}
        message = self.render_mail(template_prefix, email, about | context)
        post(deliver, email, message.subject, str(message.body))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where work begins for this user's role."""
        return start_page(request)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url("account_login")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say what changed, but not what the next page shows anyway."""
        if message_template not in _UNSAID:
            super().add_message(request, level, message_template, message_context, extra_tags, message)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Names keys in this project's words and stores their secrets encrypted."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That code is not right, or it has expired. Enter the next one."),
    }

    def encrypt(self, text: str) -> str:
        """A secret as it is stored."""
        return encrypted(text)

    def decrypt(self, encrypted_text: str) -> str:
        """A secret as it is used."""
        return decrypted(encrypted_text)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:  # noqa: A002
        """“Passkey”, “Passkey 2” and so on, offered when one is added."""
        # allauth loads this adapter before its own tables are ready.
        count = apps.get_model("mfa", "Authenticator").objects.filter(user_id=user.pk, type=type).count()
        return "Passkey" if count == 0 else f"Passkey {count + 1}"
