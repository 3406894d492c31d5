"""Who is meant by what was typed at sign-in, and whether the password is theirs.

Rate limits and messages are in `adapter.py`; the form is in `forms.py`.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from staff.people.models import User


def user_for(sign_in: str, *, center_slug: str = "") -> User | None:
    """The active user of an e-mail or employee number; None when there is none, or more than one.

    A number is unique within a center only. With several centers it counts when exactly one active user has it, or
    when the center is named.
    """
    typed = sign_in.strip()
    if "@" in typed:
        return User.objects.filter(email=typed.lower(), is_active=True).first()
    users = User.objects.filter(person__number=typed, is_active=True)
    if center_slug:
        users = users.filter(person__center__slug=center_slug)
    found = list(users[:2])
    return found[0] if len(found) == 1 else None


class SignInBackend(ModelBackend):
    """Checks a password after one query and exactly one password hash, whoever was meant and whether known."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """The user, or None. `email` (as allauth calls it) may be an e-mail or a number, like `username`."""
        sign_in = username or kwargs.get("email") or kwargs.get("sign_in")
        if not sign_in or password is None:
            return None
        user = user_for(sign_in, center_slug=kwargs.get("center") or "")
        if user is None:
            # The same work as for a known user, so that the time taken says nothing.
            User().set_password(password)
            return None
        return user if user.check_password(password) else None
