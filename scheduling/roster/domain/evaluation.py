"""Everybody's roster with coverage and rules, from rows in memory; and the same again after one person's
edit.

One person's roster is in `person.py`, the rows in `inputs.py`, coverage in `scheduling/coverage/domain/`,
rules in `scheduling/rules/`.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from scheduling.adjustments.domain import Adjustment
from scheduling.coverage.domain.curve import Curve, Deviation, curve
from scheduling.coverage.domain.demand import Need, demand
from scheduling.coverage.domain.presence import (
    UNNAMED,
    Ability,
    Presence,
    Scheme,
    abilities,
    presences,
    scheme,
)
from scheduling.coverage.domain.suggestions import Move, Seat, helpful_moves, suggest
from scheduling.coverage.domain.types import Certification, RequirementKind
from scheduling.roster.domain.base import ShiftMemo
from scheduling.roster.domain.inputs import PersonInput, RosterInput
from scheduling.roster.domain.person import PersonRoster, person_roster
from scheduling.rules import trainee_with_trainer
from scheduling.rules.emergencies import suspend
from scheduling.rules.levels import RuleParameters, Violation
from scheduling.rules.registry import check_work, unit_terms
from scheduling.rules.trainee_with_trainer import OnDuty, Pairing, Preference, pairings
from scheduling.rules.work import Qualifications, Terms, Work, work_of
from scheduling.time.interval import Interval, Minute, difference, union
from scheduling.time.segment import AWAY_FROM_CONSOLE, Duty, Key, Segment
from scheduling.time.workweek import SUNDAY_MIDNIGHT


@dataclass(frozen=True, slots=True)
class _Person:
    """What is known of a person whatever their adjustments are."""

    row: PersonInput
    able: tuple[Ability, ...]
    held: Qualifications
    terms: Terms
    teaches: tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class _Result:
    """What is computed for one person."""

    roster: PersonRoster
    presence: Sequence[Presence]
    violations: tuple[Violation, ...]


@dataclass(frozen=True)
class RosterEvaluation:
    """Rosters, coverage and violations of one input. Never changed; `with_person` gives the next one."""

    input: RosterInput
    scheme: Scheme
    curve: Curve
    trainee_violations: tuple[Violation, ...]
    _people: Mapping[Key, _Person] = field(repr=False)
    _results: Mapping[Key, _Result] = field(repr=False)
    _memo: ShiftMemo = field(repr=False, compare=False)

    @property
    def gaps(self) -> tuple[Deviation, ...]:
        return self.curve.gaps

    @property
    def surpluses(self) -> tuple[Deviation, ...]:
        return self.curve.surpluses

    @cached_property
    def rosters(self) -> dict[Key, PersonRoster]:
        """By person, in the order of the input."""
        return {person: result.roster for person, result in self._results.items()}

    @cached_property
    def violations(self) -> tuple[Violation, ...]:
        """Everybody's violations that touch the focus, in the order of the input; trainees alone last."""
        found = [violation for result in self._results.values() for violation in result.violations]
        return (*found, *self.trainee_violations)

    def roster(self, person: Key) -> PersonRoster:
        return self._results[person].roster

    def presence(self, person: Key) -> Sequence[Presence]:
        """The minutes in which a person counts for seats and mix."""
        return self._results[person].presence

    def violations_of(self, person: Key) -> tuple[Violation, ...]:
        alone = [violation for violation in self.trainee_violations if violation.person == person]
        return (*self._results[person].violations, *alone)

    def own_violations_of(self, person: Key) -> tuple[Violation, ...]:
        """Those of the person's own duty, without that of a trainee left alone."""
        return self._results[person].violations

    def may_fill(self, person: Key, position: Key | None, interval: Interval) -> bool:
        """Whether somebody holds a position's skill (any position's, for None) in every minute; no trainee does."""
        held = self._people[person].held
        valid = held.any_position if position is None else held.by_position.get(position, ())
        return not difference([interval], valid) and not any(each.overlaps(interval) for each in held.trainee)

    def violations_with(self, person: Key, duty: Duty) -> tuple[Violation, ...]:
        """The person's own violations if they worked this besides; it lies where they are off, and in the span."""
        known = self._people[person]
        segments = list(self._results[person].roster.segments)
        insort(segments, duty, key=_start_of)
        return _checked(_work(known, segments, self.input.focus), self.input)

    def pairings(self) -> list[Pairing]:
        """Who trains whom, as maximal intervals that touch the focus; a trainer of None is nobody."""
        trainees, trainers = _training(self._people, self._results)
        found = pairings(trainees, trainers, _preferences(self.input))
        return [pairing for pairing in found if pairing.interval.overlaps(self.input.focus)]

    def seats_at(self, minute: Minute) -> dict[Key, Seat]:
        """Who sits where in a minute of the focus: named, or suggested by the best distribution."""
        return suggest(self._present(minute), self._seat_needs(minute), self.scheme)

    def moves_for(self, gap: Deviation) -> tuple[Move, ...]:
        """Named people each of whom, moved, would make a gap of seats smaller, and in which minutes."""
        kind, position = gap.subject
        if kind is not RequirementKind.SEATS:
            return ()
        times = [each for each in self.curve.times if gap.interval.contains(each)]
        found: dict[Key, list[Move]] = {}
        for start, end in pairwise([*times, gap.interval.end]):
            present = self._present(start)
            if all(each.named == UNNAMED for each in present.values()):
                continue
            for person in helpful_moves(present, self._seat_needs(start), self.scheme, position):
                moves = found.setdefault(person, [])
                at = self.scheme.positions[present[person].named].key
                goes_on = moves and moves[-1].interval.end == start and moves[-1].position == at
                began = moves.pop().interval.start if goes_on else start
                moves.append(Move(person, at, Interval(began, end)))
        return tuple(move for moves in found.values() for move in moves)

    def _present(self, minute: Minute) -> dict[Key, Presence]:
        found: dict[Key, Presence] = {}
        for person, result in self._results.items():
            n = bisect_right(result.presence, minute, key=_start) - 1
            if n >= 0 and result.presence[n].end > minute:
                found[person] = result.presence[n]
        return found

    def _seat_needs(self, minute: Minute) -> tuple[Need | None, ...]:
        return self.curve.needs_at(minute)[: len(self.scheme.positions)]

    def with_person(self, person: Key, adjustments: Iterable[Adjustment]) -> RosterEvaluation:
        """The evaluation if the person's adjustments in force were these (all of them, not only the new
        ones).

        Computes again only this person's roster and rules, coverage in the minutes that changed, and the
        pairing of trainees if this person is one or trains. Equal to `evaluate` of the changed input.
        """
        known = self._people[person]
        row = replace(known.row, adjustments=tuple(adjustments))
        known = replace(known, row=row)
        before = self._results[person]
        after = _compute(known, self.input, self.scheme, self._memo)
        people = {**self._people, person: known}
        results = {**self._results, person: after}
        coverage = self.curve
        if after.presence != before.presence:
            coverage = coverage.changed(before.presence, after.presence)
        alone = self.trainee_violations
        if row.trainee or known.teaches:
            alone = _check_trainees(people, results, self.input)
        changed = replace(
            self.input, people=tuple([row if each.key == person else each for each in self.input.people])
        )
        return RosterEvaluation(changed, self.scheme, coverage, alone, people, results, self._memo)


