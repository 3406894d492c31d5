"""Better answers from a good one: most choices stay fixed, a neighborhood is solved to its best, again and again.

Neighborhoods are all people in a stretch of days, and a few people over the whole horizon; their size follows how
long the last ones took. The search over the whole model, which also proves bounds, is started by `solve.py`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from scheduling.time.interval import MINUTES_PER_DAY
from solver.engine.variables import Variables

DAYS = 7
SMALLEST = 200
LARGEST = 4000


@dataclass(slots=True)
class Pace:
    """How many choices a neighborhood of each kind frees; grows while solved fast, shrinks when time runs out."""

    days: int = 2000
    people: int = 1200

    def learn(self, kind: str, *, is_solved: bool, share_of_time: float) -> None:
        """Adapt the size of a kind after one neighborhood took a share (0 to 1) of the time allowed."""
        size = getattr(self, kind)
        if not is_solved:
            size = max(SMALLEST, size // 2)
        elif share_of_time < 0.4:
            size = min(LARGEST, size * 4 // 3)
        setattr(self, kind, size)


@dataclass(frozen=True, slots=True)
class Neighborhood:
    """`free` are the indexes of the choices that may change; `kind` is `days` or `people`."""

    kind: str
    free: frozenset[int]


class Neighborhoods:
    """An endless sequence of neighborhoods, the same for the same seed and pace."""

    def __init__(self, variables: Variables, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - a reproducible search, no secret
        self._horizon = variables.facts.instance.horizon
        self._choices: dict[str, list[tuple[int, int]]] = {}
        for person, pieces in variables.pieces.items():
            found = [
                (piece.start, literal.place)
                for piece in pieces
                if (literal := variables.literal_of(piece)) is not None
            ]
            if found:
                self._choices[person] = found
        self.every = frozenset(index for found in self._choices.values() for _, index in found)

    def sequence(self, pace: Pace) -> Iterator[Neighborhood]:
        """Stretches of days once through, then people and days in turn, without end."""
        for start in range(self._horizon.start, self._horizon.end, DAYS * MINUTES_PER_DAY):
            yield self._stretch(start, pace)
        while True:
            for _ in range(6):
                yield self._people(pace)
            first = self._random.randrange(self._horizon.start, self._horizon.end, MINUTES_PER_DAY)
            yield self._stretch(first - DAYS * MINUTES_PER_DAY // 2, pace)

    def _stretch(self, start: int, pace: Pace) -> Neighborhood:
        """Everyone, or as many people as the pace allows, in a stretch of days."""
        end = start + DAYS * MINUTES_PER_DAY
        free: set[int] = set()
        for person in self._shuffled():
            free |= {index for begins, index in self._choices[person] if start <= begins < end}
            if len(free) >= pace.days:
                break
        return Neighborhood("days", frozenset(free))

    def _people(self, pace: Pace) -> Neighborhood:
        """A few people over the whole horizon."""
        free: set[int] = set()
        for person in self._shuffled():
            free |= {index for _, index in self._choices[person]}
            if len(free) >= pace.people:
                break
        return Neighborhood("people", frozenset(free))

    def _shuffled(self) -> list[str]:
        people = sorted(self._choices)
        self._random.shuffle(people)
        return people
