"""Every objective term by a case with a known amount, in the model, in the recomputed score, and in its
tier.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from scheduling.time.interval import Interval
from solver.engine.instance import (
    Burden,
    HouseRules,
    Instance,
    OffLimitGroup,
    OffWindow,
    Restriction,
    Wish,
    WishKind,
)
from solver.engine.objective import TERMS
from solver.engine.options import Weights
from solver.engine.solution import Solution
from solver.engine.solve import solve
from solver.engine.tiers import TIERS
from tests.solver.engine.small import (
    CALLS,
    DAY,
    HOUR,
    MONDAY,
    RADIO,
    instance,
    limits,
    mix,
    person,
    seats,
    shift,
)


def amount(problem: Instance, name: str) -> tuple[int, int, int]:
    """Tier, value and cost of a term in the best roster."""
    solution = solve(problem)
    return next(
        (tier.number, term.value, term.cost)
        for tier in solution.tiers
        for term in tier.terms
        if term.name == name
    )


def pinned(*cells: tuple[str, str, int], **changes: Any) -> Instance:
    """A roster of pinned duty alone, by person, shift type and day."""
    duty = tuple(shift(f"{who} {code} {day}", who, code, day) for who, code, day in cells)
    people = tuple(person(name, **changes.pop(name, {})) for name in sorted({who for who, _, _ in cells}))
    changes.setdefault("days", 7)
    return instance(*people, codes=(), duty=duty, **changes)


def test_every_term_belongs_to_a_tier() -> None:
    assert {term.tier for term in TERMS} == {tier.number for tier in TIERS} == {1, 2, 3, 4, 5}
    assert len({term.name for term in TERMS}) == len(TERMS)
    assert all(term.label and term.unit for term in TERMS)
    assert abs(sum(tier.share for tier in TIERS) - 1.0) < 1e-9


def test_shortfall_weighs_positions_and_mixes() -> None:
    asked = (
        seats("radio", (0, 60, 1)),
        seats("calls", (0, 60, 2)),
        mix("CTO", (0, 60, 1), weight=5),
    )
    problem = instance(person("dana"), codes=(), positions=(RADIO, CALLS), requirements=asked)
    assert amount(problem, "shortfall_minimum") == (1, 240, 60 * 3 + 120 * 1 + 60 * 5)


def test_one_person_fills_one_seat_and_the_first_position_goes_first() -> None:
    both = person("dana", "CT", "PD")
    asked = (seats("radio", (6 * HOUR, 18 * HOUR, 1)), seats("calls", (6 * HOUR, 18 * HOUR, 1)))
    duty = (shift("given", "dana", "D", 0),)
    problem = instance(both, codes=(), positions=(RADIO, CALLS), requirements=asked, duty=duty)
    solution = solve(problem)
    assert {row.requirement: row.after for row in solution.shortages} == {
        "seats radio": 0,
        "seats calls": 720,
    }


def test_named_duty_stays_in_its_seat() -> None:
    both = person("dana", "CT", "PD")
    asked = (seats("radio", (6 * HOUR, 18 * HOUR, 1)), seats("calls", (6 * HOUR, 18 * HOUR, 1)))
    duty = (shift("given", "dana", "D", 0, position="calls"),)
    problem = instance(both, codes=(), positions=(RADIO, CALLS), requirements=asked, duty=duty)
    solution = solve(problem)
    assert {row.requirement: row.after for row in solution.shortages} == {
        "seats radio": 720,
        "seats calls": 0,
    }


def test_trainees_and_training_fill_no_seat_and_breaks_leave_it() -> None:
    asked = (seats("calls", (6 * HOUR, 18 * HOUR, 1)),)
    given = shift("given", "dana", "D", 0)
    problem = instance(person("dana"), codes=(), requirements=asked, duty=(given,))
    assert amount(problem, "shortfall_minimum")[1] == 0
    paused = replace(given, breaks=(Interval(600, 630),))
    assert amount(replace(problem, duty=(paused,)), "shortfall_minimum")[1] == 30
    away = replace(given, fills_seats=False)
    assert amount(replace(problem, duty=(away,)), "shortfall_minimum")[1] == 720
    trainee = instance(person("dana", is_trainee=True), codes=(), requirements=asked, duty=(given,))
    assert amount(trainee, "shortfall_minimum")[1] == 720


def test_target_and_surplus() -> None:
    asked = (seats("calls", (6 * HOUR, 18 * HOUR, 1), target=3, maximum=3),)
    two = pinned(("cal", "D", 0), ("dana", "D", 0), requirements=asked)
    assert amount(two, "shortfall_target") == (5, 720, 720 * 3)
    assert amount(two, "surplus") == (5, 0, 0)
    least = (seats("calls", (6 * HOUR, 18 * HOUR, 1), maximum=1),)
    assert amount(replace(two, requirements=least), "surplus") == (5, 720, 720 * 2)
    no_maximum = (seats("calls", (6 * HOUR, 18 * HOUR, 1)),)
    assert amount(replace(two, requirements=no_maximum), "surplus") == (5, 720, 720 * 2)


def test_approval_rest() -> None:
    rules = limits(minimum_rest={"block": 480, "approval": 600})
    problem = pinned(("dana", "A", 0), ("dana", "M", 1), rules=rules)
    assert amount(problem, "approval_rest") == (2, 120, 120)


@pytest.mark.parametrize(
    ("rule", "value", "cells", "expected"),
    [
        ("maximum_minutes_in_24_hours", 700, (("dana", "D", 0),), 20),
        ("maximum_minutes_in_7_days", 1000, (("dana", "D", 0), ("dana", "D", 2)), 440),
        ("longest_continuous_duty", 700, (("dana", "D", 0),), 20),
    ],
)
def test_approval_minutes(
    rule: str, value: int, cells: tuple[tuple[str, str, int], ...], expected: int
) -> None:
    rules = limits(**{rule: {"approval": value}})
    assert amount(pinned(*cells, rules=rules), "approval_minutes") == (2, expected, expected)


def test_approval_rest_after_nights_and_workweek() -> None:
    cells = (("dana", "N", 0), ("dana", "N", 1), ("dana", "N", 2), ("dana", "A", 3))
    rules = limits(rest_after_nights={"approval": 1440}, maximum_minutes_in_workweek={"approval": 2000})
    assert amount(pinned(*cells, rules=rules), "approval_rest") == (2, 900, 900)
    assert amount(pinned(*cells, rules=rules), "approval_minutes") == (2, 640, 640)
    assert amount(pinned(*cells[:3], rules=rules), "approval_rest") == (2, 0, 0)


def test_approval_of_restricted_duty() -> None:
    light = Restriction(0, DAY, closed=(Interval(1020, DAY),), daily_minutes=600, weekly_minutes=700)
    rules = limits(restricted_duty={"approval": 10})
    problem = pinned(("dana", "D", 0), rules=rules, dana={"restrictions": (light,)})
    assert amount(problem, "approval_minutes") == (2, 50 + 110 + 10, 170)
    assert amount(pinned(("dana", "D", 0), rules=rules), "approval_minutes") == (2, 0, 0)


def test_approval_and_warned_days() -> None:
    cells = tuple(("dana", "N", day) for day in range(4))
    for level, name, tier, weight in (("approval", "approval_days", 2, 480), ("warn", "warned_days", 3, 100)):
        rules = limits(consecutive_nights={level: 2}, consecutive_days={level: 3})
        assert amount(pinned(*cells, rules=rules), name) == (tier, 3, 3 * weight)


def test_approval_training() -> None:
    rules = limits(trainee_with_trainer={"approval": 0})
    problem = pinned(("ada", "D", 0), rules=rules, ada={"is_trainee": True})
    assert amount(problem, "approval_training") == (2, 720, 720)


def test_overtime_costs_minutes_and_is_avoided_where_it_helps_nobody() -> None:
    asked = (seats("calls", (6 * HOUR, 18 * HOUR, 1)),)
    problem = instance(
        person("dana", weekly=480), codes=("D",), requirements=asked, options={"overtime_allowed": True}
    )
    assert amount(problem, "overtime") == (2, 240, 240)
    assert amount(replace(problem, requirements=()), "overtime") == (2, 0, 0)
    forbidden = replace(problem, options=replace(problem.options, overtime_allowed=False))
    assert amount(forbidden, "shortfall_minimum")[1] == 720


def test_off_limit_groups() -> None:
    group = (OffLimitGroup("pair", "pair", ("cal", "dana")),)
    problem = pinned(("cal", "E", 0), ("dana", "D", 1), days=1, off_limit_groups=group)
    assert amount(problem, "off_limit_groups") == (3, 1, 100)


def test_off_per_day_and_per_person() -> None:
    house = HouseRules(off_per_day_minimum=1, off_per_day_maximum=1)
    problem = pinned(("cal", "D", 0), ("dana", "D", 0), days=2, house=house)
    assert amount(problem, "off_per_day") == (3, 2, 100)
    window = OffWindow(MONDAY, MONDAY + timedelta(days=2), minimum=2, maximum=2)
    per_person = replace(problem, house=HouseRules(off_per_person=(window,)))
    assert amount(per_person, "off_per_person") == (3, 2, 160)
    only_cal = replace(per_person, house=HouseRules(off_per_person=(window,), people=("cal",)))
    assert amount(only_cal, "off_per_person") == (3, 1, 80)


def test_days_in_a_row_counts_history() -> None:
    cells = tuple(("dana", "D", day) for day in range(-2, 2))
    problem = pinned(*cells, house=HouseRules(days_in_a_row=2))
    assert amount(problem, "days_in_a_row") == (3, 2, 400)


def test_fairness_adds_what_the_past_brings() -> None:
    same = {"fairness_group": "all"}
    problem = pinned(("cal", "N", 0), ("dana", "D", 0), cal=same, dana=same)
    assert amount(problem, "fairness") == (3, 1, 10)
    past = (Burden("dana", nights=1, weekends=3, holidays=2),)
    assert amount(replace(problem, burdens=past), "fairness") == (3, 5, 50)


def test_wishes_off_and_for_a_shift() -> None:
    wishes = (
        Wish("1", "dana", WishKind.OFF, MONDAY, 4),
        Wish("2", "dana", WishKind.WORK, MONDAY, 2, "N"),
        Wish("3", "dana", WishKind.WORK, MONDAY, 5),
    )
    assert amount(pinned(("dana", "D", 0), wishes=wishes), "wishes") == (4, 6, 6)


def test_wishes_against_a_shift_and_for_no_other() -> None:
    def met(*wishes: Wish) -> int:
        return amount(pinned(("dana", "D", 0), wishes=wishes), "wishes")[1]

    assert met(Wish("1", "dana", WishKind.OFF, MONDAY, 4, "N")) == 0
    assert met(Wish("1", "dana", WishKind.OFF, MONDAY, 4, "D")) == 4
    assert met(Wish("1", "dana", WishKind.ONLY, MONDAY, 3, "D")) == 0
    assert met(Wish("1", "dana", WishKind.ONLY, MONDAY, 3, "N")) == 3
    # On a day off nothing else is worked either.
    assert met(Wish("1", "dana", WishKind.ONLY, MONDAY + timedelta(days=1), 3, "N")) == 0


def test_preferred_trainer() -> None:
    problem = pinned(("ada", "D", 0), ("cal", "N", 0), ada={"is_trainee": True, "trainer": "cal"})
    assert amount(problem, "preferred_trainer") == (4, 1, 1)


def test_unused_minutes_and_stability() -> None:
    problem = pinned(("dana", "D", 0))
    assert amount(problem, "unused_minutes") == (5, 2400 - 720, 2400 - 720)
    duty = (shift("given", "dana", "D", 0, may_move=True),)
    least = (seats("calls", (0, DAY, 0), maximum=0),)
    rid = instance(
        person("dana", weekly=None),
        codes=(),
        duty=duty,
        requirements=least,
        options={"weights": Weights(moved_shift=7)},
    )
    assert amount(rid, "stability") == (5, 1, 7)


def test_tiers_are_kept_within_their_tolerance() -> None:
    """Working costs a wish; a tolerance of the whole shortfall lets the later tier have it."""
    asked = (seats("calls", (6 * HOUR, 18 * HOUR, 1)),)
    wish = (Wish("1", "dana", WishKind.OFF, MONDAY, 5),)
    strict = instance(person("dana"), codes=("D",), requirements=asked, wishes=wish)
    assert _values(solve(strict))[:4] == [0, 0, 0, 5]
    lax = replace(strict, options=replace(strict.options, tolerances=(720, 0, 0, 0, 0)))
    solution = solve(lax)
    assert _values(solution)[:4] == [720, 0, 0, 0]


def _values(solution: Solution) -> list[int]:
    return [tier.value for tier in solution.tiers]