def _start(presence: Presence) -> Minute:
    return presence.start


def _start_of(segment: Segment) -> Minute:
    return segment.start


def evaluate(given: RosterInput) -> RosterEvaluation:
    """Everybody's merged roster over the span, coverage over the focus, all violations that touch it."""
    mix = [row.of for row in given.requirements if row.kind is RequirementKind.MIX]
    mix += [row.of for row in given.overrides if row.kind is RequirementKind.MIX]
    ranks = scheme(given.positions, mix)
    people = _people(given, ranks)
    memo = ShiftMemo()
    results = {key: _compute(known, given, ranks, memo) for key, known in people.items()}
    asked = demand(given.requirements, given.overrides, given.focus, given.clock)
    masks = {ability.open_seats for known in people.values() for ability in known.able}
    coverage = curve((result.presence for result in results.values()), asked, given.focus, ranks, masks)
    return RosterEvaluation(
        given, ranks, coverage, _check_trainees(people, results, given), people, results, memo
    )


def _people(given: RosterInput, ranks: Scheme) -> dict[Key, _Person]:
    held: dict[Key, list[Certification]] = {}
    for certification in given.certifications:
        held.setdefault(certification.person, []).append(certification)
    units = _terms(given)
    steady: dict[int, Qualifications] = {}
    found: dict[Key, _Person] = {}
    for row in given.people:
        certifications = held.get(row.key, ())
        barred = [(each.interval, each.positions) for each in row.restrictions if each.positions]
        able = abilities(certifications, row.trainee, given.span, ranks, barred)
        teaches: tuple[Interval, ...] = ()
        if given.trainer_skills:
            teaching = [each.interval for each in certifications if each.skill in given.trainer_skills]
            if teaching:
                teaches = difference(teaching, row.trainee)
        if len(able) == 1 and not row.trainee and able[0].seats:
            seats = able[0].seats
            qualifications = steady.get(seats)
            if qualifications is None:
                qualifications = steady[seats] = _qualifications(able, row, ranks)
        else:
            qualifications = _qualifications(able, row, ranks)
        found[row.key] = _Person(row, able, qualifications, units[row.unit], teaches)
    return found


