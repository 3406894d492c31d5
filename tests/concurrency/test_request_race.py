"""An approval against an edit of the same cell at the same moment: neither writes over the other unseen."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from django.utils import timezone

from approvals import services
from approvals.domain.workflow import Answer
from approvals.models import Request
from approvals.registry import CannotApply
from approvals.services import decide
from scheduling.adjustments.models import Adjustment
from scheduling.roster.answers import EditAnswer
from scheduling.roster_requests import applying
from staff.centers.clock import current_version
from tests.cast import Cast, make_cast
from tests.concurrency.test_clock_race import WAIT_SECONDS, at_once, wait_for_a_waiting_writer
from tests.scheduling.roster.board_of import DAY, edit, shown
from tests.scheduling.roster_requests.asking import asked, at, publish_all, user_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _before_the_period(time_machine: Any) -> None:
    time_machine.move_to("2026-11-20T12:00:00Z", tick=False)


def night_instead(cast: Cast) -> Request:
    """Cal asks to work the night of Sunday instead of the day."""
    publish_all(cast)
    shift = str(at(DAY, 6))
    return asked(cast, "adjustment", what="change", shift=shift, to="N", note="School play.")


def approve(cast: Cast, row: Request) -> None:
    decide(
        actor=user_of(cast.dana),
        center=cast.norfield,
        request_id=row.pk,
        answer=Answer.YES,
        reason="Fine with me.",
    )


def meet(before_writing: Callable[[], None]) -> Any:
    """Have the approver stop after looking at the roster, with the answer not yet written."""
    real = applying.apply_approved

    def apply(**given: Any) -> EditAnswer:
        before_writing()
        return real(**given)

    return mock.patch.object(applying, "apply_approved", apply)


def test_without_the_lock_the_approval_writes_over_an_edit_it_never_saw() -> None:
    cast = make_cast()
    row = night_instead(cast)
    seen = current_version(cast.norfield.pk)
    looked, typed = threading.Event(), threading.Event()

    def unlocked(center_id: Any, request_id: Any) -> tuple[Request, Any]:
        return Request.objects.get(pk=request_id, center_id=center_id), timezone.now()

    def wait_for_the_planner() -> None:
        looked.set()
        assert typed.wait(WAIT_SECONDS)

    def type_early() -> None:
        assert looked.wait(WAIT_SECONDS)
        edit(cast, cast.cal, DAY, "E", by=cast.sam, base_version=seen)
        typed.set()

    with mock.patch.object(services, "_locked", unlocked), meet(wait_for_the_planner):
        errors = at_once(lambda: approve(cast, row), type_early)

    assert errors == [None, None]
    # Sam typed E on a day shift and nobody told him that it is gone; the approver looked at a day shift too.
    assert shown(cast, cast.cal, DAY) == ["N 18:00-06:00"]


def test_with_the_lock_the_edit_waits_and_its_planner_is_told() -> None:
    cast = make_cast()
    row = night_instead(cast)
    seen = current_version(cast.norfield.pk)
    looked = threading.Event()
    answers: list[EditAnswer] = []

    def wait_for_the_planner() -> None:
        looked.set()
        wait_for_a_waiting_writer(1)

    def type_early() -> None:
        assert looked.wait(WAIT_SECONDS)
        answers.append(edit(cast, cast.cal, DAY, "E", by=cast.sam, base_version=seen))

    with meet(wait_for_the_planner):
        errors = at_once(lambda: approve(cast, row), type_early)

    assert errors == [None, None]
    assert len(answers[0].conflicts) == 1
    assert shown(cast, cast.cal, DAY) == ["E 05:00-15:00"]


def test_the_slower_approval_finds_the_shift_changed_and_does_nothing() -> None:
    cast = make_cast()
    row = night_instead(cast)
    edit(cast, cast.cal, DAY, "E", by=cast.sam)
    rows = Adjustment.objects.count()

    errors = at_once(lambda: approve(cast, row))

    assert [type(error) for error in errors] == [CannotApply]
    assert Adjustment.objects.count() == rows
    row.refresh_from_db()
    assert row.status == "waiting"


def test_at_once_in_any_order_nothing_is_lost_or_doubled() -> None:
    cast = make_cast()
    row = night_instead(cast)
    seen = current_version(cast.norfield.pk)
    barrier = threading.Barrier(2, timeout=WAIT_SECONDS)
    answers: list[EditAnswer] = []

    def yes() -> None:
        barrier.wait()
        approve(cast, row)

    def type_early() -> None:
        barrier.wait()
        answers.append(edit(cast, cast.cal, DAY, "E", by=cast.sam, base_version=seen))

    refused = [error for error in at_once(yes, type_early) if error]

    row.refresh_from_db()
    # Either the edit came first and the approval was refused, or it came second and its planner was told.
    assert [type(error) for error in refused] == ([] if row.status == "approved" else [CannotApply])
    assert len(answers[0].conflicts) == (1 if row.status == "approved" else 0)
    assert shown(cast, cast.cal, DAY) == ["E 05:00-15:00"]
