"""Layer 1: which shifts contracts give, on which dates, how long."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduling.contracts.domain import BaseContract, HolidayRule
from scheduling.patterns.domain.pattern import Pattern
from scheduling.roster.domain.base import ShiftMemo, base_duty
from scheduling.time.interval import Interval
from scheduling.time.segment import Break, Duty, PayKind, Source
from tests.support.duty import ANCHOR, NEW_YORK, SHIFT_TYPES, at, contract, pattern

JUNE = date(2027, 6, 1)
WEEK = NEW_YORK.days(JUNE, JUNE + timedelta(days=7))
EVERY_NIGHT, EVERY_DAY = pattern("N", "nights"), pattern("D", "days")


def shifts(
    *contracts: BaseContract,
    span: Interval = WEEK,
    holidays: frozenset[date] = frozenset(),
    patterns: tuple[Pattern, ...] = (EVERY_NIGHT, EVERY_DAY),
) -> tuple[Duty, ...]:
    by_key = {each.key: each for each in patterns}
    return base_duty(contracts, by_key, SHIFT_TYPES, holidays, span, NEW_YORK, ANCHOR)


def test_a_contract_covers_the_dates_on_which_shifts_start() -> None:
    nights = contract(date(2027, 6, 2), date(2027, 6, 4), pattern="nights")
    assert [(each.start, each.end) for each in shifts(nights)] == [
        (at("2027-06-02 18:00"), at("2027-06-03 06:00")),
        # The last start date is June 3; the shift that began then keeps its whole length.
        (at("2027-06-03 18:00"), at("2027-06-04 06:00")),
    ]
    assert nights.covers(date(2027, 6, 3))
    assert not nights.covers(date(2027, 6, 4))
    assert not nights.covers(date(2027, 6, 1))
    assert contract(JUNE).covers(date(2099, 1, 1))


def test_shifts_that_touch_the_span_are_kept_whole() -> None:
    span = Interval(at("2027-06-02 03:00"), at("2027-06-02 19:00"))
    assert [each.interval for each in shifts(contract(pattern="nights"), span=span)] == [
        Interval(at("2027-06-01 18:00"), at("2027-06-02 06:00")),
        Interval(at("2027-06-02 18:00"), at("2027-06-03 06:00")),
    ]
    touching = Interval(at("2027-06-02 06:00"), at("2027-06-02 18:00"))
    assert shifts(contract(pattern="nights"), span=touching) == ()


@pytest.mark.parametrize(
    ("night", "hours"), [(date(2027, 3, 13), 11), (date(2027, 11, 6), 13), (date(2027, 6, 1), 12)]
)
def test_shifts_last_as_long_as_the_clock_makes_them(night: date, hours: int) -> None:
    span = Interval(NEW_YORK.minute(night) + 1400, NEW_YORK.minute(night) + 1430)
    (found,) = shifts(contract(pattern="nights"), span=span)
    assert (found.end - found.start) / 60 == hours


def test_a_change_of_contract_in_the_night_leaves_no_double_duty() -> None:
    early = replace(SHIFT_TYPES["D"], key="E", starts_at=SHIFT_TYPES["D"].starts_at.replace(hour=5))
    change = date(2027, 6, 4)
    before = contract(JUNE, change, pattern="nights")
    after = contract(change, pattern="early")
    found = base_duty(
        [after, before],
        {"nights": EVERY_NIGHT, "early": pattern("E", "early")},
        {**SHIFT_TYPES, "E": early},
        frozenset(),
        NEW_YORK.day(change),
        NEW_YORK,
        ANCHOR,
    )
    assert [(each.start, each.end) for each in found] == [
        (at("2027-06-03 18:00"), at("2027-06-04 06:00")),
        (at("2027-06-04 06:00"), at("2027-06-04 18:00")),
    ]
    # The cut shift still belongs to its own start and date.
    assert found[1].shift_start == at("2027-06-04 05:00")
    assert found[1].source == Source(1, after.key, 0)


def test_a_shift_that_another_covers_whole_is_not_there() -> None:
    short = replace(SHIFT_TYPES["D"], key="H", starts_at=SHIFT_TYPES["D"].starts_at.replace(hour=4))
    short = replace(short, ends_at=short.starts_at.replace(hour=6))
    before, after = (
        contract(JUNE, date(2027, 6, 4), pattern="nights"),
        contract(date(2027, 6, 4), pattern="short"),
    )
    found = base_duty(
        [before, after],
        {"nights": EVERY_NIGHT, "short": pattern("H", "short")},
        {**SHIFT_TYPES, "H": short},
        frozenset(),
        NEW_YORK.day(date(2027, 6, 4)),
        NEW_YORK,
        ANCHOR,
    )
    assert [each.shift_type for each in found] == ["N"]


def test_a_contract_without_a_pattern_gives_no_duty() -> None:
    assert shifts(contract(pattern=None)) == ()
    assert shifts() == ()


def test_a_break_is_kept_and_left_out_where_an_earlier_shift_covers_it() -> None:
    (found,) = shifts(contract(JUNE, JUNE + timedelta(days=1), pattern="b"), patterns=(pattern("B", "b"),))
    middle = at("2027-06-01 11:45")
    assert found.breaks == (Break(middle, middle + 30),)
    long_night = replace(SHIFT_TYPES["N"], ends_at=SHIFT_TYPES["N"].starts_at.replace(hour=13))
    two = [
        contract(JUNE, date(2027, 6, 2), pattern="nights"),
        contract(date(2027, 6, 2), date(2027, 6, 3), pattern="b"),
    ]
    cut = base_duty(
        two,
        {"nights": EVERY_NIGHT, "b": pattern("B", "b")},
        {**SHIFT_TYPES, "N": long_night},
        frozenset(),
        WEEK,
        NEW_YORK,
        ANCHOR,
    )
    assert [(each.start, each.breaks) for each in cut[1:]] == [(at("2027-06-02 13:00"), ())]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (HolidayRule.WORK, [PayKind.REGULAR, PayKind.REGULAR]),
        (HolidayRule.PREMIUM, [PayKind.HOLIDAY, PayKind.REGULAR]),
        (HolidayRule.OFF, [PayKind.REGULAR]),
    ],
)
def test_a_holiday_belongs_to_the_date_a_shift_starts_on(rule: HolidayRule, expected: list[PayKind]) -> None:
    nights = replace(contract(JUNE, date(2027, 6, 3), pattern="nights"), holiday_rule=rule)
    found = shifts(nights, holidays=frozenset({JUNE}))
    assert [each.pay for each in found] == expected


def test_what_is_remembered_between_people_changes_nothing() -> None:
    memo = ShiftMemo()
    patterns = {each.key: each for each in (EVERY_NIGHT, EVERY_DAY)}
    for each in (contract(pattern="nights"), contract(pattern="days"), contract(pattern="nights", offset=1)):
        twice = [
            base_duty([each], patterns, SHIFT_TYPES, frozenset(), WEEK, NEW_YORK, ANCHOR, memo)
            for _ in range(2)
        ]
        assert twice[0] == twice[1] == shifts(each)
    assert (len(memo.by_terms), len({key for key, *_ in memo.by_day})) == (2, 2)
