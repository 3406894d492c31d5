"""What every rule over time counts: duty as the contract says, whatever it is paid as; no leave; across the edges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from scheduling.rules.levels import DatedCounting, DatedLimits, Level, Limit, RuleParameters
from scheduling.rules.registry import RULES, check_person, default_parameters
from scheduling.rules.work import Qualifications, Restriction
from scheduling.time.interval import Interval
from scheduling.time.segment import Absence, Duty, PayKind
from tests.support.duty import EVER, NEW_YORK, absence, at, broken, duty

JUNE = date(2027, 6, 1)
NIGHT = at("2027-06-04 22:00")
"""A Friday: the workweek ends with the day after."""

NIGHTS = [duty(NIGHT - 1440 * n, NIGHT - 1440 * n + 480) for n in (3, 2, 1)]
BROKEN: Mapping[str, tuple[list[Duty], Limit]] = {
    "minimum_rest": ([duty(NIGHT - 900, NIGHT - 300), duty(NIGHT, NIGHT + 480)], Limit(Level.BLOCK, 480)),
    "longest_continuous_duty": (
        [duty(NIGHT - 600, NIGHT), duty(NIGHT, NIGHT + 480)],
        Limit(Level.BLOCK, 960),
    ),
    "maximum_minutes_in_24_hours": (
        [duty(NIGHT - 900, NIGHT - 300), duty(NIGHT, NIGHT + 480)],
        Limit(Level.BLOCK, 960),
    ),
    "maximum_minutes_in_7_days": ([*NIGHTS, duty(NIGHT, NIGHT + 480)], Limit(Level.BLOCK, 1800)),
    "maximum_minutes_in_workweek": ([*NIGHTS, duty(NIGHT, NIGHT + 480)], Limit(Level.BLOCK, 1800)),
    "consecutive_days": ([*NIGHTS, duty(NIGHT, NIGHT + 480)], Limit(Level.BLOCK, 3)),
    "consecutive_nights": ([*NIGHTS, duty(NIGHT, NIGHT + 480)], Limit(Level.BLOCK, 3)),
    "rest_after_nights": ([*NIGHTS, duty(NIGHT - 480, NIGHT - 240)], Limit(Level.BLOCK, 1440)),
}
"""Duty whose last piece breaks a rule, and the limit; without the piece it is kept."""


def only(rule: str) -> RuleParameters:
    return RuleParameters({rule: (DatedLimits(rule, date(2020, 1, 1), (BROKEN[rule][1],)),)})


def test_every_rule_over_time_is_here() -> None:
    assert set(RULES) - set(BROKEN) == {"valid_certification", "trainee_with_trainer", "restricted_duty"}


@pytest.mark.parametrize("pay", list(PayKind))
@pytest.mark.parametrize("rule", list(BROKEN))
def test_duty_counts_whatever_it_is_paid_as(rule: str, pay: PayKind) -> None:
    """Training, court and hours in trades too: who worked them is as tired."""
    *before, last = BROKEN[rule][0]
    assert not broken(before, only(rule))
    assert [each.rule for each in broken([*before, last._replace(pay=pay)], only(rule))] == [rule]


LEFT_OUT = {"training": PayKind.TRAINING, "trades": PayKind.TRADE}


@pytest.mark.parametrize("what", list(LEFT_OUT))
@pytest.mark.parametrize("rule", list(BROKEN))
def test_training_and_trades_count_as_the_contract_says(rule: str, what: str) -> None:
    *before, last = BROKEN[rule][0]
    for pay in PayKind:
        segments = [*before, last._replace(pay=pay)]
        asked = replace(only(rule), counting=(DatedCounting(JUNE, **{what: False}),))
        assert bool(broken(segments, asked)) == (pay is not LEFT_OUT[what])


@pytest.mark.parametrize("rule", list(BROKEN))
def test_what_counts_is_dated_by_the_start_of_the_shift(rule: str) -> None:
    *before, last = BROKEN[rule][0]
    segments = [*before, last._replace(pay=PayKind.TRAINING)]
    day = NEW_YORK.date_of(last.start)
    out, back = DatedCounting(day, training=False), DatedCounting(day)
    later = DatedCounting(day + timedelta(days=1), training=False)
    for rows, counts in (((out,), False), ((out, back), True), ((later,), True), ((back, later), True)):
        assert bool(broken(segments, replace(only(rule), counting=rows))) == counts


def test_what_does_not_count_still_needs_its_skill_and_keeps_to_restrictions() -> None:
    row = duty(NIGHT, NIGHT + 480, position="radio")._replace(pay=PayKind.TRADE)
    rules = replace(default_parameters(), counting=(DatedCounting(JUNE, trades=False),))
    nobody = Qualifications({}, ())
    light = Restriction(EVER, latest_at=time(22), daily_minutes=60, weekly_minutes=60)
    found = check_person("Dana", [row], rules, NEW_YORK, EVER, nobody, restrictions=[light])
    assert {each.clause or each.rule for each in found} == {"valid_certification", "hours", "day", "week"}


@pytest.mark.parametrize("rule", list(BROKEN))
def test_leave_instead_of_the_last_duty_keeps_the_rule(rule: str) -> None:
    *before, last = BROKEN[rule][0]
    away: list[Duty | Absence] = [*before, absence(last.start, last.end)]
    assert not broken(away, only(rule))


@pytest.mark.parametrize("rule", list(BROKEN))
def test_duty_before_the_dates_asked_about_counts(rule: str) -> None:
    segments, _ = BROKEN[rule]
    last = segments[-1]
    assert broken(segments, only(rule), focus=Interval(last.start, last.start + 1))


@pytest.mark.parametrize("rule", list(BROKEN))
def test_duty_after_the_dates_asked_about_counts(rule: str) -> None:
    """The weekend after a published period is looked at from the period's last day."""
    segments, _ = BROKEN[rule]
    before = segments[-2]
    assert broken(segments, only(rule), focus=Interval(before.end - 1, before.end + 1))


@pytest.mark.parametrize("rule", list(BROKEN))
def test_what_touches_no_date_asked_about_is_not_reported(rule: str) -> None:
    segments, _ = BROKEN[rule]
    assert broken(segments, only(rule), focus=EVER)
    far = NEW_YORK.day(JUNE + timedelta(days=30))
    assert not broken(segments, only(rule), focus=far)
