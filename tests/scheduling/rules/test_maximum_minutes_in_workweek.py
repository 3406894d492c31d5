"""Hours in a workweek: at the limit, a minute over, one under, over both clock changes, and beside rolling windows."""

from __future__ import annotations

from datetime import date, time

import pytest

from scheduling.rules.levels import DatedLimits, Level, Limit, RuleParameters
from scheduling.rules.registry import check_person, default_parameters
from scheduling.time.interval import Interval
from scheduling.time.segment import Segment
from scheduling.time.workweek import Boundary, Workweek
from tests.support.duty import EVER, NEW_YORK, absence, at, broken, duty, limits

WEEK = limits("maximum_minutes_in_workweek", approval=2400, block=3360)
MONDAYS = Workweek(0, time(6))
SUNDAY = "2027-06-06 00:00"


def full(start: str, minutes: int, pieces: int = 4) -> list[Segment]:
    """Duty of so many minutes in all, one piece a day."""
    first = at(start) + 480
    each = minutes // pieces
    lengths = [each] * (pieces - 1) + [minutes - each * (pieces - 1)]
    return [duty(first + n * 1440, first + n * 1440 + length) for n, length in enumerate(lengths)]


@pytest.mark.parametrize(
    ("minutes", "level"),
    [
        (2399, None),
        (2400, None),
        (2401, Level.APPROVAL),
        (3360, Level.APPROVAL),
        (3361, Level.BLOCK),
    ],
)
def test_minutes_of_a_workweek(minutes: int, level: Level | None) -> None:
    found = broken(full(SUNDAY, minutes), WEEK)
    assert [(each.level, each.measured) for each in found] == ([(level, minutes)] if level else [])
    assert all(each.interval == Interval(at(SUNDAY), at("2027-06-13 00:00")) for each in found)


def test_each_week_counts_its_own_minutes() -> None:
    # 24 hours over the edge of the week: 12 on each side.
    edge = at("2027-06-13 00:00")
    over = duty(edge - 720, edge + 720)
    assert not broken([*full(SUNDAY, 1680), over], WEEK)
    assert [each.measured for each in broken([*full(SUNDAY, 1681), over], WEEK)] == [2401]


def test_the_workweek_is_that_of_the_unit_and_its_start_says_the_limits() -> None:
    segments = full("2027-06-05 00:00", 2401, 2)
    assert not broken(segments, limits("maximum_minutes_in_workweek", block=2400))
    rows = tuple(
        DatedLimits("maximum_minutes_in_workweek", date(2027, 6, day), (Limit(Level.BLOCK, value),))
        for day, value in ((1, 2000), (8, 3000))
    )
    dated = RuleParameters({"maximum_minutes_in_workweek": rows})
    found = check_person("Dana", full("2027-06-07 06:00", 2401), dated, NEW_YORK, EVER, workweek=MONDAYS)
    assert [(each.limit, each.interval.start) for each in found] == [(2000, at("2027-06-07 06:00"))]


@pytest.mark.parametrize(
    ("sunday", "hours"),
    [("2027-03-14", 167), ("2027-11-07", 169)],
)
@pytest.mark.parametrize("boundary", list(Boundary))
def test_a_workweek_over_a_clock_change(sunday: str, hours: int, boundary: Boundary) -> None:
    week = Workweek(6, time(0), ((date(2026, 1, 1), boundary),))
    everything = [duty(at(f"{sunday} 00:00") - 20_000, at(f"{sunday} 00:00") + 30_000)]
    focus = Interval(at(f"{sunday} 12:00"), at(f"{sunday} 12:00") + 1)
    found = check_person("Dana", everything, WEEK, NEW_YORK, focus, workweek=week)
    expected = hours if boundary is Boundary.WALL_CLOCK else 168
    assert [each.measured for each in found] == [expected * 60]


def test_leave_is_no_duty_and_the_days_before_the_focus_count() -> None:
    segments = full(SUNDAY, 2401)
    last = segments[-1]
    away = [*segments[:-1], duty(last.start, last.start + 60), absence(last.start + 60, last.end)]
    assert not broken(away, WEEK)
    assert broken(segments, WEEK, focus=NEW_YORK.day(date(2027, 6, 12)))
    assert not broken(segments, WEEK, focus=NEW_YORK.day(date(2027, 6, 13)))


def test_there_is_no_limit_by_default_and_only_this_rule_catches_it() -> None:
    segments = full(SUNDAY, 2700, 5)
    assert not broken(segments, default_parameters())
    asked = default_parameters().dated | WEEK.dated
    assert [each.rule for each in broken(segments, RuleParameters(asked))] == ["maximum_minutes_in_workweek"]
