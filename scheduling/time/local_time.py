"""Wall-clock time of one center, and the only place where it becomes minutes and back.

The hour that does not exist moves forward; the hour that exists twice means the first.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache, cached_property
from zoneinfo import ZoneInfo

from scheduling.time.interval import EPOCH, MINUTES_PER_DAY, Interval, Minute, moment_of

MIDNIGHT = time(0, 0)
_ONE_DAY = timedelta(days=1)
_ONE_MINUTE = timedelta(minutes=1)
_FIRST_ORDINAL = EPOCH.toordinal()
"""The ordinal of the date on which minutes begin to count."""


class LocalClock:
    """A time zone as functions between wall-clock time and minutes.

    A zone's offset is the same for months. It is looked up once per day, and where it holds throughout, local
    time is one addition. Only around a change is the zone itself asked, each time.
    """

    def __init__(self, zone: str) -> None:
        self.zone = zone
        self.ordinal_of = cache(self._ordinal_of)
        """The ordinal of the local date that a minute falls on."""
        self._midnight_of = cache(self._find_midnight)
        self._offset_on = cache(self._find_offset)

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
        midnight = self._midnight_of(day)
        if midnight is not None:
            return midnight + at.hour * 60 + at.minute
        wall = datetime.combine(day, at, tzinfo=self.tz).replace(fold=0)
        # With fold=0 a skipped time takes the offset from before the gap, which lands it after the gap.
        elapsed = wall.astimezone(UTC) - EPOCH
        return elapsed.days * MINUTES_PER_DAY + elapsed.seconds // 60

    def local(self, minute: Minute) -> datetime:
        """The aware wall-clock moment; `fold` is 1 in the second of two equal hours."""
        return moment_of(minute).astimezone(self.tz)

    def date_of(self, minute: Minute) -> date:
        """The local date a minute falls on."""
        return date.fromordinal(self.ordinal_of(minute))

    def day(self, day: date) -> Interval:
        """The minutes of a local date: 23, 24 or 25 hours."""
        return Interval(self.minute(day), self.minute(day + timedelta(days=1)))

    def days(self, starts_on: date, ends_before: date) -> Interval:
        """The minutes from one local midnight to another; the second date is excluded."""
        return Interval(self.minute(starts_on), self.minute(ends_before))

    def window(self, day: date, start: time, end: time) -> Interval:
        """A wall-clock window that starts on a date; an end at or before the start is on the next day.

        Midnight at the end of the day is written 00:00. The length is elapsed time: 18:00 to 06:00 lasts 11 or 13
        hours over a clock change. A window that the clock change swallows whole becomes one minute long.
        """
        return Interval(*self.window_bounds(day, start, end))

    def window_bounds(self, day: date, start: time, end: time) -> tuple[Minute, Minute]:
        """The same as `window`, as a plain pair of minutes."""
        begin = self.minute(day, start)
        ends_on = day if end > start else day + _ONE_DAY
        return begin, max(self.minute(ends_on, end), begin + 1)

    def _ordinal_of(self, minute: Minute) -> int:
        offset = self._offset_on(minute // MINUTES_PER_DAY)
        if offset is None:
            return self.local(minute).toordinal()
        return _FIRST_ORDINAL + (minute + offset) // MINUTES_PER_DAY

    def _find_midnight(self, day: date) -> Minute | None:
        """The minute from which the wall-clock times of a date count; None where the offset changes in it."""
        try:
            walls = [datetime.combine(each, MIDNIGHT, tzinfo=self.tz) for each in (day, day + _ONE_DAY)]
        except OverflowError:  # the last date there is
            return None
        offset = _steady_offset(*walls)
        return None if offset is None else (day.toordinal() - _FIRST_ORDINAL) * MINUTES_PER_DAY - offset

    def _find_offset(self, utc_day: int) -> int | None:
        """Minutes from UTC to local time throughout a UTC day; None if it changes or is no whole minute."""
        try:
            midnights = [moment_of(n * MINUTES_PER_DAY).astimezone(self.tz) for n in (utc_day, utc_day + 1)]
        except OverflowError:  # the first and the last dates there are
            return None
        return _steady_offset(*midnights)


def _steady_offset(start: datetime, end: datetime) -> int | None:
    """Minutes from UTC between two moments a day apart; None if they change or are no whole minutes."""
    offset = start.utcoffset()
    return (
        None if offset is None or offset != end.utcoffset() or offset % _ONE_MINUTE else offset // _ONE_MINUTE
    )


def dates(starts_on: date, ends_before: date) -> list[date]:
    """Every date from the first until before the last."""
    return list(map(date.fromordinal, range(starts_on.toordinal(), ends_before.toordinal())))
