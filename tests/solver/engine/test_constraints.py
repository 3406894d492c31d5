"""Every hard rule in the model: a few shifts, some pinned, at the limit and one minute beyond it, with
strict outcomes.

`findings_removed` is off, so that given duty stays and what contradicts it is infeasible.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from scheduling.rules.levels import RuleParameters
from scheduling.time.interval import Interval
from scheduling.time.local_time import LocalClock
from solver.engine.instance import (
    Absence,
    FreeTime,
    GivenDuty,
    Instance,
    KeepOff,
    Person,
    Restriction,
    SkillTime,
    Unit,
    calendar,
)
from solver.engine.solution import Assignment, Solution, Status
from solver.engine.solve import solve
from solver.engine.verify import verify
from tests.solver.engine.small import DAY, HOUR, instance, limits, occurrences, person, seats, shift

STAYS = {"findings_removed": False}


def span(key: str, start: int, end: int, who: str = "dana", **changes: Any) -> GivenDuty:
    """Pinned duty at exact minutes."""
    return shift(
        key, who, "D", start=start, end=end, shift_start=start, worked_minutes=end - start, **changes
    )


def status(
    rules: RuleParameters, *duty: GivenDuty, days: int = 14, people: tuple[Person, ...] = ()
) -> Status:
    team = people or (person("dana", weekly=10_080),)
    problem = instance(*team, days=days, codes=(), duty=duty, rules=rules, options=STAYS)
    return solve(problem).status


def wanted(*people: Person, days: int = 2, codes: tuple[str, ...] = ("D",), **changes: Any) -> Instance:
    """Somebody is missing all the time, so every shift that may be added is added."""
    asked = (seats("calls", (0, days * DAY, 9)),)
    return instance(*people, days=days, codes=codes, requirements=asked, **changes)


def added(solution: Solution) -> set[str]:
    return {f"{row.person} {row.occurrence}" for row in solution.assignments}


@pytest.mark.parametrize(("rest", "expected"), [(480, Status.OPTIMAL), (479, Status.INFEASIBLE)])
def test_minimum_rest(rest: int, expected: Status) -> None:
    duty = (span("a", 0, 600), span("b", 600 + rest, 1500))
    assert status(limits(minimum_rest={"block": 480}), *duty) == expected
    assert status(limits(), *duty) == Status.OPTIMAL


def test_rest_looks_across_the_start_of_the_horizon() -> None:
    night = span("before", -720, 0)
    rules = limits(minimum_rest={"block": 480})
    problem = wanted(person("dana"), days=1, duty=(night,), rules=rules)
    assert added(solve(problem)) == set()
    free = wanted(person("dana"), days=1, duty=(replace(night, end=-120, worked_minutes=600),), rules=rules)
    assert added(solve(free)) == {"dana D0"}


def test_a_gap_inside_one_shift_is_no_rest() -> None:
    duty = (span("a", 0, 300), span("b", 390, 600, position=None))
    cut = (duty[0], replace(duty[1], shift_start=0))
    rules = limits(minimum_rest={"block": 480})
    assert status(rules, *duty) == Status.INFEASIBLE
    assert status(rules, *cut) == Status.OPTIMAL


@pytest.mark.parametrize(("length", "expected"), [(960, Status.OPTIMAL), (961, Status.INFEASIBLE)])
def test_longest_continuous_duty_joins_short_gaps(length: int, expected: Status) -> None:
    duty = (span("a", 0, 400), span("b", 429, length))
    assert status(limits(longest_continuous_duty={"block": 960}), *duty) == expected


def test_a_gap_of_thirty_minutes_parts_continuous_duty() -> None:
    duty = (span("a", 0, 600), span("b", 630, 1200))
    assert status(limits(longest_continuous_duty={"block": 960}), *duty) == Status.OPTIMAL


@pytest.mark.parametrize(("minutes", "expected"), [(360, Status.OPTIMAL), (361, Status.INFEASIBLE)])
def test_maximum_minutes_in_24_hours_slides(minutes: int, expected: Status) -> None:
    """The fullest window begins in the first piece and ends with the second."""
    duty = (span("a", 300, 900), span("b", 1740 - minutes, 1740))
    assert status(limits(maximum_minutes_in_24_hours={"block": 960}), *duty) == expected


@pytest.mark.parametrize(("last", "expected"), [(600, Status.OPTIMAL), (601, Status.INFEASIBLE)])
def test_maximum_minutes_in_7_days_slides(last: int, expected: Status) -> None:
    duty = tuple(span(f"{n}", n * DAY + 600, n * DAY + 1200) for n in range(5))
    final = span("last", 5 * DAY + 600, 5 * DAY + 600 + last)
    assert status(limits(maximum_minutes_in_7_days={"block": 3600}), *duty, final) == expected


@pytest.mark.parametrize(("days", "expected"), [(3, Status.OPTIMAL), (4, Status.INFEASIBLE)])
def test_consecutive_days(days: int, expected: Status) -> None:
    duty = tuple(shift(f"{n}", "dana", "D", n) for n in range(days))
    assert status(limits(consecutive_days={"block": 3}), *duty) == expected


def test_consecutive_days_counts_history() -> None:
    history = tuple(shift(f"{n}", "dana", "D", n) for n in (-3, -2, -1))
    rules = limits(consecutive_days={"block": 3})
    solution = solve(wanted(person("dana"), duty=history, rules=rules))
    assert added(solution) == {"dana D1"}


@pytest.mark.parametrize(("code", "expected"), [("D", Status.OPTIMAL), ("N", Status.INFEASIBLE)])
def test_consecutive_nights(code: str, expected: Status) -> None:
    duty = (
        shift("0", "dana", "N", 0),
        shift("1", "dana", "N", 1),
        shift("2", "dana", code, 2 + (code == "D")),
    )
    assert status(limits(consecutive_nights={"block": 2}), *duty) == expected


def test_rest_after_nights_counts_nights_before_the_horizon() -> None:
    history = tuple(shift(f"{n}", "dana", "N", n) for n in (-3, -2, -1))
    for rules, expected in (
        (limits(), {"dana A0", "dana A1"}),
        (limits(rest_after_nights={"block": 1440}), {"dana A1"}),
    ):
        problem = wanted(person("dana", weekly=10_080), duty=history, rules=rules, codes=("A",))
        assert added(solve(problem)) == expected


def test_the_hours_of_a_workweek_bind_with_overtime_allowed_too() -> None:
    for rules, count in ((limits(), 2), (limits(maximum_minutes_in_workweek={"block": 720}), 1)):
        problem = wanted(person("dana", weekly=480), rules=rules, options={"overtime_allowed": True})
        assert len(added(solve(problem))) == count


@pytest.mark.parametrize(
    ("rule", "limit", "code", "second"),
    [
        ("minimum_rest", 1800, "M", "D"),
        ("maximum_minutes_in_24_hours", 1000, "A", "D"),
        ("maximum_minutes_in_7_days", 1000, "M", "D"),
        ("maximum_minutes_in_workweek", 1000, "M", "D"),
        ("consecutive_days", 1, "M", "D"),
        ("consecutive_nights", 1, "N", "N"),
        ("longest_continuous_duty", 1200, "N", "D"),
    ],
)
def test_duty_that_does_not_count_stands_against_no_limit_but_takes_its_minutes(
    rule: str, limit: int, code: str, second: str
) -> None:
    given = shift("given", "dana", second, 1)
    options = {"double_shifts_allowed": True}
    for counts, level, count in ((True, "block", 0), (False, "block", 1), (True, "warn", 1)):
        duty = replace(given, counts=counts)
        rules = limits(**{rule: {level: limit}})
        problem = wanted(
            person("dana", weekly=10_080), duty=(duty,), codes=(code,), rules=rules, options=options
        )
        solution = solve(problem)
        assert not verify(problem, solution)
        # What would overlap the given duty is no choice, whatever it counts for.
        assert len(added(solution) - {"dana N1"}) == count


def test_duty_that_does_not_count_uses_weekly_minutes() -> None:
    given = shift("given", "dana", "M", 1, counts=False)
    for weekly, count in ((959, 0), (960, 1)):
        problem = wanted(person("dana", weekly=weekly), duty=(given,), codes=("M",))
        assert len(added(solve(problem))) == count


NIGHTS = (Interval(-120, 360), Interval(1320, 1800), Interval(2760, 3240))
"""No duty from 22:00 to 06:00."""


@pytest.mark.parametrize(
    ("asks", "given", "code", "count"),
    [
        ({"closed": NIGHTS}, (), "N", 0),
        ({"closed": NIGHTS}, (), "D", 2),
        ({"daily_minutes": 479}, (), "M", 0),
        ({"daily_minutes": 480}, (), "M", 2),
        ({"weekly_minutes": 959}, (), "M", 1),
        ({"weekly_minutes": 960}, (), "M", 2),
        ({"weekly_minutes": 960}, (span("given", 930, 1000),), "M", 1),
        ({"daily_minutes": 240, "start": DAY}, (), "M", 1),
    ],
)
def test_restricted_duty_binds_what_is_added(
    asks: dict[str, Any], given: tuple[GivenDuty, ...], code: str, count: int
) -> None:
    light = Restriction(**{"start": -7 * DAY, "end": 7 * DAY, **asks})
    for restrictions, level in (((light,), "block"), ((light,), "warn"), ((), "block")):
        dana = person("dana", weekly=10_080, restrictions=restrictions)
        rules = limits(restricted_duty={level: 0})
        options = {"double_shifts_allowed": True}
        problem = wanted(dana, duty=given, codes=(code,), rules=rules, options=options)
        solution = solve(problem)
        assert not verify(problem, solution)
        binds = bool(restrictions) and level == "block"
        assert len(added(solution)) == (count if binds else 2)


def test_no_overtime_binds_where_the_run_allows_overtime() -> None:
    light = Restriction(0, 7 * DAY, no_overtime=True)
    for restrictions, level, count in (((), "block", 2), ((light,), "block", 0), ((light,), "approval", 2)):
        dana = person("dana", weekly=480, restrictions=restrictions)
        pattern = person("cal", weekly=None, restrictions=restrictions)
        rules = limits(restricted_duty={level: 0})
        problem = wanted(dana, pattern, rules=rules, options={"overtime_allowed": True})
        solution = solve(problem)
        assert not verify(problem, solution)
        assert len([key for key in added(solution) if key.startswith("dana")]) == count
        assert len([key for key in added(solution) if key.startswith("cal")]) == count


@pytest.mark.parametrize(
    ("asks", "duty", "expected"),
    [
        ({"no_overtime": True}, {"is_extra": True}, Status.INFEASIBLE),
        ({"no_overtime": True}, {}, Status.OPTIMAL),
        ({"positions": ("calls",)}, {"position": "calls"}, Status.INFEASIBLE),
        ({"positions": ("calls",)}, {}, Status.OPTIMAL),
        ({"daily_minutes": 719}, {}, Status.INFEASIBLE),
        ({"daily_minutes": 720}, {}, Status.OPTIMAL),
        ({"closed": (Interval(1079, 2000),)}, {}, Status.INFEASIBLE),
        ({"closed": (Interval(1080, 2000),)}, {}, Status.OPTIMAL),
        ({"closed": (Interval(0, 2000),), "start": 1080}, {}, Status.OPTIMAL),
    ],
)
def test_restricted_duty_judges_what_is_given(
    asks: dict[str, Any], duty: dict[str, Any], expected: Status
) -> None:
    dana = person("dana", weekly=10_080, restrictions=(Restriction(**{"start": 0, "end": DAY, **asks}),))
    rules = limits(restricted_duty={"block": 0})
    assert status(rules, shift("day", "dana", "D", **duty), people=(dana,)) == expected
    assert status(limits(), shift("day", "dana", "D", **duty), people=(dana,)) == Status.OPTIMAL


def test_one_state_never_two_shifts_in_one_minute_or_on_one_date() -> None:
    problem = wanted(person("dana", weekly=10_080), days=1, codes=("M", "A", "H"))
    assert len(added(solve(problem))) == 1
    doubles = replace(problem, options=replace(problem.options, double_shifts_allowed=True))
    assert added(solve(doubles)) == {"dana M0", "dana A0"}


def test_one_state_never_joins_two_shifts_end_to_end() -> None:
    problem = wanted(person("dana", weekly=10_080), days=2, codes=("D", "N"))
    codes = {key[-2:] for key in added(solve(problem))}
    assert codes in ({"D0", "D1"}, {"D0", "N1"}, {"N0", "N1"})


def test_absence_time_kept_off_and_employment_are_left_alone() -> None:
    assert added(solve(wanted(person("dana")))) == {"dana D0", "dana D1"}
    absent = wanted(person("dana"), absences=(Absence("dana", 1079, 1100),))
    assert added(solve(absent)) == {"dana D1"}
    kept = wanted(person("dana"), keep_off=(KeepOff("dana", DAY, 2 * DAY),))
    assert added(solve(kept)) == {"dana D0"}
    leaving = wanted(person("dana", employed=(Interval(0, DAY),)))
    assert added(solve(leaving)) == {"dana D0"}


def test_weekly_minutes_are_a_hard_maximum() -> None:
    assert len(added(solve(wanted(person("dana", weekly=1440), days=3)))) == 2
    assert len(added(solve(wanted(person("dana", weekly=1439), days=3)))) == 1


def test_absence_credits_its_share_of_the_weekly_minutes() -> None:
    leave = (Absence("dana", 3 * DAY, 5 * DAY),)
    assert len(added(solve(wanted(person("dana", weekly=2015), days=3, absences=leave)))) == 2
    assert len(added(solve(wanted(person("dana", weekly=2014), days=3, absences=leave)))) == 1
    free_of_credit = (replace(leave[0], is_credited=False),)
    assert len(added(solve(wanted(person("dana", weekly=1440), days=3, absences=free_of_credit)))) == 2


def test_a_pattern_gets_no_other_shift_unless_it_may_move_or_overtime_is_allowed() -> None:
    pattern = person("dana", weekly=None)
    duty = shift("given", "dana", "D", 0)
    assert added(solve(wanted(pattern, duty=(duty,)))) == set()
    overtime = wanted(pattern, duty=(duty,), options={"overtime_allowed": True})
    solution = solve(overtime)
    assert added(solution) == {"dana D1"}
    assert solution.tiers[1].value == 720


def test_movable_duty_moves_where_more_people_are_missing() -> None:
    duty = shift("given", "dana", "D", 0, may_move=True)
    asked = (seats("calls", (DAY + 6 * HOUR, DAY + 18 * HOUR, 1)),)
    problem = instance(person("dana", weekly=None), days=2, codes=("D",), duty=(duty,), requirements=asked)
    solution = solve(problem)
    assert solution.dropped == ("given",)
    assert added(solution) == {"dana D1"}
    assert solution.tiers[0].value == 0
    stays = solve(replace(problem, duty=(replace(duty, may_move=False),)))
    assert stays.dropped == ()
    assert stays.tiers[0].value == 720


def test_valid_certification_needs_a_skill_to_the_last_minute() -> None:
    valid = person("dana", skills=(SkillTime("CT", None, 18 * HOUR),))
    assert added(solve(wanted(valid, days=1))) == {"dana D0"}
    expiring = person("dana", skills=(SkillTime("CT", None, 18 * HOUR - 1),))
    assert added(solve(wanted(expiring, days=1))) == set()


def test_a_trainee_needs_a_trainer_on_duty() -> None:
    ada = person("ada", is_trainee=True)
    trainer = person("cal", "CT", "CTO", weekly=None)
    rules = limits(trainee_with_trainer={"block": 0})
    duty = (shift("ada", "ada", "D", 0),)
    with_trainer = (*duty, shift("cal", "cal", "D", 0))
    problem = instance(ada, trainer, codes=(), duty=duty, rules=rules, trainer_skills=("CTO",), options=STAYS)
    assert solve(problem).status == Status.INFEASIBLE
    assert solve(replace(problem, duty=with_trainer)).status == Status.OPTIMAL


def test_a_trainer_is_sent_to_a_trainee() -> None:
    ada = person("ada", is_trainee=True, weekly=None)
    cal = person("cal", "CT", "CTO")
    rules = limits(trainee_with_trainer={"approval": 0})
    problem = instance(
        ada, cal, codes=("D",), duty=(shift("ada", "ada", "D", 0),), rules=rules, trainer_skills=("CTO",)
    )
    assert added(solve(problem)) == {"cal D0"}
    alone = solve(replace(problem, occurrences=()))
    assert alone.tiers[1].value == 720


def test_free_time_that_ends_gives_its_part_of_the_week() -> None:
    half = (FreeTime(-DAY, 3 * DAY + DAY // 2, 2880),)
    solution = solve(wanted(person("dana", free=half), days=7))
    assert len(added(solution)) == 2
    assert all(row.occurrence in {"D0", "D1", "D2", "D3"} for row in solution.assignments)


@pytest.mark.parametrize(("first", "hours"), [(date(2026, 3, 2), 167), (date(2026, 10, 26), 169)])
def test_a_workweek_over_a_clock_change_has_all_of_its_minutes_and_no_more(first: date, hours: int) -> None:
    """40 hours are five shifts of eight, whether the week has 167 hours or 169; another one would be too much."""
    zone = "America/New_York"
    days = calendar(zone, first, first + timedelta(days=7), LocalClock(zone).minute(first))
    shifts = tuple(
        replace(row, on=day.on, start=day.start + 8 * 60, end=day.start + 16 * 60)
        for row, day in zip(occurrences(7, "M"), days, strict=True)
    )
    week = Interval(0, hours * 60)
    problem = instance(
        person("dana", weekly=2400),
        days=7,
        codes=(),
        zone=zone,
        first=first,
        horizon=week,
        occurrences=shifts,
        units=(Unit("unit", limits(), (week,)),),
        requirements=(seats("calls", (0, week.end, 1)),),
    )
    solution = solve(problem)
    assert len(solution.assignments) == 5
    assert verify(problem, solution) == []
    six = replace(
        solution, assignments=tuple(Assignment("dana", row.key) for row in shifts[:6]), tiers=(), shortages=()
    )
    assert "2400 are allowed" in " ".join(verify(problem, six))
