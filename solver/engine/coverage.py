"""Headcounts of the model: stretches of minutes with the same demand and the same possible supply.

People are counted per shift, date and set of skills, never one by one. Unnamed duty is distributed over
positions by Hall's condition: for a set of positions, the seats filled in it are at most the people who hold
a skill for one of them. Only closed sets of positions (those that no further position joins without new
people) need a row.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from scheduling.time.interval import Interval, Minute
from solver.engine.facts import Piece, spans_of
from solver.engine.instance import Person, Requirement, RequirementKind, Step
from solver.engine.linear import Linear
from solver.engine.variables import Variables

Mask = int
"""A set of positions: bit n is the n-th position in order of priority."""


@dataclass(frozen=True, slots=True)
class Presence:
    """What a person brings in some minutes: positions they may fill, or the one they are named for, and mix skills."""

    mask: Mask
    named: int | None
    mix: frozenset[str]


Entry = Presence | tuple[int, Presence]
"""What enters and leaves: a person who stands, or a group of choices by its number with what each of them
brings.
"""


@dataclass(slots=True)
class Stretch:
    """Minutes, not always adjacent, in which demand and possible supply are the same."""

    minutes: int
    first: Interval
    steps: dict[str, Step]
    supply: dict[Mask, Linear] = field(default_factory=dict)
    named: dict[int, Linear] = field(default_factory=dict)
    mix: dict[str, Linear] = field(default_factory=dict)


class Coverage:
    """Demand and supply of one model; build it once per model, after the constraints."""

    def __init__(self, variables: Variables) -> None:
        self._variables = variables
        facts = variables.facts
        self.instance = facts.instance
        self.positions = sorted(self.instance.positions, key=lambda position: position.priority)
        self.seats: dict[int, Requirement] = {}
        self.mixes: list[Requirement] = []
        order = {position.key: number for number, position in enumerate(self.positions)}
        for requirement in self.instance.requirements:
            if requirement.kind == RequirementKind.SEATS:
                self.seats[order[requirement.of]] = requirement
            else:
                self.mixes.append(requirement)
        self._order = order

    @cached_property
    def stretches(self) -> list[Stretch]:
        """All minutes of the horizon with any demand, grouped."""
        entering: dict[Minute, Counter[Entry]] = defaultdict(Counter)
        marks = self._step_marks()
        groups: dict[tuple[tuple[Interval, Presence], ...], list[Piece]] = defaultdict(list)
        for key, pieces in self._variables.pieces.items():
            person = self._variables.facts.person[key]
            if person.is_trainee:
                continue
            for piece in pieces:
                spans = tuple(self._presences(person, piece))
                if piece.is_choice:
                    groups[spans].append(piece)
                else:
                    for span, presence in spans:
                        entering[span.start][presence] += 1
                        entering[span.end][presence] -= 1
        counts: list[Linear] = []
        for group, pieces in groups.items():
            counts.append(self._count(pieces))
            for span, presence in group:
                entering[span.start][len(counts) - 1, presence] += 1
                entering[span.end][len(counts) - 1, presence] -= 1
        return self._sweep(entering, marks, counts)

    def _step_marks(self) -> set[Minute]:
        horizon = self.instance.horizon
        marks = {horizon.start, horizon.end}
        for requirement in self.instance.requirements:
            for step in requirement.steps:
                marks |= {step.start, step.end}
        return marks

    def _count(self, pieces: list[Piece]) -> Linear:
        total = self._variables.total((piece, 1) for piece in pieces)
        if len(pieces) == 1:
            return total
        count = self._variables.number(0, len(pieces))
        total.add(count, -1)
        self._variables.equal(total, 0)
        return Linear(0, count)

    def _presences(self, person: Person, piece: Piece) -> Iterable[tuple[Interval, Presence]]:
        """The piece's minutes in a seat, cut where the person's skills change."""
        held = [(number, spans_of(person, row.skill)) for number, row in enumerate(self.positions)]
        mixed = [(row.of, spans_of(person, row.of)) for row in self.mixes]
        edges = {edge for _, spans in (*held, *mixed) for span in spans for edge in (span.start, span.end)}
        for present in piece.presence:
            cuts = sorted({present.start, present.end, *(e for e in edges if present.contains(e))})
            for start, end in pairwise(cuts):
                mask = sum(1 << number for number, spans in held if any(s.contains(start) for s in spans))
                mix = frozenset(skill for skill, spans in mixed if any(s.contains(start) for s in spans))
                named = None if piece.position is None else self._order[piece.position]
                if named is not None and not mask >> named & 1:
                    named, mask = None, 0  # A seat is filled only while its skill is valid.
                yield Interval(start, end), Presence(mask if named is None else 0, named, mix)

    def _sweep(
        self, entering: dict[Minute, Counter[Entry]], marks: set[Minute], counts: list[Linear]
    ) -> list[Stretch]:
        horizon = self.instance.horizon
        present: Counter[Entry] = Counter()
        found: dict[object, Stretch] = {}
        edges = sorted(marks | set(entering))
        for start, end in pairwise(edges):
            present.update(entering.get(start, Counter()))
            if start < horizon.start or end > horizon.end:
                continue
            steps = self._steps_at(start)
            if not steps:
                continue
            supply = frozenset((what, number) for what, number in present.items() if number)
            key = _demand_key(supply, steps)
            if (same := found.get(key)) is not None:
                same.minutes += end - start
                continue
            stretch = Stretch(end - start, Interval(start, end), steps)
            self._fill(stretch, present, counts)
            found[key] = stretch
        return list(found.values())

    def _steps_at(self, minute: Minute) -> dict[str, Step]:
        return {
            requirement.key: step
            for requirement in self.instance.requirements
            for step in requirement.steps
            if step.start <= minute < step.end
        }

    def _fill(self, stretch: Stretch, present: Counter[Entry], counts: list[Linear]) -> None:
        for what, number in present.items():
            if not number:
                continue
            if isinstance(what, Presence):
                presence, people = what, Linear(number)
            else:
                number_of_group, presence = what
                people = counts[number_of_group]
            if presence.named is not None:
                stretch.named.setdefault(presence.named, Linear()).add_linear(people)
            elif presence.mask:
                stretch.supply.setdefault(presence.mask, Linear()).add_linear(people)
            for skill in presence.mix:
                stretch.mix.setdefault(skill, Linear()).add_linear(people)

    def seat_shortages(self, asked: Callable[[Step], int]) -> Iterable[tuple[Requirement, Stretch, Linear]]:
        """Per stretch and position the seats that stay empty of those asked for."""
        for stretch in self.stretches:
            demand = self._unnamed_demand(stretch, asked)
            possible = [
                (filled, self._row(stretch, demand, filled)) for filled in closed_sets(stretch.supply, demand)
            ]
            rows = [(filled, row) for filled, row in possible if row.greatest > 0]
            short: dict[int, Linear] = {}
            for number in sorted({number for filled, _ in rows for number in demand if filled >> number & 1}):
                short[number] = self._empty_seats(demand[number])
                yield self.seats[number], stretch, short[number]
            for filled, row in rows:
                for number, empty in short.items():
                    if filled >> number & 1:
                        row.add_linear(empty, -1)
                self._variables.at_most(row, 0)
                self._variables.coverage_rows += 1

    def _empty_seats(self, demand: Linear) -> Linear:
        seats = self._variables.number(0, demand.greatest)
        if not demand.is_constant:
            within = Linear(0, seats)
            within.add_linear(demand, -1)
            self._variables.row(within, 0)
        return Linear(0, seats)

    def _unnamed_demand(self, stretch: Stretch, asked: Callable[[Step], int]) -> dict[int, Linear]:
        """Seats left for unnamed people per position, by number; positions with none are left out."""
        demand: dict[int, Linear] = {}
        for number, requirement in self.seats.items():
            step = stretch.steps.get(requirement.key)
            if step is None:
                continue
            left = Linear(asked(step))
            left.add_linear(stretch.named.get(number, Linear()), -1)
            needed = self._variables.excess(left, 0)
            if needed.greatest > 0:
                demand[number] = needed
        return demand

    def _row(self, stretch: Stretch, demand: dict[int, Linear], filled: Mask) -> Linear:
        """Seats asked for in a set of positions minus the people who may fill one of them."""
        row = Linear()
        for number, needed in demand.items():
            if filled >> number & 1:
                row.add_linear(needed)
        for mask, people in stretch.supply.items():
            if mask & filled:
                row.add_linear(people, -1)
        return row

    def mix_shortages(self, asked: Callable[[Step], int]) -> Iterable[tuple[Requirement, Stretch, Linear]]:
        """Per stretch and mix requirement the people missing."""
        for stretch in self.stretches:
            for requirement in self.mixes:
                step = stretch.steps.get(requirement.key)
                if step is None:
                    continue
                missing = Linear(asked(step))
                missing.add_linear(stretch.mix.get(requirement.of, Linear()), -1)
                short = self._variables.excess(missing, 0)
                if short.greatest > 0:
                    yield requirement, stretch, short

    def surpluses(self) -> Iterable[tuple[Stretch, Linear]]:
        """Per stretch the people on duty whom no seat has room for: maximum, or target where there is none."""
        for stretch in self.stretches:
            room: dict[int, Linear] = {}
            over = Linear()
            for number, requirement in self.seats.items():
                step = stretch.steps.get(requirement.key)
                if step is None:
                    continue
                most = step.target if step.maximum is None else step.maximum
                named = stretch.named.get(number, Linear())
                over.add_linear(self._variables.excess(named, most))
                left = Linear(most)
                left.add_linear(named, -1)
                room[number] = self._variables.excess(left, 0)
            asked = sum(1 << number for number in room)
            masks = [mask & asked for mask in stretch.supply if mask & asked]
            rows = [_surplus_row(stretch, room, group) for group in unions(masks)]
            over.add_linear(self._variables.peak(rows, 0))
            if over.greatest > 0:
                yield stretch, over


def _surplus_row(stretch: Stretch, room: dict[int, Linear], group: Mask) -> Linear:
    """People who can only fill positions of the group, among those asked for, minus the seats there."""
    row = Linear()
    asked = sum(1 << number for number in room)
    for number, seats in room.items():
        if group >> number & 1:
            row.add_linear(seats, -1)
    for mask, people in stretch.supply.items():
        if mask & asked and not mask & asked & ~group:
            row.add_linear(people)
    return row


def _demand_key(supply: object, steps: dict[str, Step]) -> object:
    asked = tuple(
        sorted((of, s.minimum, s.target, -1 if s.maximum is None else s.maximum) for of, s in steps.items())
    )
    return supply, asked


def unions(masks: Iterable[Mask]) -> list[Mask]:
    """Every union of some of the sets, each once; without the empty one."""
    found: set[Mask] = {0}
    for mask in masks:
        found |= {mask | other for other in found}
    return sorted(found - {0})


def closed_sets(masks: Iterable[Mask], demand: Iterable[int]) -> list[Mask]:
    """Sets of demanded positions that no further position joins without adding people; the empty one left out."""
    every = sum(1 << number for number in demand)
    found = {every & ~union for union in (0, *unions(masks))}
    return sorted(found - {0})
