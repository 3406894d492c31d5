"""A shift type: wall-clock hours with a code letter, and its occurrence on a date.

Cycles of shift types are in `pattern.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from scheduling.time.interval import Interval
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Break, Key


@dataclass(frozen=True, slots=True)
class ShiftType:
    """Wall-clock hours; an end at or before the start is on the next day, so 00:00 ends at midnight.

    Equal start and end are a whole day (24 hours on the wall).
    """

    key: Key
    code: str
    name: str
    starts_at: time
    ends_at: time
    unpaid_break_minutes: int = 0

    def occurrence(self, day: date, clock: LocalClock) -> Interval:
        """The minutes of the shift that starts on a local date; elapsed length changes with the clock."""
        return clock.window(day, self.starts_at, self.ends_at)

    def breaks(self, occurrence: Interval) -> tuple[Break, ...]:
        """The unpaid break in the middle of the occurrence, whole minutes; none if it filled the shift."""
        length = self.unpaid_break_minutes
        if not 0 < length < occurrence.minutes:
            return ()
        start = occurrence.start + (occurrence.minutes - length) // 2
        return (Break(start, start + length),)
