"""Overtime before the fact: somebody offers, or is asked, to work at some minutes of one or more dates."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from approvals.registry import Kind
from approvals.services import Ask
from scheduling.adjustments.domain import AdjustmentKind
from scheduling.coverage.models import Position
from scheduling.roster.domain.commands import AddDuty
from scheduling.roster_requests.forms import FARTHEST, RosterRequestForm, date_field, time_field
from scheduling.roster_requests.handler import RosterRequestHandler
from scheduling.time.interval import Interval
from scheduling.time.segment import Absence
from scheduling.time.words import date_words, duration_words, range_words
from staff.centers.years import OUT_OF_YEARS, YEARS


class OvertimeForm(RosterRequestForm):
    """From when to when, on up to three dates; each is a part that can be approved alone."""

    kind = Kind.OVERTIME

    on = date_field("Date", required=True)
    on_2 = date_field("And on, optional")
    on_3 = date_field("And on, optional")
    start = time_field("From", required=True)
    end = time_field("Until", "At or before the start means the next day.", required=True)
    position = forms.ChoiceField(label="Position", required=False)

    def prepare(self) -> None:
        super().prepare()
        rows = Position.objects.current().filter(center=self.center).order_by("priority")
        self.fields["position"].choices = [  # type: ignore[attr-defined]
            ("", "Wherever I am needed"),
            *((str(row.entity_id), row.name) for row in rows),
        ]

    def clean(self) -> dict[str, Any]:
        """Each date apart: still to come, off then, not asked for yet."""
        data = super().clean() or {}
        if {"start", "end"} & set(self.errors):
            return data
        found: dict[date, AddDuty] = {}
        for name in ("on", "on_2", "on_3"):
            on = data.get(name)
            if on is None or name in self.errors:
                continue
            if on in found:
                self.add_error(name, "This date is named twice.")
            elif (change := self._on(name, on, data)) is not None:
                found[on] = change
        self.changes = tuple(found[on] for on in sorted(found))
        if not self.errors:
            self.check_waiting(Interval(each.start, each.end) for each in found.values())
        return data

    def _on(self, name: str, on: date, data: dict[str, Any]) -> AddDuty | None:
        if on.year not in YEARS:
            self.add_error(name, OUT_OF_YEARS)
            return None
        if on > self.today + FARTHEST:
            self.add_error(name, "This is more than a year ahead.")
            return None
        when = self.clock.window(on, data["start"], data["end"])
        if when.start <= self.now:
            self.add_error(name, "This time has begun. For what you worked already, ask for overtime worked.")
            return None
        roster = self.published(on, on)
        own = roster.evaluation.rosters.get(self.person.pk)
        away = [each for each in (own.segments if own else ()) if isinstance(each, Absence)]
        met = next((each for each in away if each.interval.overlaps(when)), None)
        if met is not None:
            self.add_error(name, f"You are on leave then: {range_words(met.start, met.end, self.clock)}.")
            return None
        position = data.get("position") or None
        change = AddDuty(
            self.person.pk,
            AdjustmentKind.OVERTIME,
            when.start,
            when.end,
            None if position is None else UUID(position),
        )
        self.try_changes(roster, [change], {"start": "start", "end": "end", "day": name})
        return change

    def ask(self) -> Ask:
        """The whole of it; each date is a part. It ends when the first of it begins."""
        duties = [each for each in self.changes if isinstance(each, AddDuty)]
        first = duties[0]
        minutes = sum(each.end - each.start for each in duties)
        times = range_words(first.start, first.end, self.clock)
        days = [self.clock.date_of(each.start) for each in duties]
        named = ", ".join(date_words(day, day) for day in days)
        words = f"Overtime {named}, {times}, {duration_words(minutes)}"
        return self.ask_for(words, minutes, first.start)


class OvertimeHandler(RosterRequestHandler):
    kind = Kind.OVERTIME
    label = "Overtime"
    icon = "clock"
    form = OvertimeForm
    form_template = "scheduling/roster_requests/_overtime.html"
    approve = "Approve overtime"
    reason = "Overtime offered before the fact."
    answer_within = None
    deny_reasons = (
        "Nobody is missing then.",
        "Others are before you on the overtime list.",
        "No overtime is granted in this workweek.",
    )
