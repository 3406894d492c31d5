"""The forms with which employees ask for changes of their own time: their shape, and whether it could be at all.

They are checked on what employees see, the published roster; what planners are at is the approver's to weigh.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta
from typing import ClassVar

from django import forms
from django.utils import timezone

from approvals.domain.workflow import Status
from approvals.forms import RequestForm
from approvals.models import Request
from approvals.registry import Kind
from approvals.services import Ask
from scheduling.roster.domain.commands import Change, CommandError
from scheduling.roster.domain.shifts import Shift, shifts_of
from scheduling.roster.domain.trial import attempt
from scheduling.roster.fields import WallTimeField
from scheduling.roster.selectors import Roster, View, load_roster
from scheduling.roster_requests.domain.asked import Asked, SeenShift
from scheduling.time.interval import Interval, Minute, minute_before, moment_of
from scheduling.time.local_time import LocalClock
from scheduling.time.words import date_words, range_words

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
        self.seen_shift: SeenShift | None = None
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

    def own_shifts(self, days_before: int, days_after: int) -> list[Shift]:
        """The person's shifts as employees see them, around today, in order."""
        first, last = self.today - timedelta(days=days_before), self.today + timedelta(days=days_after)
        roster = self.published(first, last)
        own = roster.evaluation.rosters.get(self.person.pk)
        self.codes = roster.input.shift_types
        if own is None:
            return []
        return [each for each in shifts_of(own.duty) if first <= each.day(self.clock) <= last]

    def offer_shifts(self, shifts: Iterable[Shift]) -> None:
        """Let one of them be picked, by the minute it began or was to begin."""
        self.shifts = {str(each.shift_start): each for each in shifts}
        choices = [(key, self.shift_words(each)) for key, each in self.shifts.items()]
        self.fields["shift"].choices = [("", "Choose a shift"), *choices]  # type: ignore[attr-defined]

    def shift_words(self, shift: Shift) -> str:
        """ "Mon Dec 7, D 06:00 – 18:00"."""
        times = range_words(shift.start, shift.end, self.clock)
        return f"{self.day_words(shift)}, {shift.code(self.codes)} {times}"

    def day_words(self, shift: Shift) -> str:
        return date_words(shift.day(self.clock), self.today)

    def as_seen(self, shift: Shift) -> SeenShift:
        """The shift as the person sees it now."""
        return SeenShift(shift.shift_start, shift.start, shift.end, self.shift_words(shift))

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
        asked = Asked(self.changes, self.seen_shift)
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


def date_field(label: str, *, required: bool = False) -> forms.DateField:
    """A date, picked or typed."""
    return forms.DateField(label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}))


def time_field(label: str, help_text: str = "", *, required: bool = False) -> WallTimeField:
    """A wall time, typed on a pad of digits."""
    attrs = {"class": "inp num", "inputmode": "numeric", "autocomplete": "off", "placeholder": "18:00"}
    return WallTimeField(
        label=label,
        max_length=6,
        required=required,
        help_text=help_text,
        widget=forms.TextInput(attrs=attrs),
    )


def first_after(minute: Minute, at: time, clock: LocalClock) -> Minute:
    """The first time that the clock on the wall shows this, after a minute."""
    day = clock.date_of(minute)
    found = clock.minute(day, at)
    return found if found > minute else clock.minute(day + timedelta(days=1), at)
