"""Days and nights in a row: at the limit, one less, one more, over both clock changes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from scheduling.rules.levels import Level, Settings
from scheduling.rules.registry import default_parameters
from scheduling.time.interval import Interval
from scheduling.time.segment import Duty
from tests.support.duty import NEW_YORK, SHIFT_TYPES, at, broken, duty, limits

SIX_DAYS = limits("consecutive_days", warn=6)
FOUR_NIGHTS = limits("consecutive_nights", warn=4)
JUNE = date(2027, 6, 1)


def shifts(code: str, first: date, count: int) -> list[Duty]:
    found = [SHIFT_TYPES[code].occurrence(first + timedelta(days=n), NEW_YORK) for n in range(count)]
    return [duty(each.start, each.end) for each in found]


@pytest.mark.parametrize(("count", "expected"), [(5, []), (6, []), (7, [(7, 6)]), (9, [(9, 6)])])
def test_days_in_a_row(count: int, expected: list[tuple[int, int]]) -> None:
    found = broken(shifts("B", JUNE, count), SIX_DAYS)
    assert [(each.measured, each.limit) for each in found] == expected
    assert all((each.unit, each.level) == ("days", Level.WARN) for each in found)
    days = NEW_YORK.days(JUNE, JUNE + timedelta(days=count))
    assert all(each.interval == days for each in found)


def test_a_day_off_ends_a_run_and_every_run_is_reported() -> None:
    segments = [*shifts("B", JUNE, 7), *shifts("B", JUNE + timedelta(days=8), 8)]
    assert [each.measured for each in broken(segments, SIX_DAYS)] == [7, 8]
    assert [each.measured for each in broken(segments, SIX_DAYS, focus=NEW_YORK.day(JUNE))] == [7]


def test_a_night_is_worked_on_the_date_it_starts() -> None:
    # Six nights touch seven dates.
    assert not broken(shifts("N", JUNE, 6), SIX_DAYS)
    assert [each.measured for each in broken(shifts("N", JUNE, 7), SIX_DAYS)] == [7]


def test_pieces_of_one_shift_are_one_day_and_two_shifts_of_a_date_too() -> None:
    night = shifts("N", JUNE + timedelta(days=5), 1)[0]
    cut = [
        duty(night.start, night.end - 300),
        duty(night.end - 200, night.end, shift_start=night.start),
    ]
    assert not broken([*shifts("B", JUNE, 5), *cut], SIX_DAYS)
    assert broken([*shifts("B", JUNE, 5), cut[0], duty(night.end - 200, night.end)], SIX_DAYS)
    split = [
        duty(at("2027-06-06 06:00"), at("2027-06-06 10:00")),
        duty(at("2027-06-06 14:00"), at("2027-06-06 18:00")),
    ]
    assert not broken([*shifts("B", JUNE, 5), *split], SIX_DAYS)


@pytest.mark.parametrize("sunday", [date(2027, 3, 14), date(2027, 11, 7)])
def test_days_in_a_row_are_local_dates_over_a_clock_change(sunday: date) -> None:
    first = sunday - timedelta(days=3)
    assert not broken(shifts("P", first, 6), SIX_DAYS)
    found = broken(shifts("P", first, 7), SIX_DAYS)
    assert [each.measured for each in found] == [7]
    assert found[0].interval == NEW_YORK.days(first, first + timedelta(days=7))


@pytest.mark.parametrize(("count", "expected"), [(3, []), (4, []), (5, [(5, 4)])])
@pytest.mark.parametrize("code", ["N", "G"])
def test_nights_in_a_row(code: str, count: int, expected: list[tuple[int, int]]) -> None:
    found = broken(shifts(code, JUNE, count), FOUR_NIGHTS)
    assert [(each.measured, each.limit) for each in found] == expected
    assert all(each.unit == "nights" for each in found)
    hours = Interval(at("2027-06-01 22:00"), at("2027-06-06 06:00"))
    assert all(each.interval == hours for each in found)


@pytest.mark.parametrize(
    ("start", "end", "is_night"),
    [
        ("14:00", "00:59", False),
        ("14:00", "01:00", True),
        ("03:01", "12:00", False),
        ("03:00", "12:00", True),
    ],
)
def test_night_duty_has_three_hours_between_22_and_6(start: str, end: str, is_night: bool) -> None:
    segments = []
    for n in range(5):
        day = JUNE + timedelta(days=n)
        begins = at(f"{day} {start}")
        ends = at(f"{day if end > start else day + timedelta(days=1)} {end}")
        segments.append(duty(begins, ends))
    assert len(broken(segments, FOUR_NIGHTS)) == is_night


@pytest.mark.parametrize(
    ("sunday", "early_end", "is_night"),
    [
        # 23:00 to 02:00 on the wall is 3 h on an ordinary night; to 03:00 it is 3 h in spring; to 01:00 3 h
        # in autumn.
        (date(2027, 3, 14), "03:00", True),
        (date(2027, 11, 7), "01:00", False),
        (date(2027, 11, 7), "02:00", True),
    ],
)
def test_hours_of_night_are_elapsed_over_a_clock_change(sunday: date, early_end: str, is_night: bool) -> None:
    one_night = limits("consecutive_nights", warn=0)
    saturday = sunday - timedelta(days=1)
    found = broken([duty(at(f"{saturday} 23:00"), at(f"{sunday} {early_end}"))], one_night)
    assert bool(found) is is_night


def test_hours_of_night_are_those_of_one_stretch_without_its_gaps() -> None:
    one_night = limits("consecutive_nights", warn=0)
    evening = at("2027-06-01 22:00")
    # 90 minutes at each end of one night are two stretches, neither of which is night duty.
    assert not broken([duty(evening - 300, evening + 90), duty(evening + 390, evening + 700)], one_night)
    # A gap of 20 minutes is not duty: 2 h 50 m are left of 3 h 10 m.
    assert not broken([duty(evening - 60, evening + 60), duty(evening + 80, evening + 190)], one_night)
    assert broken([duty(evening - 60, evening + 60), duty(evening + 80, evening + 200)], one_night)


def test_one_endless_duty_has_every_night_it_spans() -> None:
    found = broken([duty(at("2027-06-01 20:00"), at("2027-06-06 20:00"))], FOUR_NIGHTS)
    assert [each.measured for each in found] == [5]


def test_the_hours_of_night_are_settings() -> None:
    early = limits("consecutive_nights", Settings(20 * 60, 4 * 60, 120), warn=0)
    evening = at("2027-06-01 20:00")
    assert broken([duty(evening - 300, evening + 120)], early)
    assert not broken([duty(evening - 300, evening + 119)], early)


def test_only_these_rules_catch_them() -> None:
    shorts = [duty(at(f"2027-06-0{n} 08:00"), at(f"2027-06-0{n} 12:00")) for n in range(1, 8)]
    assert [each.rule for each in broken(shorts, default_parameters())] == ["consecutive_days"]
    nights = [duty(at(f"2027-06-0{n} 22:00"), at(f"2027-06-0{n + 1} 02:00")) for n in range(1, 6)]
    assert [each.rule for each in broken(nights, default_parameters())] == ["consecutive_nights"]
