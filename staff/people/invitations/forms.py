"""The shape of an invitation and of its acceptance; what they mean is checked in `services.py`."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib.auth import password_validation

from staff.centers.models import Center
from staff.people.models import Person, Role, User


class InvitationForm(forms.Form):
    """Whom to invite, as what, for which person's roster."""

    email = forms.EmailField(label="E-mail")
    role = forms.ChoiceField(choices=Role.choices)
    person = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        required=False,
        empty_label="Nobody on the roster",
        help_text="People without an account. An employee needs one.",
    )

    def __init__(self, center: Center, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choosable = Person.objects.filter(center=center, user__isnull=True)
        cast("forms.ModelChoiceField[Person]", self.fields["person"]).queryset = choosable


class AcceptForm(forms.Form):
    """The password of the new account, typed twice."""

    password = forms.CharField(
        label="Password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 12 characters. A sentence is easier to remember than a word with signs.",
    )
    again = forms.CharField(
        label="The same again",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, email: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, User(email=self.email))
        return password

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if {"password", "again"} <= data.keys() and data["password"] != data["again"]:
            self.add_error("again", "The two passwords differ.")
        return data
