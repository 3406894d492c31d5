"""A legal roster at once: shifts are added one by one where they close most shortage per minute of duty.

So that an answer always exists and the search has somewhere to start. First no limit of any level is broken;
a second pass looks only at blocking ones, and where overtime is allowed the same two go beyond the weekly minutes.
It never drops given duty.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

from scheduling.rules.levels import Level
from scheduling.time.interval import Interval, Minute
from solver.engine.facts import Facts, Piece, shortage_weights, spans_of
from solver.engine.instance import RequirementKind, WishKind
from solver.engine.legal import NEIGHBORHOOD, broken_rules
from solver.engine.seating import weighted_shortage


@dataclass(slots=True)
class _Instant:
    """A stretch of minutes with constant demand; counts change as shifts are added."""

    minutes: int
    demand: tuple[int, ...]
    mix_demand: dict[str, tuple[int, int]]
    supply: Counter[int] = field(default_factory=Counter)
    named: Counter[int] = field(default_factory=Counter)
    mix: Counter[str] = field(default_factory=Counter)
    shortage: int | None = None
    gains: dict[tuple[int, tuple[str, ...]], int] = field(default_factory=dict)


Ability = tuple[int, tuple[str, ...]]


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
        self._steady = {
            person.key: self._ability(person.key, self.marks[0])
            for person in instance.people
            if all(row.covers(self.marks[0], self.marks[-1]) for row in person.skills)
        }
        self._number_of = {position.key: number for number, position in enumerate(self._positions)}
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
        known = self._steady.get(person)
        return known if known is not None else self._ability(person, minute)

    def _ability(self, person: str, minute: Minute) -> Ability:
        row = self._facts.person[person]
        if row.is_trainee:
            return 0, ()
        mask = 0
        for number, position in enumerate(self._positions):
            if any(span.contains(minute) for span in spans_of(row, position.skill)):
                mask |= 1 << number
        held = (m.of for m in self._mixes if any(span.contains(minute) for span in spans_of(row, m.of)))
        return mask, tuple(held)

    def places(self, piece: Piece) -> list[int]:
        """Indexes of the instants a piece is present in."""
        found: list[int] = []
        for present in piece.presence:
            first, last = bisect_left(self.marks, present.start), bisect_left(self.marks, present.end)
            found += range(first, min(last, len(self.instants)))
        return found

    def add(self, piece: Piece) -> None:
        for place in self.places(piece):
            mask, mix = self.ability(piece.person, self.marks[place])
            instant = self.instants[place]
            named = None if piece.position is None else self._number_of[piece.position]
            if named is None:
                instant.supply[mask] += 1
            elif mask >> named & 1:
                instant.named[named] += 1
            for skill in mix:
                instant.mix[skill] += 1
            instant.gains.clear()
            instant.shortage = None

    def gain(self, place: int, ability: Ability) -> int:
        """Weighted person-minutes that one more person would take off the shortage of an instant."""
        instant = self.instants[place]
        if ability not in instant.gains:
            now = then = self._shortage(instant)
            if now and ability[0]:
                instant.supply[ability[0]] += 1
                then = weighted_shortage(instant.supply, self._left(instant), self._weights)
                instant.supply[ability[0]] -= 1
            mixed = sum(
                weight
                for skill, (asked, weight) in instant.mix_demand.items()
                if skill in ability[1] and instant.mix[skill] < asked
            )
            instant.gains[ability] = (now - then + mixed) * instant.minutes
        return instant.gains[ability]

    def _shortage(self, instant: _Instant) -> int:
        """Weighted people missing in the seats of an instant."""
        if instant.shortage is None:
            instant.shortage = weighted_shortage(instant.supply, self._left(instant), self._weights)
        return instant.shortage

    @staticmethod
    def _left(instant: _Instant) -> list[int]:
        """Seats that named duty leaves open."""
        return [max(0, asked - instant.named[number]) for number, asked in enumerate(instant.demand)]


def warm_start(facts: Facts) -> set[tuple[str, str]]:
    """Pairs of person and occurrence; together with all given duty they break no blocking rule."""
    builder = _Builder(facts)
    for is_overtime in (False, True) if facts.instance.options.overtime_allowed else (False,):
        for levels in ((Level.BLOCK, Level.APPROVAL, Level.WARN), (Level.BLOCK,)):
            builder.fill(levels, is_overtime=is_overtime)
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
            (wish.person, wish.on)
            for wish in facts.instance.wishes
            if wish.kind == WishKind.OFF and wish.shift_type is None
        }
        self._kinds: dict[tuple[str, tuple[Ability, ...]], list[Piece]] = defaultdict(list)
        for person, pieces in facts.candidates.items():
            is_decided = facts.person[person].free or facts.instance.options.overtime_allowed
            if not is_decided or facts.person[person].is_trainee:
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

    def fill(self, levels: tuple[Level, ...], *, is_overtime: bool) -> None:
        """Add shifts until none that is legal at these levels closes any shortage."""
        kinds = sorted(self._kinds)
        # A shift is never worth more after others were added, so only the best one has to be measured again.
        heap = [(-self._value(kind, self._kinds[kind][0]), number) for number, kind in enumerate(kinds)]
        heapq.heapify(heap)
        while heap:
            number = heap[0][1]
            pieces = self._kinds[kinds[number]]
            worth = self._value(kinds[number], pieces[0])
            if worth <= 0:
                heapq.heappop(heap)
            elif worth < -heap[0][0]:
                heapq.heapreplace(heap, (-worth, number))
            elif (piece := self._who(pieces, levels, is_overtime=is_overtime)) is None:
                heapq.heappop(heap)
            else:
                self._take(piece)

    def _value(self, kind: tuple[str, tuple[Ability, ...]], piece: Piece) -> float:
        """Shortage closed per minute of duty; the least versatile kind of people first among equals."""
        places = self._board.places(piece)
        closed = sum(self._board.gain(place, able) for place, able in zip(places, kind[1], strict=True))
        versatile = max((mask.bit_count() for mask, _ in kind[1]), default=0)
        return 0.0 if closed <= 0 else closed / max(1, piece.worked_minutes) - versatile * 1e-6

    def _who(self, pieces: list[Piece], levels: tuple[Level, ...], *, is_overtime: bool) -> Piece | None:
        """The person with most minutes left that week, those who wished to be off last."""
        able = [piece for piece in pieces if (piece.person, piece.occurrence) not in self.chosen]
        able = [
            piece
            for piece in able
            if self._left(piece) >= 0 or (is_overtime and not self._bars_overtime(piece))
        ]
        able.sort(
            key=lambda piece: ((piece.person, piece.on) in self._wanted_off, -self._left(piece), piece.person)
        )
        return next((piece for piece in able if self._is_legal(piece, levels)), None)

    def _bars_overtime(self, piece: Piece) -> bool:
        """Whether a restriction forbids overtime in a workweek of the piece."""
        weeks = self._weeks[piece.person]
        return any(
            piece.worked_minutes_in(week) and self._facts.bars_overtime(piece.person, week)
            for week, _ in weeks
        )

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
