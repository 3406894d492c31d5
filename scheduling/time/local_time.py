"""Wall-clock time of one center, and the only place where it becomes minutes and back.

The hour that does not exist moves forward; the hour that exists twice means the first.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from scheduling.time.interval import EPOCH, Interval, Minute, moment_of

MIDNIGHT = time(0, 0)


class LocalClock:
    """A time zone as functions between wall-clock time and minutes; results are cached per instance."""

    def __init__(self, zone: str) -> None:
        self.zone = zone
        self._minutes: dict[tuple[date, time], Minute] = {}
        self._dates: dict[Minute, date] = {}
        self._windows: dict[tuple[date, time, time], tuple[Minute, Minute]] = {}

    def __repr__(self) -> str:
        return f"LocalClock({self.zone!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LocalClock) and other.zone == self.zone

    def __hash__(self) -> int:
        return hash(self.zone)

    @cached_property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def minute(self, day: date, at: time = MIDNIGHT) -> Minute:
        """The minute of a wall-clock time; a skipped time moves forward, a doubled one means the first."""
        found = self._minutes.get((day, at))
        if found is None:
            wall = datetime.combine(day, at, tzinfo=self.tz).replace(fold=0)
            # With fold=0 a skipped time takes the offset from before the gap, which lands it after the gap.
            elapsed = wall.astimezone(UTC) - EPOCH
            found = elapsed.days * 1440 + elapsed.seconds // 60
            self._minutes[day, at] = found
        return found

    def local(self, minute: Minute) -> datetime:
        """The aware wall-clock moment; `fold` is 1 in the second of two equal hours."""
        return moment_of(minute).astimezone(self.tz)

    def date_of(self, minute: Minute) -> date:
        """The local date a minute falls on."""
        found = self._dates.get(minute)
        if found is None:
            found = self._dates[minute] = self.local(minute).date()
        return found

    def day(self, day: date) -> Interval:
        """The minutes of a local date: 23, 24 or 25 hours."""
        return Interval(self.minute(day), self.minute(day + timedelta(days=1)))

    def days(self, starts_on: date, ends_before: date) -> Interval:
        """The minutes from one local midnight to another; the second date is excluded."""
        return Interval(self.minute(starts_on), self.minute(ends_before))

    def window(self, day: date, start: time, end: time) -> Interval:
        """A wall-clock window that starts on a date; an end at or before the start is on the next day.

        Midnight at the end of the day is written 00:00. The length is elapsed time: 18:00 to 06:00 lasts 11
        or 13 hours over a clock change. A window that the clock change swallows whole becomes one minute
        long.
        """
        return Interval(*self.window_bounds(day, start, end))

    def window_bounds(self, day: date, start: time, end: time) -> tuple[Minute, Minute]:
        """The same as `window`, as a plain pair of minutes; remembered, since it is asked for so often."""
        found = self._windows.get((day, start, end))
        if found is None:
            ends_on = day if end > start else day + timedelta(days=1)
            begin = self.minute(day, start)
            found = self._windows[day, start, end] = (begin, max(self.minute(ends_on, end), begin + 1))
        return found


def dates(starts_on: date, ends_before: date) -> list[date]:
    """Every date from the first until before the last."""
    return [starts_on + timedelta(days=n) for n in range((ends_before - starts_on).days)]
