"""The model, the findings and the verifier agree with the checkers of `scheduling/rules` on random duty of
one person.
"""

from __future__ import annotations

import random
from collections.abc import Collection
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from scheduling.rules.emergencies import Emergency, suspend
from scheduling.rules.levels import DatedCounting, Level, RuleParameters
from scheduling.rules.registry import check_person
from scheduling.rules.restricted_duty import closed_hours
from scheduling.rules.work import Restriction
from scheduling.time.interval import Interval
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Duty, PayKind, Source
from scheduling.time.workweek import Workweek
from solver.engine.findings import find
from solver.engine.instance import GivenDuty, Instance, Suspension, Unit, calendar
from solver.engine.instance import Restriction as Restricted
from solver.engine.solution import Status
from solver.engine.solve import solve
from tests.solver.engine.small import CALLS, DAY, instance, limits, person, shift

ZONE = "America/New_York"
CLOCK = LocalClock(ZONE)
SPRING = date(2026, 3, 2)
"""The clock goes forward on the Sunday of this week, 2026-03-08."""


def random_rules(rng: random.Random) -> RuleParameters:
    possible: dict[str, dict[str, int]] = {
        "minimum_rest": {"block": rng.choice([480, 600, 660])},
        "longest_continuous_duty": {"block": rng.choice([660, 720, 780])},
        "maximum_minutes_in_24_hours": {"block": rng.choice([720, 900, 960])},
        "maximum_minutes_in_7_days": {"block": rng.choice([2400, 3000, 3600])},
        "maximum_minutes_in_workweek": {"block": rng.choice([1800, 2400, 3000])},
        "consecutive_days": {"block": rng.choice([2, 3, 4])},
        "consecutive_nights": {"block": rng.choice([1, 2])},
        "rest_after_nights": {"block": rng.choice([600, 1000, 1440])},
    }
    found = limits(**{rule: value for rule, value in possible.items() if rng.random() < 0.4})
    return replace(found, settings=replace(found.settings, nights_before_rest=rng.choice([1, 2, 3])))


def random_duty(rng: random.Random, days: int) -> list[GivenDuty]:
    """Shifts at odd hours, some cut in two by a short or a long gap."""
    found: list[GivenDuty] = []
    at = rng.randrange(0, DAY)
    while at < (days - 1) * DAY:
        length = rng.choice([240, 480, 600, 660, 720])
        row = shift(f"{at}", "dana", "D", start=at, end=at + length, shift_start=at, worked_minutes=length)
        if rng.random() < 0.2:
            gap = rng.choice([29, 30, 90])
            first = replace(row, end=at + 120, worked_minutes=120)
            rest = replace(row, key=f"{at} later", start=at + 120 + gap, worked_minutes=length - 120 - gap)
            found += [first, rest]
        else:
            found.append(row)
        at += length + rng.choice([0, 29, 30, 479, 480, 600, 660, 720, 1440])
    return found


def random_restrictions(rng: random.Random) -> tuple[Restriction, ...]:
    """What Dana may not do on some days of the week, in the words of the rule."""
    start = CLOCK.minute(SPRING)
    first, last = sorted(rng.sample(range(9), 2))
    asks: list[dict[str, Any]] = [
        {"earliest_at": time(2, 30), "latest_at": rng.choice([None, time(22)])},
        {"latest_at": time(23, 59)},
        {"daily_minutes": rng.choice([240, 480, 660])},
        {"weekly_minutes": rng.choice([600, 1800, 2400])},
        {"no_overtime": True},
        {"positions": frozenset({"calls"})},
    ]
    return tuple(
        Restriction(Interval(start + first * DAY + 60 * n, start + last * DAY), **one)
        for n, one in enumerate(rng.sample(asks, rng.choice([0, 1, 1, 2])))
    )


def as_engine(row: Restriction) -> Restricted:
    start = CLOCK.minute(SPRING)
    return Restricted(
        row.interval.start - start,
        row.interval.end - start,
        tuple(
            Interval(each.start - start, each.end - start) for each in closed_hours(row, CLOCK, row.interval)
        ),
        row.daily_minutes,
        row.weekly_minutes,
        row.no_overtime,
        tuple(str(key) for key in row.positions),
    )


def problem_of(seed: int) -> Problem:
    rng = random.Random(seed)
    rules = random_rules(rng)
    more = random.Random(f"restricted {seed}")
    light = random_restrictions(more)
    asked = limits(restricted_duty={"block": more.choice([0, 0, 30])})
    rules = replace(rules, dated={**rules.dated, **asked.dated})
    duty = [
        replace(
            row,
            is_extra=(is_extra := more.random() < 0.2),
            position=more.choice([None, None, "calls"]),
            counts=is_extra or more.random() < 0.85,
        )
        for row in random_duty(rng, 8)
    ]
    rules = replace(rules, counting=(DatedCounting(SPRING, training=False),))
    problem = instance(
        person("dana", weekly=10_080, restrictions=tuple(map(as_engine, light))),
        days=7,
        codes=(),
        units=(Unit("unit", rules, (Interval(0, 7 * DAY - 60),)),),
        zone=ZONE,
        duty=tuple(duty),
        positions=(CALLS,),
        horizon=Interval(0, 7 * DAY - 60),
        first=SPRING,
    )
    return problem, rules, light


