"""Hours in rolling windows: exact to the minute, one report per run, over both clock changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.rules.levels import Level
from scheduling.rules.registry import default_parameters
from scheduling.rules.rolling_window import check_window
from scheduling.rules.work import terms, work_of
from scheduling.time.interval import Interval
from scheduling.time.segment import Duty
from tests.support.duty import EVER, NEW_YORK, SHIFT_TYPES, at, broken, duty, limits

DAY, WEEK = "maximum_minutes_in_24_hours", "maximum_minutes_in_7_days"
START = at("2027-06-01 06:00")


@pytest.mark.parametrize(("more", "level"), [(359, None), (360, None), (361, Level.BLOCK)])
def test_24_hours(more: int, level: Level | None) -> None:
    segments = [duty(START, START + 600), duty(START + 1000, START + 1000 + more)]
    found = broken(segments, limits(DAY, block=960))
    assert [(each.level, each.measured, each.limit) for each in found] == (
        [(level, 961, 960)] if level else []
    )


def test_the_window_slides_by_the_minute() -> None:
    # 10 h, then 10 h from 23 h 59 m after the first began: one minute of the first is still inside at any
    # time.
    first = duty(START, START + 600)
    assert [
        each.measured for each in broken([first, duty(START + 1439, START + 2039)], limits(DAY, block=600))
    ] == [601]
    assert not broken([first, duty(START + 1440, START + 2040)], limits(DAY, block=600))


@pytest.mark.parametrize(("last", "measured"), [(719, None), (720, None), (721, 3601)])
def test_7_days(last: int, measured: int | None) -> None:
    segments = [duty(START + n * 1440, START + n * 1440 + 720) for n in range(4)]
    segments.append(duty(START + 4 * 1440, START + 4 * 1440 + last))
    found = broken(segments, limits(WEEK, approval=3600))
    assert [each.measured for each in found] == ([measured] if measured else [])
    assert all(each.interval.minutes == 7 * 1440 for each in found)


@pytest.mark.parametrize(
    ("night", "limit", "expected"),
    [
        ("2027-03-13", 660, None),
        ("2027-03-13", 659, 660),
        ("2027-11-06", 780, None),
        ("2027-11-06", 779, 780),
    ],
)
def test_windows_count_elapsed_minutes_over_a_clock_change(
    night: str, limit: int, expected: int | None
) -> None:
    occurrence = SHIFT_TYPES["N"].occurrence(NEW_YORK.date_of(at(f"{night} 12:00")), NEW_YORK)
    found = broken([duty(occurrence.start, occurrence.end)], limits(DAY, block=limit))
    assert [each.measured for each in found] == ([expected] if expected else [])


def test_one_report_per_run_at_its_fullest_window() -> None:
    full = [duty(START, START + 700), duty(START + 800, START + 1200), duty(START + 1300, START + 1500)]
    apart = [duty(START + 10_000, START + 11_000)]
    found = broken([*full, *apart], limits(DAY, block=960))
    assert [(each.measured, each.interval.end) for each in found] == [
        (700 - 60 + 400 + 200, START + 1500),
        (1000, START + 11_000),
    ]


@pytest.mark.parametrize(("start", "reports"), [(1539, 1), (1540, 2), (1541, 2)])
def test_a_run_ends_where_a_window_is_back_at_the_limit(start: int, reports: int) -> None:
    # When the second duty begins after 1,540 minutes, the 24 hours before hold 900 of the first one's 1,000.
    segments = [duty(START, START + 1000), duty(START + start, START + start + 950)]
    assert len(broken(segments, limits(DAY, block=900))) == reports


def test_the_hardest_level_of_a_run_is_reported() -> None:
    segments = [duty(START, START + 700), duty(START + 800, START + 1200)]
    found = broken(segments, limits(DAY, warn=600, block=1000))
    assert [(each.level, each.measured, each.limit) for each in found] == [(Level.BLOCK, 1100, 1000)]


def test_only_windows_that_touch_the_focus_are_reported() -> None:
    segments = [duty(START, START + 1000)]
    window_end = START + 1000
    for focus, expected in (
        (Interval(window_end - 1, window_end + 1), 1),
        (Interval(window_end, window_end + 9), 0),
        (Interval(window_end - 1440 - 9, window_end - 1440), 0),
        (Interval(window_end - 1440 - 9, window_end - 1439), 1),
    ):
        assert len(broken(segments, limits(DAY, block=960), focus=focus)) == expected


def test_a_run_that_began_before_the_focus_is_reported_at_its_fullest_window_inside() -> None:
    segments = [duty(START + n * 1440, START + n * 1440 + (720 if n < 9 else 700)) for n in range(20)]
    focus = Interval(START + 18 * 1440, START + 19 * 1440)
    found = broken(segments, limits(WEEK, approval=3600), focus=focus)
    assert [(each.measured, each.interval.overlaps(focus)) for each in found] == [(7 * 700, True)]


def fullest(segments: list[Duty], length: int) -> int:
    """By trying every window, minute by minute."""
    ends = range(segments[0].start, segments[-1].end + 1) if segments else ()
    return max(
        (
            sum(max(0, min(each.end, end) - max(each.start, end - length)) for each in segments)
            for end in ends
        ),
        default=0,
    )


@given(
    st.lists(st.tuples(st.integers(1, 40), st.integers(0, 40)), max_size=8),
    st.integers(1, 90),
    st.integers(1, 80),
)
def test_equal_to_trying_every_window(parts: list[tuple[int, int]], length: int, limit: int) -> None:
    segments, minute = [], START
    for worked, gap in parts:
        segments.append(duty(minute, minute + worked))
        minute += worked + gap
    unit = terms(limits("window", block=limit), NEW_YORK, ())
    found = check_window(work_of("Dana", segments, unit, EVER), "window", length)
    most = fullest(segments, length)
    assert max((each.measured for each in found), default=0) == (most if most > limit else 0)
    for each in found:
        inside = sum(
            max(0, min(one.end, each.interval.end) - max(one.start, each.interval.start)) for one in segments
        )
        assert each.measured == inside > limit


def test_only_this_rule_catches_it() -> None:
    # 9 h on and 8 h 40 m off is enough rest, and no stretch is long; any 24 hours are not.
    day = [duty(START, START + 540), duty(START + 1140, START + 1680)]
    assert not broken(day, default_parameters())
    long_day = [duty(START, START + 500), duty(START + 500 + 40, START + 1010)]
    assert DAY in {each.rule for each in broken(long_day, default_parameters())}
    # Five nights of 12 h 10 m: rest, stretch, days and nights in a row are all within their limits.
    week = [duty(START + n * 1440, START + n * 1440 + 730) for n in range(5)]
    assert [each.rule for each in broken(week, default_parameters())] == [WEEK]


def test_two_half_shifts_of_one_date_can_fill_a_day_that_no_other_rule_sees() -> None:
    # The break of 7 h is inside one shift (leave), so it is no rest before a shift.
    split = [duty(START, START + 490), duty(START + 900, START + 1380, shift_start=START)]
    assert [each.rule for each in broken(split, default_parameters())] == [DAY]
