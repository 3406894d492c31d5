"""Workweeks follow each other without gaps; over a clock change they keep their time on the wall or their hours."""

from __future__ import annotations

import itertools
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.time.interval import MINUTES_PER_WEEK, Interval
from scheduling.time.local_time import LocalClock
from scheduling.time.workweek import Boundary, Workweek, standard_offset, week_starts_on

NEW_YORK = LocalClock("America/New_York")
ZONES = ("America/New_York", "America/Phoenix", "Europe/London", "America/Santiago", "Pacific/Auckland")
SUNDAY = Workweek(6)
FIXED = ((date(2000, 1, 1), Boundary.FIXED),)


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
def test_the_week_of_a_minute(day: date, weekday: int, at: time, starts: date) -> None:
    week = Workweek(weekday, at).holding(NEW_YORK.minute(day), NEW_YORK)
    assert week.start == NEW_YORK.minute(starts, at)
    assert week.minutes == 7 * 1440


@pytest.mark.parametrize(
    ("starts_on", "hours"), [(date(2026, 3, 1), [168, 167, 168]), (date(2026, 10, 25), [168, 169, 168])]
)
def test_by_the_wall_clock_weeks_over_a_change_keep_their_time_on_the_wall(
    starts_on: date, hours: list[int]
) -> None:
    found = SUNDAY.touching(NEW_YORK.days(starts_on, starts_on + timedelta(days=21)), NEW_YORK)
    assert [week.minutes // 60 for week in found] == hours
    assert {NEW_YORK.local(week.start).hour for week in found} == {0}


@pytest.mark.parametrize(
    ("starts_on", "walls"), [(date(2026, 3, 1), [0, 0, 1]), (date(2026, 10, 25), [1, 1, 0])]
)
def test_fixed_weeks_over_a_change_keep_their_168_hours(starts_on: date, walls: list[int]) -> None:
    """In summer they start an hour later by the wall."""
    weeks = Workweek(6, time(0), FIXED)
    found = weeks.touching(
        Interval(NEW_YORK.minute(starts_on, time(1)), NEW_YORK.minute(starts_on + timedelta(days=21))),
        NEW_YORK,
    )
    assert {week.minutes for week in found} == {MINUTES_PER_WEEK}
    assert [NEW_YORK.local(week.start).hour for week in found] == walls


def test_a_boundary_holds_from_its_date_for_weeks_that_start_then() -> None:
    """Wall clock to fixed in summer: the one week between is an hour longer."""
    weeks = Workweek(6, time(0), ((date(2026, 7, 12), Boundary.FIXED),))
    found = weeks.touching(NEW_YORK.days(date(2026, 6, 28), date(2026, 7, 26)), NEW_YORK)
    assert [week.minutes // 60 for week in found] == [168, 169, 168, 168]
    assert weeks.boundary_on(date(2026, 7, 11)) is Boundary.WALL_CLOCK


def test_a_later_date_replaces_an_earlier_one() -> None:
    back = (date(2026, 9, 6), Boundary.WALL_CLOCK)
    weeks = Workweek(6, time(0), (back, (date(2026, 1, 4), Boundary.FIXED)))
    assert weeks.boundary_on(date(2026, 9, 5)) is Boundary.FIXED
    assert weeks.boundary_on(date(2026, 9, 6)) is Boundary.WALL_CLOCK


@pytest.mark.parametrize(
    ("zone", "hours"),
    [
        ("America/New_York", -5),
        ("America/Phoenix", -7),
        ("Europe/London", 0),
        ("Europe/Dublin", 0),
        ("America/Santiago", -4),
        ("Pacific/Auckland", 12),
    ],
)
def test_standard_time_is_the_same_all_year_on_both_hemispheres(zone: str, hours: int) -> None:
    assert standard_offset(2026, LocalClock(zone)) == hours * 60


def test_what_a_week_starts_with_is_said() -> None:
    assert SUNDAY.words(date(2026, 7, 1)) == "Workweek starts Sun 00:00."
    fixed = Workweek(0, time(6), ((date(2026, 7, 6), Boundary.FIXED),))
    assert fixed.words(date(2026, 7, 5)) == "Workweek starts Mon 06:00."
    assert fixed.words(date(2026, 7, 6)) == "Workweek starts Mon 06:00 standard time, always 168 h."


def test_a_week_that_begins_as_the_dates_end_is_not_one_of_them() -> None:
    days = NEW_YORK.days(date(2026, 8, 9), date(2026, 8, 16))
    assert SUNDAY.touching(days, NEW_YORK) == [days]


@pytest.mark.parametrize(("weekday", "starts"), [(6, 9), (1, 11), (2, 5)])
def test_the_start_of_the_week_of_a_date(weekday: int, starts: int) -> None:
    assert week_starts_on(date(2026, 8, 11), weekday) == date(2026, 8, starts)


some_weeks = st.builds(
    Workweek,
    st.integers(0, 6),
    st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0)),
    st.sampled_from([(), FIXED]),
)
some_dates = st.dates(date(2015, 1, 1), date(2035, 12, 1))


@given(zone=st.sampled_from(ZONES), weeks=some_weeks, day=some_dates, days=st.integers(1, 400))
def test_weeks_touch_each_other_and_cover_the_dates(zone: str, weeks: Workweek, day: date, days: int) -> None:
    clock = LocalClock(zone)
    inside = clock.days(day, day + timedelta(days=days))
    found = weeks.touching(inside, clock)
    assert all(left.end == right.start for left, right in itertools.pairwise(found))
    assert found[0].start <= inside.start < found[0].end
    assert found[-1].start < inside.end <= found[-1].end
    assert weeks.holding(inside.start, clock) == found[0]


@given(zone=st.sampled_from(ZONES), weeks=some_weeks, day=some_dates)
def test_a_week_keeps_its_hours_or_its_time_on_the_wall(zone: str, weeks: Workweek, day: date) -> None:
    clock = LocalClock(zone)
    week = weeks.holding(clock.minute(day), clock)
    start, end = clock.local(week.start), clock.local(week.end)
    if weeks.boundaries:
        assert week.minutes == MINUTES_PER_WEEK
        standard = standard_offset(start.year, clock)
        wall = timedelta(hours=weeks.at.hour, minutes=weeks.at.minute)
        since_midnight = timedelta(minutes=(week.start + standard) % 1440)
        assert since_midnight == wall
    else:
        assert week.minutes // 60 in {167, 168, 169}
        exists = {clock.minute(each.date(), weeks.at) for each in (start, end)}
        assert {week.start, week.end} == exists
    assert start.utcoffset() == end.utcoffset() or zone != "America/Phoenix"
