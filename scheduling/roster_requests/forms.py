"""The forms with which employees ask for changes of their own time: their shape, and whether it could be at all.

They are checked on what employees see, the published roster; what planners are at is the approver's to weigh.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils import timezone

from approvals.domain.workflow import Status
from approvals.forms import RequestForm
from approvals.models import Request
from approvals.registry import Kind
from approvals.services import Ask
from scheduling.adjustments.domain import AdjustmentKind
from scheduling.coverage.models import Position
from scheduling.roster.domain.commands import AddDuty, Change, CommandError
from scheduling.roster.domain.trial import attempt
from scheduling.roster.fields import WallTimeField
from scheduling.roster.selectors import Roster, View, load_roster
from scheduling.roster_requests.domain.asked import Asked, SeenShift
from scheduling.time.interval import Interval, Minute, minute_before, moment_of
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Absence
from scheduling.time.words import date_words, duration_words, range_words
from staff.centers.years import OUT_OF_YEARS, YEARS

FARTHEST = timedelta(days=366)
_MARGIN = timedelta(days=3)


class RosterRequestForm(RequestForm):
    """What these forms share: the clock, the person's published roster, and the request that comes of it."""

    kind: ClassVar[Kind]

    def prepare(self) -> None:
        """The clock of the center, and now."""
        self.clock = LocalClock(self.center.time_zone)
        self.now = minute_before(timezone.now())
        self.today = self.clock.date_of(self.now)
        self.changes: tuple[Change, ...] = ()
        self.shift: SeenShift | None = None
        self.touched: tuple[Interval, ...] = ()

    def published(self, first: date, last: date) -> Roster:
        """The person's own roster as employees see it, on dates of which the last is included."""
        return load_roster(
            self.center,
            first,
            last + timedelta(days=1),
            view=View.PUBLISHED,
            only=[self.person.pk],
            margin=_MARGIN,
        )

    def try_changes(self, roster: Roster, changes: Sequence[Change], field_of: dict[str, str]) -> None:
        """Whether the changes could be on what the person sees; what can't be is said at its field."""
        day = roster.starts_on
        facts = roster.person.get(self.person.pk)
        if facts is None or not facts.is_employed(day):
            self.add_error(field_of.get("day"), "You are not employed on this date.")
            return
        try:
            trial = attempt(roster.evaluation, changes)
        except CommandError as error:
            name = field_of.get(error.field.rpartition(".")[2])
            self.add_error(name, _own_words(error.message))
            return
        if not trial.touched:
            self.add_error(None, "Your roster says so already.")
            return
        self.touched = (*self.touched, *trial.touched)

    def check_waiting(self, minutes: Iterable[Interval]) -> None:
        """Nobody asks twice for the same minutes."""
        for each in minutes:
            waiting = Request.objects.filter(
                person=self.person,
                kind=self.kind.value,
                status=Status.WAITING.value,
                starts_at__lt=moment_of(each.end),
                ends_at__gt=moment_of(each.start),
            ).exclude(pk=self.cleaned_data["request_id"])
            if waiting.exists():
                self.add_error(None, "You asked for this time already; it waits for an answer.")
                return

    def ask_for(self, words: str, size: int, expires: Minute | None) -> Ask:
        """The request: its changes, the minutes they touch, how it is called."""
        asked = Asked(self.changes, self.shift)
        start, end = min(each.start for each in self.touched), max(each.end for each in self.touched)
        return Ask(
            request_id=self.cleaned_data["request_id"],
            kind=self.kind,
            person=self.person,
            size=size,
            payload={**asked.as_json(), "words": words},
            starts_at=moment_of(start),
            ends_at=moment_of(end),
            note=self.cleaned_data["note"],
            expires_at=None if expires is None else moment_of(expires),
        )


def _own_words(message: str) -> str:
    """What the door says to planners, said to the person."""
    return message.replace("This person works", "You work").replace("of this person", "of yours")


def _dates(required: bool, label: str) -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}))


class OvertimeForm(RosterRequestForm):
    """From when to when, on up to three dates; each is a part that can be approved alone."""

    kind = Kind.OVERTIME

    on = _dates(True, "Date")
    on_2 = _dates(False, "And on, optional")
    on_3 = _dates(False, "And on, optional")
    start = WallTimeField(label="From", max_length=6)
    end = WallTimeField(label="Until", max_length=6, help_text="At or before the start means the next day.")
    position = forms.ChoiceField(label="Position", required=False)

    def prepare(self) -> None:
        super().prepare()
        rows = Position.objects.current().filter(center=self.center).order_by("priority")
        self.fields["position"].choices = [  # type: ignore[attr-defined]
            ("", "Wherever I am needed"),
            *((str(row.entity_id), row.name) for row in rows),
        ]
        for name in ("start", "end"):
            self.fields[name].widget.attrs |= {
                "class": "inp num",
                "inputmode": "numeric",
                "autocomplete": "off",
                "placeholder": "18:00",
            }

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
