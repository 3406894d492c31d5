"""The tightest point of each rule: the checker's own number, its limit and the room that is left."""

from __future__ import annotations

from datetime import date, time

import pytest

from scheduling.person_roster.limits import tightest_points
from scheduling.rules.levels import DatedLimits, Level, Limit, RuleParameters
from scheduling.rules.registry import RULES, check_work, unit_terms
from scheduling.rules.work import Work, work_of
from scheduling.time.interval import Interval
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Duty, Source

NEW_YORK = LocalClock("America/New_York")
FIRST = date(2026, 12, 7)
FOCUS = NEW_YORK.days(FIRST, date(2026, 12, 21))


def duty(day: int, start: int, hours: float) -> Duty:
    begins = NEW_YORK.minute(date(2026, 12, day), time(start))
    return Duty(begins, begins + int(hours * 60), begins, Source(1, "contract"))


def work(*duties: Duty, focus: Interval = FOCUS, **limits: Limit) -> Work:
    dated = {rule: (DatedLimits(rule, date.min, (limit,)),) for rule, limit in limits.items()}
    return work_of("Cal", duties, unit_terms(RuleParameters(dated), NEW_YORK), focus)


def test_the_shortest_rest_and_its_room() -> None:
    found = tightest_points(work(duty(7, 6, 12), duty(8, 5, 8), minimum_rest=Limit(Level.BLOCK, 600)))
    assert [(point.rule.name, point.measured, point.room) for point in found] == [("minimum_rest", 660, 60)]


def test_below_the_limit_there_is_less_than_no_room() -> None:
    (point,) = tightest_points(work(duty(7, 6, 15), duty(8, 5, 8), minimum_rest=Limit(Level.BLOCK, 600)))
    assert (point.measured, point.room) == (480, -120)


@pytest.mark.parametrize(
    ("rule", "limit", "measured"),
    [
        ("longest_continuous_duty", 960, 720),
        ("maximum_minutes_in_24_hours", 960, 720),
        ("maximum_minutes_in_7_days", 3600, 2640),
        ("consecutive_days", 6, 3),
    ],
)
def test_the_fullest_of_the_others(rule: str, limit: int, measured: int) -> None:
    shifts = (duty(7, 6, 12), duty(8, 7, 10), duty(9, 5, 10), duty(12, 6, 12))
    (point,) = tightest_points(work(*shifts, **{rule: Limit(Level.WARN, limit)}))
    assert (point.rule.name, point.measured, point.room) == (rule, measured, limit - measured)


@pytest.mark.parametrize(
    ("rule", "limit"),
    [
        ("minimum_rest", 900),
        ("longest_continuous_duty", 600),
        ("maximum_minutes_in_24_hours", 700),
        ("maximum_minutes_in_7_days", 1000),
        ("consecutive_days", 2),
    ],
)
def test_what_is_broken_has_the_number_of_the_violation(rule: str, limit: int) -> None:
    """The page and the rule can't tell two stories."""
    done = work(duty(7, 6, 12), duty(8, 7, 10), duty(9, 5, 10), **{rule: Limit(Level.BLOCK, limit)})
    (point,) = tightest_points(done)
    measured = [violation.measured for violation in check_work(done)]
    assert point.measured == (min(measured) if RULES[rule].is_minimum else max(measured))
    assert point.room < 0


def test_the_closest_stands_first() -> None:
    found = tightest_points(
        work(
            duty(7, 6, 12),
            duty(8, 5, 8),
            longest_continuous_duty=Limit(Level.BLOCK, 960),
            minimum_rest=Limit(Level.BLOCK, 650),
        )
    )
    assert [point.rule.name for point in found] == ["minimum_rest", "longest_continuous_duty"]


def test_without_limits_or_without_duty_there_is_nothing_to_say() -> None:
    assert tightest_points(work(duty(7, 6, 12))) == ()
    assert tightest_points(work(minimum_rest=Limit(Level.BLOCK, 600))) == ()
