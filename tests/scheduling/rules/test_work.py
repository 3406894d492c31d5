"""One person's duty prepared for the rules: stretches, rests, days, nights, and minutes of any window."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.rules.levels import RuleParameters, Settings
from scheduling.rules.registry import unit_terms
from scheduling.rules.work import Work, runs, work_of
from scheduling.time.segment import Duty
from tests.support.duty import EVER, NEW_YORK, absence, at, duty

DAWN = at("2027-06-01 06:00")


def work(*segments: Duty, gap: int = 30) -> Work:
    unit = unit_terms(RuleParameters({}, Settings(continuous_gap_minutes=gap)), NEW_YORK)
    return work_of("Dana", segments, unit, EVER)


def test_short_gaps_join_a_stretch_and_long_ones_are_rests() -> None:
    pieces = (duty(DAWN, DAWN + 100), duty(DAWN + 129, DAWN + 200), duty(DAWN + 230, DAWN + 300))
    found = work(*pieces)
    assert (found.stretches, found.begins) == ([(DAWN, DAWN + 200), (DAWN + 230, DAWN + 300)], [0, 2])
    assert (found.shortest_rest, found.longest_stretch, found.longest_duty) == (30, 200, 100)
    joined = work(*pieces, gap=31)
    assert joined.stretches == [(DAWN, DAWN + 300)]
    assert joined.shortest_rest > 1_000_000


def test_absence_is_no_duty_and_nobody_works_nothing() -> None:
    found = work(absence(DAWN, DAWN + 60))  # type: ignore[arg-type]
    assert (found.duties, found.stretches, found.days, found.nights) == ([], [], [], [])
    assert found.minutes_within(0, DAWN + 1000) == 0


def test_worked_days_and_nights_are_local_dates() -> None:
    change = date(2027, 3, 14).toordinal()
    enough = duty(at("2027-03-13 22:00"), at("2027-03-14 01:00"))
    found = work(enough, duty(at("2027-03-14 22:00"), at("2027-03-15 00:59")))
    assert (found.days, found.nights) == ([change - 1, change], [change - 1])
    # A short gap is inside the stretch, but it is not duty.
    split = work(duty(DAWN - 360, DAWN - 240), duty(DAWN - 215, DAWN - 156))
    assert (len(split.stretches), split.nights) == (1, [])
    assert work(duty(DAWN - 360, DAWN - 240), duty(DAWN - 215, DAWN - 155)).nights == [
        date(2027, 5, 31).toordinal()
    ]


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 60)), max_size=8),
    st.integers(-50, 500),
    st.integers(1, 300),
)
def test_minutes_within_a_window_are_those_of_each_duty(
    pieces: list[tuple[int, int]], start: int, length: int
) -> None:
    segments, end = [], DAWN
    for gap, minutes in pieces:
        segments.append(duty(end + gap, end + gap + minutes))
        end = segments[-1].end
    first, last = DAWN + start, DAWN + start + length
    expected = sum(max(0, min(each.end, last) - max(each.start, first)) for each in segments)
    assert work(*segments).minutes_within(first, last) == expected


@pytest.mark.parametrize(
    ("ordinals", "above", "expected"),
    [
        ([], 0, []),
        ([5], 0, [(5, 5)]),
        ([1, 2, 3, 5, 6], 2, [(1, 3)]),
        ([1, 2, 3, 5, 6], 1, [(1, 3), (5, 6)]),
        ([1, 2, 3, 5, 6], 3, []),
        ([1, 3], -1, [(1, 1), (3, 3)]),
    ],
)
def test_runs_longer_than_a_limit(ordinals: list[int], above: int, expected: list[tuple[int, int]]) -> None:
    assert runs(ordinals, above) == expected
