"""Restricted duty: each clause at the limit, a minute under and over, over both clock changes, and together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any

import pytest

from scheduling.rules import wording
from scheduling.rules.levels import Level, RuleParameters, Violation
from scheduling.rules.registry import check_person, default_parameters
from scheduling.rules.work import Restriction
from scheduling.time.interval import Interval
from scheduling.time.segment import PayKind, Segment
from tests.support.duty import EVER, NEW_YORK, absence, at, duty, limits

RULE = limits("restricted_duty", block=0)
JUNE = NEW_YORK.days(date(2027, 6, 1), date(2027, 7, 1))
DAY = at("2027-06-08 06:00")
"""A Tuesday."""


def restricted(interval: Interval = JUNE, **asks: Any) -> Restriction:
    return Restriction(interval, **asks)


def against(
    segments: Sequence[Segment],
    *restrictions: Restriction,
    rules: RuleParameters = RULE,
    focus: Interval = EVER,
) -> list[Violation]:
    return list(check_person("Dana", segments, rules, NEW_YORK, focus, restrictions=restrictions))


def told(found: Sequence[Violation]) -> list[tuple[str, int, int]]:
    return [(each.clause, each.measured, each.limit) for each in found]


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("05:59", "14:00", 1),
        ("06:00", "22:00", None),
        ("06:01", "21:59", None),
        ("14:00", "22:01", 1),
    ],
)
def test_hours_of_the_day(start: str, end: str, minutes: int | None) -> None:
    row = duty(at(f"2027-06-08 {start}"), at(f"2027-06-08 {end}"))
    found = against([row], restricted(earliest_at=time(6), latest_at=time(22)))
    assert told(found) == ([("hours", minutes, 0)] if minutes else [])
    assert {each.level for each in found} <= {Level.BLOCK}


def test_a_night_is_outside_the_hours_in_one_piece() -> None:
    night = duty(at("2027-06-08 18:00"), at("2027-06-09 07:00"))
    found = against([night], restricted(earliest_at=time(6), latest_at=time(22)))
    assert [each.interval for each in found] == [Interval(at("2027-06-08 22:00"), at("2027-06-09 06:00"))]
    assert told(found) == [("hours", 480, 0)]
    assert told(against([night], restricted(latest_at=time(22)))) == [("hours", 120, 0)]
    assert told(against([night], restricted(earliest_at=time(6)))) == [("hours", 360, 0)]


@pytest.mark.parametrize(
    ("night", "minutes"),
    [("2027-03-13", 420), ("2027-11-06", 540), ("2027-06-08", 480)],
)
def test_the_closed_hours_of_a_clock_change_are_elapsed(night: str, minutes: int) -> None:
    start = at(f"{night} 20:00")
    row = duty(start, start + 900)
    asks = restricted(EVER, earliest_at=time(6), latest_at=time(22))
    assert told(against([row], asks)) == [("hours", minutes, 0)]


def test_a_closing_time_that_the_clock_skips_moves_forward_and_one_that_is_twice_is_the_first() -> None:
    spring, autumn = at("2027-03-14 00:00"), at("2027-11-07 00:00")
    asks = restricted(EVER, earliest_at=time(2, 30))
    assert told(against([duty(spring, spring + 300)], asks)) == [("hours", 150, 0)]
    asks = restricted(EVER, earliest_at=time(1, 30))
    assert told(against([duty(autumn, autumn + 300)], asks)) == [("hours", 90, 0)]


@pytest.mark.parametrize(("minutes", "is_broken"), [(479, False), (480, False), (481, True)])
def test_minutes_of_a_day_count_by_the_start_of_the_shift(minutes: int, is_broken: bool) -> None:
    late = at("2027-06-08 20:00")
    pieces = [duty(DAY, DAY + 240), duty(late, late + minutes - 240)]
    found = against(pieces, restricted(daily_minutes=480))
    assert told(found) == ([("day", minutes, 480)] if is_broken else [])
    assert all(each.interval == Interval(DAY, late + minutes - 240) for each in found)
    # The next day's shift is another day.
    assert not against([duty(DAY, DAY + 480), duty(DAY + 1440, DAY + 1920)], restricted(daily_minutes=480))


@pytest.mark.parametrize(("night", "minutes"), [("2027-03-13", 660), ("2027-11-06", 780)])
def test_minutes_of_a_night_over_a_clock_change_are_elapsed(night: str, minutes: int) -> None:
    start = at(f"{night} 18:00")
    row = duty(start, start + minutes)
    assert row.end == at(f"{night[:8]}{int(night[8:]) + 1:02d} 06:00")
    assert told(against([row], restricted(EVER, daily_minutes=minutes - 1))) == [
        ("day", minutes, minutes - 1)
    ]
    assert not against([row], restricted(EVER, daily_minutes=minutes))


@pytest.mark.parametrize(("minutes", "is_broken"), [(1199, False), (1200, False), (1201, True)])
def test_minutes_of_a_week_lie_in_the_restriction(minutes: int, is_broken: bool) -> None:
    days = [duty(DAY + n * 1440, DAY + n * 1440 + 600) for n in range(2)]
    third = duty(DAY + 2880, DAY + 2880 + minutes - 600)
    light = Interval(DAY + 1440, JUNE.end)
    # The first day lies in the same week, before the restriction.
    found = against([*days, third], restricted(light, weekly_minutes=1200))
    assert told(found) == ([("week", minutes, 1200)] if is_broken else [])
    assert told(against([*days, third], restricted(weekly_minutes=1200))) == [("week", minutes + 600, 1200)]


@pytest.mark.parametrize("pay", list(PayKind))
def test_no_overtime_is_said_of_pay(pay: PayKind) -> None:
    row = duty(DAY, DAY + 300)._replace(pay=pay)
    found = against([row], restricted(no_overtime=True))
    extra = pay in {PayKind.OVERTIME, PayKind.HOLDOVER, PayKind.MANDATION}
    assert told(found) == ([("overtime", 300, 0)] if extra else [])
    assert not against([row], restricted(daily_minutes=480))


def test_a_barred_position_is_one_that_the_duty_names() -> None:
    barred = restricted(positions=frozenset({"radio"}))
    assert told(against([duty(DAY, DAY + 300, position="radio")], barred)) == [("position", 300, 0)]
    assert not against([duty(DAY, DAY + 300, position="calls"), duty(DAY + 600, DAY + 900)], barred)


def test_only_the_minutes_inside_the_restriction_count() -> None:
    night = duty(at("2027-05-31 18:00"), at("2027-06-01 06:00"))
    assert told(against([night], restricted(earliest_at=time(6)))) == [("hours", 360, 0)]
    assert not against([night], restricted(daily_minutes=60))
    last = duty(at("2027-06-30 18:00"), at("2027-07-01 06:00"))
    assert told(against([last], restricted(latest_at=time(20)))) == [("hours", 240, 0)]
    assert told(against([last], restricted(daily_minutes=60))) == [("day", 720, 60)]


@pytest.mark.parametrize(
    ("minutes", "level"), [(30, None), (31, Level.WARN), (60, Level.WARN), (61, Level.BLOCK)]
)
def test_the_unit_says_what_is_tolerated_at_which_level(minutes: int, level: Level | None) -> None:
    rules = limits("restricted_duty", warn=30, block=60)
    row = duty(at("2027-06-08 22:00") - 300, at("2027-06-08 22:00") + minutes)
    found = against([row], restricted(latest_at=time(22)), rules=rules)
    assert [each.level for each in found] == ([level] if level else [])
    over = duty(DAY, DAY + 480 + minutes)
    found = against([over], restricted(daily_minutes=480), rules=rules)
    assert [(each.level, each.limit) for each in found] == (
        [(level, 480 + (30 if level is Level.WARN else 60))] if level else []
    )


def test_leave_is_no_duty_and_training_is() -> None:
    away = absence(at("2027-06-08 22:00"), at("2027-06-09 02:00"))
    assert not against([away], restricted(latest_at=time(22), daily_minutes=0))
    training = duty(DAY, DAY + 60)._replace(pay=PayKind.TRAINING)
    assert told(against([training], restricted(daily_minutes=0))) == [("day", 60, 0)]


def test_two_restrictions_hold_at_once_and_say_the_same_once() -> None:
    row = duty(DAY, DAY + 600)
    both = [restricted(daily_minutes=480), restricted(daily_minutes=480, no_overtime=True)]
    assert told(against([row], *both)) == [("day", 600, 480)]
    assert told(against([row], both[0], restricted(weekly_minutes=500))) == [
        ("day", 600, 480),
        ("week", 600, 500),
    ]


def test_duty_around_the_dates_asked_about_counts_and_what_touches_none_is_not_reported() -> None:
    week = [duty(DAY + n * 1440, DAY + n * 1440 + 480) for n in range(4)]
    asks = restricted(weekly_minutes=1800)
    for row in week:
        assert against(week, asks, focus=row.interval)
    assert not against(week, asks, focus=NEW_YORK.day(date(2027, 6, 14)))
    night = duty(at("2027-06-08 18:00"), at("2027-06-09 06:00"))
    assert against([night], restricted(latest_at=time(22)), focus=NEW_YORK.day(date(2027, 6, 8)))
    assert not against([night], restricted(latest_at=time(22)), focus=NEW_YORK.day(date(2027, 6, 9)))


def test_only_this_rule_catches_it_and_nobody_else_is_asked() -> None:
    row = duty(DAY, DAY + 600)
    rules = default_parameters()
    found = against([row], restricted(daily_minutes=480), rules=rules)
    assert [(each.rule, each.level) for each in found] == [("restricted_duty", Level.BLOCK)]
    assert not against([row], rules=rules)
    assert not against([row], restricted(daily_minutes=480), rules=RuleParameters())


@pytest.mark.parametrize(
    ("clause", "limit", "title", "text"),
    [
        (
            "hours", 0, "2 h outside the hours of a restriction",
            "From Tue 22:00 to Wed 00:00 a restriction of this person allows no duty.",
        ),
        (
            "day", 480, "2 h on a day of restricted duty",
            "From Tue 22:00 to Wed 00:00. A restriction of this person allows at most 8 h of duty on one day.",
        ),
        (
            "week", 60, "2 h in a week of restricted duty",
            "From Tue 22:00 until Wed 00:00. A restriction of this person allows at most 1 h of duty in the workweek.",
        ),
        (
            "overtime", 0, "2 h of overtime against a restriction",
            "From Tue 22:00 to Wed 00:00. A restriction of this person allows no overtime.",
        ),
        (
            "position", 0, "2 h in a position barred by a restriction",
            "From Tue 22:00 to Wed 00:00. A restriction of this person allows no duty in this position.",
        ),
    ],
)  # fmt: skip
def test_words_say_the_numbers(clause: str, limit: int, title: str, text: str) -> None:
    interval = Interval(at("2027-06-08 22:00"), at("2027-06-09 00:00"))
    found = Violation("restricted_duty", Level.BLOCK, "Dana", interval, 120, limit, clause=clause)
    assert (wording.title(found), wording.text(found, NEW_YORK)) == (title, text)
