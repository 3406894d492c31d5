"""What is asked for a change of a kind: its shape only, what may be is decided by the door."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from django import forms

from scheduling.adjustments.domain import AdjustmentKind
from scheduling.adjustments.kinds import TERMS
from scheduling.roster.domain.commands import (
    EDGES,
    EXTRA,
    AddDuty,
    ChangeShift,
    KindChange,
    RecordAbsence,
    TakeSeat,
    Trade,
)
from scheduling.roster.domain.shifts import Shift
from scheduling.roster.fields import WallTimeField
from scheduling.roster.gate import LONGEST_REASON
from scheduling.time.interval import Minute
from scheduling.time.local_time import LocalClock
from staff.centers.years import written_date

Choices = Sequence[tuple[str, Any]]


class RecordForm(forms.Form):
    """What every kind asks: why, whether employees see it now, and what the rules may ask in return."""

    reason = forms.CharField(label="Reason", required=False, max_length=300)
    publishes = forms.BooleanField(label="Publish now: employees see it at once", required=False)
    accepts_warnings = forms.BooleanField(required=False)
    override_reason = forms.CharField(required=False, max_length=LONGEST_REASON * 2)
    base_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    edit_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, kind: AdjustmentKind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        terms = TERMS[kind]
        self.fields["reason"].required = terms.needs_reason
        if terms.is_operational:
            del self.fields["publishes"]
        for name, field in self.fields.items():
            if not isinstance(field, forms.BooleanField) and not field.widget.is_hidden:
                is_time = isinstance(field, WallTimeField)
                field.widget.attrs |= {"class": "inp num" if is_time else "inp", "autocomplete": "off"}
                if is_time:
                    field.widget.attrs["inputmode"] = "numeric"
            if name in {"override_reason", "accepts_warnings"}:
                field.widget.attrs["id"] = f"record-{name}"


class DutyForm(RecordForm):
    """Duty beside the shifts: from when to when, and where."""

    start = WallTimeField(label="Start", max_length=6)
    end = WallTimeField(label="End", max_length=6, help_text="At or before the start means the next day.")
    position = forms.ChoiceField(label="Position", required=False)
    console = forms.IntegerField(label="Console", required=False, min_value=1, max_value=999)

    def __init__(self, *args: Any, positions: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].choices = [("", "Not named"), *positions]  # type: ignore[attr-defined]


class EdgeForm(RecordForm):
    """One edge of a shift: until when, or from when."""

    at = WallTimeField(label="At", max_length=6)

    def __init__(self, kind: AdjustmentKind, *args: Any, **kwargs: Any) -> None:
        super().__init__(kind, *args, **kwargs)
        self.fields["at"].label = {
            AdjustmentKind.HOLDOVER: "Held over until",
            AdjustmentKind.EARLY_OUT: "Let go at",
            AdjustmentKind.LATE: "Arrived at",
        }[kind]


class TradeForm(RecordForm):
    """Who takes the shift."""

    taker = forms.ChoiceField(label="Taken over by")

    def __init__(self, *args: Any, takers: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["taker"].choices = [("", "Choose who"), *takers]  # type: ignore[attr-defined]


class SeatForm(RecordForm):
    """From when to when somebody sits where."""

    start = WallTimeField(label="From", max_length=6)
    end = WallTimeField(label="Until", max_length=6)
    position = forms.ChoiceField(label="Position")
    console = forms.IntegerField(label="Console", required=False, min_value=1, max_value=999)

    def __init__(self, *args: Any, positions: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].choices = [("", "Choose where"), *positions]  # type: ignore[attr-defined]


class DayField(forms.CharField):
    """A date as the addresses write it; a browser offers its calendar."""

    widget = forms.DateInput(attrs={"type": "date"})

    def clean(self, value: Any) -> Any:
        found = written_date(super().clean(value) or "")
        if found is None:
            raise forms.ValidationError("Write a date as 2026-12-06.")
        return found


class LeaveForm(RecordForm):
    """Which leave, from when until when; over several days too."""

    absence = forms.ChoiceField(label="Leave")
    since = DayField(label="From")
    start = WallTimeField(label="Time", max_length=6)
    until = DayField(label="Until")
    end = WallTimeField(label="Time", max_length=6, help_text="24:00 is the end of the day.")

    def __init__(self, *args: Any, leaves: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["absence"].choices = leaves  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or self.cleaned_data
        when = [fields.get(name) for name in ("since", "start", "until", "end")]
        if None not in when and not self.interval_follows():
            self.add_error("end", "The end must be after the start.")
        return fields

    def interval_follows(self) -> bool:
        """Whether the end is after the start, on the wall."""
        fields = self.cleaned_data
        return (fields["since"], fields["start"]) < end_of_leave(fields)

    def change(self, person: UUID, clock: LocalClock) -> RecordAbsence:
        """The change of a valid form."""
        fields = self.cleaned_data
        start = clock.minute(fields["since"], fields["start"])
        end = clock.minute(*end_of_leave(fields))
        return RecordAbsence(person, start, end, fields["absence"], fields["reason"])


def end_of_leave(fields: dict[str, Any]) -> tuple[date, time]:
    """The date and time at which leave ends; midnight is that at the end of the day."""
    if fields["end"] == time.min:
        return fields["until"] + timedelta(days=1), time.min
    return fields["until"], fields["end"]


def form_class(kind: AdjustmentKind) -> type[RecordForm]:
    """The form of a kind."""
    if kind in EXTRA:
        return DutyForm
    if kind is AdjustmentKind.SEAT:
        return SeatForm
    if kind is AdjustmentKind.LEAVE:
        return LeaveForm
    return EdgeForm if kind in EDGES else TradeForm


def change_from(
    kind: AdjustmentKind,
    fields: dict[str, Any],
    person: UUID,
    day: date,
    shift: Shift | None,
    clock: LocalClock,
) -> KindChange:
    """The change of a valid form; wall times are of the day, or the first after the shift's start or end."""
    reason = fields["reason"]
    if kind in EXTRA:
        when = clock.window(day, fields["start"], fields["end"])
        position = UUID(fields["position"]) if fields["position"] else None
        return AddDuty(person, kind, when.start, when.end, position, fields["console"], reason)
    if shift is None:
        raise ValueError("This kind changes a shift.")
    if kind is AdjustmentKind.SEAT:
        start = _first_from(shift.start, fields["start"], clock)
        end = _first_after(start, fields["end"], clock)
        return TakeSeat(person, start, end, UUID(fields["position"]), fields["console"], reason)
    if kind is AdjustmentKind.TRADE:
        return Trade(person, UUID(fields["taker"]), shift.shift_start, reason)
    after = shift.end if kind is AdjustmentKind.HOLDOVER else shift.start
    return ChangeShift(person, kind, shift.shift_start, _first_after(after, fields["at"], clock), reason)


def _first_from(minute: Minute, at: time, clock: LocalClock) -> Minute:
    return _first_after(minute - 1, at, clock)


def _first_after(minute: Minute, at: time, clock: LocalClock) -> Minute:
    day = clock.date_of(minute)
    found = clock.minute(day, at)
    return found if found > minute else clock.minute(day + timedelta(days=1), at)
