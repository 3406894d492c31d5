"""What a change would mean, who could cover it, and the ways out of a violation: each was tried."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.adjustments.domain import Adjustment, AdjustmentKind, Paint
from scheduling.coverage.domain.types import Certification
from scheduling.roster.domain.cover import Obstacle, who_fits
from scheduling.roster.domain.evaluation import RosterEvaluation, evaluate
from scheduling.roster.domain.fixes import Fix, FixKind, fixes_for
from scheduling.roster.domain.impact import Away, impact, newly_broken, what_if
from scheduling.roster.domain.inputs import PersonInput
from scheduling.rules import longest_continuous_duty, minimum_rest, rolling_window
from scheduling.rules.levels import Level
from scheduling.time.interval import Interval
from scheduling.time.segment import PayKind
from tests.scheduling.roster.test_evaluation import (
    EVENING,
    EVER,
    FOCUS,
    PEOPLE,
    RADIO,
    SIX,
    given_input,
    leave,
)
from tests.support.duty import paint

NIGHT = Interval(EVENING, EVENING + 720)
DAY = Interval(SIX, EVENING)


def by_name(person: object) -> str:
    return str(person)


def with_rows(**rows: Adjustment) -> RosterEvaluation:
    """The cast of the evaluation's tests, each with one more adjustment."""
    people = [
        replace(each, adjustments=(rows[str(each.key)],)) if each.key in rows else each for each in PEOPLE
    ]
    return evaluate(given_input(*people))


def assigned(person: str, start: int, end: int) -> Adjustment:
    return paint(start, end, 1, person=person, pay=PayKind.OVERTIME)


def test_leave_leaves_a_seat_open_and_says_who_else_is_away() -> None:
    before = with_rows(Cal=leave("Cal"))
    after = what_if(before, {"Dana": [leave("Dana")]})
    found = impact(before, after, ["Dana"], DAY)
    radio = next(each for each in found.coverage if each.subject == RADIO)
    assert (sum(gap.person_minutes for gap in radio.before), radio.added_person_minutes) == (0, 720)
    assert found.is_short
    assert found.away == (Away("Cal", DAY, "vacation"),)


def test_what_is_outside_the_span_does_not_count() -> None:
    before = with_rows()
    after = what_if(before, {"Dana": [leave("Dana")]})
    found = impact(before, after, ["Dana"], Interval(DAY.end, DAY.end + 60))
    assert (found.coverage, found.added_person_minutes, found.is_short) == ((), 0, False)


def test_a_change_back_and_forth_has_no_impact() -> None:
    before = with_rows()
    after = what_if(what_if(before, {"Dana": [leave("Dana")]}), {"Dana": []})
    found = impact(before, after, ["Dana"], FOCUS)
    assert (found.added_person_minutes, found.broken, found.solved) == (0, (), ())


def test_overtime_into_the_night_breaks_rest_and_says_how_hard() -> None:
    before = with_rows()
    after = what_if(before, {"Dana": [assigned("Dana", EVENING + 120, EVENING + 360)]})
    found = impact(before, after, ["Dana"], DAY)
    assert minimum_rest.NAME in {each.rule for each in found.broken}
    assert found.hardest is Level.BLOCK
    # Her week was too long before as well: it is worse now, and would not be solved by going back.
    gone = {each.rule for each in impact(after, before, ["Dana"], DAY).solved}
    assert {each.rule for each in found.broken} - gone == {rolling_window.IN_7_DAYS}


def test_who_fits_says_for_everybody_else_why_not() -> None:
    evaluation = with_rows(Cal=leave("Cal"))
    cover = who_fits(evaluation, DAY, "radio", ["Sam", "Dana", "Cal", "Max"], by_name)
    assert cover.fitting == ()
    # Sam works the nights before and after, Dana that day; Cal has no radio skill, and Max learns.
    assert cover.others[Obstacle.BREAKS_RULE] == ("Sam",)
    assert cover.others[Obstacle.ON_DUTY] == ("Dana",)
    assert cover.others[Obstacle.UNSKILLED] == ("Cal", "Max")
    on_leave = who_fits(evaluation, DAY, "calls", ["Cal"], by_name)
    assert on_leave.others[Obstacle.ON_LEAVE] == ("Cal",)


def test_somebody_without_a_shift_fits_and_order_is_kept() -> None:
    people = (*PEOPLE, PersonInput("Zoe"), PersonInput("Abe"))
    held = [Certification(name, "PD", EVER) for name in ("Zoe", "Abe")]
    given = given_input(*people)
    evaluation = evaluate(replace(given, certifications=(*given.certifications, *held)))
    cover = who_fits(evaluation, NIGHT, "radio", ["Zoe", "Abe", "Dana"], by_name)
    assert [fit.person for fit in cover.fitting] == ["Abe", "Zoe"]
    assert [fit.violations for fit in cover.fitting] == [(), ()]


