"""Every rule on a roster: what its violations say, the ways out of each, and work across the period's edges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from scheduling.adjustments.domain import Adjustment
from scheduling.coverage.domain.types import Certification, Position
from scheduling.roster.domain.evaluation import RosterEvaluation, evaluate
from scheduling.roster.domain.fixes import MOST_FIXES, Fix, FixKind, fixes_for
from scheduling.roster.domain.impact import newly_broken
from scheduling.roster.domain.inputs import PersonInput, RosterInput
from scheduling.rules import wording
from scheduling.rules.levels import DatedLimits, Level, Limit, RuleParameters, Violation
from scheduling.rules.registry import RULES
from scheduling.rules.work import Restriction
from scheduling.time.interval import Interval
from scheduling.time.words import duration_words
from tests.support.duty import ANCHOR, EVER, NEW_YORK, SHIFT_TYPES, paint

FIRST = date(2027, 6, 6)
"""A Sunday: the workweek begins with the period."""
FOCUS = NEW_YORK.days(FIRST, FIRST + timedelta(days=7))
SPAN = NEW_YORK.days(FIRST - timedelta(days=15), FIRST + timedelta(days=22))
HOUR, DAY = 60, 1440
LATER, EARLIER = FixKind.START_LATER, FixKind.END_EARLIER
ANY = frozenset({FixKind.GIVE, FixKind.CLEAR})


@dataclass(frozen=True)
class Case:
    """Shifts as (start, end) in hours after midnight of a Tuesday, the limit they break, and by how much.

    Without its last shift the rule is kept.
    """

    shifts: tuple[tuple[float, float], ...]
    limit: Limit
    measured: int
    shown: int
    unit: str = "minutes"
    fixes: frozenset[FixKind] = ANY
    more: Mapping[str, Any] = field(default_factory=dict)


TIMES = ANY | {LATER, EARLIER}
DAYS = tuple((24 * n + 6, 24 * n + 18) for n in range(4))
SHORT_DAYS = tuple((24 * n + 6, 24 * n + 14) for n in range(4))
NIGHTS = tuple((24 * n + 22, 24 * n + 30) for n in range(4))
AFTER_NIGHTS = (*NIGHTS[:3], (84, 92))
UNTIL_22 = Restriction(EVER, latest_at=time(22))
CASES: dict[str, Case] = {
    "minimum_rest": Case(((6, 18), (23, 31)), Limit(Level.BLOCK, 600), 300, 600, fixes=TIMES),
    "longest_continuous_duty": Case(((6, 14), (14, 23)), Limit(Level.BLOCK, 960), 1020, 960, fixes=TIMES),
    "maximum_minutes_in_24_hours": Case(((6, 16), (18, 26)), Limit(Level.BLOCK, 960), 1080, 960, fixes=TIMES),
    "maximum_minutes_in_7_days": Case(DAYS, Limit(Level.APPROVAL, 2760), 2880, 2760, fixes=TIMES),
    "maximum_minutes_in_workweek": Case(DAYS, Limit(Level.APPROVAL, 2760), 2880, 2760, fixes=TIMES),
    "consecutive_days": Case(SHORT_DAYS, Limit(Level.WARN, 3), 4, 3, unit="days"),
    "consecutive_nights": Case(NIGHTS, Limit(Level.WARN, 3), 4, 3, unit="nights"),
    "rest_after_nights": Case(AFTER_NIGHTS, Limit(Level.WARN, 1440), 360, 1440),
    "restricted_duty": Case(
        ((6, 14), (38, 48)),
        Limit(Level.BLOCK, 0),
        120,
        0,
        fixes=ANY | {EARLIER},
        more={"restrictions": (UNTIL_22,)},
    ),
    "valid_certification": Case(((6, 14), (30, 42)), Limit(Level.BLOCK, 0), 360, 0, fixes=ANY | {EARLIER}),
    "trainee_with_trainer": Case(
        ((6, 14), (30, 42)),
        Limit(Level.WARN, 0),
        360,
        0,
        fixes=frozenset({FixKind.CLEAR, EARLIER}),
        more={"trainee": (EVER,)},
    ),
}
TUESDAY = FOCUS.start + 2 * DAY


def at(hour: float) -> int:
    return TUESDAY + round(hour * HOUR)


def roster(rule: str, *, last: bool = True, focus: Interval = FOCUS) -> RosterInput:
    """Dana's shifts of a case, Zoe who is always free and skilled, and a trainer who leaves at noon of the second."""
    case = CASES[rule]
    shifts = case.shifts if last else case.shifts[:-1]
    rows = tuple(paint(at(start), at(end), person="Dana") for start, end in shifts)
    noon = at(36)
    trainer = (paint(at(6), at(14), person="Cal"), paint(at(30), noon, person="Cal"))
    until = Interval(0, noon) if rule == "valid_certification" else EVER
    return RosterInput(
        clock=NEW_YORK,
        anchor=ANCHOR,
        span=SPAN,
        focus=focus,
        people=(
            PersonInput("Dana", (), rows, **case.more),
            PersonInput("Zoe"),
            PersonInput("Cal", (), trainer),
        ),
        patterns={},
        shift_types=SHIFT_TYPES,
        positions=(Position("calls", "Calls", "CT", 1),),
        certifications=(
            Certification("Dana", "CT", until),
            Certification("Zoe", "CT", EVER),
            Certification("Cal", "CT", EVER),
            Certification("Cal", "CTO", EVER),
        ),
        trainer_skills=frozenset({"CTO"}),
        parameters={None: RuleParameters({rule: (DatedLimits(rule, date.min, (case.limit,)),)})},
    )


