"""Confirming: what was seen is kept, a later change takes the yes away, twice is once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.utils import ProgrammingError

from scheduling.adjustments.domain import AdjustmentKind
from scheduling.attendance.confirming import Seen, confirm_shifts
from scheduling.attendance.domain.own import Confirmation, OwnShift, states_of
from scheduling.attendance.models import ShiftConfirmation
from scheduling.attendance.selectors import NoOwnRoster, confirmations
from scheduling.roster.publishing import publish
from scheduling.time.interval import Interval
from scheduling.time.local_time import LocalClock
from staff.centers.clock import current_version
from staff.people.models import Role
from tests.cast import Cast
from tests.factories import make_adjustment, make_user, moment
from tests.scheduling.attendance.saying import DAY, at, confirm, published, shifts
from tests.scheduling.roster.board_of import edit

NOW = at(DAY, 3, 12)
SPAN = Interval(at(DAY, 0), at(DAY + timedelta(days=40), 0))


@pytest.fixture(autouse=True)
def _at_three_on_sunday(time_machine: Any) -> None:
    time_machine.move_to("2026-12-06T08:12:00Z", tick=False)


@pytest.fixture
def center(cast: Cast) -> Cast:
    published(cast)
    return cast


def state(cast: Cast, shift: OwnShift) -> Confirmation:
    said = confirmations(cast.norfield, SPAN).get(cast.cal.pk, {})
    clock = LocalClock(cast.norfield.time_zone)
    return states_of(shifts(cast, cast.cal, NOW), said, clock)[shift.shift_start]


def test_a_yes_keeps_what_was_seen_and_which_version_showed_it(center: Cast) -> None:
    first = shifts(center, center.cal, NOW)[0]
    assert state(center, first) is Confirmation.OPEN

    outcome = confirm(center, center.cal, first)

    assert outcome.confirmed == (first,)
    row = ShiftConfirmation.objects.get()
    assert (row.seen, row.version) == (((at(DAY, 6), at(DAY, 18), ""),), current_version(center.norfield.pk))
    assert state(center, first) is Confirmation.CONFIRMED


def test_twice_is_once(center: Cast) -> None:
    first = shifts(center, center.cal, NOW)[0]
    confirm(center, center.cal, first)
    assert confirm(center, center.cal, first).known == (first,)
    assert ShiftConfirmation.objects.count() == 1


@pytest.mark.parametrize("change", ["hours", "position"])
def test_a_change_of_the_shift_takes_the_yes_away_once_it_is_published(center: Cast, change: str) -> None:
    first = shifts(center, center.cal, NOW)[0]
    confirm(center, center.cal, first)
    position = center.positions["Call-taking"].pk
    if change == "hours":
        edit(center, center.cal, DAY, "S")
    else:
        edit(center, center.cal, DAY, "D", position=position)
    assert state(center, shifts(center, center.cal, NOW)[0]) is Confirmation.CONFIRMED

    publish(
        actor=center.dana.user,
        center=center.norfield,
        day=DAY,
        override_reason="Agreed.",
        accepts_warnings=True,
    )

    changed = shifts(center, center.cal, NOW)[0]
    assert state(center, changed) is Confirmation.CHANGED
    assert confirm(center, center.cal, changed).confirmed == (changed,)
    assert state(center, shifts(center, center.cal, NOW)[0]) is Confirmation.CONFIRMED


def test_a_holdover_takes_the_yes_away_and_what_was_seen_before_it_is_not_confirmed(center: Cast) -> None:
    seen = shifts(center, center.cal, NOW)[0]
    make_adjustment(
        center.cal,
        moment(center.norfield, "2026-12-06 18:00"),
        moment(center.norfield, "2026-12-06 19:00"),
        kind=AdjustmentKind.HOLDOVER,
        shift_starts_at=moment(center.norfield, "2026-12-06 06:00"),
    )

    outcome = confirm(center, center.cal, seen)

    assert [shift.end for shift in outcome.changed] == [at(DAY, 19)]
    assert outcome.confirmed == ()
    assert not ShiftConfirmation.objects.exists()


def test_a_shift_that_has_begun_or_is_not_there_is_not_confirmed(center: Cast, time_machine: Any) -> None:
    first = shifts(center, center.cal, NOW)[0]
    time_machine.move_to("2026-12-06T11:00:00Z", tick=False)
    outcome = confirm_shifts(
        actor=center.cal.user,
        center=center.norfield,
        seen=[Seen(first.shift_start, first.tag), Seen(17, "nothing")],
    )
    assert outcome.gone == (first.shift_start, 17)
    assert not ShiftConfirmation.objects.exists()


def test_what_is_not_published_is_not_confirmed(cast: Cast) -> None:
    assert confirm_shifts(actor=cast.cal.user, center=cast.norfield, seen=[Seen(at(DAY, 6), "any")]).gone == (
        at(DAY, 6),
    )


def test_only_ones_own_shifts(center: Cast) -> None:
    nights = shifts(center, center.sam, NOW)[0]
    assert confirm(center, center.cal, nights).gone == (nights.shift_start,)
    with pytest.raises(PermissionDenied):
        confirm_shifts(actor=center.robot, center=center.norfield, seen=[])
    desk = make_user("desk@norfield.example", center=center.norfield, role=Role.EMPLOYEE)
    with pytest.raises(NoOwnRoster):
        confirm_shifts(actor=desk, center=center.norfield, seen=[])


def test_the_database_keeps_a_confirmation_as_it_was(center: Cast) -> None:
    confirm(center, center.cal, shifts(center, center.cal, NOW)[0])
    for act in (ShiftConfirmation.objects.all().delete, lambda: ShiftConfirmation.objects.update(version=1)):
        with pytest.raises(ProgrammingError), transaction.atomic():
            act()
