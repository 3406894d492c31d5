"""The base a period was published with: what changes later in contracts and shift types does not reach back."""

from __future__ import annotations

import uuid
from datetime import time, timedelta
from typing import Any

import pytest

from scheduling.adjustments.models import Adjustment
from scheduling.contracts.models import BaseContract
from scheduling.patterns.models import ShiftType
from scheduling.roster.proposals import Revocation, create_proposal, take_proposal
from scheduling.roster.publish_list import publish_list
from scheduling.roster.publishing import publish
from scheduling.roster.selectors import View, load_roster
from scheduling.roster.undo import undo
from staff.centers.clock import current_version, tick
from staff.centers.models import Event
from tests.cast import Cast
from tests.factories import make_holiday
from tests.scheduling.roster.board_of import DAY, OFF_DAY, edit, shown

NEXT = DAY + timedelta(days=28)


@pytest.fixture(autouse=True)
def _before_the_period(time_machine: Any) -> None:
    time_machine.move_to("2026-11-20T12:00:00Z", tick=False)


def put_out(cast: Cast, day: Any = DAY, **choices: Any) -> Any:
    return publish(
        actor=cast.dana.user,
        center=cast.norfield,
        day=day,
        override_reason="Agreed.",
        accepts_warnings=True,
        **choices,
    )


def begin_days_at_seven(cast: Cast) -> None:
    """The day shift becomes 07:00 to 19:00, for patterns too."""
    old = ShiftType.objects.current().get(pk=cast.shift_types["D"].pk)
    with tick(actor=cast.ada.user, center_id=cast.norfield.pk, kind="shift_type.changed") as opened:
        opened.replace(
            old,
            ShiftType(code="D", name="Day", starts_at=time(7), ends_at=time(19), symbol=old.symbol),
        )


def days_of_cal(cast: Cast) -> list[str]:
    """First day of this period and of the next, as employees see them in one roster over both."""
    roster = load_roster(cast.norfield, DAY, NEXT + timedelta(days=1), view=View.PUBLISHED)
    return [
        f"{roster.clock.local(duty.start):%H:%M}"
        for duty in roster.evaluation.roster(cast.cal.pk).worked()
        if roster.clock.date_of(duty.shift_start) in {DAY, NEXT}
    ]


def test_two_published_periods_show_a_pattern_with_the_shift_times_of_their_own_base(cast: Cast) -> None:
    put_out(cast)
    begin_days_at_seven(cast)
    put_out(cast, NEXT)

    assert days_of_cal(cast) == ["06:00", "07:00"]


def test_publishing_without_the_base_shows_and_changes_nothing_of_it(cast: Cast) -> None:
    put_out(cast)
    begin_days_at_seven(cast)
    edit(cast, cast.cal, OFF_DAY, "N")

    listed = publish_list(cast.norfield, DAY, with_base=False)

    assert {change.person_id for change in listed.people} == {cast.cal.pk}
    assert all(not change.removed for change in listed.people)
    put_out(cast, with_base=False)
    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == ["D 06:00-18:00"]
    put_out(cast)
    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == ["D 07:00-19:00"]


def test_a_proposal_that_has_nothing_to_publish_still_takes_its_own_version(cast: Cast) -> None:
    """Else the next tick would take the version that its rows and its undo step carry."""
    put_out(cast)
    edit(cast, cast.cal, OFF_DAY, "D", by=cast.sam)
    draft = draft_of_cal(cast)
    proposal = create_proposal(
        owner=cast.dana.user,
        center=cast.norfield,
        base_version=current_version(cast.norfield.pk),
        day=DAY,
        title="Run 1",
        revocations=[Revocation(draft)],
    )
    before = current_version(cast.norfield.pk)

    taken = take_proposal(actor=cast.dana.user, proposal=proposal, edit_id=uuid.uuid4(), publish=True)

    assert taken.version == current_version(cast.norfield.pk) == before + 1
    assert Event.objects.get(center=cast.norfield, version=taken.version).kind == "proposal.taken"
    assert shown(cast, cast.cal, OFF_DAY) == []
    edit(cast, cast.cal, OFF_DAY + timedelta(days=1), "D", by=cast.sam)
    undo(actor=cast.dana.user, center=cast.norfield, day=DAY, edit_id=uuid.uuid4())
    assert shown(cast, cast.cal, OFF_DAY) == ["D 06:00-18:00"]
    assert shown(cast, cast.cal, OFF_DAY + timedelta(days=1)) == ["D 06:00-18:00"]


def draft_of_cal(cast: Cast) -> uuid.UUID:
    pk: uuid.UUID = Adjustment.objects.current().get(person=cast.cal, paint="duty").pk
    return pk


def test_a_holiday_added_later_reaches_employees_only_when_published(cast: Cast) -> None:
    old = BaseContract.objects.current().get(person=cast.cal)
    with tick(actor=cast.ada.user, center_id=cast.norfield.pk, kind="contract.changed") as opened:
        opened.replace(
            old,
            BaseContract(
                person=cast.cal,
                pattern=old.pattern,
                offset_days=old.offset_days,
                starts_on=old.starts_on,
                weekly_minutes=old.weekly_minutes,
                holiday_rule="off",
            ),
        )
    put_out(cast)
    make_holiday(cast.norfield, DAY)

    assert shown(cast, cast.cal, DAY) == []
    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == ["D 06:00-18:00"]
    assert publish_list(cast.norfield, DAY).base_changed == (cast.cal.pk,)
    listed = publish_list(cast.norfield, DAY)
    assert put_out(cast).people == listed.people
    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == []


def test_a_night_of_the_period_before_is_no_change_of_this_ones_base(cast: Cast) -> None:
    """It reaches into the first morning, was never published, and is not published with this period."""
    old = BaseContract.objects.current().get(person=cast.sam)
    with tick(actor=cast.ada.user, center_id=cast.norfield.pk, kind="base_contract.changed") as opened:
        nights = BaseContract(
            person=cast.sam,
            pattern=old.pattern,
            offset_days=13,
            starts_on=old.starts_on,
            weekly_minutes=old.weekly_minutes,
        )
        opened.replace(old, nights)
    assert shown(cast, cast.sam, DAY - timedelta(days=1)) == ["N 18:00-06:00"]
    put_out(cast)
    version = current_version(cast.norfield.pk)

    assert publish_list(cast.norfield, DAY).base_changed == ()
    put_out(cast)
    assert current_version(cast.norfield.pk) == version


def test_another_break_is_a_change_of_the_base(cast: Cast) -> None:
    """Nothing else of the shift is different, and employees are paid by it."""
    put_out(cast)
    old = ShiftType.objects.current().get(pk=cast.shift_types["D"].pk)
    with tick(actor=cast.ada.user, center_id=cast.norfield.pk, kind="shift_type.changed") as opened:
        new = ShiftType(
            code="D",
            name="Day",
            starts_at=old.starts_at,
            ends_at=old.ends_at,
            unpaid_break_minutes=30,
            symbol=old.symbol,
        )
        opened.replace(old, new)

    assert set(publish_list(cast.norfield, DAY).base_changed) == {cast.dana.pk, cast.cal.pk, cast.max.pk}
    put_out(cast)
    roster = load_roster(cast.norfield, DAY, DAY + timedelta(days=1), view=View.PUBLISHED)
    assert roster.evaluation.roster(cast.cal.pk).worked()[0].breaks