def _terms(given: RosterInput) -> dict[Key | None, Terms]:
    """The rules of every bargaining unit of somebody: its own limits and workweek, or everybody's."""
    rest = given.parameters.get(None, RuleParameters())
    week = given.workweeks.get(None, SUNDAY_MIDNIGHT)
    return {
        unit: unit_terms(given.parameters.get(unit, rest), given.clock, given.workweeks.get(unit, week))
        for unit in {row.unit for row in given.people}
    }


def _qualifications(able: Sequence[Ability], row: PersonInput, ranks: Scheme) -> Qualifications:
    # A trainee's own certifications do not matter while they are a trainee: abilities are empty then, and
    # the rule leaves those minutes out.
    by_position = {
        position.key: union(Interval(each.start, each.end) for each in able if each.seats >> n & 1)
        for n, position in enumerate(ranks.positions)
    }
    anything = union(Interval(each.start, each.end) for each in able if each.seats)
    is_steady = len(able) == 1 and bool(able[0].seats)
    return Qualifications(by_position, anything, row.trainee, is_steady)


def _compute(known: _Person, given: RosterInput, ranks: Scheme, memo: ShiftMemo) -> _Result:
    row = known.row
    roster = person_roster(
        row.contracts,
        row.adjustments,
        given.patterns,
        given.shift_types,
        given.holidays,
        given.span,
        given.clock,
        given.anchor,
        person=row.key,
        memo=memo,
    )
    work = _work(known, roster.segments, given.focus)
    return _Result(roster, presences(roster.segments, known.able, given.focus, ranks), _checked(work, given))


def _work(known: _Person, segments: Sequence[Segment], focus: Interval) -> Work:
    """A person's segments prepared for the rules."""
    row = known.row
    return work_of(row.key, segments, known.terms, focus, known.held, row.restrictions)


def _checked(work: Work, given: RosterInput) -> tuple[Violation, ...]:
    """What rules say of one person, with what an emergency suspends."""
    found = check_work(work)
    return suspend(found, given.emergencies, given.clock) if found and given.emergencies else found


def _check_trainees(
    people: Mapping[Key, _Person], results: Mapping[Key, _Result], given: RosterInput
) -> tuple[Violation, ...]:
    trainees, trainers = _training(people, results)
    if not trainees:
        return ()
    limits = {
        duty.person: people[duty.person].terms.limits.get(trainee_with_trainer.NAME) for duty in trainees
    }
    found = trainee_with_trainer.check(trainees, trainers, _preferences(given), limits, given.focus)
    return suspend(found, given.emergencies, given.clock)


def _training(
    people: Mapping[Key, _Person], results: Mapping[Key, _Result]
) -> tuple[list[OnDuty], list[OnDuty]]:
    """Trainees on duty, and trainers on duty, from when to when without interruption."""
    trainees: list[OnDuty] = []
    trainers: list[OnDuty] = []
    for key, known in people.items():
        for intervals, found in ((known.row.trainee, trainees), (known.teaches, trainers)):
            if intervals:
                duty = [each for each in results[key].roster.worked() if each.pay not in AWAY_FROM_CONSOLE]
                found += [OnDuty(start, end, key) for start, end in _shared(duty, intervals)]
    return trainees, trainers


def _shared(duty: Sequence[Duty], intervals: Sequence[Interval]) -> list[tuple[Minute, Minute]]:
    """The minutes of duty inside any of the intervals, in order; pieces that touch are joined."""
    found: list[tuple[Minute, Minute]] = []
    for interval in union(intervals) if len(intervals) > 1 else intervals:
        for each in duty:
            if each.start < interval.end and interval.start < each.end:
                start, end = max(each.start, interval.start), min(each.end, interval.end)
                if found and found[-1][1] == start:
                    start = found.pop()[0]
                found.append((start, end))
    return found


def _preferences(given: RosterInput) -> tuple[Preference, ...]:
    return tuple(
        Preference(pair.interval.start, pair.interval.end, pair.trainee, pair.trainer)
        for pair in given.trainer_pairs
    )
