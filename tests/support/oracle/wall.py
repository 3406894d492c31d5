"""Wall-clock times of one zone as minutes since 1970 in UTC, by the standard library alone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Span = tuple[int, int]
"""From a minute until before another."""


class Wall:
    """The clock on the wall of a center."""

    def __init__(self, zone: str) -> None:
        self._zone = ZoneInfo(zone)

    def minute(self, day: date, at: time = time(0)) -> int:
        """A skipped time moves forward, a doubled one means the first."""
        return int(datetime.combine(day, at, self._zone).timestamp()) // 60

    def date_of(self, minute: int) -> date:
        return self._at(minute).date()

    def time_of(self, minute: int) -> time:
        return self._at(minute).time()

    def shift(self, day: date, starts: time, ends: time) -> Span:
        """An end at or before the start is on the next day; at least a minute long."""
        start = self.minute(day, starts)
        end = self.minute(day if ends > starts else day + timedelta(days=1), ends)
        return start, max(end, start + 1)

    def _at(self, minute: int) -> datetime:
        return datetime.fromtimestamp(minute * 60, self._zone).replace(fold=0)


def overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def both(one: Span, other: Span) -> Span | None:
    """The minutes in both."""
    found = max(one[0], other[0]), min(one[1], other[1])
    return found if found[0] < found[1] else None