def violation_of(evaluation: RosterEvaluation, rule: str) -> Violation:
    (found,) = [each for each in evaluation.violations if each.rule == rule]
    return found


def test_every_rule_is_here() -> None:
    assert set(CASES) == set(RULES)


@pytest.mark.parametrize("rule", list(CASES))
def test_a_violation_carries_who_when_how_much_and_a_sentence_with_the_numbers(rule: str) -> None:
    case = CASES[rule]
    assert not evaluate(roster(rule, last=False)).violations
    found = violation_of(evaluate(roster(rule)), rule)
    assert (found.person, found.level, found.unit) == ("Dana", case.limit.level, case.unit)
    assert (found.measured, found.limit) == (case.measured, case.shown)
    assert found.interval.overlaps(Interval(TUESDAY, TUESDAY + 5 * DAY))
    words = duration_words(case.measured) if case.unit == "minutes" else f"{case.measured} {case.unit}"
    assert words in wording.title(found)
    text = wording.text(found, NEW_YORK)
    assert case.shown == 0 or duration_words(case.shown) in text or f"{case.shown} {case.unit}" in text
    assert not wording.title(found).startswith("Measured")


@pytest.mark.parametrize("rule", list(CASES))
def test_the_ways_out_were_tried_and_one_of_each_kind_is_offered(rule: str) -> None:
    evaluation = evaluate(roster(rule))
    found = violation_of(evaluation, rule)
    fixes = fixes_for(evaluation, found, ["Zoe", "Cal"], zoe_first)
    assert 0 < len(fixes) <= MOST_FIXES
    kinds = {fix.kind for fix in fixes}
    assert kinds <= CASES[rule].fixes
    assert CASES[rule].fixes - {LATER, EARLIER} <= kinds or len(fixes) == MOST_FIXES
    assert bool(kinds & {LATER, EARLIER}) == bool(CASES[rule].fixes & {LATER, EARLIER})
    for fix in fixes:
        after = applied(evaluation, fix)
        assert not [each for each in after.violations if each.person == "Dana"]
        assert newly_broken(evaluation.violations, after.violations) == ()
        assert [fit.person for fit in fix.people][:1] == (["Zoe"] if fix.kind is FixKind.GIVE else [])
    assert fixes_for(evaluation, found, ["Zoe"], zoe_first, may_change=lambda shift: False) == ()


def zoe_first(person: object) -> bool:
    return person != "Zoe"


def applied(evaluation: RosterEvaluation, fix: Fix) -> RosterEvaluation:
    """Dana's shift with the times that are kept, or without it."""
    dana = evaluation.input.people[0]
    rows: list[Adjustment] = []
    for row in dana.adjustments:
        if row.start != fix.shift.start:
            rows.append(row)
        elif fix.kept is not None:
            rows.append(replace(row, start=fix.kept.start, end=fix.kept.end, shift_start=None))
    return evaluation.with_person("Dana", rows)


@pytest.mark.parametrize("rule", list(CASES))
def test_work_before_the_period_counts(rule: str) -> None:
    """The last shift is the first of a period, everything before it lies in the one before."""
    last = at(CASES[rule].shifts[-1][0])
    later = Interval(last, last + DAY)
    found = violation_of(evaluate(roster(rule, focus=later)), rule)
    assert found.measured == CASES[rule].measured


@pytest.mark.parametrize("rule", [rule for rule in CASES if len(CASES[rule].shifts) > 1])
def test_work_after_the_period_counts(rule: str) -> None:
    """The period ends with the shift before the last: what follows stands already and is looked at."""
    case = CASES[rule]
    alone = {"restricted_duty", "valid_certification", "trainee_with_trainer"}
    before = case.shifts[-2]
    focus = Interval(at(before[0]), at(before[1]) + 1)
    found = [each for each in evaluate(roster(rule, focus=focus)).violations if each.rule == rule]
    # What is asked of each minute by itself lies after the period and is no matter of it.
    assert [each.measured for each in found] == ([] if rule in alone else [case.measured])
