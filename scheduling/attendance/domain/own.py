"""The published shifts of one person as they know them, and whether a confirmation still fits. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from scheduling.time.interval import Interval, Minute
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Duty, Segment

Stretch = tuple[Minute, Minute, str]
"""From, until before, and the position (its id, or nothing): what a person has to know to come."""


@dataclass(frozen=True, slots=True)
class OwnShift:
    """All duty that belongs to one start, in order; leave may have cut it into several pieces."""

    pieces: tuple[Duty, ...]

    @property
    def shift_start(self) -> Minute:
        """The start that names the shift, also when its first minutes are cut off."""
        return self.pieces[0].shift_start

    @property
    def start(self) -> Minute:
        return self.pieces[0].start

    @property
    def end(self) -> Minute:
        return self.pieces[-1].end

    @property
    def interval(self) -> Interval:
        return Interval(self.start, self.end)

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """What is confirmed: times and positions. Pay, breaks and consoles may change without a new yes."""
        found: list[Stretch] = []
        for piece in self.pieces:
            position = "" if piece.position is None else str(piece.position)
            if found and found[-1][1:] == (piece.start, position):
                found[-1] = (found[-1][0], piece.end, position)
            else:
                found.append((piece.start, piece.end, position))
        return tuple(found)

    @property
    def tag(self) -> str:
        """Names what somebody saw: the same tag means the same times and positions."""
        return hashlib.sha256(repr(self.stretches).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The last time a person said yes to a shift, and to what."""

    stretches: tuple[Stretch, ...]
    at: datetime


class Confirmation(StrEnum):
    """Whether a shift as it stands is confirmed."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    CHANGED = "changed"


def own_shifts(segments: Iterable[Segment]) -> list[OwnShift]:
    """One person's worked segments (sorted, without overlap) by the shift they belong to, in order."""
    found: dict[Minute, list[Duty]] = {}
    for segment in segments:
        if isinstance(segment, Duty):
            found.setdefault(segment.shift_start, []).append(segment)
    shifts = [OwnShift(tuple(pieces)) for pieces in found.values()]
    return sorted(shifts, key=lambda shift: shift.start)


def states_of(
    shifts: Sequence[OwnShift], said: Mapping[Minute, Confirmed], clock: LocalClock
) -> dict[Minute, Confirmation]:
    """Whether each of somebody's shifts is confirmed: it is, while it is what was last said yes to.

    `said` holds their last yes by the start that names the shift. A shift that took the place of a confirmed one on
    its date has changed since.
    """
    starts = {shift.shift_start for shift in shifts}
    moved = {clock.date_of(start) for start in said if start not in starts}
    found = {}
    for shift in shifts:
        last = said.get(shift.shift_start)
        if last is not None:
            same = last.stretches == shift.stretches
            found[shift.shift_start] = Confirmation.CONFIRMED if same else Confirmation.CHANGED
        else:
            changed = day_of(shift, clock) in moved
            found[shift.shift_start] = Confirmation.CHANGED if changed else Confirmation.OPEN
    return found


def shift_meant(
    shifts: Sequence[OwnShift], shift_start: Minute, clock: LocalClock, *, now: Minute
) -> OwnShift | None:
    """The shift that was to begin in a minute, or else the one of that date: it may have moved meanwhile."""
    left = [shift for shift in shifts if shift.end > now]
    exact = next((shift for shift in left if shift.shift_start == shift_start), None)
    if exact is not None:
        return exact
    day = clock.date_of(shift_start)
    return next((shift for shift in left if day_of(shift, clock) == day), None)


def day_of(shift: OwnShift, clock: LocalClock) -> date:
    """The date the shift belongs to."""
    return clock.date_of(shift.shift_start)
