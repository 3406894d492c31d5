"""Duty after several nights in a row, as rows over choices: one for each pair of pieces that may follow each other.

The constraint forbids what the objective term prices; which rest is too short is the rule's to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from scheduling.rules.levels import Level
from scheduling.time.interval import Interval, Minute
from solver.engine.conflicts import starting_in
from solver.engine.facts import Piece
from solver.engine.linear import Linear
from solver.engine.variables import Variables

RULE = "rest_after_nights"


@dataclass(frozen=True, slots=True)
class TooSoon:
    """A rest after nights that is shorter than the limit; it stands where `total` is above `most`."""

    rest: Interval
    limit: Minute
    total: Linear
    most: int


def too_soon(variables: Variables, person: str, level: Level) -> Iterator[TooSoon]:
    """Every rest of a person that may be too short and touches the horizon.

    It stands when both pieces stand with the nights in a row before, nothing stands between them, and neither the
    turn that follows holds a night nor a later piece of the turn before.
    """
    facts = variables.facts
    pieces = facts.counted[person]
    horizon = facts.instance.horizon
    needed = max(1, facts.settings(person).nights_before_rest)
    gap = max(1, facts.settings(person).continuous_gap_minutes)
    if not any(facts.limit(person, RULE, level, day.on) is not None for day in facts.instance.days):
        return
    turns = _Turns(pieces, gap)
    for later in pieces:
        limit = facts.rest_limit(person, RULE, level, later.start)
        if limit is None or later.nights or later.start < horizon.start:
            continue
        nightly = [piece for piece in turns.around(later) if piece.nights]
        for last in pieces:
            rest = later.start - last.end
            is_near = gap <= rest < limit and last.end < horizon.end
            if not is_near or last.shift_start == later.shift_start:
                continue
            between = starting_in(pieces, last.end, later.start)
            members = turns.before(last)
            for night in members:
                if not night.nights:
                    continue
                after = [piece for piece in members if piece.nights and piece.start > night.start]
                parts = [night, last, later] if night is not last else [last, later]
                total = variables.total((piece, 1) for piece in parts)
                for back in range(1, needed):
                    on = max(night.nights) - timedelta(days=back)
                    total.add_linear(variables.worked(person, on, nights_only=True))
                total.add_linear(variables.total((piece, 1) for piece in (*between, *after, *nightly)), -1)
                yield TooSoon(Interval(last.end, later.start), limit, total, len(parts) + needed - 2)


class _Turns:
    """Which pieces of one person make one turn of duty: with short gaps between them, or of one shift."""

    def __init__(self, pieces: list[Piece], gap: Minute) -> None:
        self._next: dict[Piece, list[Piece]] = {}
        self._back: dict[Piece, list[Piece]] = {piece: [] for piece in pieces}
        for piece in pieces:
            near = starting_in(pieces, piece.end, piece.end + gap)
            given = [
                other
                for other in pieces
                if other.duty is not None
                and piece.end <= other.start
                and other.shift_start == piece.shift_start
            ]
            self._next[piece] = list(dict.fromkeys([*near, *given]))
            for other in self._next[piece]:
                self._back[other].append(piece)

    def before(self, piece: Piece) -> list[Piece]:
        """The piece, and those of its turn before it; beyond a choice nothing is sure and nothing is said."""
        return self._walk(piece, self._back)

    def around(self, piece: Piece) -> list[Piece]:
        """All of a turn."""
        return [*self.before(piece), *self._walk(piece, self._next)[1:]]

    @staticmethod
    def _walk(piece: Piece, steps: dict[Piece, list[Piece]]) -> list[Piece]:
        found, waiting = {piece: None}, [piece]
        while waiting:
            at = waiting.pop()
            if at is not piece and at.is_choice:
                continue
            for other in steps[at]:
                if other not in found:
                    found[other] = None
                    waiting.append(other)
        return list(found)
