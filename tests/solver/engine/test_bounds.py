"""Bounds from adding up: never above the best roster, and equal to it where minutes are all that is missing."""

from __future__ import annotations

import pytest

from scheduling.time.interval import Interval
from solver.engine.bounds import Bounds
from solver.engine.build import Model
from solver.engine.facts import Facts
from solver.engine.findings import find
from solver.engine.instance import Instance
from solver.engine.solution import Status
from solver.engine.solve import solve
from tests.solver.engine.random_instances import random_instance
from tests.solver.engine.small import CALLS, DAY, HOUR, RADIO, all_day, instance, mix, person, seats, shift


def bounds_of(problem: Instance) -> Bounds:
    facts = Facts(problem, {key for finding in find(problem) for key in finding.removes})
    model = Model(facts)
    return Bounds(model.variables, model.coverage)


@pytest.mark.parametrize("seed", range(60))
def test_no_roster_is_below_them(seed: int) -> None:
    problem = random_instance(seed)
    bounds, solution = bounds_of(problem), solve(problem)
    assert solution.status == Status.OPTIMAL
    assert bounds.shortfall_of_minimum() <= solution.tiers[0].value
    assert bounds.overtime(solution.tiers[0].value) <= solution.tiers[1].value
    assert bounds.shortfall_of_target() <= solution.tiers[4].value


def test_minutes_that_nobody_has_are_proven_short() -> None:
    """Two people with 40 hours each, for two seats around the clock: 336 hours less 80, and what slack there is."""
    people = (person("ada"), person("cal"))
    bounds = bounds_of(instance(*people, days=7, requirements=(seats("calls", all_day(2, 7), target=3),)))
    assert bounds.shortfall_of_minimum() == (336 - 80) * HOUR - 2 * 2
    assert bounds.shortfall_of_target() == 3 * ((504 - 80) * HOUR - 2 * 2)


def test_a_heavy_position_counts_with_its_weight_as_far_as_its_own_people_are_too_few() -> None:
    people = (person("ada", "CT"), person("cal", "CT", "PD"))
    problem = instance(
        *people,
        days=7,
        positions=(RADIO, CALLS),
        requirements=(seats("calls", all_day(1, 7)), seats("radio", all_day(1, 7))),
    )
    # All seats weigh 1; the radio, which only Cal can fill, weighs 2 more.
    assert bounds_of(problem).shortfall_of_minimum() == (336 - 80) * HOUR - 4 + 2 * ((168 - 40) * HOUR - 2)


def test_minutes_no_shift_reaches_are_short_whatever_the_weekly_minutes_are() -> None:
    problem = instance(
        person("ada", weekly=10_080),
        codes=("H",),
        requirements=(seats("calls", all_day(1)), mix("CTO", (0, 600, 1))),
    )
    assert bounds_of(problem).shortfall_of_minimum() == 20 * HOUR + 600


def test_overtime_is_what_the_weekly_minutes_do_not_reach() -> None:
    problem = instance(
        person("ada", weekly=600),
        person("cal", weekly=None),
        days=2,
        duty=(shift("pattern", "cal", "D"),),
        requirements=(seats("calls", (360, 1080, 1), (DAY + 360, DAY + 1080, 1), target=1),),
        units=(instance().units[0].__class__("unit", instance().units[0].rules, (Interval(0, 7 * DAY),)),),
        options={"overtime_allowed": True},
    )
    bounds = bounds_of(problem)
    assert bounds.shortfall_of_minimum() == 0
    assert bounds.overtime(0) == 720 - 600 - 2 * 2
    assert bounds.overtime(60) == 720 - 600 - 2 * 2 - 60
    assert bounds.overtime(10_000) == 0