Problem = tuple[Instance, RuleParameters, tuple[Restriction, ...]]


def pay_of(row: GivenDuty) -> PayKind:
    """Training is what the rules leave out."""
    if not row.counts:
        return PayKind.TRAINING
    return PayKind.HOLDOVER if row.is_extra else PayKind.REGULAR


def blocked(
    problem: Instance, rules: RuleParameters, light: tuple[Restriction, ...], without: Collection[str] = ()
) -> set[str]:
    """Names of the rules that the checkers find broken at the blocking level."""
    start = problem.horizon_start
    duty = [
        Duty(
            row.start + start,
            row.end + start,
            row.shift_start + start,
            Source(2, row.key),
            position=row.position,
            pay=pay_of(row),
        )
        for row in problem.duty
        if row.key not in without
    ]
    focus = Interval(start, start + problem.horizon.end)
    found = check_person("dana", duty, rules, CLOCK, focus, workweek=Workweek(0), restrictions=light)
    emergencies = [
        Emergency(Interval(row.start + start, row.end + start), frozenset({row.rule}))
        for row in problem.suspensions
    ]
    found = suspend(found, emergencies, CLOCK)
    return {violation.rule for violation in found if violation.level == Level.BLOCK}


@pytest.mark.parametrize("seed", range(60))
def test_infeasible_exactly_when_a_checker_finds_a_blocking_violation(seed: int) -> None:
    problem, rules, light = problem_of(seed)
    stays = replace(problem, options=replace(problem.options, findings_removed=False))
    is_broken = bool(blocked(problem, rules, light))
    assert (solve(stays).status == Status.INFEASIBLE) == is_broken
    assert bool(find(problem)) == is_broken


@pytest.mark.parametrize("seed", range(60))
def test_without_the_findings_no_checker_finds_anything(seed: int) -> None:
    problem, rules, light = problem_of(seed)
    solution = solve(problem)
    assert solution.status == Status.OPTIMAL
    assert blocked(problem, rules, light, solution.removed) == set()
    assert {finding.rule for finding in solution.findings[:1]} <= blocked(problem, rules, light)


def suspended(seed: int) -> Problem:
    """A random problem with one or two declared emergencies, each suspending some rules."""
    problem, rules, light = problem_of(seed)
    rng = random.Random(seed + 1000)
    rows = []
    for _ in range(rng.choice([1, 2])):
        start = rng.randrange(-2 * DAY, 5 * DAY)
        end = start + rng.choice([DAY, 3 * DAY, 6 * DAY, 9 * DAY])
        names = sorted(rules.dated)
        rows += [Suspension(rule, start, end) for rule in names if rng.random() < 0.9]
    return replace(problem, suspensions=tuple(rows)), rules, light


@pytest.mark.parametrize("seed", range(60))
def test_in_an_emergency_the_engine_allows_what_the_checkers_only_tell(seed: int) -> None:
    problem, rules, light = suspended(seed)
    stays = replace(problem, options=replace(problem.options, findings_removed=False))
    is_broken = bool(blocked(problem, rules, light))
    assert (solve(stays).status == Status.INFEASIBLE) == is_broken
    assert bool(find(problem)) == is_broken


@pytest.mark.parametrize("seed", range(60))
def test_in_an_emergency_nothing_is_left_that_blocks_and_no_more_is_removed(seed: int) -> None:
    problem, rules, light = suspended(seed)
    solution = solve(problem)
    assert solution.status == Status.OPTIMAL
    assert blocked(problem, rules, light, solution.removed) == set()


def test_the_random_emergencies_suspend_something() -> None:
    spared = [seed for seed in range(60) if blocked(*problem_of(seed)) and not blocked(*suspended(seed))]
    assert len(spared) >= 5


def test_the_random_duty_breaks_every_rule_somewhere() -> None:
    broken: set[str] = set()
    for seed in range(60):
        broken |= blocked(*problem_of(seed))
    assert broken == {
        "minimum_rest",
        "longest_continuous_duty",
        "maximum_minutes_in_24_hours",
        "maximum_minutes_in_7_days",
        "maximum_minutes_in_workweek",
        "consecutive_days",
        "consecutive_nights",
        "rest_after_nights",
        "restricted_duty",
    }


def test_the_calendar_knows_the_short_day() -> None:
    start = LocalClock(ZONE).minute(SPRING)
    days = calendar(ZONE, SPRING, date(2026, 3, 10), start)
    assert [day.end - day.start for day in days] == [1440] * 6 + [1380, 1440]
