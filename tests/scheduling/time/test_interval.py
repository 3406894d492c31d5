"""Minutes, and the laws of intervals."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.time.interval import (
    Interval,
    NotAWholeMinute,
    difference,
    minute_before,
    minute_of,
    moment_of,
    total_minutes,
    union,
)

intervals = st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda pair: Interval(pair[0], sum(pair)))
many = st.lists(intervals, max_size=6)


def minutes_of(found: object) -> set[int]:
    return {minute for interval in found for minute in range(interval.start, interval.end)}  # type: ignore[attr-defined]


@given(st.integers(-10_000_000, 100_000_000))
def test_a_minute_is_its_moment_and_back(minute: int) -> None:
    assert minute_of(moment_of(minute)) == minute


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(NotAWholeMinute):
        minute_of(datetime(2027, 1, 1, 6, 0))  # noqa: DTZ001 - what is refused


@pytest.mark.parametrize("part", [timedelta(seconds=1), timedelta(microseconds=1)])
def test_seconds_are_refused_unless_they_are_cut(part: timedelta) -> None:
    moment = datetime(2027, 1, 1, 6, 0, tzinfo=UTC)
    with pytest.raises(NotAWholeMinute):
        minute_of(moment + part)
    assert minute_before(moment + part) == minute_of(moment)


@pytest.mark.parametrize("end", [4, 5])
def test_an_interval_ends_after_it_starts(end: int) -> None:
    with pytest.raises(ValueError, match="end after it starts"):
        Interval(5, end)


def test_ends_that_touch_do_not_overlap() -> None:
    assert not Interval(0, 5).overlaps(Interval(5, 9))
    assert Interval(0, 6).overlaps(Interval(5, 9))
    assert Interval(0, 5).contains(0)
    assert not Interval(0, 5).contains(5)


@given(intervals, intervals)
def test_intersection_and_rest_are_the_whole(one: Interval, other: Interval) -> None:
    shared = one.intersection(other)
    pieces = [*one.minus(other), *([shared] if shared else [])]
    assert minutes_of(pieces) == minutes_of([one])
    assert sum(piece.minutes for piece in pieces) == one.minutes
    assert shared == other.intersection(one)
    assert one.overlaps(other) is (shared is not None)
    assert one.covers(other) is (shared == other)


@given(many)
def test_union_keeps_minutes_in_disjoint_order(found: list[Interval]) -> None:
    joined = union(found)
    assert minutes_of(joined) == minutes_of(found)
    assert all(before.end < after.start for before, after in itertools.pairwise(joined))
    assert union(joined) == joined
    assert total_minutes(found) == len(minutes_of(found))


@given(many, many)
def test_difference_takes_exactly_the_other_minutes_away(
    found: list[Interval], without: list[Interval]
) -> None:
    assert minutes_of(difference(found, without)) == minutes_of(found) - minutes_of(without)
    assert difference(found, found) == ()
    assert difference(found, []) == union(found)


@given(many, many)
def test_what_is_left_and_what_is_shared_are_the_union(one: list[Interval], other: list[Interval]) -> None:
    assert union([*difference(one, other), *other]) == union([*one, *other])
