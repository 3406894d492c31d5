"""Minute-precise kinds: what each paints, and where each says no."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.adjustments.domain import AdjustmentKind
from scheduling.adjustments.kinds import TERMS
from scheduling.roster.domain.commands import CommandError
from scheduling.roster.domain.editing import Plan, as_adjustment
from scheduling.roster.domain.evaluation import evaluate
from scheduling.roster.domain.happenings import (
    EXTRA,
    plan_early_out,
    plan_extra,
    plan_holdover,
    plan_late,
    plan_trade,
    shift_of,
)
from scheduling.roster.domain.inputs import PersonInput, RosterInput
from scheduling.roster.domain.person import PersonRoster
from scheduling.time.interval import Interval
from scheduling.time.segment import PayKind
from tests.scheduling.roster.test_evaluation import EVENING, FOCUS, RADIO, SIX, given_input, leave
from tests.support.duty import at, contract

GIVEN = given_input()
DANA, CAL, SAM, MAX = GIVEN.people
FREE = PersonInput("Zoe", (contract(pattern=None),))


def after(plan: Plan, person: PersonInput = DANA, given: RosterInput = GIVEN) -> PersonRoster:
    rows = [as_adjustment(row, n, person.key, 9, n) for n, row in enumerate(plan.additions)]
    changed = replace(person, adjustments=(*person.adjustments, *rows))
    people = tuple(changed if each.key == person.key else each for each in given.people)
    return evaluate(replace(given, people=people)).roster(person.key)


def worked(roster: PersonRoster, day: Interval = FOCUS) -> list[tuple[int, int, PayKind]]:
    return [(each.start, each.end, each.pay) for each in roster.worked() if each.interval.overlaps(day)]


def field_of(error: pytest.ExceptionInfo[CommandError]) -> str:
    return error.value.field


def test_every_kind_has_its_terms() -> None:
    assert set(TERMS) == set(AdjustmentKind)


def test_overtime_is_painted_over_exactly_its_minutes_and_is_a_shift_of_its_own() -> None:
    plan = plan_extra(DANA, GIVEN, AdjustmentKind.OVERTIME, Interval(EVENING + 7, EVENING + 131))
    found = after(plan)
    assert (EVENING + 7, EVENING + 131, PayKind.OVERTIME) in worked(found)
    extra = next(each for each in found.worked() if each.pay is PayKind.OVERTIME)
    assert extra.shift_start == EVENING + 7


@pytest.mark.parametrize("kind", [AdjustmentKind.OVERTIME, AdjustmentKind.MANDATION])
def test_overtime_never_lies_over_a_planned_shift(kind: AdjustmentKind) -> None:
    with pytest.raises(CommandError, match="works 06:00 – 18:00 then") as error:
        plan_extra(DANA, GIVEN, kind, Interval(EVENING - 1, EVENING + 60))
    assert field_of(error) == "start"
    assert plan_extra(DANA, GIVEN, kind, Interval(EVENING, EVENING + 60)).additions


@pytest.mark.parametrize("kind", [AdjustmentKind.TRAINING, AdjustmentKind.COURT])
def test_training_and_court_time_lie_inside_the_shift_and_fill_no_seat(kind: AdjustmentKind) -> None:
    plan = plan_extra(DANA, GIVEN, kind, Interval(SIX + 60, SIX + 180))
    found = after(plan)
    pay = TERMS[kind].pay
    assert [each for each in worked(found) if each[0] < EVENING][:3] == [
        (SIX, SIX + 60, PayKind.REGULAR),
        (SIX + 60, SIX + 180, pay),
        (SIX + 180, EVENING, PayKind.REGULAR),
    ]
    assert {each.shift_start for each in found.worked() if SIX <= each.start < EVENING} == {SIX}
    row = as_adjustment(plan.additions[0], 0, "Dana", 9, 0)
    gaps = evaluate(GIVEN).with_person("Dana", [row]).gaps
    assert [gap.interval for gap in gaps if gap.subject == RADIO and gap.interval.start < EVENING] == [
        Interval(SIX + 60, SIX + 180)
    ]


@pytest.mark.parametrize("kind", [each for each in AdjustmentKind if each not in EXTRA])
def test_other_kinds_are_not_added_beside_a_shift(kind: AdjustmentKind) -> None:
    with pytest.raises(CommandError) as error:
        plan_extra(DANA, GIVEN, kind, Interval(EVENING, EVENING + 60))
    assert field_of(error) == "kind"


def test_one_shift_lasts_at_most_26_hours() -> None:
    longest = Interval(EVENING, EVENING + 26 * 60)
    free = replace(GIVEN, people=(*GIVEN.people, FREE))
    assert plan_extra(FREE, free, AdjustmentKind.OVERTIME, longest).additions
    with pytest.raises(CommandError) as error:
        plan_extra(FREE, free, AdjustmentKind.OVERTIME, Interval(longest.start, longest.end + 1))
    assert field_of(error) == "end"


def test_a_holdover_goes_on_from_the_shift_in_its_seat() -> None:
    found = after(plan_holdover(DANA, GIVEN, SIX, EVENING + 95, "Sam is late."))
    held = next(each for each in found.worked() if each.pay is PayKind.HOLDOVER)
    shift = next(each for each in found.worked() if each.start == SIX)
    assert (held.start, held.end, held.shift_start) == (EVENING, EVENING + 95, SIX)
    assert (held.shift_type, held.position) == (shift.shift_type, shift.position)


@pytest.mark.parametrize(
    ("until", "message"), [(EVENING, "ends at 18:00"), (EVENING + 13 * 60, "next shift is")]
)
def test_a_holdover_ends_after_the_shift_and_before_the_next(until: int, message: str) -> None:
    with pytest.raises(CommandError, match=message) as error:
        plan_holdover(DANA, GIVEN, SIX, until, "")
    assert field_of(error) == "until"


def test_early_out_and_late_cut_the_shift_and_keep_its_date() -> None:
    early = after(plan_early_out(DANA, GIVEN, SIX, EVENING - 45, "Slow night."))
    assert (SIX, EVENING - 45, PayKind.REGULAR) in worked(early)
    late = after(plan_late(DANA, GIVEN, SIX, SIX + 25, "Snow."))
    assert (SIX + 25, EVENING, PayKind.REGULAR) in worked(late)
    assert shift_of(replace(DANA, adjustments=late.changes), GIVEN, SIX).whole == Interval(SIX + 25, EVENING)


@pytest.mark.parametrize("minute", [SIX, EVENING, SIX - 10, EVENING + 10])
def test_early_out_and_late_are_inside_the_shift(minute: int) -> None:
    for plan, field in ((plan_early_out, "at"), (plan_late, "until")):
        with pytest.raises(CommandError, match="pick a time inside it") as error:
            plan(DANA, GIVEN, SIX, minute, "")
        assert field_of(error) == field


def test_nobody_is_late_for_a_shift_that_is_not_there() -> None:
    with pytest.raises(CommandError, match="No shift of this person begins") as error:
        plan_late(DANA, GIVEN, SIX + 1, SIX + 60, "")
    assert field_of(error) == "shift_start"


def test_late_for_a_night_over_the_clock_change_counts_true_minutes() -> None:
    night = Interval(at("2027-11-06 18:00"), at("2027-11-07 06:00"))
    assert night.minutes == 13 * 60
    span = Interval(night.start - 10 * 1440, night.end + 10 * 1440)
    given = replace(GIVEN, focus=night, span=span)
    plan = plan_early_out(SAM, given, night.start, at("2027-11-07 05:30"), "Relieved.")
    assert [(row.start, row.end) for row in plan.additions] == [(night.end - 30, night.end)]


def test_a_trade_moves_the_whole_shift_and_is_pay_neutral() -> None:
    free = replace(GIVEN, people=(*GIVEN.people, FREE))
    gives, takes = plan_trade(DANA, FREE, free, SIX, "Wedding.")
    assert not [each for each in worked(after(gives, DANA, free)) if each[0] == SIX]
    taken = after(takes, FREE, free).worked()
    assert [(each.start, each.end, each.pay, each.shift_start) for each in taken] == [
        (SIX, EVENING, PayKind.TRADE, SIX)
    ]
    assert {row.kind for row in (*gives.additions, *takes.additions)} == {AdjustmentKind.TRADE}


def test_a_trade_needs_the_other_to_be_free() -> None:
    for taker in (CAL, replace(FREE, adjustments=(leave("Zoe"),))):
        with pytest.raises(CommandError, match="not free") as error:
            plan_trade(DANA, taker, GIVEN, SIX, "")
        assert field_of(error) == "taker"


@settings(max_examples=80)
@given(cut=st.integers(1, 719), late=st.booleans())
def test_cuts_conserve_minutes(cut: int, late: bool) -> None:
    """What is taken off and what remains are the shift."""
    plan = (plan_late if late else plan_early_out)(DANA, GIVEN, SIX, SIX + cut, "")
    gone = sum(row.end - row.start for row in plan.additions)
    day = Interval(SIX, EVENING)
    assert after(plan).planned_minutes(day) + gone == day.minutes
