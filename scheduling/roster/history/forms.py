"""What a history is narrowed to, as a form: each choice is of the reader's center."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms

from scheduling.roster.history.kinds import GROUP_LABELS
from scheduling.roster.history.selectors import Asked, Reader
from staff.centers.models import Center
from staff.centers.years import OUT_OF_YEARS, YEARS
from staff.people.models import Person, User
from staff.people.names import in_order

LONGEST_NUMBER = 18


class HistoryForm(forms.Form):
    """Person, actor, kind, period and the version before which to go on; those who see only their own choose less."""

    person = forms.ChoiceField(
        required=False, error_messages={"invalid_choice": "Nobody of this center. Choose somebody."}
    )
    actor = forms.ChoiceField(
        label="Changed by",
        required=False,
        error_messages={"invalid_choice": "Nobody of this center. Choose somebody."},
    )
    kind = forms.ChoiceField(
        choices=[("", "Everything"), *GROUP_LABELS.items()],
        required=False,
        error_messages={"invalid_choice": "No such kind. Choose one."},
    )
    period = forms.DateField(
        label="Period of",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "Write a date such as 2026-12-06."},
    )
    before = forms.RegexField(
        rf"^[0-9]{{1,{LONGEST_NUMBER}}}$",
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid": "A version is a whole number."},
    )

    def __init__(self, data: Mapping[str, Any], center: Center, reader: Reader) -> None:
        super().__init__(data)
        for field in self.fields.values():
            field.widget.attrs["class"] = "inp"
        if not reader.sees_all:
            del self.fields["person"], self.fields["actor"], self.fields["kind"]
            return
        people = Person.objects.filter(center=center).values_list("pk", "last_name", "first_name")
        names = [(str(pk), f"{last}, {first}") for pk, last, first in people]
        person: Any = self.fields["person"]
        person.choices = [("", "Everybody"), *sorted(names, key=lambda one: in_order(one[1]))]
        users = User.objects.filter(roles__center=center).select_related("person").distinct()
        actors = [(str(user.pk), str(getattr(user, "person", None) or user.email)) for user in users]
        actor: Any = self.fields["actor"]
        actor.choices = [("", "Everybody"), *sorted(actors, key=lambda one: in_order(one[1]))]

    def clean_period(self) -> Any:
        """A date of the years that rosters have."""
        on = self.cleaned_data["period"]
        if on is not None and on.year not in YEARS:
            raise forms.ValidationError(OUT_OF_YEARS)
        return on

    def asked(self, size: int | None = None) -> Asked:
        """What was asked; call it on a valid form."""
        data = self.cleaned_data
        more = {} if size is None else {"size": size}
        return Asked(
            person=UUID(data["person"]) if data.get("person") else None,
            actor=UUID(data["actor"]) if data.get("actor") else None,
            group=data.get("kind") or "",
            period=data.get("period"),
            before=int(data["before"]) if data.get("before") else None,
            **more,
        )
