"""What the database itself refuses, whatever code writes to it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import Error, IntegrityError, transaction

from scheduling.adjustments.models import Adjustment
from scheduling.contracts.models import BaseContract
from scheduling.patterns.models import PatternDay
from scheduling.roster.models import Edit, PeriodState, RuleOverride
from scheduling.roster.publishing import publish
from staff.centers.clock import Tick, tick
from staff.centers.models import Center, CenterClock, Event
from tests.cast import Cast
from tests.scheduling.roster.board_of import DAY, edit

SIX = datetime(2026, 12, 6, 11, 0, tzinfo=UTC)


def in_a_tick(cast: Cast, write: Callable[[Tick], Any]) -> None:
    """Write at the next version."""
    with tick(actor=None, center_id=cast.norfield.pk, kind="test") as opened:
        write(opened)


def adjustment(cast: Cast, **fields: Any) -> Adjustment:
    """A valid row, with some fields changed."""
    given = {
        "person": cast.cal,
        "kind": "assign",
        "paint": "duty",
        "paint_version": 1,
        "starts_at": SIX,
        "ends_at": SIX + timedelta(hours=12),
        "gesture": uuid.uuid4(),
        **fields,
    }
    return Adjustment(**given)


def test_a_valid_adjustment_is_taken(cast: Cast) -> None:
    in_a_tick(cast, lambda opened: opened.add(adjustment(cast)))

    assert Adjustment.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"ends_at": SIX}, "scheduling_adjustment_interval"),
        ({"ends_at": SIX - timedelta(hours=1)}, "scheduling_adjustment_interval"),
        ({"starts_at": SIX + timedelta(seconds=1)}, "scheduling_adjustment_start_minute"),
        ({"starts_at": SIX + timedelta(milliseconds=500)}, "scheduling_adjustment_start_minute"),
        ({"ends_at": SIX + timedelta(minutes=1, milliseconds=500)}, "scheduling_adjustment_end_minute"),
        ({"paint": "absence"}, "scheduling_adjustment_absence_has_kind"),
        ({"absence_kind": "sick"}, "scheduling_adjustment_absence_has_kind"),
        ({"console": 3}, "scheduling_adjustment_console_of_position"),
        ({"published_from": 1}, "scheduling_adjustment_published_after_added"),
    ],
)
def test_an_impossible_adjustment_is_refused_by_name(cast: Cast, fields: Any, constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        in_a_tick(cast, lambda opened: opened.add(adjustment(cast, **fields)))


def test_two_base_contracts_of_one_person_never_overlap(cast: Cast) -> None:
    current = BaseContract.objects.current().get(person=cast.cal)
    second = BaseContract(
        person=cast.cal, starts_on=current.starts_on + timedelta(days=9), weekly_minutes=2400
    )

    with pytest.raises(IntegrityError, match="scheduling_contract_no_overlap"):
        in_a_tick(cast, lambda opened: opened.add(second))


def test_a_contract_may_follow_on_the_day_another_ends(cast: Cast) -> None:
    current = BaseContract.objects.current().get(person=cast.cal)

    def write(opened: Tick) -> None:
        ends = date(2027, 1, 1)
        opened.replace(
            current,
            BaseContract(
                person=cast.cal,
                pattern=current.pattern,
                starts_on=current.starts_on,
                ends_before=ends,
                weekly_minutes=2520,
            ),
        )
        opened.add(BaseContract(person=cast.cal, starts_on=ends, weekly_minutes=2400))

    in_a_tick(cast, write)
    assert BaseContract.objects.current().filter(person=cast.cal).count() == 2


def test_a_versioned_row_is_never_updated_in_place(cast: Cast) -> None:
    edit(cast, cast.cal, DAY, "N")

    with pytest.raises(Error, match="never updated in place"), transaction.atomic():
        Adjustment.objects.update(ends_at=SIX + timedelta(days=1))


def test_a_versioned_row_is_closed_only_once(cast: Cast) -> None:
    edit(cast, cast.cal, DAY, "N")
    edit(cast, cast.cal, DAY, "D")

    with pytest.raises(Error, match="closed only once"), transaction.atomic():
        Adjustment.objects.update(until_version=99)
    with pytest.raises(Error, match="closed only once"), transaction.atomic():
        Adjustment.objects.update(until_version=None)


def test_an_entity_has_one_current_row(cast: Cast) -> None:
    edit(cast, cast.cal, DAY, "N")
    first = Adjustment.objects.filter(paint="duty").get()

    with pytest.raises(IntegrityError, match="one_current"):
        in_a_tick(cast, lambda opened: opened.add(adjustment(cast, entity_id=first.entity_id)))


@pytest.mark.parametrize(
    "model", [Adjustment, BaseContract, PatternDay, Event, Edit, CenterClock, PeriodState]
)
def test_nothing_that_the_roster_depends_on_is_ever_deleted(cast: Cast, model: Any) -> None:
    edit(cast, cast.cal, DAY, "N")
    if model is PeriodState:
        publish(
            actor=cast.dana.user,
            center=cast.norfield,
            day=DAY,
            override_reason="Agreed.",
            accepts_warnings=True,
        )
    assert model.objects.exists()

    with pytest.raises(Error, match="Cannot delete"), transaction.atomic():
        model.objects.filter(pk=model.objects.first().pk)._raw_delete(model.objects.db)


def test_events_and_edits_are_written_once(cast: Cast) -> None:
    edit(cast, cast.cal, DAY, "N")

    for model in (Event, Edit):
        with pytest.raises(Error, match="Cannot update"), transaction.atomic():
            model.objects.update(kind="other")


def test_the_clock_only_runs_forward(cast: Cast) -> None:
    with pytest.raises(Error, match="Cannot update"), transaction.atomic():
        CenterClock.objects.filter(center=cast.norfield).update(version=0)


@pytest.mark.parametrize(
    "change", [{"time_zone": "UTC"}, {"pattern_anchor": date(2020, 1, 1)}, {"period_days": 14}]
)
def test_what_every_roster_ever_computed_depends_on_is_fixed(cast: Cast, change: Any) -> None:
    with pytest.raises(Error, match=r"(?i)cannot update"), transaction.atomic():
        Center.objects.filter(pk=cast.norfield.pk).update(**change)


def test_an_override_needs_a_reason(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="scheduling_rule_override_has_reason"), transaction.atomic():
        RuleOverride.objects.create(
            center=cast.norfield,
            version=1,
            actor=cast.dana.user,
            person=cast.cal,
            rule="minimum_rest",
            level="block",
            starts_at=SIX,
            ends_at=SIX + timedelta(hours=5),
            measured=300,
            limit=480,
            reason="",
        )
