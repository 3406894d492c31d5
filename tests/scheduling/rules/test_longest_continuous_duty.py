"""Longest continuous duty: at the limit, one minute under, one over, over both clock changes."""

from __future__ import annotations

import pytest

from scheduling.rules.levels import Level
from scheduling.rules.registry import default_parameters
from scheduling.time.interval import Interval
from tests.support.duty import NEW_YORK as CLOCK
from tests.support.duty import SHIFT_TYPES, at, broken, duty, limits

LONGEST = limits("longest_continuous_duty", block=960, warn=840)
START = at("2027-06-01 06:00")


@pytest.mark.parametrize(
    ("minutes", "level"),
    [(840, None), (841, Level.WARN), (959, Level.WARN), (960, Level.WARN), (961, Level.BLOCK)],
)
def test_one_stretch(minutes: int, level: Level | None) -> None:
    found = broken([duty(START, START + minutes)], LONGEST)
    assert [(each.level, each.measured, each.interval.minutes) for each in found] == (
        [(level, minutes, minutes)] if level else []
    )


def test_short_gaps_do_not_end_a_stretch_and_count() -> None:
    first, second = duty(START, START + 600), duty(START + 629, START + 961)
    assert [each.measured for each in broken([first, second], LONGEST)] == [961]
    assert not broken([first, duty(START + 630, START + 961)], LONGEST)


@pytest.mark.parametrize(
    ("night", "measured"), [("2027-03-13", None), ("2027-11-06", 780), ("2027-06-01", None)]
)
def test_a_november_night_breaks_a_cap_of_12_hours(night: str, measured: int | None) -> None:
    occurrence = SHIFT_TYPES["N"].occurrence(CLOCK.date_of(at(f"{night} 12:00")), CLOCK)
    found = broken([duty(occurrence.start, occurrence.end)], limits("longest_continuous_duty", block=720))
    assert [each.measured for each in found] == ([measured] if measured else [])


def test_every_long_stretch_that_touches_the_focus_is_reported() -> None:
    segments = [duty(START + n * 3000, START + n * 3000 + 1000) for n in range(3)]
    assert len(broken(segments, LONGEST)) == 3
    focus = Interval(START + 3999, START + 6000)
    assert [each.interval.start for each in broken(segments, LONGEST, focus=focus)] == [START + 3000]
    assert not broken(segments, LONGEST, focus=Interval(START + 4000, START + 6000))


def test_only_this_rule_catches_it() -> None:
    long = duty(START, START + 961)
    found = broken([long], default_parameters())
    assert {each.rule for each in found} == {"longest_continuous_duty", "maximum_minutes_in_24_hours"}
    # A gap too short for rest leaves 24 hours within their limit, and is no rest that could be too short.
    split = [duty(START, START + 500), duty(START + 525, START + 970)]
    assert [each.rule for each in broken(split, default_parameters())] == ["longest_continuous_duty"]
