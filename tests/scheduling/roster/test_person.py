"""One person's roster: two layers, painted; read by minute; planned, paid and absent minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduling.adjustments.domain import Adjustment, AdjustmentKind, Paint
from scheduling.contracts.domain import BaseContract
from scheduling.roster.domain.person import PersonRoster, person_roster
from scheduling.time.interval import Interval
from scheduling.time.segment import Absence, Break, Duty, PayKind, Source
from tests.support.duty import ANCHOR, NEW_YORK, SHIFT_TYPES, at, contract, paint, pattern

JUNE = date(2027, 6, 1)
WEEK = NEW_YORK.days(JUNE, JUNE + timedelta(days=7))
DAY = contract(JUNE, date(2027, 6, 2), pattern="D")
NIGHT = contract(JUNE, date(2027, 6, 2), pattern="N")
SIX, TEN, NOON, EVENING = (at(f"2027-06-01 {wall}") for wall in ("06:00", "10:00", "12:00", "18:00"))


def roster(contracts: Sequence[BaseContract], *rows: Adjustment, span: Interval = WEEK) -> PersonRoster:
    patterns = {code: pattern(code, code) for code in SHIFT_TYPES}
    return person_roster(contracts, rows, patterns, SHIFT_TYPES, frozenset(), span, NEW_YORK, ANCHOR)


def spans(found: PersonRoster) -> list[tuple[int, int, str]]:
    return [
        (each.start, each.end, each.kind if isinstance(each, Absence) else str(each.source.key))
        for each in found.segments
    ]


def test_without_adjustments_the_roster_is_the_base() -> None:
    found = roster([DAY])
    assert found.segments == found.duty == found.base
    assert spans(found) == [(SIX, EVENING, DAY.key)]
    assert found.person == "Dana"


def test_duty_is_painted_over_exactly_its_own_minutes() -> None:
    row = paint(TEN, NOON, position="radio", pay=PayKind.OVERTIME)
    found = roster([DAY], row)
    assert spans(found) == [(SIX, TEN, DAY.key), (TEN, NOON, row.key), (NOON, EVENING, DAY.key)]
    middle = found.segments[1]
    assert isinstance(middle, Duty)
    assert (middle.position, middle.pay, middle.source) == ("radio", PayKind.OVERTIME, Source(2, row.key, 1))
    # The base is still known: pattern, changes, result.
    assert (found.base, found.changes) == (roster([DAY]).base, (row,))


def test_later_versions_are_painted_over_earlier_ones_whatever_order_they_come_in() -> None:
    first, second = paint(SIX, NOON, 1), paint(TEN, EVENING, 2)
    expected = [(SIX, TEN, first.key), (TEN, EVENING, second.key)]
    assert spans(roster([], first, second)) == spans(roster([], second, first)) == expected
    inside = paint(SIX, NOON, 2, sequence=1)
    assert spans(roster([], inside, second)) == [(SIX, NOON, inside.key), (NOON, EVENING, second.key)]


def test_off_removes_duty_and_a_later_assignment_brings_it_back() -> None:
    off = paint(TEN, NOON, 1, paint=Paint.OFF, kind=AdjustmentKind.REMOVE)
    back = paint(TEN, TEN + 30, 2)
    assert spans(roster([DAY], off)) == [(SIX, TEN, DAY.key), (NOON, EVENING, DAY.key)]
    assert roster([DAY], off).at(TEN) is None
    assert len(roster([DAY], off, back).segments) == 3


def test_absence_is_painted_over_all_duty_and_survives_later_assignments() -> None:
    leave = paint(TEN, NOON, 1, paint=Paint.ABSENCE, kind=AdjustmentKind.LEAVE)
    later = paint(SIX, EVENING, 2)
    assert spans(roster([DAY], leave, later)) == [
        (SIX, TEN, later.key), (TEN, NOON, "vacation"), (NOON, EVENING, later.key),
    ]  # fmt: skip
    off = paint(SIX, EVENING, 3, paint=Paint.OFF)
    assert spans(roster([DAY], leave, off)) == [(TEN, NOON, "vacation")]


def test_absence_holds_on_days_off_and_later_absence_over_earlier() -> None:
    sick = replace(paint(NOON, EVENING, 2, paint=Paint.ABSENCE), absence_kind="sick")
    leave = paint(TEN, EVENING + 60, 1, paint=Paint.ABSENCE)
    assert spans(roster([], leave, sick)) == [
        (TEN, NOON, "vacation"), (NOON, EVENING, "sick"), (EVENING, EVENING + 60, "vacation"),
    ]  # fmt: skip
    whole = replace(paint(TEN, EVENING + 60, 3, paint=Paint.ABSENCE), absence_kind="sick")
    assert spans(roster([], leave, sick, whole)) == [(TEN, EVENING + 60, "sick")]


def test_a_shift_that_touches_the_span_is_kept_whole_with_its_cuts() -> None:
    span = Interval(at("2027-06-02 03:00"), at("2027-06-02 05:00"))
    late = paint(EVENING, EVENING + 60, paint=Paint.OFF, kind=AdjustmentKind.LATE)
    found = roster([NIGHT], late, span=span)
    assert [(each.start, each.end) for each in found.segments] == [(EVENING + 60, at("2027-06-02 06:00"))]
    before = paint(EVENING - 100, EVENING - 50)
    assert roster([NIGHT], before, span=span).segments == roster([NIGHT], span=span).segments


def test_a_change_inside_a_shift_stays_in_that_shift() -> None:
    # Another position after midnight is the same night, not a new day of work.
    night = paint(at("2027-06-02 01:00"), at("2027-06-02 03:00"), position="radio")
    found = [each for each in roster([NIGHT], night).segments if isinstance(each, Duty)]
    assert {each.shift_start for each in found} == {EVENING}
    own = replace(night, shift_type="D")
    assert roster([NIGHT], own).worked()[1].shift_start == own.start
    named = replace(night, shift_start=TEN)
    assert roster([NIGHT], named).worked()[1].shift_start == TEN
    free = roster([], night).worked()[0]
    assert free.shift_start == night.start


def test_a_change_that_began_before_the_span_inside_a_shift_stays_in_it() -> None:
    long = paint(at("2027-06-02 05:00"), at("2027-06-02 09:00"), kind=AdjustmentKind.HOLDOVER)
    span = Interval(at("2027-06-02 08:00"), at("2027-06-02 12:00"))
    (found,) = roster([NIGHT], long, span=span).worked()
    assert (found.start, found.shift_start) == (long.start, EVENING)


def test_breaks_are_cut_with_their_duty() -> None:
    breaks_at = at("2027-06-01 11:45")
    base = contract(JUNE, date(2027, 6, 2), pattern="B")
    off = paint(breaks_at + 10, breaks_at + 20, paint=Paint.OFF)
    found = roster([base], off).worked()
    assert [each.breaks for each in found] == [
        (Break(breaks_at, breaks_at + 10),), (Break(breaks_at + 20, breaks_at + 30),),
    ]  # fmt: skip
    own = replace(paint(TEN, NOON), breaks=(Break(TEN + 10, TEN + 20, is_paid=True), Break(TEN - 5, TEN + 5)))
    (painted,) = roster([], own).worked()
    assert painted.breaks == (Break(TEN + 10, TEN + 20, is_paid=True),)


def test_what_a_minute_holds() -> None:
    leave = paint(TEN, NOON, paint=Paint.ABSENCE)
    found = roster([DAY], leave)
    assert isinstance(found.at(SIX), Duty)
    assert isinstance(found.at(TEN), Absence)
    assert isinstance(found.at(NOON), Duty)
    assert found.at(SIX - 1) is None
    assert found.at(EVENING) is None
    assert found.absences() == (Absence(TEN, NOON, Source(2, leave.key, 1), "vacation"),)


def test_planned_paid_and_absent_minutes() -> None:
    base = contract(JUNE, date(2027, 6, 3), pattern="B")
    leave = paint(at("2027-06-02 08:00"), at("2027-06-02 10:00"), paint=Paint.ABSENCE)
    found = roster([base], leave)
    assert (found.planned_minutes(WEEK), found.paid_minutes(WEEK), found.absent_minutes(WEEK)) == (
        840,
        780,
        120,
    )
    first_half = Interval(at("2027-06-01 08:00"), at("2027-06-01 12:00"))
    assert (found.planned_minutes(first_half), found.paid_minutes(first_half)) == (240, 225)
    assert found.absent_minutes(first_half) == 0
    paid = replace(paint(TEN, NOON), breaks=(Break(TEN + 10, TEN + 20, is_paid=True),))
    assert roster([], paid).paid_minutes(WEEK) == 120


@pytest.mark.parametrize(("night", "minutes"), [(date(2027, 3, 13), 660), (date(2027, 11, 6), 780)])
def test_minutes_are_elapsed_over_a_clock_change(night: date, minutes: int) -> None:
    span = NEW_YORK.days(night, night + timedelta(days=2))
    found = roster([contract(night, night + timedelta(days=1), pattern="N")], span=span)
    assert found.planned_minutes(span) == found.paid_minutes(span) == minutes


def test_an_adjustment_ends_after_it_starts() -> None:
    with pytest.raises(ValueError, match="end after it starts"):
        paint(TEN, TEN)
    assert paint(TEN, NOON).interval == Interval(TEN, NOON)
