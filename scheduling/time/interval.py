"""Minutes and half-open intervals, the currency of every pure layer.

A minute is an integer: whole minutes since 1970-01-01T00:00Z. Wall-clock time lives in `local_time.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

Minute = int

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MINUTES_PER_DAY = 24 * 60
MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY


class NotAWholeMinute(ValueError):
    """A moment with seconds or without a time zone was given where a whole UTC minute is needed."""


def minute_of(moment: datetime) -> Minute:
    """The minute of an aware moment. Raises NotAWholeMinute for naive moments and seconds."""
    if moment.tzinfo is None:
        raise NotAWholeMinute(f"{moment.isoformat()} has no time zone.")
    if moment.second or moment.microsecond:
        raise NotAWholeMinute(f"{moment.isoformat()} is not a whole minute.")
    elapsed = moment - EPOCH
    return elapsed.days * MINUTES_PER_DAY + elapsed.seconds // 60


def minute_before(moment: datetime) -> Minute:
    """The minute that an aware moment falls in: seconds are cut, never rounded up."""
    return minute_of(moment.replace(second=0, microsecond=0))


def moment_of(minute: Minute) -> datetime:
    """The aware UTC moment at which a minute begins."""
    return EPOCH + timedelta(minutes=minute)


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """Half-open range of minutes `[start, end)`; never empty, never inverted."""

    start: Minute
    end: Minute

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise ValueError(f"An interval must end after it starts: {self.start} to {self.end}.")

    @property
    def minutes(self) -> int:
        return self.end - self.start

    def contains(self, minute: Minute) -> bool:
        return self.start <= minute < self.end

    def overlaps(self, other: Interval) -> bool:
        """True when at least one minute is in both; touching ends do not overlap."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Interval) -> bool:
        return self.start <= other.start and other.end <= self.end

    def intersection(self, other: Interval) -> Interval | None:
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Interval(start, end) if start < end else None

    def minus(self, other: Interval) -> tuple[Interval, ...]:
        """What is left of this interval outside the other: none, one or two pieces in order."""
        if not self.overlaps(other):
            return (self,)
        pieces = []
        if self.start < other.start:
            pieces.append(Interval(self.start, other.start))
        if other.end < self.end:
            pieces.append(Interval(other.end, self.end))
        return tuple(pieces)


def union(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """The same minutes as disjoint intervals in order; touching ones are joined."""
    joined: list[Interval] = []
    for interval in sorted(intervals):
        if joined and interval.start <= joined[-1].end:
            if interval.end > joined[-1].end:
                joined[-1] = Interval(joined[-1].start, interval.end)
        else:
            joined.append(interval)
    return tuple(joined)


def difference(intervals: Iterable[Interval], without: Iterable[Interval]) -> tuple[Interval, ...]:
    """The minutes of the first that are in none of the second, as disjoint intervals in order."""
    left: Sequence[Interval] = union(intervals)
    for cut in union(without):
        left = [piece for interval in left for piece in interval.minus(cut)]
    return tuple(left)


def total_minutes(intervals: Iterable[Interval]) -> int:
    """Minutes in at least one of the intervals."""
    return sum(interval.minutes for interval in union(intervals))
