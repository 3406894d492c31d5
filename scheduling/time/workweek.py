"""Workweeks: fixed stretches of seven days from a weekday and a time, in which hours are counted for overtime.

Whose workweek is which is read in `scheduling/roster/workweeks.py`; every count of hours by week takes it from there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from scheduling.time.interval import Interval, Minute, minute_of
from scheduling.time.local_time import MIDNIGHT, LocalClock
from scheduling.time.words import weekday_words

_WEEK = timedelta(days=7)
_ANY_MONDAY = date(2024, 1, 1)

OVERTIME_AFTER_MINUTES = 40 * 60
"""Hours worked beyond this in a workweek are overtime (29 CFR 778.101)."""


class Boundary(StrEnum):
    """What a workweek keeps over a clock change: its time on the wall, or its 168 hours."""

    WALL_CLOCK = "wall_clock"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Workweek:
    """How workweeks follow each other: weekday (0 is Monday) and time, and from which date on which boundary holds.

    By the wall clock a week starts at its time on the wall, and the week of a clock change has 167 or 169 hours.
    Fixed, it always has 168: it starts at its time in standard time, an hour later by the wall in summer. Before the
    first date the wall clock holds; the one week in which the boundary changes is as long as that makes it.
    """

    weekday: int
    at: time = MIDNIGHT
    boundaries: tuple[tuple[date, Boundary], ...] = ()

    def boundary_on(self, day: date) -> Boundary:
        """The boundary of a week that starts on a date."""
        found = Boundary.WALL_CLOCK
        for effective_on, boundary in sorted(self.boundaries):
            if effective_on <= day:
                found = boundary
        return found

    def start_on(self, day: date, clock: LocalClock) -> Minute:
        """When the week of a start date starts."""
        if self.boundary_on(day) is Boundary.WALL_CLOCK:
            return clock.minute(day, self.at)
        return minute_of(datetime.combine(day, self.at, tzinfo=UTC)) - standard_offset(day.year, clock)

    def starting_on(self, day: date, clock: LocalClock) -> Interval:
        """The workweek of a start date."""
        return Interval(self.start_on(day, clock), self.start_on(day + _WEEK, clock))

    def holding(self, minute: Minute, clock: LocalClock) -> Interval:
        """The workweek that a minute belongs to."""
        return next(week for week in self._from(clock.date_of(minute), clock) if week.contains(minute))

    def touching(self, minutes: Interval, clock: LocalClock) -> list[Interval]:
        """The workweeks that share a minute with an interval, in order."""
        found: list[Interval] = []
        for week in self._from(clock.date_of(minutes.start), clock):
            if week.start >= minutes.end:
                return found
            if week.end > minutes.start:
                found.append(week)
        return found

    def words(self, day: date) -> str:
        """ "Workweek starts Sun 00:00.", as it holds on a date; said wherever hours are shown by week."""
        start = f"Workweek starts {weekday_words(_ANY_MONDAY + timedelta(days=self.weekday))} {self.at:%H:%M}"
        if self.boundary_on(day) is Boundary.WALL_CLOCK:
            return f"{start}."
        return f"{start} standard time, always 168 h."

    def _from(self, day: date, clock: LocalClock) -> Iterator[Interval]:
        """Weeks without end, from one that starts before a date."""
        first = week_starts_on(day, self.weekday) - _WEEK
        start = self.start_on(first, clock)
        while True:
            first += _WEEK
            end = self.start_on(first, clock)
            yield Interval(start, end)
            start = end


SUNDAY_MIDNIGHT = Workweek(6)
"""The workweek of a center that says nothing else."""


def week_starts_on(day: date, weekday: int) -> date:
    """The last date up to a date that falls on a weekday (0 is Monday)."""
    return day - timedelta(days=(day.weekday() - weekday) % 7)


def standard_offset(year: int, clock: LocalClock) -> int:
    """Minutes from UTC to the standard time of a year: the smaller offset of its two halves, on both hemispheres."""
    offsets = [datetime(year, month, 1, 12, tzinfo=clock.tz).utcoffset() for month in (1, 7)]
    return min(int(offset.total_seconds()) // 60 for offset in offsets if offset is not None)
