"""Minimum rest: at the limit, one minute under, one over, over both clock changes, and beside absence."""

from __future__ import annotations

from datetime import date

import pytest

from scheduling.rules.levels import DatedLimits, Level, Limit, RuleParameters, Settings
from scheduling.rules.registry import default_parameters
from scheduling.time.interval import Interval
from tests.support.duty import EVER, absence, at, broken, duty, limits

REST = limits("minimum_rest", block=480, approval=600)
EVENING = at("2027-06-01 22:00")


@pytest.mark.parametrize(
    ("rest", "level", "limit"),
    [
        (479, Level.BLOCK, 480),
        (480, Level.APPROVAL, 600),
        (481, Level.APPROVAL, 600),
        (599, Level.APPROVAL, 600),
        (600, None, None),
        (601, None, None),
    ],
)
def test_the_hardest_limit_that_is_broken_is_reported_once(
    rest: int, level: Level | None, limit: int | None
) -> None:
    found = broken([duty(EVENING - 600, EVENING), duty(EVENING + rest, EVENING + rest + 480)], REST)
    assert [(each.rule, each.level, each.measured, each.limit) for each in found] == (
        [("minimum_rest", level, rest, limit)] if level else []
    )
    assert all(each.interval == Interval(EVENING, EVENING + rest) for each in found)


@pytest.mark.parametrize(
    ("evening", "morning", "rest"),
    [
        ("2027-03-13 21:00", "2027-03-14 07:00", 540),
        ("2027-03-13 20:00", "2027-03-14 07:00", None),
        ("2027-11-06 22:00", "2027-11-07 07:00", None),
        ("2027-11-06 22:01", "2027-11-07 07:00", 599),
    ],
    ids=["10 h on the wall are 9 in spring", "11 are 10", "9 are 10 in autumn", "one minute under"],
)
def test_rest_is_elapsed_time_over_a_clock_change(evening: str, morning: str, rest: int | None) -> None:
    found = broken([duty(at(evening) - 480, at(evening)), duty(at(morning), at(morning) + 480)], REST)
    assert [each.measured for each in found] == ([rest] if rest else [])


def test_absence_counts_as_rest() -> None:
    worked = duty(EVENING - 600, EVENING)
    early, late = EVENING + 300, EVENING + 900
    assert broken([worked, duty(early, late)], REST)
    assert not broken([worked, absence(early, early + 400), duty(early + 400, late)], REST)


def test_leave_inside_a_shift_is_no_rest_before_a_shift() -> None:
    start = at("2027-06-01 06:00")
    morning = duty(start, start + 240)
    assert not broken(
        [morning, absence(start + 240, start + 345), duty(start + 345, start + 720, shift_start=start)], REST
    )
    assert broken([morning, absence(start + 240, start + 345), duty(start + 345, start + 720)], REST)


def test_a_gap_shorter_than_the_setting_is_no_rest() -> None:
    first = duty(EVENING - 600, EVENING)
    assert not broken([first, duty(EVENING + 29, EVENING + 200)], REST)
    assert [each.measured for each in broken([first, duty(EVENING + 30, EVENING + 200)], REST)] == [30]
    longer = limits("minimum_rest", Settings(continuous_gap_minutes=60), block=480)
    assert not broken([first, duty(EVENING + 30, EVENING + 200)], longer)


def test_all_short_rests_are_reported_and_only_those_in_the_focus() -> None:
    starts = [EVENING + n * 700 for n in range(4)]
    segments = [duty(start, start + 400) for start in starts]
    assert [each.measured for each in broken(segments, REST)] == [300, 300, 300]
    focus = Interval(starts[2], starts[3])
    # The rest before the shift that starts the focus belongs to it, and the one that its end cuts.
    assert [each.interval.end for each in broken(segments, REST, focus=focus)] == [starts[2], starts[3]]


def test_limits_are_those_in_force_when_the_shift_starts() -> None:
    rows = (
        DatedLimits("minimum_rest", date(2027, 1, 1), (Limit(Level.WARN, 500),)),
        DatedLimits("minimum_rest", date(2027, 6, 2), (Limit(Level.WARN, 700),)),
    )
    parameters = RuleParameters({"minimum_rest": rows})
    may = at("2027-05-20 22:00")
    for evening, expected in ((may, 0), (EVENING, 1)):
        assert (
            len(broken([duty(evening - 600, evening), duty(evening + 600, evening + 900)], parameters))
            == expected
        )
    assert not broken([duty(EVENING, EVENING + 9), duty(EVENING + 90, EVENING + 99)], RuleParameters())


def test_only_this_rule_catches_it() -> None:
    segments = [duty(EVENING - 480, EVENING), duty(EVENING + 540, EVENING + 1020)]
    assert [each.rule for each in broken(segments, default_parameters(), focus=EVER)] == ["minimum_rest"]
