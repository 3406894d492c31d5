"""Demand over time: weekday windows across midnight and clock changes, overrides for exactly their minutes."""

from __future__ import annotations

from datetime import date, time

import pytest

from scheduling.coverage.domain.demand import Need, demand
from scheduling.coverage.domain.types import Requirement, RequirementKind, RequirementOverride
from scheduling.time.interval import Interval
from tests.support.duty import NEW_YORK, at

SEATS, MIX = RequirementKind.SEATS, RequirementKind.MIX
SUNDAY = 6


def asks(
    weekday: int, start: int, end: int, minimum: int, *, of: str = "calls", kind: RequirementKind = SEATS
) -> Requirement:
    return Requirement("r", kind, of, weekday, time(start), time(end), minimum, minimum + 1, minimum + 4)


def override(
    on: date, start: int, end: int, minimum: int, kind: RequirementKind = SEATS
) -> RequirementOverride:
    return RequirementOverride(
        "o", kind, "calls", on, time(start), time(end), minimum, minimum, None, "storm"
    )


def steps(
    *rows: Requirement, over: tuple[RequirementOverride, ...] = (), span: Interval
) -> list[tuple[int, int, int]]:
    found = demand(rows, over, span, NEW_YORK).get((SEATS, "calls"), ())
    return [(step.start, step.end, step.need.minimum) for step in found]


JUNE_6 = NEW_YORK.day(date(2027, 6, 6))


def test_a_window_belongs_to_the_weekday_on_which_it_starts() -> None:
    week = NEW_YORK.days(date(2027, 6, 1), date(2027, 6, 8))
    assert steps(asks(SUNDAY, 18, 6, 5), span=week) == [(at("2027-06-06 18:00"), at("2027-06-07 06:00"), 5)]


def test_a_window_from_the_day_before_reaches_into_the_span() -> None:
    found = steps(asks(5, 18, 6, 5), asks(SUNDAY, 6, 0, 7), span=JUNE_6)
    six = at("2027-06-06 06:00")
    assert found == [(JUNE_6.start, six, 5), (six, JUNE_6.end, 7)]


def test_equal_start_and_end_are_the_whole_day() -> None:
    assert steps(asks(SUNDAY, 0, 0, 2), span=JUNE_6) == [(JUNE_6.start, JUNE_6.end, 2)]


@pytest.mark.parametrize(("sunday", "hours"), [("2027-03-14", 5), ("2027-11-07", 7), ("2027-06-06", 6)])
def test_windows_are_as_long_as_the_clock_makes_them(sunday: str, hours: int) -> None:
    day = NEW_YORK.day(date.fromisoformat(sunday))
    ((start, end, _),) = steps(asks(SUNDAY, 0, 6, 3), span=day)
    assert (end - start) / 60 == hours


def test_minutes_without_a_requirement_have_no_step() -> None:
    assert steps(asks(0, 6, 18, 3), span=JUNE_6) == []
    assert len(steps(asks(SUNDAY, 6, 8, 3), asks(SUNDAY, 10, 12, 3), span=JUNE_6)) == 2


def test_overlapping_rows_ask_for_the_stricter_need() -> None:
    rows = [asks(SUNDAY, 6, 12, 3), asks(SUNDAY, 8, 10, 5), asks(SUNDAY, 9, 18, 4)]
    assert [(end - start, minimum) for start, end, minimum in steps(*rows, span=JUNE_6)] == [
        (120, 3), (60, 5), (60, 5), (120, 4), (360, 4),
    ]  # fmt: skip
    assert Need(2, 5, 9).joined(Need(3, 4, None)) == Need(3, 5, None)
    assert Need(2, 5, 9).joined(Need(3, 4, 6)) == Need(3, 5, 9)


def test_rows_that_overlap_before_a_pause_leave_the_pause_unasked() -> None:
    rows = [asks(SUNDAY, 6, 8, 3), asks(SUNDAY, 7, 8, 4), asks(SUNDAY, 10, 12, 2)]
    assert [(end - start, minimum) for start, end, minimum in steps(*rows, span=JUNE_6)] == [
        (60, 3), (60, 4), (120, 2),
    ]  # fmt: skip


def test_an_override_replaces_exactly_its_minutes_across_midnight() -> None:
    new_year = NEW_YORK.days(date(2026, 12, 31), date(2027, 1, 2))
    rows = [asks(weekday, 0, 0, 5) for weekday in range(7)]
    party = (override(date(2026, 12, 31), 20, 4, 9),)
    found = [(end - start, minimum) for start, end, minimum in steps(*rows, over=party, span=new_year)]
    assert found == [(20 * 60, 5), (8 * 60, 9), (20 * 60, 5)]


def test_an_override_may_ask_for_less_and_where_nothing_was_asked() -> None:
    assert steps(over=(override(date(2027, 6, 6), 6, 8, 1),), span=JUNE_6) == [
        (at("2027-06-06 06:00"), at("2027-06-06 08:00"), 1)
    ]
    found = steps(asks(SUNDAY, 0, 0, 5), over=(override(date(2027, 6, 6), 0, 0, 0),), span=JUNE_6)
    assert found == [(JUNE_6.start, JUNE_6.end, 0)]


def test_of_two_overrides_for_the_same_minutes_the_later_row_holds() -> None:
    two = (override(date(2027, 6, 6), 6, 12, 1), override(date(2027, 6, 6), 8, 10, 2))
    assert [(end - start, minimum) for start, end, minimum in steps(over=two, span=JUNE_6)] == [
        (120, 1), (120, 2), (120, 1),
    ]  # fmt: skip


def test_an_override_of_another_kind_or_date_changes_nothing() -> None:
    others = (override(date(2027, 6, 6), 6, 8, 9, kind=MIX), override(date(2027, 6, 7), 6, 8, 9))
    assert steps(asks(SUNDAY, 0, 0, 5), over=others, span=JUNE_6) == [(JUNE_6.start, JUNE_6.end, 5)]


def test_needs_are_clipped_to_the_span() -> None:
    span = Interval(JUNE_6.start + 90, JUNE_6.start + 100)
    over = (override(date(2027, 6, 6), 0, 6, 9),)
    assert steps(asks(SUNDAY, 0, 0, 5), over=over, span=span) == [(span.start, span.end, 9)]


@pytest.mark.parametrize(("need", "most"), [(Need(2, 3, 5), 5), (Need(2, 3), 3), (Need(2, 0), 2)])
def test_without_a_maximum_more_than_the_target_is_surplus(need: Need, most: int) -> None:
    assert need.most == most
