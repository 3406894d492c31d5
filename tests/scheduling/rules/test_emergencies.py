"""Emergencies: what is broken inside one is only told; what reaches beyond it stops as before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from scheduling.rules import wording
from scheduling.rules.emergencies import Emergency, breach, suspend
from scheduling.rules.levels import Level, Violation
from scheduling.time.interval import Interval
from scheduling.time.segment import Duty
from tests.support.duty import NEW_YORK, at, broken, duty, limits

MORNING = at("2027-06-01 06:00")
LONG = limits("longest_continuous_duty", block=960)
REST = limits("minimum_rest", block=480)
DAYS = limits("consecutive_days", block=6)


def told(found: list[Violation], start: int, end: int, *rules: str) -> list[tuple[Level, bool]]:
    row = Emergency(Interval(start, end), frozenset(rules), "Ice storm")
    return [(each.level, each.is_suspended) for each in suspend(found, [row], NEW_YORK)]


SUSPENDED, STANDS = [(Level.INFORM, True)], [(Level.BLOCK, False)]


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        (960, 1080, SUSPENDED),
        (0, 2000, SUSPENDED),
        (961, 1080, STANDS),
        (960, 1079, STANDS),
        (0, 960, STANDS),
        (1080, 2000, STANDS),
    ],
)
def test_a_long_stretch_is_broken_in_its_minutes_above_the_limit(
    starts: int, ends: int, expected: list[tuple[Level, bool]]
) -> None:
    found = broken([duty(MORNING, MORNING + 1080)], LONG)
    assert told(found, MORNING + starts, MORNING + ends, "longest_continuous_duty") == expected


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [(0, 1, SUSPENDED), (-300, 0, STANDS), (1, 300, STANDS), (-900, 900, SUSPENDED)],
)
def test_a_rest_is_broken_where_duty_follows_it(
    starts: int, ends: int, expected: list[tuple[Level, bool]]
) -> None:
    found = broken([duty(MORNING - 900, MORNING - 300), duty(MORNING, MORNING + 480)], REST)
    assert told(found, MORNING + starts, MORNING + ends, "minimum_rest") == expected


@pytest.mark.parametrize("sunday", [date(2027, 3, 14), date(2027, 11, 7)])
@pytest.mark.parametrize("shift", [0, 1])
def test_a_run_is_broken_from_the_first_day_above_the_limit_on(sunday: date, shift: int) -> None:
    first = sunday - timedelta(days=3)
    worked: list[Duty] = []
    for n in range(8):
        start = at(f"{first + timedelta(days=n)} 08:00")
        worked.append(duty(start, start + 480))
    found = broken(worked, DAYS)
    days = NEW_YORK.days(first + timedelta(days=6), first + timedelta(days=8))
    assert [breach(each, NEW_YORK) for each in found] == [days]
    expected = STANDS if shift else SUSPENDED
    assert told(found, days.start + shift, days.end, "consecutive_days") == expected


def test_only_the_rules_that_are_named() -> None:
    found = broken([duty(MORNING, MORNING + 1080)], LONG)
    assert told(found, 0, 10**9, "minimum_rest", "consecutive_days") == STANDS


def test_a_violation_without_a_last_part_is_broken_all_along() -> None:
    week = Interval(MORNING, MORNING + 10_080)
    found = [Violation("maximum_minutes_in_workweek", Level.BLOCK, "Dana", week, 3000, 2400)]
    assert told(found, week.start, week.end, "maximum_minutes_in_workweek") == SUSPENDED
    assert told(found, week.start + 1, week.end, "maximum_minutes_in_workweek") == STANDS


def test_it_is_said() -> None:
    (found,) = broken([duty(MORNING, MORNING + 1080)], LONG)
    assert "Suspended" not in wording.text(found, NEW_YORK)
    row = Emergency(Interval(0, 10**9), frozenset({found.rule}))
    (after,) = suspend([found], [row], NEW_YORK)
    assert wording.text(after, NEW_YORK).endswith(" Suspended by a declared emergency.")
