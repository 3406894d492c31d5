"""Proven least shortage from adding up alone: seats asked for less the minutes that anybody may still work.

Holds for every roster, needs no search, and takes a fraction of a second also where the relaxation of the whole
model never ends. It looks at no rule but the weekly minutes, so the search may prove more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from math import ceil

from scheduling.time.interval import Interval
from solver.engine.coverage import Coverage, Mask, Stretch
from solver.engine.facts import Piece, shortage_weights
from solver.engine.instance import Step
from solver.engine.linear import Linear
from solver.engine.variables import Variables

UNLIMITED = 2**62
MOST_GROUPS = 64
"""With many positions the sets of them explode; a few of them prove nearly as much."""


class Bounds:
    """What adding up proves of one model, by tier."""

    def __init__(self, variables: Variables, coverage: Coverage) -> None:
        self._coverage = coverage
        self._supply = _Supply(variables, coverage)
        self._options = coverage.instance.options
        weights = shortage_weights(coverage.instance)
        self._seats = {number: weights[row.key] for number, row in coverage.seats.items()}
        self._mixes = {row.of: weights[row.key] for row in coverage.mixes}

    def shortfall_of_minimum(self) -> int:
        """Tier 1: the least cost of any roster."""
        return _least(self._coverage, self._supply, _minimum, self._seats, self._mixes)

    def shortfall_of_target(self) -> int:
        """Tier 5: the least cost of any roster; targets are not weighed against each other."""
        seats, mixes = dict.fromkeys(self._seats, 1), dict.fromkeys(self._mixes, 1)
        least = _least(self._coverage, self._supply, lambda step: step.target, seats, mixes)
        return self._options.weights.target_minute * least

    def overtime(self, shortfall: int) -> int:
        """Tier 2: the least cost of overtime in rosters whose tier 1 costs at most that much."""
        if not self._options.overtime_allowed or not self._supply.is_counted:
            return 0
        minutes = 0
        for group in _groups(self._coverage, sum(1 << number for number in self._seats)):
            lightest = min(weight for number, weight in self._seats.items() if group >> number & 1)
            if lightest > 0:
                closed, open_ = _short_of_seats(self._coverage, _minimum, group)
                filled = open_ - max(0, shortfall // lightest - closed)
                minutes = max(minutes, self._supply.beyond_weekly_minutes(group, filled))
        return self._options.weights.overtime_minute * minutes


def _minimum(step: Step) -> int:
    return step.minimum


def _least(
    coverage: Coverage,
    supply: _Supply,
    asked: Callable[[Step], int],
    seats: dict[int, int],
    mixes: dict[str, int],
) -> int:
    """Weighted person-minutes. Seats are weighed step by step: all of them by the least weight, the heavier
    ones by what they weigh more, and so on.
    """
    total = 0
    known: dict[Mask, int] = {}
    below = 0
    for weight in sorted(set(seats.values())):
        heavy = sum(1 << number for number, own in seats.items() if own >= weight)
        short = 0
        for group in _groups(coverage, heavy):
            if group not in known:
                closed, reachable = _short_of_seats(coverage, asked, group)
                known[group] = closed + max(0, reachable - supply.of_seats(group))
            short = max(short, known[group])
        total += (weight - below) * short
        below = weight
    return total + sum(
        weight * _short_of_mix(coverage, supply, asked, skill) for skill, weight in mixes.items()
    )


def _short_of_seats(coverage: Coverage, asked: Callable[[Step], int], group: Mask) -> tuple[int, int]:
    """Seats of a group of positions that duty which stands leaves empty, in person-minutes: those that no
    choice can fill, and the others (Hall's condition, summed over time).
    """
    closed = reachable = 0
    for stretch in coverage.stretches:
        seats = 0
        for number, requirement in coverage.seats.items():
            step = stretch.steps.get(requirement.key)
            if step is not None and group >> number & 1:
                named = stretch.named.get(number)
                seats += max(0, asked(step) - (0 if named is None else named.greatest))
        people = [row for mask, row in stretch.supply.items() if mask & group]
        short, is_open = _short(seats, people, stretch)
        closed += 0 if is_open else short
        reachable += short if is_open else 0
    return closed, reachable


def _short_of_mix(coverage: Coverage, supply: _Supply, asked: Callable[[Step], int], skill: str) -> int:
    """People missing in a mix whom nobody can be, in person-minutes."""
    closed = reachable = 0
    requirement = next(row for row in coverage.mixes if row.of == skill)
    for stretch in coverage.stretches:
        step = stretch.steps.get(requirement.key)
        if step is not None:
            people = [stretch.mix[skill]] if skill in stretch.mix else []
            short, is_open = _short(asked(step), people, stretch)
            closed += 0 if is_open else short
            reachable += short if is_open else 0
    return closed + max(0, reachable - supply.of_mix(skill))


def _short(seats: int, people: list[Linear], stretch: Stretch) -> tuple[int, bool]:
    """Person-minutes that duty which stands leaves short, and whether any choice reaches these minutes."""
    short = max(0, seats - sum(row.constant for row in people)) * stretch.minutes
    return short, any(not row.is_constant for row in people)


class _Supply:
    """The most minutes that choices can put on duty within the weekly minutes, by what the people may fill."""

    def __init__(self, variables: Variables, coverage: Coverage) -> None:
        self._rows: list[tuple[Mask, frozenset[str], int, Fraction]] = []
        facts = variables.facts
        self._is_limited = not facts.instance.options.overtime_allowed
        self.is_counted = True
        for key, pieces in variables.pieces.items():
            person = facts.person[key]
            choices = [piece for piece in pieces if piece.is_choice]
            if person.is_trainee or not choices:
                continue
            if any(piece.worked_minutes <= 0 for piece in choices):
                self.is_counted = False
                continue
            held = {row.skill for row in person.skills}
            mask = sum(1 << n for n, row in enumerate(coverage.positions) if row.skill in held)
            mixes = frozenset(row.of for row in coverage.mixes if row.of in held)
            weeks = [week for week in facts.workweeks[person.unit] if week.overlaps(facts.instance.horizon)]
            ratio = max(_seated_per_worked(piece, weeks) for piece in choices)
            self._rows.append((mask, mixes, _left_minutes(variables, key, pieces, weeks), ratio))

    def of_seats(self, group: Mask) -> int:
        return self._sum((left, ratio) for mask, _, left, ratio in self._rows if mask & group)

    def of_mix(self, skill: str) -> int:
        return self._sum((left, ratio) for _, mixes, left, ratio in self._rows if skill in mixes)

    def _sum(self, rows: Iterable[tuple[int, Fraction]]) -> int:
        if not (self._is_limited and self.is_counted):
            return UNLIMITED
        return sum(ceil(left * ratio) for left, ratio in rows)

    def beyond_weekly_minutes(self, group: Mask, filled: int) -> int:
        """Worked minutes that people must have beyond what is left to them, to fill so many of a group's seats."""
        able = [(left, ratio) for mask, _, left, ratio in self._rows if mask & group]
        if not able or filled <= 0:
            return 0
        worked = ceil(filled / max(ratio for _, ratio in able))
        return max(0, worked - sum(left for left, _ in able))


def _left_minutes(variables: Variables, key: str, pieces: list[Piece], weeks: list[Interval]) -> int:
    """Worked minutes left in a person's workweeks beside the duty that stands.

    A shift over the edge of a workweek is counted there in whole minutes, so each edge may hide one.
    """
    facts = variables.facts
    person = facts.person[key]
    left = 0
    for week in weeks:
        fixed = sum(piece.worked_minutes_in(week) for piece in pieces if not piece.is_choice)
        left += max(0, facts.allowance(person, week) - fixed) + 2
    return left


def _seated_per_worked(piece: Piece, weeks: list[Interval]) -> Fraction:
    """Minutes in a seat per worked minute. Where an edge cuts the shift, its breaks may all lie on one side: then
    every minute counts as seated.
    """
    is_whole = any(week.start <= piece.start and piece.end <= week.end for week in weeks)
    seated = sum(present.minutes for present in piece.presence) if is_whole else piece.minutes
    return Fraction(seated, piece.worked_minutes)


def _groups(coverage: Coverage, whole: Mask) -> set[Mask]:
    """Sets of positions that no further position joins without adding people, inside one set; all of it where
    they are too many to look at.
    """
    masks = {mask for stretch in coverage.stretches for mask in stretch.supply}
    found: set[Mask] = {0}
    for mask in masks:
        found |= {mask | other for other in found}
        if len(found) > MOST_GROUPS:
            return {whole}
    return {whole, *(whole & ~union for union in found)} - {0}
