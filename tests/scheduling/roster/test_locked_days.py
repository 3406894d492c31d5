"""Locked days stay as they are, whichever way one comes: an edit, undo, redo, a revocation, a proposal."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest

from scheduling.adjustments.domain import AdjustmentKind, Paint
from scheduling.adjustments.models import Adjustment
from scheduling.roster.answers import EditAnswer
from scheduling.roster.domain.commands import CommandError, Edit, RecordAbsence, RevokeAdjustment
from scheduling.roster.domain.editing import NewRow
from scheduling.roster.door import apply_edit
from scheduling.roster.models import Period
from scheduling.roster.proposals import Addition, Revocation, create_proposal, take_proposal
from scheduling.roster.selectors import View
from scheduling.roster.undo import redo, undo
from scheduling.time.local_time import LocalClock
from staff.centers.clock import current_version
from staff.people.models import Person
from tests.cast import Cast
from tests.factories import make_adjustment, make_period, publish_period_row
from tests.scheduling.roster.board_of import DAY, OFF_DAY, edit, shown

LATER = "2026-12-20T12:00:00Z"
LAST_NIGHT = date(2027, 1, 2)
"""The last date of the period that begins on DAY."""


@pytest.fixture(autouse=True)
def _before_the_period(time_machine: Any) -> None:
    time_machine.move_to("2026-11-20T12:00:00Z", tick=False)


def lock(cast: Cast, state: str, starts_on: date = DAY) -> None:
    publish_period_row(period_of(cast, starts_on), state=state)  # type: ignore[arg-type]


def period_of(cast: Cast, starts_on: date) -> Any:
    """The period of a date; edits have made it already."""
    return Period.objects.filter(center=cast.norfield, starts_on=starts_on).first() or make_period(
        cast.norfield, starts_on
    )


def step(cast: Cast, by: Person, direction: Any) -> EditAnswer:
    answer: EditAnswer = direction(actor=by.user, center=cast.norfield, day=DAY, edit_id=uuid.uuid4())
    return answer


def revoke(cast: Cast, row: Adjustment, by: Person) -> EditAnswer:
    command = Edit(uuid.uuid4(), current_version(cast.norfield.pk), (RevokeAdjustment(row.pk),))
    return apply_edit(actor=by.user, center=cast.norfield, edit=command)


@pytest.mark.parametrize(("state", "who"), [("locked", "ada"), ("locked", "dana"), ("published", "dana")])
def test_undo_leaves_locked_days_alone_and_names_them(
    cast: Cast, time_machine: Any, state: str, who: str
) -> None:
    by = getattr(cast, who)
    edit(cast, cast.cal, DAY, "N", by=by)
    lock(cast, state)
    time_machine.move_to(LATER, tick=False)

    answer = step(cast, by, undo)

    assert shown(cast, cast.cal, DAY) == ["N 18:00-06:00"]
    assert any("locked" in reason or "closed for payroll" in reason for reason in answer.left_alone)


def test_redo_leaves_locked_days_alone(cast: Cast) -> None:
    edit(cast, cast.cal, DAY, "N")
    step(cast, cast.dana, undo)
    lock(cast, "locked")

    answer = step(cast, cast.dana, redo)

    assert shown(cast, cast.cal, DAY) == ["D 06:00-18:00"]
    assert answer.touched == ()


def test_an_admin_may_undo_on_published_days_of_the_past(cast: Cast, time_machine: Any) -> None:
    edit(cast, cast.cal, DAY, "N", by=cast.ada)
    lock(cast, "published")
    time_machine.move_to(LATER, tick=False)

    step(cast, cast.ada, undo)

    assert shown(cast, cast.cal, DAY) == ["D 06:00-18:00"]


def test_supervisors_may_not_revoke_duty_of_published_days_of_the_past(cast: Cast, time_machine: Any) -> None:
    edit(cast, cast.cal, DAY, "N")
    lock(cast, "published")
    time_machine.move_to(LATER, tick=False)

    with pytest.raises(CommandError, match="past are locked"):
        revoke(cast, Adjustment.objects.current().get(paint="duty"), cast.dana)
    revoke(cast, Adjustment.objects.current().get(paint="duty"), cast.ada)


def test_a_row_belongs_to_the_period_of_its_shift_also_after_midnight(cast: Cast) -> None:
    clock = LocalClock("America/New_York")
    after = clock.day(LAST_NIGHT + timedelta(days=1)).start + 30
    row = make_adjustment(
        cast.sam,
        clock.local(after),
        clock.local(after + 60),
        kind=AdjustmentKind.REMOVE,
        shift_starts_at=clock.local(after - 390),
    )
    lock(cast, "locked")

    with pytest.raises(CommandError, match="closed for payroll"):
        revoke(cast, row, cast.dana)


def test_nothing_is_painted_over_a_night_that_began_in_a_locked_period(cast: Cast) -> None:
    edit(cast, cast.cal, LAST_NIGHT, "N")
    lock(cast, "locked")
    after = LAST_NIGHT + timedelta(days=1)

    with pytest.raises(CommandError, match="closed for payroll"):
        edit(cast, cast.cal, after, "E")
    midnight = LocalClock("America/New_York").day(after).start
    absence = RecordAbsence(cast.cal.pk, midnight, midnight + 120, "sick")
    with pytest.raises(CommandError, match="closed for payroll"):
        apply_edit(
            actor=cast.dana.user,
            center=cast.norfield,
            edit=Edit(uuid.uuid4(), current_version(cast.norfield.pk), (absence,)),
        )
    edit(cast, cast.cal, after, "S")

    assert shown(cast, cast.cal, LAST_NIGHT) == ["N 18:00-06:00"]
    assert shown(cast, cast.cal, after) == ["S 15:00-01:00"]


def test_lines_of_locked_days_are_left_out_of_a_proposal_even_when_pinned(
    cast: Cast, time_machine: Any
) -> None:
    edit(cast, cast.cal, DAY, "N")
    published = Adjustment.objects.current().get(paint="duty")
    clock = LocalClock("America/New_York")
    shift = cast.shift_types["D"]

    def line(day: date) -> Addition:
        interval = clock.window(day, shift.starts_at, shift.ends_at)
        row = NewRow(
            AdjustmentKind.ASSIGN,
            Paint.DUTY,
            interval.start,
            interval.end,
            shift_start=interval.start,
            shift_type=shift.entity_id,
        )
        return Addition(cast.cal.pk, row)

    open_day = OFF_DAY + timedelta(days=14)
    proposal = create_proposal(
        owner=cast.dana.user,
        center=cast.norfield,
        base_version=current_version(cast.norfield.pk),
        day=DAY,
        title="Run 1",
        additions=[line(OFF_DAY), line(open_day)],
        revocations=[Revocation(published.pk)],
    )
    proposal.lines.update(is_pinned=True)
    lock(cast, "published")
    time_machine.move_to(LATER, tick=False)

    taken = take_proposal(actor=cast.dana.user, proposal=proposal, edit_id=uuid.uuid4())

    assert (taken.lines, len(taken.conflicts)) == (1, 2)
    assert shown(cast, cast.cal, OFF_DAY) == []
    assert shown(cast, cast.cal, DAY) == ["N 18:00-06:00"]
    assert shown(cast, cast.cal, open_day) == ["D 06:00-18:00"]


def test_the_absence_of_a_past_day_may_be_recorded_and_taken_back(cast: Cast, time_machine: Any) -> None:
    lock(cast, "published")
    time_machine.move_to(LATER, tick=False)
    start = LocalClock("America/New_York").day(DAY).start
    absence = RecordAbsence(cast.cal.pk, start, start + 1440, "sick")
    apply_edit(
        actor=cast.dana.user,
        center=cast.norfield,
        edit=Edit(uuid.uuid4(), current_version(cast.norfield.pk), (absence,)),
    )
    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == []

    revoke(cast, Adjustment.objects.current().get(), cast.dana)

    assert shown(cast, cast.cal, DAY) == ["D 06:00-18:00"]
