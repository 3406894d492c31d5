"""What counts for limits on time, per bargaining unit and from a date on: training, trades, and leave beside them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from scheduling.adjustments.domain import AdjustmentKind
from scheduling.contracts.models import CountingRules
from scheduling.roster.hours import hours_terms
from scheduling.roster.selectors import load_roster
from staff.centers.clock import current_version
from tests.cast import Cast
from tests.factories import (
    make_adjustment,
    make_counting_rules,
    make_restriction,
    make_rule_limits,
    moment,
)

MONDAY = date(2026, 12, 7)
LONG = "longest_continuous_duty"


@pytest.fixture(autouse=True)
def _before_the_period(time_machine: Any) -> None:
    time_machine.move_to("2026-12-06T12:00:00Z", tick=False)


def longest(cast: Cast, version: int | None = None) -> list[int]:
    roster = load_roster(cast.norfield, MONDAY, MONDAY + timedelta(days=1), as_of=version)
    found = roster.evaluation.violations_of(cast.cal.pk)
    return [each.measured for each in found if each.rule == LONG]


def evening(cast: Cast, kind: AdjustmentKind, pay: str) -> None:
    """Six hours after Cal's day shift."""
    make_rule_limits(cast.norfield, LONG, block=960)
    make_adjustment(
        cast.cal,
        moment(cast.norfield, "2026-12-07 18:00"),
        moment(cast.norfield, "2026-12-08 00:00"),
        kind=kind,
        pay=pay,
    )


@pytest.mark.parametrize(
    ("kind", "pay", "left_out"),
    [
        (AdjustmentKind.TRAINING, "training", {"training_counts": False}),
        (AdjustmentKind.TRADE, "trade", {"trades_count": False}),
    ],
)
def test_it_counts_until_the_contract_says_otherwise(
    cast: Cast, kind: AdjustmentKind, pay: str, left_out: dict[str, bool]
) -> None:
    evening(cast, kind, pay)
    assert longest(cast) == [1080]
    before = current_version(cast.norfield.pk)
    other = {"training_counts": True, "trades_count": True} | {
        name: False for name in ("training_counts", "trades_count") if name not in left_out
    }
    make_counting_rules(cast.norfield, **other)
    assert longest(cast) == [1080]
    make_counting_rules(cast.norfield, unit=cast.unit, **left_out)
    assert not longest(cast)
    assert longest(cast, before) == [1080]


def test_from_its_date_on_and_for_everybody_without_rules_of_their_own(cast: Cast) -> None:
    evening(cast, AdjustmentKind.TRAINING, "training")
    make_counting_rules(cast.norfield, effective_on=MONDAY + timedelta(days=1), training_counts=False)
    assert longest(cast) == [1080]
    make_counting_rules(cast.norfield, effective_on=MONDAY, training_counts=False)
    assert not longest(cast)
    make_counting_rules(cast.norfield, unit=cast.unit)
    assert longest(cast) == [1080]


def test_overtime_never_counts_trades_whatever_the_limits_do(cast: Cast) -> None:
    def worked() -> int:
        roster = load_roster(cast.norfield, MONDAY, MONDAY + timedelta(days=1))
        terms = hours_terms(cast.norfield, current_version(cast.norfield.pk))
        own = roster.evaluation.roster(cast.cal.pk)
        return terms.weeks(own, cast.unit.pk, roster.input.focus)[0].worked_minutes

    before = worked()
    evening(cast, AdjustmentKind.TRADE, "trade")
    assert longest(cast) == [1080]
    assert worked() == before
    make_counting_rules(cast.norfield, trades_count=False)
    assert worked() == before


def test_a_restriction_counts_all_duty(cast: Cast) -> None:
    evening(cast, AdjustmentKind.TRAINING, "training")
    make_counting_rules(cast.norfield, training_counts=False)
    make_restriction(cast.cal, daily_minutes=720)
    roster = load_roster(cast.norfield, MONDAY, MONDAY + timedelta(days=1))
    found = roster.evaluation.violations_of(cast.cal.pk)
    assert [(each.rule, each.measured) for each in found] == [("restricted_duty", 1080)]


def test_the_admin_writes_them(cast: Cast, client: Client) -> None:
    client.force_login(cast.ada.user)
    given = {"bargaining_unit": str(cast.unit.pk), "effective_on": "2026-12-07", "trades_count": "on"}
    answer = client.post("/admin/scheduling/countingrules/add/", given)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    row = CountingRules.objects.current().get(center=cast.norfield)
    assert (row.training_counts, row.trades_count, row.bargaining_unit) == (False, True, cast.unit)
    again = client.post("/admin/scheduling/countingrules/add/", given)
    assert "There are counting rules from this date." in again.content.decode()
    assert CountingRules.objects.count() == 1
