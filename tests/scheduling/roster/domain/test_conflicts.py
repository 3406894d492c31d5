"""Conflicts, pure: what two bases differ in, what is a fact, and what becomes of an absence or a revocation."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.roster.domain.conflicts import (
    Stretch,
    bands_changed,
    base_differences,
    base_of,
    decide_band,
    is_fact,
    seen_in,
    seen_on,
    wanted_on,
)
from scheduling.roster.domain.editing import Decision
from scheduling.roster.domain.inputs import RosterInput
from scheduling.roster.domain.person import PersonRoster
from scheduling.time.interval import Interval
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Absence, Break, Duty, PayKind, Source

BASE = Source(1, "contract")
NOTHING = RosterInput(LocalClock("UTC"), date(2026, 1, 4), Interval(0, 1), Interval(0, 1), (), {}, {})


def duty(start: int, end: int, *, shift_type: str = "D", breaks: tuple[Break, ...] = ()) -> Duty:
    return Duty(start, end, start, BASE, shift_type, breaks=breaks)


@pytest.mark.parametrize(
    ("before", "now", "minutes"),
    [
        ([], [], ()),
        ([duty(0, 10)], [duty(0, 10)], ()),
        ([duty(0, 10)], [], (Interval(0, 10),)),
        # Another start of the same shift: only the minutes between the two differ.
        ([duty(0, 10)], [duty(2, 10)], (Interval(0, 2),)),
        ([duty(0, 10)], [duty(0, 10, shift_type="N")], (Interval(0, 10),)),
        ([duty(0, 10)], [duty(0, 10, breaks=(Break(4, 6),))], (Interval(4, 6),)),
        ([duty(0, 10, breaks=(Break(4, 6),))], [duty(0, 10, breaks=(Break(4, 6, True),))], (Interval(4, 6),)),
        ([duty(0, 10)], [duty(0, 10)._replace(pay=PayKind.HOLIDAY)], (Interval(0, 10),)),
        ([duty(0, 4), duty(8, 12)], [duty(8, 12)], (Interval(0, 4),)),
        # Where it comes from makes no difference: the same contract in another row.
        ([duty(0, 10)], [duty(0, 10)._replace(source=Source(1, "other", 7))], ()),
    ],
)
def test_bases_differ_in_exactly_these_minutes(
    before: list[Duty], now: list[Duty], minutes: tuple[Interval, ...]
) -> None:
    assert base_differences(before, now) == minutes
    assert base_differences(now, before) == minutes


shifts = st.lists(st.tuples(st.integers(0, 5), st.integers(1, 6), st.sampled_from("DN")), max_size=5)


def laid_out(parts: list[tuple[int, int, str]]) -> list[Duty]:
    """Shifts one after the other: how long after the last, how long, which."""
    found, at = [], 0
    for gap, length, code in parts:
        found.append(duty(at + gap, at + gap + length, shift_type=code))
        at += gap + length
    return found


@given(shifts, shifts)
def test_every_minute_is_in_the_difference_or_says_the_same(
    first: list[tuple[int, int, str]], second: list[tuple[int, int, str]]
) -> None:
    before, now = laid_out(first), laid_out(second)

    def says(base: list[Duty], minute: int) -> object:
        return next((each.shift_type for each in base if each.start <= minute < each.end), None)

    differing = base_differences(before, now)
    for minute in range(70):
        is_inside = any(each.contains(minute) for each in differing)
        assert is_inside is (says(before, minute) != says(now, minute))


@pytest.mark.parametrize(
    ("kind", "start", "fact"),
    [
        ("sick", 5000, True),
        ("family_sick", 5000, True),
        ("Sick", 5000, True),
        ("homesickness", 5000, False),
        ("vacation", 1440, False),
        ("vacation", 1439, True),
    ],
)
def test_sick_and_same_day_absence_is_a_fact(kind: str, start: int, fact: bool) -> None:
    assert is_fact(kind, start, today_ends=1440) is fact


@pytest.mark.parametrize(
    ("strategy", "changed", "fact", "decision"),
    [
        ("last_writer_wins", {True, False}, False, Decision.APPLY),
        ("first_writer_wins", {False}, False, Decision.REFUSE),
        ("first_writer_wins", {False}, True, Decision.APPLY),
        ("ask", {False}, False, Decision.ASK),
        ("ask", {True}, True, Decision.APPLY),
        ("merge", {False}, False, Decision.MERGE),
        ("merge", {True}, False, Decision.APPLY),
        ("merge", {True, False}, False, Decision.APPLY),
    ],
)
def test_what_becomes_of_an_absence(
    strategy: str, changed: set[bool], fact: bool, decision: Decision
) -> None:
    found = decide_band(strategy, is_absence=True, changed=frozenset(changed), is_fact=fact)
    assert found is decision


def test_what_is_seen_is_cut_and_joined_where_it_looks_the_same() -> None:
    pieces = [duty(0, 4), duty(4, 8)._replace(source=Source(2, "row")), Absence(8, 12, BASE, "sick")]
    assert seen_in(pieces, [Interval(2, 10)]) == (
        Stretch(2, 8, None, "D", pay=PayKind.REGULAR),
        Stretch(8, 10, "sick"),
    )


def test_who_is_not_on_the_roster_does_nothing() -> None:
    assert base_of(None, NOTHING, Interval(0, 1)) == ()
    assert seen_on(None, NOTHING, date(2026, 1, 4)) == ()
    assert wanted_on(None) == ()
    here = PersonRoster("ida", (), (), (duty(0, 4),), (duty(0, 4),))
    assert bands_changed(None, here, [Interval(0, 9)]) == {False}
    assert bands_changed(None, None, [Interval(0, 9)]) == frozenset()
