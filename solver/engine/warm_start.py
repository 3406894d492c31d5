"""A legal roster at once: shifts are added one by one where they close most shortage per minute of duty.

So that an answer always exists and the search has somewhere to start. First no limit of any level is broken;
a second pass looks only at blocking ones. It never drops given duty.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

from scheduling.rules.levels import Level
from scheduling.time.interval import MINUTES_PER_DAY, Interval, Minute
from solver.engine.facts import Facts, Piece, shortage_weights, spans_of
from solver.engine.instance import RequirementKind, WishKind
from solver.engine.legal import broken_rules
from solver.engine.seating import weighted_shortage

NEIGHBORHOOD = 16 * MINUTES_PER_DAY
"""How far from a new piece other duty can matter to a rule: windows of 7 days, and runs of up to 15 days."""


@dataclass(slots=True)
class _Instant:
    """A stretch of minutes with constant demand; counts change as shifts are added."""

    minutes: int
    demand: tuple[int, ...]
    mix_demand: dict[str, tuple[int, int]]
    supply: Counter[int] = field(default_factory=Counter)
    named: Counter[int] = field(default_factory=Counter)
    mix: Counter[str] = field(default_factory=Counter)
    gains: dict[tuple[int, frozenset[str]], int] = field(default_factory=dict)


Ability = tuple[int, frozenset[str]]


class _Board:
    """Shortage over time, and what one more person with an ability would take off it."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        instance = facts.instance
        self._positions = sorted(instance.positions, key=lambda position: position.priority)
        self._weights = [position.weight for position in self._positions]
        self._mixes = [row for row in instance.requirements if row.kind == RequirementKind.MIX]
        self.marks = self._marks()
        self.instants = [self._instant(start, end) for start, end in pairwise(self.marks)]
        for pieces in facts.given.values():
            for piece in pieces:
                self.add(piece)

    def _marks(self) -> list[Minute]:
        instance = self._facts.instance
        marks = {instance.horizon.start, instance.horizon.end}
        for requirement in instance.requirements:
            for step in requirement.steps:
                marks |= {step.start, step.end}
        for pieces in (*self._facts.given.values(), *self._facts.candidates.values()):
            for piece in pieces:
                for present in piece.presence:
                    marks |= {present.start, present.end}
        for person in instance.people:
            for row in person.skills:
                marks |= {mark for mark in (row.start, row.end) if mark is not None}
        return sorted(mark for mark in marks if instance.horizon.start <= mark <= instance.horizon.end)

    def _instant(self, start: Minute, end: Minute) -> _Instant:
        weights = shortage_weights(self._facts.instance)
        number_of = {position.key: number for number, position in enumerate(self._positions)}
        demand = [0] * len(self._positions)
        mixes: dict[str, tuple[int, int]] = {}
        for row in self._facts.instance.requirements:
            for step in row.steps:
                if step.start <= start < step.end and row.kind == RequirementKind.SEATS:
                    demand[number_of[row.of]] = step.minimum
                elif step.start <= start < step.end:
                    mixes[row.of] = (step.minimum, weights[row.key])
        return _Instant(end - start, tuple(demand), mixes)

    def ability(self, person: str, minute: Minute) -> Ability:
        """Positions and mix skills of a person at a minute; trainees bring nothing."""
        row = self._facts.person[person]
        if row.is_trainee:
            return 0, frozenset()
        mask = 0
        for number, position in enumerate(self._positions):
            if any(span.contains(minute) for span in spans_of(row, position.skill)):
                mask |= 1 << number
        held = (m.of for m in self._mixes if any(span.contains(minute) for span in spans_of(row, m.of)))
        return mask, frozenset(held)

    def places(self, piece: Piece) -> list[int]:
        """Indexes of the instants a piece is present in."""
        found: list[int] = []
        for present in piece.presence:
            first, last = bisect_left(self.marks, present.start), bisect_left(self.marks, present.end)
            found += range(first, min(last, len(self.instants)))
        return found

    def add(self, piece: Piece) -> None:
        number_of = {position.key: number for number, position in enumerate(self._positions)}
        for place in self.places(piece):
            mask, mix = self.ability(piece.person, self.marks[place])
            instant = self.instants[place]
            named = None if piece.position is None else number_of[piece.position]
            if named is None:
                instant.supply[mask] += 1
            elif mask >> named & 1:
                instant.named[named] += 1
            for skill in mix:
                instant.mix[skill] += 1
            instant.gains.clear()

    def gain(self, place: int, ability: Ability) -> int:
        """Weighted person-minutes that one more person would take off the shortage of an instant."""
        instant = self.instants[place]
        if ability not in instant.gains:
            left = [max(0, asked - instant.named[number]) for number, asked in enumerate(instant.demand)]
            now = weighted_shortage(instant.supply, left, self._weights)
            then = now
            if now and ability[0]:
                more = Counter(instant.supply)
                more[ability[0]] += 1
                then = weighted_shortage(more, left, self._weights)
            mixed = sum(
                weight
                for skill, (asked, weight) in instant.mix_demand.items()
                if skill in ability[1] and instant.mix[skill] < asked
            )
            instant.gains[ability] = (now - then + mixed) * instant.minutes
        return instant.gains[ability]


