"""Shifts as pages show them: one person's duty joined where it belongs together, with code and hue.

A roster knows only segments (`person.py`); a shift here is what a reader would call one: duty without a gap
that belongs to the same start, in one or more pieces (another position, other pay).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scheduling.patterns.domain.hue import Hue, hue_of
from scheduling.patterns.domain.shift_type import ShiftType
from scheduling.time.interval import Interval, Minute
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Break, Duty, Key, PayKind, Segment

_OVERTIME = frozenset({PayKind.OVERTIME, PayKind.HOLDOVER, PayKind.MANDATION})
UNTYPED = "•"
"""The code of a shift without a shift type of its own: its hue and its times tell the rest."""


@dataclass(frozen=True, slots=True)
class Shift:
    """One shift of one person; `pieces` are its segments in order, touching each other."""

    shift_start: Minute
    pieces: tuple[Duty, ...]

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
    def minutes(self) -> int:
        """Elapsed, breaks included."""
        return self.end - self.start

    @property
    def breaks(self) -> tuple[Break, ...]:
        return tuple(pause for piece in self.pieces for pause in piece.breaks)

    @property
    def is_overtime(self) -> bool:
        """True when any of it is paid as overtime, holdover or required overtime."""
        return any(piece.pay in _OVERTIME for piece in self.pieces)

    @property
    def is_training(self) -> bool:
        return all(piece.pay is PayKind.TRAINING for piece in self.pieces)

    def shift_type(self) -> Key | None:
        return next((piece.shift_type for piece in self.pieces if piece.shift_type is not None), None)

    def code(self, shift_types: Mapping[Key, ShiftType]) -> str:
        """The code letter, or a dot for duty without a shift type."""
        found = shift_types.get(self.shift_type())
        return found.code if found is not None else UNTYPED

    def hue(self, clock: LocalClock) -> Hue:
        """By the start of the shift, not by where a cut begins."""
        local = clock.local(self.shift_start)
        return hue_of(local.hour * 60 + local.minute)

    def day(self, clock: LocalClock) -> date:
        """The date the shift belongs to."""
        return clock.date_of(self.shift_start)

    def sources(self) -> frozenset[Key]:
        """Keys of the adjustments it comes from; a shift of the pattern alone has none."""
        return frozenset(piece.source.key for piece in self.pieces if piece.source.layer == 2)


def shifts_of(segments: Iterable[Segment]) -> list[Shift]:
    """The shifts in segments of one person (sorted, without overlap), in order."""
    found: list[list[Duty]] = []
    for segment in segments:
        if not isinstance(segment, Duty):
            continue
        last = found[-1][-1] if found else None
        if last is not None and last.end == segment.start and last.shift_start == segment.shift_start:
            found[-1].append(segment)
        else:
            found.append([segment])
    return [Shift(pieces[0].shift_start, tuple(pieces)) for pieces in found]


def next_shift(shifts: Sequence[Shift], minute: Minute) -> Shift | None:
    """The shift going on in a minute, or else the first to start after it."""
    return next((shift for shift in shifts if shift.end > minute), None)
