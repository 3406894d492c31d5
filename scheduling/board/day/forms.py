"""The times of one shift as a form: its shape only, what may be is decided by the door."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from scheduling.adjustments.domain import LONGEST_DUTY_MINUTES
from scheduling.roster.fields import WallTimeField


class ShiftForm(forms.Form):
    """Start, end, seat and reason; the hidden fields say which version was edited and make a repeat harmless."""

    start = WallTimeField(label="Start", max_length=6)
    end = WallTimeField(label="End", max_length=6)
    position = forms.ChoiceField(label="Position", required=False)
    console = forms.IntegerField(label="Console", required=False, min_value=1, max_value=999)
    reason = forms.CharField(label="Reason", required=False, max_length=300)
    base_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    edit_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, positions: Iterable[tuple[UUID, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Not named"), *((str(key), name) for key, name in positions)]
        self.fields["position"].choices = choices  # type: ignore[attr-defined]
        for field in self.fields.values():
            if not field.widget.is_hidden:
                field.widget.attrs["class"] = "inp"
        for name in ("start", "end"):
            self.fields[name].widget.attrs |= {
                "autocomplete": "off",
                "inputmode": "numeric",
                "class": "inp num",
            }
        self.fields["end"].help_text = "At or before the start means the next day."

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or self.cleaned_data
        if fields.get("console") and not fields.get("position"):
            self.add_error("console", "A console needs its position.")
        return fields


class TimesForm(forms.Form):
    """The times of a drag or of the arrow keys: minutes since 1970, at most a long shift apart."""

    start_minute = forms.IntegerField()
    end_minute = forms.IntegerField()

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or self.cleaned_data
        start, end = fields.get("start_minute"), fields.get("end_minute")
        if start is not None and end is not None and not 0 < end - start <= LONGEST_DUTY_MINUTES:
            raise forms.ValidationError("The end must be after the start.")
        return fields


class DraggedForm(TimesForm):
    """The same to be saved; all else of the shift stays as it is."""

    base_version = forms.IntegerField(min_value=0)
    edit_id = forms.UUIDField()
