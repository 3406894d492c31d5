"""The verifier catches every broken rule: a sound answer is changed in one way, and one sentence names it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scheduling.rules.levels import RuleParameters
from scheduling.time.interval import Interval
from solver.engine.instance import Absence, DutyOrigin, Instance, KeepOff, Person, Restriction, SkillTime
from solver.engine.solution import Assignment, Finding, FindingKind, Solution, Status
from solver.engine.solve import solve
from solver.engine.verify import verify
from tests.solver.engine.small import DAY, HOUR, instance, limits, person, seats, shift


def answer(*keys: str, who: str = "dana", **changes: Any) -> Solution:
    return Solution(Status.FEASIBLE, "", tuple(Assignment(who, key) for key in keys), **changes)


def week(rules: RuleParameters | None = None, who: Person | None = None, **changes: Any) -> Instance:
    codes = ("D", "N", "M", "A", "H", "E")
    dana = who or person("dana", weekly=10_080)
    return instance(dana, days=7, codes=codes, rules=rules or limits(), **changes)


def problems(problem: Instance, solution: Solution) -> str:
    return " ".join(verify(problem, solution))


@pytest.mark.parametrize(
    ("rules", "sound", "broken", "words"),
    [
        ({"minimum_rest": {"block": 600}}, ("D0", "M1"), ("A0", "M1"), "480 minutes of rest"),
        ({"longest_continuous_duty": {"block": 480}}, ("M0",), ("D0",), "720 minutes on end"),
        ({"maximum_minutes_in_24_hours": {"block": 750}}, ("M0", "E1"), ("D0", "E1"), "780 minutes in 1440"),
        (
            {"maximum_minutes_in_7_days": {"block": 960}},
            ("M0", "M3"),
            ("M0", "M3", "H5"),
            "1200 minutes in 10080",
        ),
        ({"consecutive_days": {"block": 2}}, ("M0", "M1", "M3"), ("M0", "M1", "M2"), "3 in a row"),
        ({"consecutive_nights": {"block": 1}}, ("N0", "N2"), ("N0", "N1"), "2 in a row"),
        (
            {"maximum_minutes_in_workweek": {"block": 960}},
            ("M0", "M3"),
            ("M0", "M3", "H5"),
            "1200 minutes in the workweek",
        ),
        (
            {"rest_after_nights": {"block": 1440}},
            ("N0", "N1", "N2", "D4"),
            ("N0", "N1", "N2", "A3"),
            "540 minutes off after nights",
        ),
        ({}, ("M0", "M1"), ("M0", "A0"), "second shift"),
        ({}, ("M0", "M1"), ("M0", "D0"), "twice in one minute"),
        ({}, ("D0", "D1"), ("N0", "D1"), "without a gap"),
    ],
)
def test_each_rule(
    rules: dict[str, dict[str, int]], sound: tuple[str, ...], broken: tuple[str, ...], words: str
) -> None:
    problem = week(limits(**rules))
    assert verify(problem, answer(*sound)) == []
    assert words in problems(problem, answer(*broken))


def test_restrictions_of_a_person() -> None:
    light = Restriction(0, 2 * DAY, closed=(Interval(1320, 1800),), daily_minutes=600)
    dana = person("dana", weekly=10_080, restrictions=(light,))
    problem = week(limits(restricted_duty={"block": 0}), dana)
    assert verify(problem, answer("M0", "D2")) == []
    assert "720 minutes against a restriction of 600" in problems(problem, answer("D1"))
    assert "60 minutes against a restriction of 0" in problems(problem, answer("A0"))
    barred = person("dana", weekly=480, restrictions=(Restriction(0, DAY, no_overtime=True),))
    overtime = {"options": {"overtime_allowed": True}}
    problem = week(limits(restricted_duty={"block": 0}), barred, **overtime)
    assert verify(problem, answer("M0")) == []
    assert "works 720 minutes in the week" in problems(problem, answer("D2"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"absences": (Absence("dana", 1000, 1100),)}, "leave"),
        ({"keep_off": (KeepOff("dana", 1000, 1100),)}, "kept off"),
        ({"who": person("dana", employed=(Interval(0, 900),))}, "not employed"),
        ({"who": person("dana", weekly=None)}, "pattern"),
        ({"who": person("dana", weekly=719)}, "719 are allowed"),
        ({"who": person("dana", skills=(SkillTime("CT", None, 1079),))}, "no valid skill"),
        ({"who": person("dana", "PD")}, "no valid skill"),
    ],
)
def test_each_boundary_of_a_person(changes: dict[str, Any], words: str) -> None:
    assert verify(week(), answer("D0")) == []
    assert words in problems(week(**changes), answer("D0"))


def test_trainees_without_trainers() -> None:
    ada, cal = person("ada", is_trainee=True), person("cal", "CT", "CTO")
    rules = limits(trainee_with_trainer={"block": 0})
    problem = instance(ada, cal, rules=rules, trainer_skills=("CTO",))
    together = (Assignment("ada", "D0"), Assignment("cal", "D0"))
    assert verify(problem, Solution(Status.FEASIBLE, "", together)) == []
    assert "1 trainees and 0 trainers" in problems(problem, answer("D0", who="ada"))


def test_names_that_do_not_exist_and_pairs_given_twice() -> None:
    assert "does not know" in problems(week(), answer("X9"))
    assert "does not know" in problems(week(), answer("D0", who="nobody"))
    assert "2 times" in problems(week(), answer("D0", "D0"))


def test_only_movable_duty_is_dropped_and_only_findings_remove() -> None:
    given = shift("given", "dana", "D", 0)
    problem = week(duty=(given,))
    assert "may not be" in problems(problem, answer(dropped=("given",)))
    assert "without a finding" in problems(problem, answer(removed=("given",)))
    movable = week(duty=(replace(given, may_move=True),))
    assert verify(movable, answer(dropped=("given",))) == []
    finding = Finding(
        FindingKind.ALONE, "x", "dana", ("given",), ("given",), Interval(0, 1), 0, 0, "minutes", ""
    )
    assert verify(problem, answer(removed=("given",), findings=(finding,))) == []
    locked = week(duty=(replace(given, origin=DutyOrigin.LOCKED),))
    assert "past, locked" in problems(locked, answer(removed=("given",), findings=(finding,)))


def test_stated_values_are_those_of_the_roster() -> None:
    asked = (seats("calls", (6 * HOUR, 18 * HOUR, 1)),)
    problem = instance(person("dana"), codes=("D",), requirements=asked)
    sound = solve(problem)
    assert verify(problem, sound) == []
    tier = sound.tiers[0]
    assert "stated as 0 and amounts to 720" in problems(problem, replace(sound, assignments=()))
    wrong_sum = (replace(tier, value=7, bound=None), *sound.tiers[1:])
    assert "not the sum" in problems(problem, replace(sound, tiers=wrong_sum))
    wrong_bound = (replace(tier, bound=7), *sound.tiers[1:])
    assert "below its bound" in problems(problem, replace(sound, tiers=wrong_bound))


def test_what_the_past_breaks_by_itself_is_not_held_against_the_answer() -> None:
    past = (
        shift("a", "dana", "D", -2, origin=DutyOrigin.PAST),
        shift(
            "b",
            "dana",
            "D",
            -1,
            origin=DutyOrigin.PAST,
            start=-DAY,
            end=-DAY + 60,
            shift_start=-DAY,
            worked_minutes=60,
        ),
    )
    problem = week(limits(minimum_rest={"block": 480}), duty=past)
    assert verify(problem, answer("D2")) == []


def test_stated_shortage_is_counted_again() -> None:
    problem = week(requirements=(seats("calls", (0, DAY, 1)),))
    solution = solve(problem)
    assert verify(problem, solution) == []
    row = solution.shortages[0]
    lied = replace(solution, shortages=(replace(row, after=row.after + 1),))
    assert "Shortage of calls" in problems(problem, lied)


def test_a_bound_above_the_value_is_a_problem() -> None:
    problem = week(requirements=(seats("calls", (0, DAY, 1)),))
    solution = solve(problem)
    first = solution.tiers[0]
    lied = replace(solution, tiers=(replace(first, bound=first.value + 1), *solution.tiers[1:]))
    assert "below its bound" in problems(problem, lied)
