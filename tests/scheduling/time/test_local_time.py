"""Wall-clock time over both clock changes of 2027, with the lengths that the Department of Labor counts."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, time, timedelta

import pytest

from scheduling.time.interval import EPOCH, moment_of
from scheduling.time.local_time import LocalClock, dates

NEW_YORK = LocalClock("America/New_York")
PHOENIX = LocalClock("America/Phoenix")
SPRING, AUTUMN = date(2027, 3, 13), date(2027, 11, 6)


@pytest.mark.parametrize(
    ("clock", "night", "hours"),
    [
        (NEW_YORK, SPRING, (9, 11, 7)),
        (NEW_YORK, AUTUMN, (11, 13, 9)),
        (PHOENIX, SPRING, (10, 12, 8)),
        (PHOENIX, AUTUMN, (10, 12, 8)),
    ],
    ids=["spring", "autumn", "Phoenix in spring", "Phoenix in autumn"],
)
def test_night_windows_last_as_long_as_they_last(
    clock: LocalClock, night: date, hours: tuple[int, int, int]
) -> None:
    windows = [(time(21), time(7)), (time(18), time(6)), (time(23), time(7))]
    assert tuple(clock.window(night, *window).minutes / 60 for window in windows) == hours


@pytest.mark.parametrize(
    ("clock", "sunday", "hours"),
    [
        (NEW_YORK, date(2027, 3, 14), 167),
        (NEW_YORK, date(2027, 11, 7), 169),
        (PHOENIX, date(2027, 3, 14), 168),
        (NEW_YORK, date(2027, 6, 6), 168),
    ],
)
def test_a_week_from_midnight_to_midnight(clock: LocalClock, sunday: date, hours: int) -> None:
    days = dates(sunday, date.fromordinal(sunday.toordinal() + 8))
    assert clock.days(days[0], days[-1]).minutes == hours * 60


@pytest.mark.parametrize(
    "sunday", [date(2026, 3, 8), date(2027, 3, 14), date(2028, 3, 12), date(2029, 3, 11)]
)
def test_spring_days_have_23_hours(sunday: date) -> None:
    assert NEW_YORK.day(sunday).minutes == 23 * 60


@pytest.mark.parametrize(
    "sunday", [date(2026, 11, 1), date(2027, 11, 7), date(2028, 11, 5), date(2029, 11, 4)]
)
def test_autumn_days_have_25_hours(sunday: date) -> None:
    assert NEW_YORK.day(sunday).minutes == 25 * 60


def test_the_hour_that_does_not_exist_moves_forward() -> None:
    minute = NEW_YORK.minute(date(2027, 3, 14), time(2, 30))
    assert f"{moment_of(minute):%H:%M}" == "07:30"
    assert f"{NEW_YORK.local(minute):%H:%M}" == "03:30"


def test_the_hour_that_exists_twice_means_the_first() -> None:
    first = NEW_YORK.minute(date(2027, 11, 7), time(1, 30))
    assert f"{moment_of(first):%H:%M}" == "05:30"
    assert [NEW_YORK.local(first).fold, NEW_YORK.local(first + 60).fold] == [0, 1]
    assert f"{NEW_YORK.local(first + 60):%H:%M}" == "01:30"


def test_midnight_as_an_end_is_the_end_of_the_day() -> None:
    noon = NEW_YORK.window(date(2027, 6, 1), time(12), time(0))
    assert (noon.minutes, noon.end) == (720, NEW_YORK.minute(date(2027, 6, 2)))
    assert NEW_YORK.window(date(2027, 6, 1), time(7), time(7)).minutes == 24 * 60


def test_a_window_that_the_clock_swallows_is_never_empty() -> None:
    assert NEW_YORK.window(date(2027, 3, 14), time(2, 0), time(3, 0)).minutes == 1


def test_windows_side_by_side_share_their_edge_on_both_changes() -> None:
    for day in (date(2027, 3, 14), date(2027, 11, 7)):
        edges = [time(0), time(1, 30), time(3), time(6)]
        pairs = itertools.pairwise(edges)
        windows = [NEW_YORK.window(day, *pair) for pair in pairs]
        assert [window.end for window in windows[:-1]] == [window.start for window in windows[1:]]


def test_a_minute_belongs_to_its_local_date() -> None:
    midnight = NEW_YORK.minute(date(2027, 6, 2))
    assert [NEW_YORK.date_of(midnight - 1), NEW_YORK.date_of(midnight)] == [
        date(2027, 6, 1),
        date(2027, 6, 2),
    ]


def test_clocks_of_one_zone_are_equal() -> None:
    assert LocalClock("America/Phoenix") == PHOENIX
    assert len({LocalClock("America/Phoenix"), PHOENIX, NEW_YORK}) == 2
    assert repr(PHOENIX) == "LocalClock('America/Phoenix')"


@pytest.mark.parametrize(
    ("zone", "change"),
    [
        ("America/New_York", date(2027, 3, 14)),
        ("America/New_York", date(2027, 11, 7)),
        ("America/Santiago", date(2027, 9, 5)),  # at midnight
        ("Australia/Lord_Howe", date(2027, 4, 4)),  # by half an hour
        ("Antarctica/Troll", date(2027, 3, 28)),  # by two hours
        ("Asia/Kathmandu", date(2027, 6, 1)),  # never, 5 h 45 min away
        ("Pacific/Apia", date(2011, 12, 30)),  # by a whole date
        ("Africa/Monrovia", date(1972, 1, 7)),  # by 44 minutes and 30 seconds
    ],
)
def test_every_minute_around_a_change_is_what_the_zone_says(zone: str, change: date) -> None:
    clock = LocalClock(zone)
    for day in dates(change - timedelta(days=3), change + timedelta(days=4)):
        for at in (time(hour, minute) for hour in range(24) for minute in (0, 15, 30, 59)):
            wall = datetime.combine(day, at, tzinfo=clock.tz)
            minute = (wall.astimezone(UTC) - EPOCH) // timedelta(minutes=1)
            assert clock.minute(day, at) == minute
            for moment in (minute - 1, minute, minute + 1):
                assert clock.date_of(moment) == moment_of(moment).astimezone(clock.tz).date()
                assert clock.ordinal_of(moment) == clock.date_of(moment).toordinal()


def test_the_first_and_the_last_dates_there_are() -> None:
    assert NEW_YORK.minute(date.min) < NEW_YORK.minute(date(1, 1, 2)) < NEW_YORK.minute(date.max)
    assert NEW_YORK.date_of(NEW_YORK.minute(date.max)) == date.max
