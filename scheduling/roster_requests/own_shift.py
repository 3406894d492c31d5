"""A change of one's own shift: late, early out, staying longer, other times or another shift."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django import forms

from approvals.registry import Kind
from approvals.services import Ask
from scheduling.adjustments.domain import AdjustmentKind
from scheduling.patterns.models import ShiftType
from scheduling.roster.domain.commands import ChangeShift, SetDay, Wanted
from scheduling.roster.domain.shifts import Shift
from scheduling.roster_requests.forms import RosterRequestForm, first_after, time_field
from scheduling.roster_requests.handler import RosterRequestHandler
from scheduling.time.interval import Minute, difference, total_minutes
from scheduling.time.words import duration_words, range_words, time_words

CHANGE = "change"
WHATS = [
    (AdjustmentKind.LATE.value, "Start later"),
    (AdjustmentKind.EARLY_OUT.value, "Leave earlier"),
    (AdjustmentKind.HOLDOVER.value, "Stay longer"),
    (CHANGE, "Work another shift, or at other times"),
]
_TITLES = {
    AdjustmentKind.LATE: "Late",
    AdjustmentKind.EARLY_OUT: "Early out",
    AdjustmentKind.HOLDOVER: "Stays longer",
}
DAYS_BEFORE, DAYS_AFTER = 7, 42


class OwnShiftForm(RosterRequestForm):
    """Which of one's shifts, and how it is to be."""

    kind = Kind.ADJUSTMENT
    needs_note = True

    what = forms.ChoiceField(label="What to change", choices=WHATS, widget=forms.RadioSelect)
    shift = forms.ChoiceField(label="Which shift")
    at = time_field("New time")
    to = forms.ChoiceField(label="Shift", required=False)
    start = time_field("From")
    end = time_field("Until", "Empty: the times of the shift. At or before the start means the next day.")

    def prepare(self) -> None:
        """Own shifts of the last week and the next six, and the center's shift types."""
        super().prepare()
        self.offer_shifts(self.own_shifts(DAYS_BEFORE, DAYS_AFTER))
        rows = ShiftType.objects.current().filter(center=self.center).order_by("code")
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            ("", "The same, at other times"),
            *((row.code, f"{row.code}, {row.name}") for row in rows),
        ]

    def clean(self) -> dict[str, Any]:
        """The change on what the person sees."""
        data = super().clean() or {}
        shift = self.shifts.get(data.get("shift") or "")
        what = data.get("what")
        if shift is None or what is None:
            return data
        self.picked = shift
        self.seen_shift = self.as_seen(shift)
        if what == CHANGE:
            self._clean_change(data, shift)
        else:
            self._clean_edge(data, shift, AdjustmentKind(what))
        if not self.errors:
            self.check_waiting(self.touched)
        return data

    def _clean_edge(self, data: dict[str, Any], shift: Shift, kind: AdjustmentKind) -> None:
        if data.get("at") is None:
            if "at" not in self.errors:
                self.add_error("at", "Write the new time.")
            return
        after = shift.end if kind is AdjustmentKind.HOLDOVER else shift.start
        at = first_after(after, data["at"], self.clock)
        self.changes = (ChangeShift(self.person.pk, kind, shift.shift_start, at, data.get("note", "")),)
        self._try(shift, {"until": "at", "at": "at", "shift_start": "shift"})

    def _clean_change(self, data: dict[str, Any], shift: Shift) -> None:
        code, start, end = data.get("to") or None, data.get("start"), data.get("end")
        if code is None and (start is None or end is None):
            missing = "start" if start is None else "end"
            if missing not in self.errors:
                self.add_error(missing, "Write both times, or choose another shift.")
            return
        seat = shift.pieces[0]
        wanted = Wanted(
            code, start, end, cast("UUID | None", seat.position), cast("int | None", seat.console)
        )
        day = shift.day(self.clock)
        self.changes = (SetDay(self.person.pk, day, wanted, data.get("note", "")),)
        self._try(shift, {"shift": "to", "end": "end", "start": "start"})

    def _try(self, shift: Shift, field_of: dict[str, str]) -> None:
        day = shift.day(self.clock)
        self.try_changes(self.published(day, day), self.changes, {"day": "shift"} | field_of)

    def ask(self) -> Ask:
        """The change; before it begins it must be answered, where it would come too late after."""
        change, shift = self.changes[0], self.picked
        if isinstance(change, ChangeShift):
            return self._ask_edge(change, shift)
        # The last of what a day's plan touches is the duty that is wanted.
        new = self.touched[-1]
        was = shift.interval
        minutes = total_minutes((*difference([was], [new]), *difference([new], [was])))
        code = self.cleaned_data.get("to") or ""
        then = f"{code} {range_words(new.start, new.end, self.clock)}".strip()
        words = f"{self.shift_words(shift)} becomes {then}"
        return self.ask_for(words, minutes, self._if_ahead(min(was.start, new.start)))

    def _ask_edge(self, change: ChangeShift, shift: Shift) -> Ask:
        edge = shift.start if change.kind is AdjustmentKind.LATE else shift.end
        minutes = abs(change.at - edge)
        new, was = (time_words(each, self.clock) for each in (change.at, edge))
        title = f"{_TITLES[change.kind]} {self.day_words(shift)}"
        words = f"{title}: {new}, not {was}, {duration_words(minutes)}"
        is_early = change.kind is AdjustmentKind.EARLY_OUT
        return self.ask_for(words, minutes, self._if_ahead(change.at) if is_early else None)

    def _if_ahead(self, minute: Minute) -> Minute | None:
        return minute if minute > self.now else None


class OwnShiftHandler(RosterRequestHandler):
    kind = Kind.ADJUSTMENT
    label = "Adjustments"
    icon = "user"
    form = OwnShiftForm
    form_template = "scheduling/roster_requests/_own_shift.html"
    approve = "Approve change"
    reason = "Change of the own shift."
    deny_reasons = (
        "Nobody can cover these minutes.",
        "The log shows another time.",
        "This leaves too little rest.",
    )
