"""Sign-in and password reset by e-mail or employee number. What they check is shape; who is meant says `backend.py`."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from allauth.account.forms import ResetPasswordForm as EmailResetForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from staff.mail import post
from staff.sign_in.tasks import mail_password_reset

LONGEST_SIGN_IN = 254


class SignInForm(LoginForm):  # type: ignore[misc]
    """E-mail or employee number and password; the center where its address names one."""

    center = forms.SlugField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("Employee number or e-mail"),
            max_length=LONGEST_SIGN_IN,
            widget=forms.TextInput(
                attrs={"autocomplete": "username webauthn", "autocapitalize": "none", "spellcheck": "false"}
            ),
        )
        self.order_fields(["login", "password", "center"])

    def user_credentials(self) -> dict[str, Any]:
        """What the adapter counts and the backend checks."""
        return {
            "email": self.cleaned_data["login"],
            "password": self.cleaned_data["password"],
            "center": self.cleaned_data.get("center", ""),
        }


class ResetPasswordForm(EmailResetForm):  # type: ignore[misc]
    """Sends the link to the account's own address, whether the address or the number was typed."""

    email = forms.CharField(
        label=_("Employee number or e-mail"),
        max_length=LONGEST_SIGN_IN,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )

    def clean_email(self) -> str:
        """What was typed; whether anybody is meant is found out by the task, so that all look alike here."""
        typed: str = self.cleaned_data["email"].strip()
        return typed

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Have the link mailed."""
        typed: str = self.cleaned_data["email"]
        post(mail_password_reset, typed, request.build_absolute_uri("/"))
        return typed