def warm_start(facts: Facts) -> set[tuple[str, str]]:
    """Pairs of person and occurrence; together with all given duty they break no blocking rule."""
    builder = _Builder(facts)
    for levels in ((Level.BLOCK, Level.APPROVAL, Level.WARN), (Level.BLOCK,)):
        builder.fill(levels)
    return builder.chosen


class _Builder:
    """The greedy choice: best kind of shift first, then who takes it."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._board = _Board(facts)
        self.chosen: set[tuple[str, str]] = set()
        self._standing = {person: list(facts.given.get(person, [])) for person in facts.person}
        self._weeks: dict[str, list[tuple[Interval, int]]] = {}
        self._wanted_off = {
            (wish.person, wish.on) for wish in facts.instance.wishes if wish.kind == WishKind.OFF
        }
        self._kinds: dict[tuple[str, tuple[Ability, ...]], list[Piece]] = defaultdict(list)
        for person, pieces in facts.candidates.items():
            if not facts.person[person].free or facts.person[person].is_trainee:
                continue
            self._weeks[person] = self._left_minutes(person)
            for piece in pieces:
                occurrence = piece.occurrence or ""
                abilities = tuple(
                    self._board.ability(person, self._board.marks[n]) for n in self._board.places(piece)
                )
                self._kinds[occurrence, abilities].append(piece)

    def _left_minutes(self, person: str) -> list[tuple[Interval, int]]:
        row = self._facts.person[person]
        weeks = self._facts.workweeks[row.unit]
        given = self._facts.given.get(person, [])
        return [
            (week, self._facts.allowance(row, week) - sum(piece.worked_minutes_in(week) for piece in given))
            for week in weeks
        ]

    def fill(self, levels: tuple[Level, ...]) -> None:
        """Add shifts until none that is legal at these levels closes any shortage."""
        value = {kind: self._value(kind, pieces[0]) for kind, pieces in self._kinds.items()}
        touching: dict[int, set[tuple[str, tuple[Ability, ...]]]] = defaultdict(set)
        for kind, pieces in self._kinds.items():
            for place in self._board.places(pieces[0]):
                touching[place].add(kind)
        while value:
            kind = max(value, key=lambda kind: (value[kind], kind[0]))
            if value[kind] <= 0:
                return
            piece = self._who(self._kinds[kind], levels)
            if piece is None:
                del value[kind]
                continue
            self._take(piece)
            changed = {other for place in self._board.places(piece) for other in touching[place]}
            for other in changed & value.keys():
                value[other] = self._value(other, self._kinds[other][0])

    def _value(self, kind: tuple[str, tuple[Ability, ...]], piece: Piece) -> float:
        """Shortage closed per minute of duty; the least versatile kind of people first among equals."""
        places = self._board.places(piece)
        closed = sum(self._board.gain(place, able) for place, able in zip(places, kind[1], strict=True))
        versatile = max((mask.bit_count() for mask, _ in kind[1]), default=0)
        return 0.0 if closed <= 0 else closed / max(1, piece.worked_minutes) - versatile * 1e-6

    def _who(self, pieces: list[Piece], levels: tuple[Level, ...]) -> Piece | None:
        """The person with most minutes left that week, those who wished to be off last."""
        able = [piece for piece in pieces if (piece.person, piece.occurrence) not in self.chosen]
        able = [piece for piece in able if self._left(piece) >= 0]
        able.sort(
            key=lambda piece: ((piece.person, piece.on) in self._wanted_off, -self._left(piece), piece.person)
        )
        return next((piece for piece in able if self._is_legal(piece, levels)), None)

    def _left(self, piece: Piece) -> int:
        """Least minutes left after the piece in the workweeks it touches."""
        return min(
            (
                left - minutes
                for week, left in self._weeks[piece.person]
                if (minutes := piece.worked_minutes_in(week))
            ),
            default=0,
        )

    def _is_legal(self, piece: Piece, levels: tuple[Level, ...]) -> bool:
        facts = self._facts
        gap = facts.settings(piece.person).continuous_gap_minutes
        near = [
            other
            for other in self._standing[piece.person]
            if other.start < piece.end + NEIGHBORHOOD and piece.start - NEIGHBORHOOD < other.end
        ]
        doubles = facts.instance.options.double_shifts_allowed
        distance = 0 if doubles else gap
        for other in near:
            if other.start < piece.end + distance and piece.start < other.end + distance:
                return False
            if not doubles and other.on == piece.on:
                return False
        together = sorted([*near, piece], key=lambda other: other.start)
        return not any(
            piece in broken.pieces
            for level in levels
            for broken in broken_rules(facts, piece.person, together, level)
        )

    def _take(self, piece: Piece) -> None:
        self.chosen.add((piece.person, piece.occurrence or ""))
        self._standing[piece.person].append(piece)
        self._standing[piece.person].sort(key=lambda other: other.start)
        self._weeks[piece.person] = [
            (week, left - piece.worked_minutes_in(week)) for week, left in self._weeks[piece.person]
        ]
        self._board.add(piece)
