"""Edits that can't be: refused with a sentence, nothing stored. And odd ones that can: clock changes, leave."""

from __future__ import annotations

import uuid
from datetime import date, time, timedelta
from typing import Any

import pytest

from scheduling.adjustments.domain import AdjustmentKind, Paint
from scheduling.adjustments.models import Adjustment
from scheduling.coverage.models import Position
from scheduling.patterns.models import ShiftType
from scheduling.roster.domain.border import parse_edit
from scheduling.roster.domain.commands import CommandError, Edit, RecordAbsence, SetDay, Wanted
from scheduling.roster.domain.editing import NewRow
from scheduling.roster.door import apply_edit
from scheduling.roster.proposals import Addition, create_proposal
from scheduling.roster.selectors import load_roster
from scheduling.roster.undo import undo
from scheduling.time.local_time import LocalClock
from staff.centers.clock import current_version, tick
from staff.centers.models import CenterSettings
from staff.people.models import Employment
from tests.cast import Cast
from tests.factories import make_person
from tests.scheduling.roster.board_of import DAY, OFF_DAY, edit, shown


@pytest.fixture(autouse=True)
def _before_the_period(time_machine: Any) -> None:
    time_machine.move_to("2026-11-20T12:00:00Z", tick=False)


def change(**fields: Any) -> dict[str, Any]:
    return {"edit_id": str(uuid.uuid4()), "base_version": 0, "changes": [fields]}


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1999-12-31", "2200-01-01"])
def test_days_out_of_this_world_are_refused(day: str) -> None:
    with pytest.raises(CommandError, match="from 2000 to 2199"):
        parse_edit(change(type="set_day", person=str(uuid.uuid4()), day=day, wanted={"shift": "D"}))


@pytest.mark.parametrize("start", [10**18, -(10**18), 0, "9999-12-31T23:59+00:00"])
def test_moments_out_of_this_world_are_refused(start: Any) -> None:
    person = str(uuid.uuid4())
    with pytest.raises(CommandError, match="from 2000 to 2199"):
        parse_edit(change(type="absence", person=person, start=start, end=10**19, kind="sick"))


def test_one_edit_may_not_name_a_day_of_a_person_twice(cast: Cast) -> None:
    changes = (SetDay(cast.cal.pk, DAY, Wanted("N")), SetDay(cast.cal.pk, DAY, Wanted("S")))
    with pytest.raises(CommandError, match="twice"):
        Edit(uuid.uuid4(), 0, changes)


def test_a_version_that_is_not_yet_is_refused(cast: Cast) -> None:
    with pytest.raises(CommandError, match="at version"):
        edit(cast, cast.cal, DAY, "N", base_version=current_version(cast.norfield.pk) + 1)


@pytest.mark.parametrize("days_after", [0, 1, 3])
def test_nobody_is_assigned_after_their_employment_ends(cast: Cast, days_after: int) -> None:
    leaver = make_person(cast.norfield, "Ida", ends_before=OFF_DAY)
    assert Employment.objects.get(person=leaver).ends_before == OFF_DAY
    edit(cast, leaver, OFF_DAY - timedelta(days=1), "D")

    with pytest.raises(CommandError, match="not employed"):
        edit(cast, leaver, OFF_DAY + timedelta(days=days_after), "D")


def test_another_centers_position_is_unknown_here(cast: Cast) -> None:
    foreign = Position.objects.get(center=cast.southmere)
    with pytest.raises(CommandError, match="no such position"):
        edit(cast, cast.cal, DAY, "D", position=foreign.entity_id)


@pytest.mark.parametrize("what", ["person", "shift_type", "position"])
def test_a_proposal_names_nothing_of_another_center(cast: Cast, what: str) -> None:
    foreign = {
        "person": cast.olga.pk,
        "shift_type": ShiftType.objects.get(center=cast.southmere).entity_id,
        "position": Position.objects.get(center=cast.southmere).entity_id,
    }
    clock = LocalClock(cast.norfield.time_zone)
    interval = clock.window(OFF_DAY, time(6), time(18))
    row = NewRow(
        AdjustmentKind.ASSIGN,
        Paint.DUTY,
        interval.start,
        interval.end,
        shift_start=interval.start,
        **({} if what == "person" else {what: foreign[what]}),
    )
    with pytest.raises(ValueError, match="not at this center"):
        create_proposal(
            owner=cast.dana.user,
            center=cast.norfield,
            base_version=0,
            day=DAY,
            title="Run 1",
            additions=[Addition(foreign["person"] if what == "person" else cast.cal.pk, row)],
        )


