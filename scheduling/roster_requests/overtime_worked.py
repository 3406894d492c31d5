"""Overtime after the fact: somebody stayed after a shift, or was called in, and claims the minutes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms

from approvals.registry import Kind
from approvals.services import Ask
from scheduling.adjustments.domain import AdjustmentKind
from scheduling.roster.domain.commands import AddDuty, ChangeShift
from scheduling.roster_requests.forms import RosterRequestForm, date_field, first_after, time_field
from scheduling.roster_requests.handler import RosterRequestHandler
from scheduling.time.interval import Interval
from scheduling.time.words import date_words, duration_words, range_words, time_words

STAYED, CALLED_IN = "stayed", "called_in"
CLAIM_DAYS = 31
"""How far back a claim reaches: a month of pay."""


class OvertimeWorkedForm(RosterRequestForm):
    """Until when somebody stayed, or when they were called in."""

    kind = Kind.OVERTIME_WORKED
    needs_note = True

    what = forms.ChoiceField(
        label="What happened",
        choices=[(STAYED, "I stayed after a shift"), (CALLED_IN, "I was called in")],
        widget=forms.RadioSelect,
    )
    shift = forms.ChoiceField(label="Which shift", required=False)
    until = time_field("I stayed until")
    on = date_field("Date")
    start = time_field("From")
    end = time_field("Until", "At or before the start means the next day.")

    def prepare(self) -> None:
        """Shifts that began in the last month."""
        super().prepare()
        begun = [each for each in self.own_shifts(CLAIM_DAYS, 0) if each.start <= self.now]
        self.offer_shifts(reversed(begun))

    def clean(self) -> dict[str, Any]:
        """What each needs, said at its field; only what has happened is claimed."""
        data = super().clean() or {}
        if data.get("what") == STAYED:
            self._clean_stay(data)
        elif data.get("what") == CALLED_IN:
            self._clean_call(data)
        if not self.errors:
            self.check_waiting(self.touched)
        return data

    def _clean_stay(self, data: dict[str, Any]) -> None:
        shift = self.shifts.get(data.get("shift") or "")
        if shift is None and "shift" not in self.errors:
            self.add_error("shift", "Choose the shift you stayed after.")
        if data.get("until") is None and "until" not in self.errors:
            self.add_error("until", "Write until when you stayed.")
        if shift is None or self.errors:
            return
        until = first_after(shift.end, data["until"], self.clock)
        if until > self.now:
            self.add_error("until", "This is still to come. Claim it once you have worked it.")
            return
        self.seen_shift = self.as_seen(shift)
        change = ChangeShift(
            self.person.pk, AdjustmentKind.HOLDOVER, shift.shift_start, until, data.get("note", "")
        )
        self.changes = (change,)
        day = shift.day(self.clock)
        self.try_changes(self.published(day, day), self.changes, {"until": "until", "shift_start": "shift"})

    def _clean_call(self, data: dict[str, Any]) -> None:
        for name in ("on", "start", "end"):
            if data.get(name) is None and name not in self.errors:
                self.add_error(name, "Say when you were called in.")
        if self.errors:
            return
        on = data["on"]
        if not self.today - timedelta(days=CLAIM_DAYS) <= on <= self.today:
            self.add_error(
                "on", f"Claims reach back {CLAIM_DAYS} days. For older ones, talk to your supervisor."
            )
            return
        when = self.clock.window(on, data["start"], data["end"])
        if when.end > self.now:
            self.add_error("end", "This is still to come. Claim it once you have worked it.")
            return
        change = AddDuty(
            self.person.pk, AdjustmentKind.OVERTIME, when.start, when.end, reason=data.get("note", "")
        )
        self.changes = (change,)
        self.try_changes(self.published(on, on), self.changes, {"start": "start", "end": "end", "day": "on"})

    def ask(self) -> Ask:
        """The claim, in minutes."""
        change = self.changes[0]
        if isinstance(change, ChangeShift) and self.seen_shift is not None:
            when = Interval(self.seen_shift.end, change.at)
            on = date_words(self.clock.date_of(self.seen_shift.key), self.today)
            words = (
                f"Stayed until {time_words(change.at, self.clock)} on {on}, {duration_words(when.minutes)}"
            )
            return self.ask_for(words, when.minutes, None)
        when = self.touched[0]
        on = date_words(self.clock.date_of(when.start), self.today)
        times = range_words(when.start, when.end, self.clock)
        return self.ask_for(f"Called in {on}, {times}, {duration_words(when.minutes)}", when.minutes, None)


class OvertimeWorkedHandler(RosterRequestHandler):
    kind = Kind.OVERTIME_WORKED
    label = "Overtime worked"
    icon = "clock"
    form = OvertimeWorkedForm
    form_template = "scheduling/roster_requests/_overtime_worked.html"
    approve = "Approve hours"
    reason = "Overtime worked."
    deny_reasons = (
        "The log shows another time.",
        "Nobody asked you to stay.",
        "This is recorded already.",
    )
