"""Everybody's roster with coverage and rules; and one person's edit re-evaluated equals evaluating it all again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.adjustments.domain import Adjustment, AdjustmentKind, Paint
from scheduling.coverage.domain.curve import Deviation
from scheduling.coverage.domain.suggestions import Move, Seat
from scheduling.coverage.domain.types import (
    Certification,
    Position,
    Requirement,
    RequirementKind,
    TrainerPair,
)
from scheduling.roster.domain.evaluation import RosterEvaluation, evaluate
from scheduling.roster.domain.inputs import PersonInput, RosterInput
from scheduling.rules.registry import default_parameters
from scheduling.rules.trainee_with_trainer import Pairing
from scheduling.time.interval import Interval
from scheduling.time.segment import PayKind
from tests.support.duty import ANCHOR, EVER, NEW_YORK, SHIFT_TYPES, contract, limits, paint, pattern

FIRST = date(2027, 6, 1)
FOCUS = NEW_YORK.days(FIRST, FIRST + timedelta(days=3))
SPAN = NEW_YORK.days(FIRST - timedelta(days=10), FIRST + timedelta(days=13))
RADIO, CALLS = (RequirementKind.SEATS, "radio"), (RequirementKind.SEATS, "calls")
CTO = (RequirementKind.MIX, "CTO")
SIX, EVENING = FOCUS.start + 360, FOCUS.start + 1080

PEOPLE = (
    PersonInput("Dana", (contract(pattern="D"),)),
    PersonInput("Cal", (contract(pattern="D"),)),
    PersonInput("Sam", (contract(pattern="N"),)),
    PersonInput("Max", (contract(pattern="D"),), trainee=(EVER,)),
)
HELD = {"Dana": ("PD", "CT"), "Cal": ("CT", "CTO"), "Sam": ("PD",)}


def given_input(*people: PersonInput) -> RosterInput:
    def asks(kind: RequirementKind, of: str, weekday: int) -> Requirement:
        return Requirement((of, weekday), kind, of, weekday, time(6), time(18), 1, 1, 1)

    return RosterInput(
        clock=NEW_YORK,
        anchor=ANCHOR,
        span=SPAN,
        focus=FOCUS,
        people=people or PEOPLE,
        patterns={code: pattern(code, code) for code in SHIFT_TYPES},
        shift_types=SHIFT_TYPES,
        positions=(Position("radio", "Radio", "PD", 1), Position("calls", "Calls", "CT", 2)),
        requirements=tuple(
            asks(kind, of, weekday)
            for weekday in range(7)
            for kind, of in (
                (RequirementKind.SEATS, "radio"), (RequirementKind.SEATS, "calls"), (RequirementKind.MIX, "CTO"),
            )
        ),
        certifications=tuple(Certification(name, skill, EVER) for name, held in HELD.items() for skill in held),
        trainer_skills=frozenset({"CTO"}),
        trainer_pairs=(TrainerPair("Max", "Cal", EVER),),
        parameters={None: default_parameters()},
    )  # fmt: skip


def leave(person: str) -> Adjustment:
    return paint(SIX, EVENING, 1, paint=Paint.ABSENCE, kind=AdjustmentKind.LEAVE, person=person)


def same(one: RosterEvaluation, other: RosterEvaluation) -> None:
    assert one.input == other.input
    assert one.rosters == other.rosters
    assert one.violations == other.violations
    assert (one.gaps, one.surpluses) == (other.gaps, other.surpluses)
    for subject in one.curve.subjects:
        assert one.curve.steps(subject) == other.curve.steps(subject)


def test_the_day_is_covered_and_who_sits_where_is_told() -> None:
    found = evaluate(given_input())
    assert (found.gaps, found.surpluses) == ((), ())
    assert found.seats_at(SIX) == {"Dana": Seat("radio", False), "Cal": Seat("calls", False)}
    assert found.seats_at(EVENING) == {}
    assert found.pairings() == [
        Pairing("Max", "Cal", Interval(SIX + n * 1440, EVENING + n * 1440)) for n in range(3)
    ]


def test_violations_touch_the_focus_and_look_across_its_edges() -> None:
    found = evaluate(given_input())
    assert {(each.rule, each.person) for each in found.violations} == {
        (rule, name)
        for name in ("Dana", "Cal", "Max", "Sam")
        for rule in ("maximum_minutes_in_7_days", "consecutive_days")
    } | {("consecutive_nights", "Sam")}
    # The whole run is measured, though the focus has only three days.
    days = [each.measured for each in found.violations_of("Dana") if each.rule == "consecutive_days"]
    assert days == [23]


def test_leave_of_the_trainer_opens_gaps_and_leaves_the_trainee_alone() -> None:
    found = evaluate(given_input()).with_person("Cal", [leave("Cal")])
    assert found.gaps == (
        Deviation(CALLS, Interval(SIX, EVENING), 1),
        Deviation(CTO, Interval(SIX, EVENING), 1),
    )
    alone = [each for each in found.violations_of("Max") if each.rule == "trainee_with_trainer"]
    assert [(each.measured, each.interval) for each in alone] == [(720, Interval(SIX, EVENING))]
    same(found, evaluate(found.input))


def test_undo_gives_the_first_evaluation_again() -> None:
    before = evaluate(given_input())
    after = before.with_person("Cal", [leave("Cal")])
    assert after.gaps
    same(after.with_person("Cal", []), before)
    assert not before.gaps


def test_who_trains_is_seen_across_the_edges_of_the_focus() -> None:
    # Ada came before the focus began and is not paired; Max and she share the only trainer.
    ada = PersonInput("Ada", (contract(pattern="N"),), trainee=(EVER,))
    cal = replace(PEOPLE[1], contracts=(contract(pattern="N"),))
    long = paint(FOCUS.start - 60, FOCUS.start + 120, person="Max", kind=AdjustmentKind.OVERTIME)
    rows = (cal, ada, PersonInput("Max", (), (long,), (EVER,)))
    found = evaluate(replace(given_input(*rows), trainer_pairs=()))
    alone = [each for each in found.violations if each.rule == "trainee_with_trainer"]
    assert [(each.person, each.measured, each.interval.start) for each in alone] == [
        ("Max", 180, FOCUS.start - 60)
    ]


def test_without_trainees_nobody_is_paired() -> None:
    found = evaluate(given_input(*PEOPLE[:3]))
    assert found.pairings() == []
    assert found.trainee_violations == ()


def test_somebody_who_trains_only_while_certified_and_no_trainee() -> None:
    held = [each for each in given_input().certifications if each.skill != "CTO"]
    held.append(Certification("Cal", "CTO", Interval(0, SIX + 100)))
    found = evaluate(replace(given_input(), certifications=tuple(held)))
    alone = [each.interval for each in found.violations_of("Max") if each.rule == "trainee_with_trainer"]
    assert alone[0] == Interval(SIX + 100, EVENING)
    learning = evaluate(given_input(PEOPLE[0], replace(PEOPLE[1], trainee=(EVER,)), *PEOPLE[2:]))
    assert {(each.trainee, each.trainer) for each in learning.pairings()} == {("Max", None), ("Cal", None)}
    nobody = evaluate(replace(given_input(), trainer_skills=frozenset()))
    assert {each.trainer for each in nobody.pairings()} == {None}
    assert found.presence("Max") == []


def test_training_fills_no_seat_and_needs_no_trainer() -> None:
    course = paint(SIX, EVENING, kind=AdjustmentKind.TRAINING, pay=PayKind.TRAINING)
    for person, gaps in (("Dana", 1), ("Max", 0)):
        found = evaluate(given_input()).with_person(person, [replace(course, person=person)])
        assert len(found.gaps) == gaps
        assert found.roster(person).planned_minutes(FOCUS) == 3 * 720
    assert [each.interval.start for each in found.pairings()] == [SIX + 1440, SIX + 2880]


def test_a_named_person_whose_move_would_close_the_gap_is_told() -> None:
    named = paint(SIX, EVENING - 60, position="calls", person="Dana")
    found = evaluate(given_input()).with_person("Dana", [named])
    assert found.gaps == (Deviation(RADIO, Interval(SIX, EVENING - 60), 1),)
    assert found.moves_for(found.gaps[0]) == (Move("Dana", "calls", Interval(SIX, EVENING - 60)),)
    assert found.seats_at(SIX)["Dana"] == Seat("calls", True)
    mix = found.with_person("Cal", [leave("Cal")])
    assert [mix.moves_for(gap) for gap in mix.gaps if gap.subject == CTO] == [()]


def test_a_move_is_told_for_the_minutes_in_which_it_helps() -> None:
    named = paint(SIX, EVENING, position="calls", person="Dana")
    away = paint(SIX + 120, SIX + 240, paint=Paint.OFF, person="Cal")
    found = evaluate(given_input()).with_person("Dana", [named]).with_person("Cal", [away])
    (gap,) = [each for each in found.gaps if each.subject == RADIO]
    # Without Cal, moving Dana would only shift the gap.
    assert found.moves_for(gap) == (
        Move("Dana", "calls", Interval(SIX, SIX + 120)),
        Move("Dana", "calls", Interval(SIX + 240, EVENING)),
    )


def test_parameters_are_those_of_the_bargaining_unit() -> None:
    rows = (replace(PEOPLE[0], unit="dispatchers"), *PEOPLE[1:])
    strict = limits("longest_continuous_duty", block=600)
    parameters = {None: limits("longest_continuous_duty", block=960), "dispatchers": strict}
    found = evaluate(replace(given_input(*rows), parameters=parameters))
    assert {each.person for each in found.violations} == {"Dana"}
    assert evaluate(replace(given_input(), parameters={})).violations == ()


def test_a_certificate_that_ends_opens_a_gap_and_a_finding() -> None:
    expires = Interval(0, SIX + 100)
    rows = [
        replace(each, interval=expires) if each.person == "Dana" else each
        for each in given_input().certifications
    ]
    found = evaluate(replace(given_input(), certifications=tuple(rows)))
    assert found.gaps[0] == Deviation(RADIO, Interval(SIX + 100, EVENING), 1)
    lost = [each for each in found.violations_of("Dana") if each.rule == "valid_certification"]
    assert [each.measured for each in lost] == [620, 720, 720]


rows_strategy = st.lists(
    st.builds(
        lambda start, length, kind, position, pay: paint(
            FOCUS.start + start * 45, FOCUS.start + (start + length) * 45, paint=kind,
            position=position if kind is Paint.DUTY else None, pay=pay,
        ),
        st.integers(-30, 120),
        st.integers(1, 40),
        st.sampled_from(Paint),
        st.sampled_from([None, "radio", "calls"]),
        st.sampled_from([PayKind.REGULAR, PayKind.TRAINING]),
    ),
    max_size=4,
)  # fmt: skip


def numbered(rows: list[Adjustment], person: str) -> list[Adjustment]:
    return [replace(row, version=n, person=person) for n, row in enumerate(rows, start=1)]


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from([*list(HELD), "Max"]), rows_strategy), min_size=1, max_size=4))
def test_edits_one_by_one_equal_evaluating_everything(edits: list[tuple[str, list[Adjustment]]]) -> None:
    found = evaluate(given_input())
    people = {row.key: row for row in PEOPLE}
    for person, rows in edits:
        adjustments = numbered(rows, person)
        found = found.with_person(person, adjustments)
        people[person] = replace(people[person], adjustments=tuple(adjustments))
    same(found, evaluate(given_input(*people.values())))