def test_an_undo_with_somebody_elses_edit_id_is_refused(cast: Cast) -> None:
    taken = edit(cast, cast.cal, OFF_DAY, "D", by=cast.sam).edit_id
    edit(cast, cast.cal, DAY, "N")

    with pytest.raises(CommandError, match="taken"):
        undo(actor=cast.dana.user, center=cast.norfield, day=DAY, edit_id=taken)


def test_a_merge_takes_the_breaks_with_the_times(cast: Cast) -> None:
    """Sam makes it a night, Dana gives it a position: the night keeps its own break."""
    with tick(actor=None, center_id=cast.norfield.pk, kind="test_setup") as opened:
        settings = CenterSettings.objects.current().get(center=cast.norfield)
        opened.replace(settings, CenterSettings(conflict_strategy="merge"))
        for code in ("D", "N"):
            old = ShiftType.objects.current().get(pk=cast.shift_types[code].pk)
            fields = {name: getattr(old, name) for name in ("code", "name", "starts_at", "ends_at", "symbol")}
            opened.replace(old, ShiftType(unpaid_break_minutes=30, **fields))
    seen = current_version(cast.norfield.pk)
    edit(cast, cast.cal, DAY, "N", by=cast.sam)

    edit(cast, cast.cal, DAY, "D", base_version=seen, position=cast.positions["Police radio"].entity_id)

    assert shown(cast, cast.cal, DAY) == ["N 18:00-06:00"]
    roster = load_roster(cast.norfield, DAY, DAY + timedelta(days=1)).evaluation.roster(cast.cal.pk)
    (night,) = [duty for duty in roster.worked() if duty.position is not None]
    assert [pause.end - pause.start for pause in night.breaks] == [30]


@pytest.mark.parametrize(
    ("day", "starts_at", "ends_at", "minutes"),
    [
        (date(2027, 3, 14), time(1), time(9), 420),
        (date(2027, 3, 14), time(2, 30), time(9), 330),
        (date(2027, 3, 13), time(18), time(6), 660),
        (date(2027, 11, 7), time(1), time(9), 540),
        (date(2027, 11, 7), time(1, 30), time(9), 510),
        (date(2027, 11, 6), time(18), time(6), 780),
    ],
)
def test_duty_over_a_clock_change_has_its_elapsed_minutes_and_can_be_replaced(
    cast: Cast, day: date, starts_at: time, ends_at: time, minutes: int
) -> None:
    def worked() -> list[int]:
        roster = load_roster(cast.norfield, day, day + timedelta(days=1))
        return [
            duty.end - duty.start
            for duty in roster.evaluation.roster(cast.ada.pk).worked()
            if roster.clock.date_of(duty.shift_start) == day
        ]

    edit(cast, cast.ada, day, None) if worked() else None
    edit(cast, cast.ada, day, "D", starts_at=starts_at, ends_at=ends_at)
    assert worked() == [minutes]

    edit(cast, cast.ada, day, None)
    assert worked() == []
    assert not Adjustment.objects.current().exists()


def test_leave_stays_over_duty_assigned_later(cast: Cast) -> None:
    interval = LocalClock(cast.norfield.time_zone).day(OFF_DAY)
    absence = RecordAbsence(cast.cal.pk, interval.start, interval.end, "vacation")
    command = Edit(uuid.uuid4(), current_version(cast.norfield.pk), (absence,))
    apply_edit(actor=cast.dana.user, center=cast.norfield, edit=command)

    edit(cast, cast.cal, OFF_DAY, "N")

    assert shown(cast, cast.cal, OFF_DAY) == ["N 00:00-06:00"]
