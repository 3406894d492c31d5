"""Edges: the night over the end of a period, the last day of employment, the other center, months ago."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest

from scheduling.adjustments.models import Adjustment
from scheduling.roster.domain.commands import CommandError, Edit, RevokeAdjustment
from scheduling.roster.door import apply_edit
from scheduling.roster.locking import lock_period, unlock_period
from scheduling.roster.publish_list import draft_changes
from scheduling.roster.publishing import publish
from scheduling.roster.selectors import View
from scheduling.time.local_time import LocalClock
from staff.centers.clock import current_version
from tests.cast import Cast
from tests.factories import make_adjustment, make_contract, make_person
from tests.scheduling.roster.board_of import DAY, OFF_DAY, edit, shown

NEXT = DAY + timedelta(days=28)
LAST_NIGHT = NEXT - timedelta(days=1)


@pytest.fixture(autouse=True)
def _before_the_period(time_machine: Any) -> None:
    time_machine.move_to("2026-11-20T12:00:00Z", tick=False)


def put_out(cast: Cast, day: date = DAY, **choices: Any) -> Any:
    return publish(
        actor=cast.dana.user,
        center=cast.norfield,
        day=day,
        override_reason="Agreed.",
        accepts_warnings=True,
        **choices,
    )


def test_a_night_over_the_end_of_a_period_is_published_with_the_period_of_its_start(cast: Cast) -> None:
    edit(cast, cast.cal, LAST_NIGHT, "N")
    assert draft_changes(cast.norfield, NEXT, NEXT + timedelta(days=28)) == ()

    put_out(cast, NEXT)
    assert shown(cast, cast.cal, LAST_NIGHT, View.PUBLISHED) == []
    put_out(cast)
    assert shown(cast, cast.cal, LAST_NIGHT, View.PUBLISHED) == ["N 18:00-06:00"]


def test_what_is_taken_off_after_midnight_belongs_to_the_period_of_its_shift(cast: Cast) -> None:
    clock = LocalClock("America/New_York")
    midnight = clock.day(NEXT).start
    row = make_adjustment(
        cast.sam,
        clock.local(midnight),
        clock.local(midnight + 60),
        paint="off",
        shift_starts_at=clock.local(midnight - 360),
        is_published=False,
    )

    assert [change.adjustment_id for change in draft_changes(cast.norfield, DAY, NEXT)] == [row.pk]
    assert draft_changes(cast.norfield, NEXT, NEXT + timedelta(days=28)) == ()


def test_a_night_of_the_last_day_of_employment_is_worked_to_its_end_and_none_after(cast: Cast) -> None:
    leaver = make_person(cast.norfield, "Ida", ends_before=DAY + timedelta(days=1))
    make_contract(leaver, cast.patterns["Pitman nights"])

    assert shown(cast, leaver, DAY) == ["N 18:00-06:00"]
    assert shown(cast, leaver, DAY + timedelta(days=1)) == []


def test_a_change_of_another_center_is_not_revoked(cast: Cast) -> None:
    clock = LocalClock("America/Chicago")
    start = clock.day(OFF_DAY).start
    row = make_adjustment(cast.olga, clock.local(start), clock.local(start + 60))
    command = Edit(uuid.uuid4(), current_version(cast.norfield.pk), (RevokeAdjustment(row.pk),))

    with pytest.raises(CommandError, match="no such change at this center"):
        apply_edit(actor=cast.dana.user, center=cast.norfield, edit=command)
    assert Adjustment.objects.get(pk=row.pk).is_current


def test_a_change_is_taken_back_once(cast: Cast) -> None:
    edit(cast, cast.cal, OFF_DAY, "D")
    row = Adjustment.objects.current().get()

    def revoke() -> Any:
        command = Edit(uuid.uuid4(), current_version(cast.norfield.pk), (RevokeAdjustment(row.pk),))
        return apply_edit(actor=cast.dana.user, center=cast.norfield, edit=command)

    revoke()
    assert shown(cast, cast.cal, OFF_DAY) == []
    with pytest.raises(CommandError, match="taken back already"):
        revoke()


def test_locking_and_unlocking_changes_nothing_that_was_ever_seen(cast: Cast) -> None:
    edit(cast, cast.cal, DAY, "N")
    first = put_out(cast).version
    lock_period(actor=cast.ada.user, center=cast.norfield, starts_on=DAY)
    unlock_period(actor=cast.ada.user, center=cast.norfield, starts_on=DAY)
    edit(cast, cast.cal, DAY, "S")
    second = put_out(cast).version

    seen = {
        version: shown(cast, cast.cal, DAY, View.PUBLISHED, as_of=version)
        for version in range(first - 1, second + 1)
    }

    assert seen[first - 1] == []
    assert {tuple(seen[version]) for version in range(first, second)} == {("N 18:00-06:00",)}
    assert seen[second] == ["S 15:00-01:00"]


def test_of_a_replacement_the_revocation_alone_can_be_published(cast: Cast) -> None:
    edit(cast, cast.cal, OFF_DAY, "D")
    put_out(cast)
    edit(cast, cast.cal, OFF_DAY, "N")
    changes = draft_changes(cast.norfield, DAY, NEXT)
    gone = [change.adjustment_id for change in changes if change.is_revocation]

    put_out(cast, selection=gone)

    assert shown(cast, cast.cal, OFF_DAY, View.PUBLISHED) == []
    put_out(cast)
    assert shown(cast, cast.cal, OFF_DAY, View.PUBLISHED) == ["N 18:00-06:00"]


def test_somebody_elses_revocation_is_met_as_a_conflict(cast: Cast) -> None:
    edit(cast, cast.cal, OFF_DAY, "D", by=cast.sam)
    seen = current_version(cast.norfield.pk)
    edit(cast, cast.cal, OFF_DAY, None, by=cast.sam)

    answer = edit(cast, cast.cal, OFF_DAY, "E", base_version=seen)

    assert len(answer.conflicts) == 1
