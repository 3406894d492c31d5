"""What employees say in the very moment somebody else writes: nothing is said twice, lost, or confirmed unseen."""

from __future__ import annotations

import threading
import uuid
from typing import Any
from unittest import mock

import pytest
from django.db.models import QuerySet

from scheduling.adjustments.domain import AdjustmentKind
from scheduling.adjustments.models import Adjustment
from scheduling.attendance import confirming
from scheduling.attendance.domain.own import Confirmation, states_of
from scheduling.attendance.models import ShiftConfirmation
from scheduling.attendance.selectors import confirmations
from scheduling.roster import edit_work
from scheduling.roster.domain.commands import ChangeShift, Edit
from scheduling.roster.door import apply_edit
from scheduling.roster.models import Edit as EditRow
from scheduling.roster.publishing import publish
from scheduling.roster.selectors import View
from scheduling.time.interval import Interval
from scheduling.time.local_time import LocalClock
from staff.centers.clock import current_version
from staff.notices.models import Notice
from tests.cast import Cast, make_cast
from tests.concurrency.test_clock_race import WAIT_SECONDS, at_once, wait_for_a_waiting_writer
from tests.concurrency.test_roster_race import together
from tests.scheduling.attendance.saying import DAY, MONDAY, at, cannot_come, confirm, late, published, shifts
from tests.scheduling.roster.board_of import edit, shown

pytestmark = pytest.mark.django_db(transaction=True)

NOW = at(DAY, 3, 12)


@pytest.fixture(autouse=True)
def _at_three_on_sunday(time_machine: Any) -> None:
    time_machine.move_to("2026-12-06T08:12:00Z", tick=False)


def the_center() -> Cast:
    cast = make_cast()
    published(cast)
    return cast


def state(cast: Cast) -> Confirmation:
    said = confirmations(cast.norfield, Interval(at(DAY, 0), at(MONDAY, 0))).get(cast.cal.pk, {})
    own = shifts(cast, cast.cal, NOW)
    return states_of(own, said, LocalClock(cast.norfield.time_zone))[own[0].shift_start]


def test_two_taps_at_once_report_once() -> None:
    cast = the_center()
    edit_id = uuid.uuid4()

    answers, errors = together(
        *(lambda: cannot_come(cast, cast.cal, at(DAY, 6), edit_id=edit_id) for _ in range(3))
    )

    assert errors == []
    assert answers[0] == answers[1] == answers[2]
    assert (Adjustment.objects.count(), EditRow.objects.count()) == (1, 1)
    assert Notice.objects.filter(user=cast.sam.user).count() == 1


def test_two_phones_at_once_report_once_and_the_second_is_told() -> None:
    cast = the_center()

    _, errors = together(
        lambda: cannot_come(cast, cast.cal, at(DAY, 6)), lambda: cannot_come(cast, cast.cal, at(DAY, 6))
    )

    assert errors == ["CommandError"]
    assert Adjustment.objects.count() == 1


def taps(cast: Cast, *, locks: bool) -> int:
    """Two taps on Confirm that have both looked before either stores; how many rows there are then."""
    seen = shifts(cast, cast.cal, NOW)[0]
    barrier = threading.Barrier(2)
    real = confirming.keep_confirmations

    def meet(*args: Any) -> None:
        try:
            barrier.wait(1 if locks else WAIT_SECONDS)
        except threading.BrokenBarrierError:
            assert locks
        real(*args)

    with mock.patch.object(confirming, "keep_confirmations", meet):
        assert at_once(*([lambda: confirm(cast, cast.cal, seen)] * 2)) == [None, None]  # type: ignore[list-item]
    return ShiftConfirmation.objects.count()


def test_without_the_lock_two_taps_confirm_twice() -> None:
    with mock.patch.object(QuerySet, "select_for_update", lambda rows, **kwargs: rows):
        assert taps(the_center(), locks=False) == 2


def test_two_taps_at_once_confirm_once() -> None:
    assert taps(the_center(), locks=True) == 1


def test_a_shift_changed_in_the_moment_of_the_yes_is_not_confirmed() -> None:
    """The yes is given to the roster before the change, and stored after it: it is a yes to what was seen."""
    cast = the_center()
    seen = shifts(cast, cast.cal, NOW)[0]
    edit(cast, cast.cal, DAY, "S")
    looked, changed = threading.Event(), threading.Event()
    real = confirming.keep_confirmations

    def wait_for_the_change(*args: Any) -> None:
        looked.set()
        assert changed.wait(WAIT_SECONDS)
        real(*args)

    def put_out() -> None:
        assert looked.wait(WAIT_SECONDS)
        publish(
            actor=cast.dana.user,
            center=cast.norfield,
            day=DAY,
            override_reason="Agreed.",
            accepts_warnings=True,
        )
        changed.set()

    with mock.patch.object(confirming, "keep_confirmations", wait_for_the_change):
        assert at_once(lambda: confirm(cast, cast.cal, seen), put_out) == [None, None]  # type: ignore[arg-type,list-item]

    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == ["S 15:00-01:00"]
    assert ShiftConfirmation.objects.get().seen == seen.stretches
    assert state(cast) is Confirmation.CHANGED


def lengthened(cast: Cast, *, waits: bool) -> tuple[list[Any], list[Any]]:
    """Dana lengthens Cal's shift and publishes it while Cal reports sick; the plans stored, and errors."""
    typed, planned = threading.Event(), threading.Event()
    real = edit_work.rows_of_plan
    plans: list[Any] = []

    def store(opened: Any, person: Any, plan: Any, *rest: Any, **more: Any) -> Any:
        is_sick = any(row.absence_kind for row in plan.additions)
        if is_sick:
            plans.append(plan)
            planned.set()
            return real(opened, person, plan, *rest, **more) if waits else []
        added = real(opened, person, plan, *rest, **more)
        typed.set()
        if waits:
            wait_for_a_waiting_writer(1)
        else:
            planned.wait(WAIT_SECONDS)
        return added

    def hold() -> None:
        change = ChangeShift(cast.cal.pk, AdjustmentKind.HOLDOVER, at(DAY, 6), at(DAY, 20), "Storm.")
        version = current_version(cast.norfield.pk)
        apply_edit(actor=cast.dana.user, center=cast.norfield, edit=Edit(uuid.uuid4(), version, (change,)))

    def fall_ill() -> None:
        assert typed.wait(WAIT_SECONDS)
        cannot_come(cast, cast.cal, at(DAY, 6))

    with mock.patch.object(edit_work, "rows_of_plan", store):
        errors = at_once(hold, fall_ill)
    return plans, errors


def test_without_the_lock_a_report_is_planned_on_a_shift_that_is_being_changed() -> None:
    with mock.patch.object(QuerySet, "select_for_update", lambda rows, **kwargs: rows):
        plans, _ = lengthened(the_center(), waits=False)
    assert [(row.start, row.end) for row in plans[0].additions] == [(at(DAY, 6), at(DAY, 18))]


def test_a_report_waits_for_a_change_of_its_shift_and_covers_all_of_it() -> None:
    cast = the_center()
    _, errors = lengthened(cast, waits=True)
    assert errors == [None, None]
    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == []


def test_a_report_and_a_draft_of_the_same_shift_at_once_both_stand() -> None:
    cast = the_center()

    _, errors = together(
        lambda: edit(cast, cast.cal, DAY, "S"), lambda: late(cast, cast.cal, at(DAY, 6), at(DAY, 8))
    )

    assert errors == []
    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == ["D 08:00-18:00"]
    assert shown(cast, cast.cal, DAY) == ["S 15:00-01:00"]
