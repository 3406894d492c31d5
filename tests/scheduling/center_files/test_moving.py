"""Moving all dates: whole weeks only, everything by the same, and the period holds the day asked for."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.center_files.domain.center_toml import CenterRow
from scheduling.center_files.domain.files import CenterFiles, read_files
from scheduling.center_files.domain.moving import NotWholeWeeks, days_to_hold, moved
from scheduling.center_files.domain.report import Problems
from scheduling.center_files.domain.tables import Known
from scheduling.patterns.domain.pattern import Pattern
from tests.scheduling.center_files.small_center import small_center, with_line

SUNDAY = date(2026, 12, 6)


def center(days: int = 28) -> CenterRow:
    return CenterRow(
        name="Norfield",
        time_zone="America/New_York",
        pattern_anchor=SUNDAY,
        first_period_on=SUNDAY,
        period_days=days,
    )


def read(files: dict[str, bytes]) -> CenterFiles:
    problems = Problems()
    found = read_files(files, Known(), needs_all=True, problems=problems)
    assert problems.found == []
    return found


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.sampled_from([7, 14, 28, 84]))
def test_the_first_period_holds_the_day(today: date, days: int) -> None:
    move = days_to_hold(center(days), today)
    first = SUNDAY + timedelta(days=move)
    assert first <= today < first + timedelta(days=days)
    assert move % days == 0


def test_periods_that_are_not_whole_weeks_cannot_be_moved() -> None:
    with pytest.raises(NotWholeWeeks):
        days_to_hold(center(30), SUNDAY)
    with pytest.raises(NotWholeWeeks):
        moved(read(small_center()), 27)


@pytest.mark.parametrize("days", [-56, 28, 0])
def test_every_date_moves_by_the_same_and_everything_else_stays(days: int) -> None:
    before = read(small_center())
    after = moved(before, days)
    seen = 0
    for table in fields(CenterFiles):
        rows, others = getattr(before, table.name), getattr(after, table.name)
        if table.name == "given":
            assert rows == others
            continue
        pairs = zip(rows, others, strict=True) if isinstance(rows, list) else [(rows, others)]
        for row, other in pairs:
            for field in fields(row):
                value = getattr(row, field.name)
                if isinstance(value, date):
                    seen += 1
                    assert getattr(other, field.name) == value + timedelta(days=days)
                else:
                    assert getattr(other, field.name) == value
    assert seen > 20


def test_who_works_when_stays_the_same() -> None:
    before = read(small_center())
    after = moved(before, 28 * 5)
    assert before.center is not None
    assert after.center is not None
    cycle = before.patterns[0].cycle
    pattern = Pattern("two", "Two by two", tuple(None if code == "." else code for code in cycle))
    for contract in before.contracts[:2]:
        for n in range(60):
            day = contract.starts_on + timedelta(days=n)
            then = pattern.shift_on(day, before.center.pattern_anchor, contract.offset_days)
            now = pattern.shift_on(
                day + timedelta(days=140), after.center.pattern_anchor, contract.offset_days
            )
            assert then == now


def test_leave_moved_into_a_skipped_hour_begins_after_it() -> None:
    files = with_line(small_center(), "leave.csv", "2,sick,2027-02-28T02:30,2027-02-28T09:00")
    leave = moved(read(files), 28).leave[1]
    # Berlin skips from 02:00 to 03:00 on 2027-03-28.
    assert (leave.starts_at, leave.ends_at) == (datetime(2027, 3, 28, 3, 30), datetime(2027, 3, 28, 9, 0))  # noqa: DTZ001
