"""Shift types and patterns on dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from scheduling.patterns.domain.pattern import Pattern
from scheduling.patterns.domain.shift_type import Handover, PlannedBreak, ShiftType
from scheduling.time.interval import Interval
from scheduling.time.segment import Break
from tests.support.duty import ANCHOR, NEW_YORK, SHIFT_TYPES, at, pattern

DAY = date(2027, 6, 1)


@pytest.mark.parametrize(
    ("code", "start", "end"),
    [
        ("D", "2027-06-01 06:00", "2027-06-01 18:00"),
        ("N", "2027-06-01 18:00", "2027-06-02 06:00"),
        ("P", "2027-06-01 12:00", "2027-06-02 00:00"),
    ],
)
def test_an_end_at_or_before_the_start_is_on_the_next_day(code: str, start: str, end: str) -> None:
    occurrence = SHIFT_TYPES[code].occurrence(DAY, NEW_YORK)
    assert (occurrence.start, occurrence.end) == (at(start), at(end))


@pytest.mark.parametrize(("day", "minutes"), [(date(2027, 3, 13), 660), (date(2027, 11, 6), 780), (DAY, 720)])
def test_a_night_lasts_as_long_as_the_clock_makes_it(day: date, minutes: int) -> None:
    assert SHIFT_TYPES["N"].occurrence(day, NEW_YORK).minutes == minutes


@pytest.mark.parametrize(
    ("pause", "start"), [(30, "2027-06-01 11:45"), (45, "2027-06-01 11:37"), (479, "2027-06-01 08:00")]
)
def test_the_unpaid_break_is_in_the_middle_on_a_whole_minute(pause: int, start: str) -> None:
    shift_type = ShiftType("B", "B", "B", time(8), time(16), pause)
    breaks = shift_type.breaks(shift_type.occurrence(DAY, NEW_YORK), NEW_YORK)
    assert breaks == (Break(at(start), at(start) + pause),)


@pytest.mark.parametrize("pause", [0, 480, 600])
def test_no_break_and_a_break_as_long_as_the_shift_are_none(pause: int) -> None:
    shift_type = ShiftType("B", "B", "B", time(8), time(16), pause)
    assert shift_type.breaks(shift_type.occurrence(DAY, NEW_YORK), NEW_YORK) == ()


LONG = ShiftType(
    "L", "L", "Long", time(18), time(6), 30,
    (PlannedBreak(120, 15, is_paid=True), PlannedBreak(330, 30), PlannedBreak(700, 30)),
    Handover(15, 10, date(2027, 6, 1)),
)  # fmt: skip


def said(when: Interval) -> list[tuple[int, int, bool, bool]]:
    return [
        (each.start - when.start, each.minutes, each.is_paid, each.is_handover)
        for each in LONG.breaks(when, NEW_YORK)
    ]


def test_planned_breaks_count_from_the_start_and_take_the_place_of_the_unpaid_minutes() -> None:
    when = LONG.occurrence(DAY, NEW_YORK)
    assert said(when) == [
        (0, 15, True, True), (120, 15, True, False), (330, 30, False, False), (710, 10, True, True),
    ]  # fmt: skip
    # What a shorter shift has no room for is left out, and nobody comes or goes at these times.
    assert said(Interval(when.start + 60, when.start + 300)) == [(120, 15, True, False)]


@pytest.mark.parametrize(("day", "length"), [(date(2027, 3, 13), 660), (date(2027, 11, 6), 780)])
def test_over_a_clock_change_breaks_keep_their_elapsed_minutes_and_handover_its_end(
    day: date, length: int
) -> None:
    night = replace(LONG, handover=Handover(15, 10))
    when = night.occurrence(day, NEW_YORK)
    found = night.breaks(when, NEW_YORK)
    assert [each.start - when.start for each in found if not each.is_handover][:2] == [120, 330]
    assert [each.start - when.start for each in found if each.is_handover] == [0, length - 10]


def test_handover_holds_from_its_date_and_only_at_the_types_own_times() -> None:
    before = LONG.occurrence(date(2027, 5, 31), NEW_YORK)
    assert not any(each.is_handover for each in LONG.breaks(before, NEW_YORK))
    when = LONG.occurrence(DAY, NEW_YORK)
    late = LONG.breaks(Interval(when.start + 30, when.end), NEW_YORK)
    assert [each.start for each in late if each.is_handover] == [when.end - 10]


def test_the_cycle_repeats_in_both_directions_from_anchor_and_offset() -> None:
    found = pattern("DN.")
    days = [date.fromordinal(ANCHOR.toordinal() + n) for n in range(-3, 4)]
    assert [found.shift_on(day, ANCHOR, 0) for day in days] == ["D", "N", None, "D", "N", None, "D"]
    assert [found.shift_on(day, ANCHOR, 1) for day in days] == [None, "D", "N", None, "D", "N", None]
    assert found.shift_on(ANCHOR, ANCHOR, 4) == found.shift_on(ANCHOR, ANCHOR, 1)


def test_a_pattern_has_days() -> None:
    with pytest.raises(ValueError, match="has no days"):
        Pattern("empty", "Empty", ())
