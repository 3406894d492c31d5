"""Restricted duty as sums over pieces: minutes of one person that must stay within what a restriction allows.

The constraint forbids, the objective prices and the findings report the same sums.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from scheduling.rules.levels import Level
from scheduling.time.interval import Interval
from solver.engine.instance import Restriction

if TYPE_CHECKING:
    from solver.engine.facts import Facts, Piece

RULE = "restricted_duty"


@dataclass(frozen=True, slots=True)
class Restricted:
    """Pieces of one person with the minutes each adds to a sum, which may not exceed the limit."""

    parts: tuple[tuple[Piece, int], ...]
    interval: Interval
    limit: int

    @property
    def minutes(self) -> int:
        """All of them together."""
        return sum(minutes for _, minutes in self.parts)


def restricted(facts: Facts, person: str, pieces: Sequence[Piece], level: Level) -> Iterator[Restricted]:
    """Every sum that touches the horizon and has a limit at a level; `pieces` in order of start."""
    horizon = facts.instance.horizon
    for row in facts.person[person].restrictions:
        for parts, interval, allowed in _sums(facts, person, pieces, row):
            if facts.is_suspended(RULE, interval.start, interval.end):
                continue
            tolerated = facts.limit(person, RULE, level, facts.date_of(interval.start))
            if tolerated is not None and interval.overlaps(horizon):
                yield Restricted(parts, interval, allowed + tolerated)


Sum = tuple[tuple[tuple["Piece", int], ...], Interval, int]


def _sums(facts: Facts, person: str, pieces: Sequence[Piece], row: Restriction) -> Iterator[Sum]:
    """Parts, the minutes they are measured over, and what the restriction allows."""
    for piece in pieces:
        cut = Interval(piece.start, piece.end).intersection(row.interval)
        if cut is None:
            continue
        shut = [inside for each in row.closed if (inside := each.intersection(cut)) is not None]
        if row.no_overtime and piece.is_extra:
            shut.append(cut)
        if piece.position is not None and piece.position in row.positions:
            shut.append(cut)
        for inside in shut:
            yield ((piece, inside.minutes),), inside, 0
    if row.daily_minutes is not None:
        days: dict[date, list[Piece]] = {}
        for piece in pieces:
            if row.interval.contains(piece.shift_start):
                days.setdefault(piece.on, []).append(piece)
        for on_day in days.values():
            over = Interval(on_day[0].start, max(piece.end for piece in on_day))
            yield tuple((piece, piece.minutes) for piece in on_day), over, row.daily_minutes
    if row.weekly_minutes is not None:
        for week in facts.workweeks[facts.person[person].unit]:
            shared = week.intersection(row.interval)
            if shared is not None:
                parts = [(piece, minutes) for piece in pieces if (minutes := piece.minutes_in(shared))]
                yield tuple(parts), shared, row.weekly_minutes
