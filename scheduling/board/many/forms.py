"""What is asked for an action over many days: which rows and dates, and what of them. Shape only.

What may be is decided by `scheduling/roster/bulk.py` and the door.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django import forms

from scheduling.board.recording.forms import DayField
from scheduling.roster.domain.bulk import DAYS_IN_WEEK, Bulk, CopyWeek, Fill, Give, MoveBlock, Retime
from scheduling.roster.domain.commands import Wanted
from scheduling.roster.fields import WallTimeField

LONGEST_SELECTION_DAYS = 62
MOST_DAYS_AWAY = 366


class Action(StrEnum):
    """What is done with a selection."""

    FILL = "fill"
    TIMES = "times"
    MOVE = "move"
    GIVE = "give"
    COPY_WEEK = "copy-week"
    CLEAR = "clear"


TITLES = {
    Action.FILL: "Fill days",
    Action.TIMES: "Times for several",
    Action.MOVE: "Move by days",
    Action.GIVE: "Give to",
    Action.COPY_WEEK: "Copy last week",
    Action.CLEAR: "Clear days",
}
DONE = {
    Action.FILL: "Filled",
    Action.TIMES: "Set the times of",
    Action.MOVE: "Moved",
    Action.GIVE: "Gave away",
    Action.COPY_WEEK: "Copied",
    Action.CLEAR: "Cleared",
}
_OWN_FIELDS = {
    Action.FILL: ("shift",),
    Action.TIMES: ("start", "end"),
    Action.MOVE: ("days",),
    Action.GIVE: ("taker",),
}
_EVERY_FIELD = ("shift", "start", "end", "days", "taker")

Choices = Sequence[tuple[str, str]]


class ManyForm(forms.Form):
    """Rows from the first person to the last as the board shows them, days from the first to the last."""

    first = forms.ChoiceField(label="First person")
    last = forms.ChoiceField(label="Last person")
    since = DayField(label="First day")
    until = DayField(label="Last day")
    shift = forms.ChoiceField(label="Shift")
    start = WallTimeField(label="Start", max_length=6)
    end = WallTimeField(label="End", max_length=6, help_text="At or before the start means the next day.")
    days = forms.IntegerField(
        label="Days later",
        min_value=-MOST_DAYS_AWAY,
        max_value=MOST_DAYS_AWAY,
        help_text="−7 is a week earlier.",
    )
    taker = forms.ChoiceField(label="Given to")
    reason = forms.CharField(label="Reason", required=False, max_length=300)
    leaves_out = forms.BooleanField(required=False)
    base_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    edit_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(
        self, action: Action, data: Any = None, *, people: Choices, codes: Choices, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.action = action
        self.order = [UUID(key) for key, _ in people]
        for name in _EVERY_FIELD:
            if name not in _OWN_FIELDS.get(action, ()):
                del self.fields[name]
        if action in {Action.MOVE, Action.COPY_WEEK}:
            del self.fields["reason"]
        choices = {"first": people, "last": people, "shift": codes, "taker": [("", "Choose who"), *people]}
        for name, offered in choices.items():
            if name in self.fields:
                self.fields[name].choices = offered  # type: ignore[attr-defined]
        for field in self.fields.values():
            if not field.widget.is_hidden and not isinstance(field, forms.BooleanField):
                is_number = isinstance(field, WallTimeField | forms.IntegerField)
                field.widget.attrs |= {"class": "inp num" if is_number else "inp", "autocomplete": "off"}

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or self.cleaned_data
        since, until = fields.get("since"), fields.get("until")
        if since and until:
            count = (until - since).days + 1
            if count < 1:
                self.add_error("until", "The last day is before the first.")
            elif count > LONGEST_SELECTION_DAYS:
                self.add_error("until", f"At most {LONGEST_SELECTION_DAYS} days at once.")
            elif self.action is Action.COPY_WEEK and count > DAYS_IN_WEEK:
                self.add_error("until", "The week before is copied into at most seven days.")
        first, last = fields.get("first"), fields.get("last")
        if first and last and self.order.index(UUID(first)) > self.order.index(UUID(last)):
            self.add_error("last", "The last person stands above the first.")
        if self.action is Action.GIVE and first and last and first != last:
            self.add_error("last", "Shifts are given away for one person at a time.")
        if self.action is Action.MOVE and fields.get("days") == 0:
            self.add_error("days", "Say by how many days.")
        return fields

    @property
    def selection(self) -> Selection:
        """The rows and dates of a valid form."""
        fields = self.cleaned_data
        low, high = (self.order.index(UUID(fields[name])) for name in ("first", "last"))
        count = (fields["until"] - fields["since"]).days + 1
        days = tuple(fields["since"] + timedelta(days=n) for n in range(count))
        return Selection(tuple(self.order[low : high + 1]), days)

    def bulks(self) -> tuple[Bulk, ...]:
        """What a valid form asks for."""
        fields, chosen = self.cleaned_data, self.selection
        people, days, reason = chosen.people, chosen.days, fields.get("reason", "")
        if self.action is Action.TIMES:
            return (Retime(people, days, fields["start"], fields["end"], reason),)
        if self.action is Action.MOVE:
            ends_before = days[-1] + timedelta(days=1)
            return tuple(MoveBlock(person, days[0], ends_before, fields["days"]) for person in people)
        if self.action is Action.GIVE:
            return (Give(people[0], UUID(fields["taker"]), days, reason),)
        if self.action is Action.COPY_WEEK:
            return (CopyWeek(days[0] - timedelta(days=DAYS_IN_WEEK), days[0], people, len(days)),)
        wanted = Wanted(fields["shift"]) if self.action is Action.FILL else None
        return (Fill(people, days, wanted, reason),)


@dataclass(frozen=True, slots=True)
class Selection:
    """Whose days, and which."""

    people: tuple[UUID, ...]
    days: tuple[date, ...]
