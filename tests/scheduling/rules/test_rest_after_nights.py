"""Rest after nights: at the limit, a minute under, one over, over both clock changes, and what follows nights."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from scheduling.rules.levels import DatedLimits, Level, Limit, RuleParameters, Settings
from scheduling.rules.registry import default_parameters
from scheduling.time.interval import Interval
from scheduling.time.segment import Duty
from tests.support.duty import NEW_YORK, SHIFT_TYPES, absence, at, broken, duty, limits

DAY_OFF = limits("rest_after_nights", warn=1440)
JUNE = date(2027, 6, 1)


def nights(count: int, first: date = JUNE) -> list[Duty]:
    found = [SHIFT_TYPES["N"].occurrence(first + timedelta(days=n), NEW_YORK) for n in range(count)]
    return [duty(each.start, each.end) for each in found]


def after(worked: list[Duty], rest: int, length: int = 480) -> list[Duty]:
    """The duty, and some more so many minutes after it."""
    start = worked[-1].end + rest
    return [*worked, duty(start, start + length)]


@pytest.mark.parametrize(("rest", "is_broken"), [(480, True), (1439, True), (1440, False), (1441, False)])
def test_a_day_off_after_three_nights(rest: int, is_broken: bool) -> None:
    worked = nights(3)
    found = broken(after(worked, rest), DAY_OFF)
    assert [(each.level, each.measured, each.limit) for each in found] == (
        [(Level.WARN, rest, 1440)] if is_broken else []
    )
    assert all(each.interval == Interval(worked[-1].end, worked[-1].end + rest) for each in found)


@pytest.mark.parametrize(("count", "is_broken"), [(2, False), (3, True), (4, True)])
@pytest.mark.parametrize("needed", [3, 2])
def test_the_nights_needed_are_a_setting(count: int, is_broken: bool, needed: int) -> None:
    asked = limits("rest_after_nights", Settings(nights_before_rest=needed), warn=1440)
    assert bool(broken(after(nights(count), 480), asked)) is (is_broken or count >= needed)


@pytest.mark.parametrize(
    ("sunday", "start", "is_broken"),
    [
        # The last night ends on the Saturday at 06:00; 24 hours later it is 07:00 in spring and 05:00 in autumn.
        (date(2027, 3, 14), "06:59", True),
        (date(2027, 3, 14), "07:00", False),
        (date(2027, 11, 7), "04:59", True),
        (date(2027, 11, 7), "05:00", False),
    ],
)
def test_rest_is_elapsed_over_a_clock_change(sunday: date, start: str, is_broken: bool) -> None:
    worked = nights(3, sunday - timedelta(days=4))
    begins = at(f"{sunday} {start}")
    assert bool(broken([*worked, duty(begins, begins + 480)], DAY_OFF)) is is_broken


def test_the_next_night_is_no_rest_and_duty_between_two_nights_is_measured() -> None:
    assert not broken(nights(6), DAY_OFF)
    four = nights(4)
    between = duty(four[2].end + 240, four[2].end + 480)
    assert [each.measured for each in broken([*four[:3], between, four[3]], DAY_OFF)] == [240]


def test_a_night_off_starts_the_count_again() -> None:
    worked = [*nights(2), *nights(2, JUNE + timedelta(days=3))]
    assert not broken(after(worked, 480), DAY_OFF)


def test_absence_is_rest_and_a_shift_cut_by_leave_is_one_turn() -> None:
    first, second, third = nights(3)
    gone = absence(third.end + 480, third.end + 1000)
    later = duty(third.end + 1440, third.end + 1900)
    assert not broken([first, second, third, gone, later], DAY_OFF)
    # The third night ends with its shift, not with the piece that is the night duty.
    cut = [
        duty(third.start, third.end - 120),
        duty(third.end - 60, third.end, shift_start=third.start),
    ]
    assert not broken([first, second, *cut], DAY_OFF)
    found = broken([first, second, *cut, duty(third.end + 1400, third.end + 1800)], DAY_OFF)
    assert [each.measured for each in found] == [1400]


def test_nights_before_the_focus_count_and_a_rest_outside_it_does_not() -> None:
    worked = after(nights(3), 480)
    assert broken(worked, DAY_OFF, focus=NEW_YORK.day(JUNE + timedelta(days=3)))
    assert not broken(worked, DAY_OFF, focus=NEW_YORK.day(JUNE + timedelta(days=4)))
    assert not broken(worked, DAY_OFF, focus=NEW_YORK.day(JUNE + timedelta(days=2)))


def test_the_limits_are_those_of_the_duty_that_follows() -> None:
    worked = nights(3)
    dated = tuple(
        DatedLimits("rest_after_nights", JUNE + timedelta(days=n), (Limit(level, 1440),))
        for n, level in ((0, Level.WARN), (3, Level.APPROVAL))
    )
    found = broken(after(worked, 480), RuleParameters({"rest_after_nights": dated}))
    assert [each.level for each in found] == [Level.APPROVAL]


def test_only_this_rule_catches_a_day_shift_after_three_nights() -> None:
    worked = [duty(each.start + 240, each.end - 120) for each in nights(3)]
    found = broken(after(worked, 600), default_parameters())
    assert [each.rule for each in found] == ["rest_after_nights"]
