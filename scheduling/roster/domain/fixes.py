"""Ways out of a violation, each tried before it is offered: other times, another person, no shift. Pure.

What was measured and the limit say which times would keep a rule; whether they break another, and what they
leave short, says the evaluated roster.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from scheduling.adjustments.domain import Adjustment, AdjustmentKind, Paint
from scheduling.roster.domain.cover import Fit, who_fits
from scheduling.roster.domain.evaluation import RosterEvaluation
from scheduling.roster.domain.impact import AFTER_ALL, impact
from scheduling.rules import (
    consecutive_days,
    consecutive_nights,
    longest_continuous_duty,
    maximum_minutes_in_workweek,
    rolling_window,
    trainee_with_trainer,
    valid_certification,
)
from scheduling.rules.levels import Violation
from scheduling.rules.registry import RESTS
from scheduling.rules.restricted_duty import Clause
from scheduling.time.interval import Interval, difference
from scheduling.time.segment import Duty, Key

MOST_FIXES = 3
_BY_MINUTES = frozenset(
    {rolling_window.IN_24_HOURS, rolling_window.IN_7_DAYS, maximum_minutes_in_workweek.NAME}
)
"""Rules that are kept again by so many minutes less."""
_BY_THE_MINUTE = frozenset({valid_certification.NAME, trainee_with_trainer.NAME})
"""Rules that are broken in certain minutes: a shift without these keeps them."""
SHORTEST_SHIFT_MINUTES = 120
"""A shift cut to less than this is not offered; it is cleared or given away instead."""


class FixKind(StrEnum):
    START_LATER = "start_later"
    END_EARLIER = "end_earlier"
    GIVE = "give"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class Fix:
    """One way out. `shift` is the whole shift it changes, `kept` what remains of it with this person.

    `people` are those who could take it, best first (only for GIVE). `added_person_minutes` says how much more
    would be short; giving it away leaves nothing short.
    """

    kind: FixKind
    shift: Interval
    kept: Interval | None
    position: Key | None
    people: tuple[Fit, ...] = ()
    added_person_minutes: int = 0


@dataclass(frozen=True, slots=True)
class _Shift:
    """The pieces of one shift, and the whole of it."""

    whole: Interval
    pieces: tuple[Duty, ...]

    @property
    def position(self) -> Key | None:
        return self.pieces[0].position


def fixes_for(
    evaluation: RosterEvaluation,
    violation: Violation,
    people: Iterable[Key],
    order: Callable[[Key], Any],
    *,
    may_change: Callable[[Interval], bool] = lambda shift: True,
) -> tuple[Fix, ...]:
    """Up to three ways out that were tried: the violation is gone and the person breaks nothing new.

    New times come first, then who could take the shift (`people` are those employed then, `order` says who comes
    first), then clearing it. `may_change` says which shifts are not in the past or locked.
    """
    shifts = [each for each in _shifts(evaluation, violation.person) if may_change(each.whole)]
    found: list[Fix] = []
    for kind, shift, kept in _times(violation, shifts):
        fix = _tried(evaluation, violation, kind, shift, kept)
        if fix is not None:
            found.append(fix)
        if len(found) == MOST_FIXES - 1:
            break
    for shift in _removable(violation, shifts):
        cleared = _tried(evaluation, violation, FixKind.CLEAR, shift, None)
        if cleared is None:
            continue
        # A trainee's shift teaches that trainee: nobody else can take it.
        if violation.rule != trainee_with_trainer.NAME:
            others = [person for person in people if person != violation.person]
            cover = who_fits(evaluation, shift.whole, shift.position, others, order)
            if cover.fitting:
                found.append(Fix(FixKind.GIVE, shift.whole, None, shift.position, cover.fitting))
        found.append(cleared)
        break
    return tuple(found[:MOST_FIXES])


def _times(violation: Violation, shifts: Sequence[_Shift]) -> Iterator[tuple[FixKind, _Shift, Interval]]:
    """New times that would keep the rule by its own numbers."""
    rule, start, end = violation.rule, violation.interval.start, violation.interval.end
    if rule in RESTS:
        for shift in _containing(shifts, end, end + 1):
            yield from _cut(FixKind.START_LATER, shift, start + violation.limit, shift.whole.end)
        for shift in _containing(shifts, start - 1, start):
            yield from _cut(FixKind.END_EARLIER, shift, shift.whole.start, end - violation.limit)
    elif rule == longest_continuous_duty.NAME:
        for shift in _containing(shifts, end - 1, end):
            yield from _cut(FixKind.END_EARLIER, shift, shift.whole.start, start + violation.limit)
        for shift in _containing(shifts, start, start + 1):
            yield from _cut(FixKind.START_LATER, shift, end - violation.limit, shift.whole.end)
    elif violation.clause == Clause.HOURS or rule in _BY_THE_MINUTE:
        for shift in _containing(shifts, start, end):
            yield from _cut(FixKind.START_LATER, shift, end, shift.whole.end)
            yield from _cut(FixKind.END_EARLIER, shift, shift.whole.start, start)
    elif rule in _BY_MINUTES or violation.clause in {Clause.DAY, Clause.WEEK}:
        over = violation.measured - violation.limit
        for shift in reversed(_containing(shifts, start, end)):
            yield from _cut(FixKind.END_EARLIER, shift, shift.whole.start, shift.whole.end - over)
            yield from _cut(FixKind.START_LATER, shift, shift.whole.start + over, shift.whole.end)


def _removable(violation: Violation, shifts: Sequence[_Shift]) -> list[_Shift]:
    """The shifts whose going would solve it, the last first: what came last is changed most easily."""
    start, end = violation.interval.start, violation.interval.end
    if violation.rule in RESTS:
        return [*_containing(shifts, end, end + 1), *_containing(shifts, start - 1, start)]
    touching = _containing(shifts, start, end)
    if violation.rule in {consecutive_days.NAME, consecutive_nights.NAME}:
        # The ends of a run first: a day off in its middle helps as well, but costs one more change of rhythm.
        return [*touching[-1:], *touching[:1], *reversed(touching[1:-1])]
    return touching[::-1]


def _tried(
    evaluation: RosterEvaluation,
    violation: Violation,
    kind: FixKind,
    shift: _Shift,
    kept: Interval | None,
) -> Fix | None:
    """The fix if it solves the violation without breaking anything new of the person's."""
    person = violation.person
    gone = difference([shift.whole], [kept] if kept else [])
    rows = next(row for row in evaluation.input.people if row.key == person).adjustments
    cuts = [
        Adjustment(
            ("fix", n), person, AdjustmentKind.REMOVE, Paint.OFF, each.start, each.end, AFTER_ALL, n,
            shift_start=shift.whole.start if kept else None,
        )
        for n, each in enumerate(gone)
    ]  # fmt: skip
    after = evaluation.with_person(person, (*rows, *cuts))
    result = impact(evaluation, after, [person], evaluation.input.focus)
    still = [
        each
        for each in after.violations_of(person)
        if (each.rule, each.clause) == (violation.rule, violation.clause)
        and each.interval.overlaps(violation.interval)
    ]
    if still or any(each.person == person for each in result.broken):
        return None
    return Fix(kind, shift.whole, kept, shift.position, (), result.added_person_minutes)


def _cut(kind: FixKind, shift: _Shift, start: int, end: int) -> Iterator[tuple[FixKind, _Shift, Interval]]:
    """The shift with other times, where enough of it remains."""
    if end - start >= SHORTEST_SHIFT_MINUTES and (start, end) != (shift.whole.start, shift.whole.end):
        yield kind, shift, Interval(start, end)


def _containing(shifts: Sequence[_Shift], start: int, end: int) -> list[_Shift]:
    return [shift for shift in shifts if shift.whole.start < end and start < shift.whole.end]


def _shifts(evaluation: RosterEvaluation, person: Key) -> list[_Shift]:
    pieces: dict[int, list[Duty]] = {}
    for duty in evaluation.roster(person).worked():
        pieces.setdefault(duty.shift_start, []).append(duty)
    return [_Shift(Interval(duties[0].start, duties[-1].end), tuple(duties)) for duties in pieces.values()]
