"""The workweek advisor: the table of the field notes comes out of it, pattern by pattern."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.patterns.domain.catalogue import CATALOGUE_BY_KEY
from scheduling.time.interval import MINUTES_PER_DAY, MINUTES_PER_WEEK, Interval
from scheduling.workweek.domain.advisor import Advice, advise, pattern_duty, weeks_from

# Least and most overtime hours per person and week over 28 starts; computed for the field notes, 40-hour week.
TABLE = {
    "pitman": ("2", "10"),
    "pitman-rotating": ("3", "10"),
    "dupont": ("3", "12"),
    "4-on-4-off": ("3.5", "4"),
    "10s-and-14s": ("3.25", "4"),
    "continental": ("2", "4"),
    "southern-swing": ("2.25", "4"),
    "metropolitan": ("2", "2"),
    "2-2-4": ("3.5", "4"),
    "st-paul": ("0", "30/7"),
}
MONDAY = 0


def advice_for(key: str, cycle: int = 0, offset_days: int = 0) -> Advice:
    known = CATALOGUE_BY_KEY[key]
    return advise(*pattern_duty(known.pattern(cycle), known.shift_types(), MONDAY, offset_days))


@pytest.mark.parametrize("key", TABLE)
def test_the_table_of_built_in_overtime(key: str) -> None:
    least, most = (Fraction(hours) * 60 for hours in TABLE[key])
    for cycle in range(len(CATALOGUE_BY_KEY[key].cycles)):
        advice = advice_for(key, cycle)
        assert (len(advice.starts), advice.least, advice.most) == (28, least, most)


@pytest.mark.parametrize("key", TABLE)
def test_every_team_of_a_pattern_has_the_same_least_and_most(key: str) -> None:
    for team in CATALOGUE_BY_KEY[key].teams:
        advice, first = advice_for(key, team.cycle, team.offset_days), advice_for(key, team.cycle)
        assert (advice.least, advice.most) == (first.least, first.most)


def test_a_start_in_the_middle_of_a_shift_gives_pitman_even_weeks() -> None:
    best = advice_for("pitman").best[0]
    assert best.weeks == (42 * 60, 42 * 60)
    assert best.minute_of_week % MINUTES_PER_DAY == 12 * 60


def test_midnight_starts_give_pitman_uneven_weeks() -> None:
    midnights = [
        start for start in advice_for("pitman").starts if start.minute_of_week % MINUTES_PER_DAY == 0
    ]
    assert {tuple(sorted(start.weeks)) for start in midnights} == {(36 * 60, 48 * 60), (24 * 60, 60 * 60)}


def test_unpaid_breaks_are_not_hours_worked() -> None:
    known = CATALOGUE_BY_KEY["5x8"]
    with_break = {key: replace(each, unpaid_break_minutes=30) for key, each in known.shift_types().items()}
    assert advise(*pattern_duty(known.pattern(), with_break, MONDAY)).starts[0].weeks == (5 * 450,)


@given(
    duty=st.lists(st.tuples(st.integers(0, 3 * MINUTES_PER_WEEK - 1), st.integers(1, 26 * 60)), max_size=20),
    start=st.integers(0, MINUTES_PER_WEEK - 1),
)
def test_no_minute_is_lost_wherever_the_week_is_cut(duty: list[tuple[int, int]], start: int) -> None:
    intervals = [Interval(at, at + minutes) for at, minutes in duty]
    assert sum(weeks_from(intervals, 3, start)) == sum(minutes for _, minutes in duty)


@given(offset=st.integers(-50, 50))
def test_a_pattern_begun_a_week_later_cuts_the_same(offset: int) -> None:
    one, two = advice_for("dupont", 0, offset), advice_for("dupont", 0, offset + 7)
    for early, late in zip(one.starts, two.starts, strict=True):
        assert sorted(early.weeks) == sorted(late.weeks)
