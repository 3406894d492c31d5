"""Workweeks follow each other without gaps, whatever weekday and time they start with."""

from __future__ import annotations

import itertools
from datetime import date, time, timedelta

import pytest

from scheduling.time.local_time import LocalClock
from scheduling.time.workweek import week_starts_on, workweek_of, workweeks

NEW_YORK = LocalClock("America/New_York")


@pytest.mark.parametrize(
    ("day", "weekday", "at", "starts"),
    [
        (date(2026, 8, 11), 6, time(0), date(2026, 8, 9)),
        (date(2026, 8, 9), 6, time(0), date(2026, 8, 9)),
        (date(2026, 8, 12), 2, time(0), date(2026, 8, 12)),
        # A week that starts on Sunday at 07:00 holds the first minutes of a Sunday in the one before.
        (date(2026, 8, 9), 6, time(7), date(2026, 8, 2)),
    ],
)
def test_the_week_of_a_date(day: date, weekday: int, at: time, starts: date) -> None:
    week = workweek_of(day, weekday, at, NEW_YORK)
    assert week.start == NEW_YORK.minute(starts, at)
    assert week.contains(NEW_YORK.minute(day))
    assert week.minutes == 7 * 1440


@pytest.mark.parametrize(("month", "hours"), [(3, 167), (11, 169)])
def test_over_a_clock_change_a_week_lasts_an_hour_less_or_more(month: int, hours: int) -> None:
    day = date(2026, month, 8 if month == 3 else 1)
    assert workweek_of(day, 6, time(0), NEW_YORK).minutes == hours * 60


def test_weeks_touch_each_other_and_cover_the_dates() -> None:
    found = workweeks(date(2026, 10, 20), date(2026, 11, 17), 2, time(6), NEW_YORK)
    assert all(left.end == right.start for left, right in itertools.pairwise(found))
    assert found[0].start <= NEW_YORK.minute(date(2026, 10, 20))
    assert found[-1].end >= NEW_YORK.minute(date(2026, 11, 17))


@pytest.mark.parametrize(
    ("starts_on", "hours"), [(date(2026, 3, 1), [168, 167, 168]), (date(2026, 10, 25), [168, 169, 168])]
)
def test_weeks_over_a_clock_change_keep_their_time_on_the_wall(starts_on: date, hours: list[int]) -> None:
    found = workweeks(starts_on, starts_on + timedelta(days=21), 6, time(0), NEW_YORK)
    assert [week.minutes // 60 for week in found] == hours
    assert {NEW_YORK.local(week.start).hour for week in found} == {0}


def test_a_week_that_begins_as_the_dates_end_is_not_one_of_them() -> None:
    found = workweeks(date(2026, 8, 9), date(2026, 8, 16), 6, time(0), NEW_YORK)
    assert found == [NEW_YORK.days(date(2026, 8, 9), date(2026, 8, 16))]


@pytest.mark.parametrize(("weekday", "starts"), [(6, 9), (1, 11), (2, 5)])
def test_the_date_on_which_the_week_of_a_date_begins(weekday: int, starts: int) -> None:
    assert week_starts_on(date(2026, 8, 11), weekday) == date(2026, 8, starts)
