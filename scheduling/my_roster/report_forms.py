"""What is asked of somebody who can't come or comes late: its shape only, what may be is decided in `attendance/`."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django import forms

from scheduling.attendance.domain.reports import AbsenceKind
from staff.centers.years import OUT_OF_YEARS, YEARS

KIND_CHOICES = [
    (AbsenceKind.SICK.value, "Sick"),
    (AbsenceKind.FAMILY.value, "Family"),
    (AbsenceKind.OTHER.value, "Something else"),
]
KIND_HINTS = {
    "sick": "Never the reason, only the word",
    "family": "Somebody needs you",
    "other": "Your supervisor calls you",
}
THIS_SHIFT, UNTIL = "shift", "until"
_TIMES = {"invalid": "Write a time as 06:00.", "required": "Write a time as 06:00."}


class CannotComeForm(forms.Form):
    """Kind, and how long. The id is made when the form is drawn: sent twice is recorded once."""

    edit_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    kind = forms.ChoiceField(
        label="What is it", choices=KIND_CHOICES, widget=forms.RadioSelect, initial=AbsenceKind.SICK.value
    )
    how_long = forms.ChoiceField(
        label="How long",
        choices=[(THIS_SHIFT, "This shift"), (UNTIL, "Until…")],
        widget=forms.RadioSelect,
        initial=THIS_SHIFT,
    )
    until_on = forms.DateField(
        label="Until which day",
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date", "class": "inp"}, format="%Y-%m-%d"),
    )
    until_at = forms.TimeField(
        label="At what time",
        required=False,
        input_formats=["%H:%M"],
        error_messages=_TIMES,
        widget=forms.TimeInput(attrs={"type": "time", "class": "inp"}, format="%H:%M"),
        help_text="You come to every shift that begins at this time or later.",
    )

    def clean_until_on(self) -> date | None:
        found: date | None = self.cleaned_data["until_on"]
        if found is not None and found.year not in YEARS:
            raise forms.ValidationError(OUT_OF_YEARS)
        return found

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or self.cleaned_data
        if fields.get("how_long") == UNTIL:
            for name, problem in (("until_on", "Pick the day."), ("until_at", "Write a time as 06:00.")):
                if fields.get(name) is None and name not in self.errors:
                    self.add_error(name, problem)
        return fields


class LateForm(forms.Form):
    """When one arrives, as the clock on the wall shows it."""

    edit_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    arrives_at = forms.TimeField(
        label="When do you arrive",
        input_formats=["%H:%M"],
        error_messages=_TIMES,
        widget=forms.TimeInput(attrs={"type": "time", "class": "inp"}, format="%H:%M"),
    )