@settings(max_examples=60)
@given(
    start=st.integers(-600, 3600),
    minutes=st.integers(30, 900),
    person=st.sampled_from(["Dana", "Cal", "Sam"]),
)
def test_trying_somebody_equals_assigning_them(start: int, minutes: int, person: str) -> None:
    """The short way (one more duty among the segments) gives what painting an assignment gives."""
    before = evaluate(given_input())
    shift = Interval(FOCUS.start + start, FOCUS.start + start + minutes)
    cover = who_fits(before, shift, None, [person], by_name, worst=Level.BLOCK)
    if not cover.fitting:
        return
    row = Adjustment(
        "row", person, AdjustmentKind.OVERTIME, Paint.DUTY, shift.start, shift.end, 1,
        shift_start=shift.start, pay=PayKind.OVERTIME,
    )  # fmt: skip
    after = before.with_person(person, [row])
    broken = impact(before, after, [person], FOCUS).broken
    assert set(cover.fitting[0].violations) == {each for each in broken if each.person == person}


def the_fixes(evaluation: RosterEvaluation, person: str, rule: str, *people: str) -> tuple[Fix, ...]:
    violation = next(each for each in evaluation.violations_of(person) if each.rule == rule)
    return fixes_for(evaluation, violation, people, by_name)


def test_too_little_rest_is_mended_by_starting_later_or_ending_earlier() -> None:
    # Dana has the day off before; now comes in late, and the next day shift begins at 06:00.
    evaluation = with_rows(Dana=assigned("Dana", EVENING + 60, EVENING + 240))
    violation = next(
        each
        for each in evaluation.violations_of("Dana")
        if each.rule == minimum_rest.NAME and each.measured > 60
    )
    found = fixes_for(evaluation, violation, ["Sam"], by_name)
    later = next(fix for fix in found if fix.kind is FixKind.START_LATER)
    assert later.kept == Interval(violation.interval.start + violation.limit, later.shift.end)
    assert later.added_person_minutes == later.kept.start - later.shift.start


@pytest.mark.parametrize(
    ("rule", "start", "end"),
    [
        (longest_continuous_duty.NAME, EVENING, EVENING + 360),
        (rolling_window.IN_24_HOURS, EVENING + 60, EVENING + 360),
    ],
)
def test_every_fix_that_is_offered_was_tried(rule: str, start: int, end: int) -> None:
    evaluation = with_rows(Dana=assigned("Dana", start, end))
    violation = next(each for each in evaluation.violations_of("Dana") if each.rule == rule)
    found = fixes_for(evaluation, violation, ["Sam", "Cal"], by_name)
    assert found
    assert len(found) <= 3
    for fix in found:
        after = _applied(evaluation, fix)
        left = [each for each in after.violations_of("Dana") if each.rule == rule]
        assert not any(each.interval.overlaps(violation.interval) for each in left)
        assert newly_broken(evaluation.violations_of("Dana"), after.violations_of("Dana")) == ()


def _applied(evaluation: RosterEvaluation, fix: Fix) -> RosterEvaluation:
    rows = next(row for row in evaluation.input.people if row.key == "Dana").adjustments
    keep = fix.kept
    pieces = (
        [fix.shift]
        if keep is None
        else [
            Interval(*each)
            for each in ((fix.shift.start, keep.start), (keep.end, fix.shift.end))
            if each[0] < each[1]
        ]
    )
    cuts = [
        Adjustment(("cut", n), "Dana", AdjustmentKind.REMOVE, Paint.OFF, each.start, each.end, 9, n,
                   shift_start=fix.shift.start if keep else None)
        for n, each in enumerate(pieces)
    ]  # fmt: skip
    return evaluation.with_person("Dana", (*rows, *cuts))


def test_what_may_not_be_changed_is_not_offered() -> None:
    evaluation = with_rows(Dana=assigned("Dana", EVENING, EVENING + 360))
    violation = next(
        each for each in evaluation.violations_of("Dana") if each.rule == longest_continuous_duty.NAME
    )
    assert fixes_for(evaluation, violation, ["Sam"], by_name, may_change=lambda shift: False) == ()


def test_a_shift_that_somebody_fits_can_be_given_away() -> None:
    people = (*PEOPLE, PersonInput("Zoe"))
    given = given_input(*people)
    given = replace(given, certifications=(*given.certifications, Certification("Zoe", "PD", EVER)))
    evaluation = evaluate(given).with_person("Dana", [assigned("Dana", EVENING + 60, EVENING + 500)])
    found = [
        fix
        for each in evaluation.violations_of("Dana")
        if each.rule == minimum_rest.NAME
        for fix in fixes_for(evaluation, each, ["Zoe", "Sam"], by_name)
    ]
    given_away = [fix for fix in found if fix.kind is FixKind.GIVE]
    assert given_away
    assert all([fit.person for fit in fix.people] == ["Zoe"] for fix in given_away)
