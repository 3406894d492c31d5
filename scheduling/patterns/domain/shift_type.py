"""A shift type: wall-clock hours with a code letter, its occurrence on a date, and the breaks inside it.

Cycles of shift types are in `pattern.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from scheduling.time.interval import Interval, Minute
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Break, Key


@dataclass(frozen=True, slots=True)
class PlannedBreak:
    """A break of every shift of a type: elapsed minutes after its start, and how long."""

    after_minutes: int
    minutes: int
    is_paid: bool = False


@dataclass(frozen=True, slots=True)
class Handover:
    """Paid minutes in which a shift is briefed when it starts, and briefs the next one before it ends.

    They lie inside the shift and fill no seat: the shifts overlap by them. `starts_on` is the first date they hold.
    """

    first_minutes: int = 0
    last_minutes: int = 0
    starts_on: date | None = None


@dataclass(frozen=True, slots=True)
class ShiftType:
    """Wall-clock hours; an end at or before the start is on the next day, so 00:00 ends at midnight.

    Equal start and end are a whole day (24 hours on the wall). Without planned breaks, the unpaid minutes lie in the
    middle.
    """

    key: Key
    code: str
    name: str
    starts_at: time
    ends_at: time
    unpaid_break_minutes: int = 0
    planned_breaks: tuple[PlannedBreak, ...] = ()
    handover: Handover | None = None

    @property
    def has_breaks(self) -> bool:
        """Whether any minutes of it are away from the seat."""
        return bool(self.unpaid_break_minutes or self.planned_breaks or self.handover)

    def occurrence(self, day: date, clock: LocalClock) -> Interval:
        """The minutes of the shift that starts on a local date; elapsed length changes with the clock."""
        return clock.window(day, self.starts_at, self.ends_at)

    def breaks(self, occurrence: Interval, clock: LocalClock) -> tuple[Break, ...]:
        """The breaks and handover minutes of a shift of this type at these times, in order.

        Planned breaks count from its start; what the shift is too short for is left out. Handover is only where the
        shift starts, or ends, at the type's own time: at any other nobody comes or goes.
        """
        handover = self._handover(occurrence, clock)
        found = [
            each for each in self.pauses(occurrence) if not any(_overlap(each, other) for other in handover)
        ]
        return tuple(sorted((*found, *handover), key=_start))

    def pauses(self, occurrence: Interval) -> list[Break]:
        """The breaks alone, in order; handover minutes are apart."""
        if self.planned_breaks:
            found = [
                Break(start := occurrence.start + each.after_minutes, start + each.minutes, each.is_paid)
                for each in self.planned_breaks
            ]
            return [each for each in found if each.end <= occurrence.end]
        length = self.unpaid_break_minutes
        if not 0 < length < occurrence.minutes:
            return []
        start = occurrence.start + (occurrence.minutes - length) // 2
        return [Break(start, start + length)]

    def _handover(self, occurrence: Interval, clock: LocalClock) -> list[Break]:
        handover = self.handover
        if handover is None or handover.first_minutes + handover.last_minutes >= occurrence.minutes:
            return []
        if handover.starts_on is not None and clock.date_of(occurrence.start) < handover.starts_on:
            return []
        start, end = occurrence.start, occurrence.end
        found = []
        if handover.first_minutes and _wall(start, clock) == self.starts_at:
            found.append(Break(start, start + handover.first_minutes, is_paid=True, is_handover=True))
        if handover.last_minutes and _wall(end, clock) == self.ends_at:
            found.append(Break(end - handover.last_minutes, end, is_paid=True, is_handover=True))
        return found


def _wall(minute: Minute, clock: LocalClock) -> time:
    return clock.local(minute).time().replace(fold=0)


def _overlap(one: Break, other: Break) -> bool:
    return one.start < other.end and other.start < one.end


def _start(each: Break) -> Minute:
    return each.start
