"""Asking for a run and asking it to stop."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone
from kombu.exceptions import OperationalError

from scheduling.roster.models import State
from solver.runs.claims import claim_run
from solver.runs.errors import ActiveRunError, PeriodLockedError
from solver.runs.models import Run, RunState
from solver.runs.options import RunOptions
from solver.runs.services import TASK, request_run, request_stop
from tests.cast import Cast
from tests.factories import make_period, publish_period_row
from tests.solver.small_center import ENDS_BEFORE, QUICK, STARTS_ON, ask


def test_a_run_is_stored_with_all_that_reproduces_it(cast: Cast) -> None:
    run = ask(cast, allows_overtime=True)
    assert (run.state, run.number, run.owner) == (RunState.QUEUED, 1, cast.dana.user)
    assert (run.seed, run.seconds, run.workers) == (7, 5, 1)
    assert run.options["allows_overtime"] is True
    assert run.base_version > 0


def test_the_worker_is_told_after_commit_and_not_before(
    cast: Cast, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with patch("solver.runs.services.current_app.send_task") as send:
        with django_capture_on_commit_callbacks(execute=True):
            run = ask(cast, enqueue=True)
            assert not send.called
        send.assert_called_once_with(TASK, args=[str(run.pk)], retry=False)


def test_without_a_broker_the_run_fails_with_that_reason(
    cast: Cast, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    down = patch("solver.runs.services.current_app.send_task", side_effect=OperationalError("no broker"))
    with down, django_capture_on_commit_callbacks(execute=True):
        run = ask(cast, enqueue=True)
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert "queue" in run.message


def test_a_second_run_is_told_which_one_is_active(cast: Cast) -> None:
    first = ask(cast)
    with pytest.raises(ActiveRunError) as refused:
        ask(cast, actor=cast.sam.user)
    assert refused.value.run == first
    assert Run.objects.count() == 1


def test_runs_over_other_dates_go_on_side_by_side(cast: Cast) -> None:
    first = ask(cast)
    other = request_run(
        actor=cast.sam.user,
        center=cast.norfield,
        starts_on=ENDS_BEFORE,
        ends_before=ENDS_BEFORE + timedelta(days=28),
        options=RunOptions(),
        search=QUICK,
        enqueue=False,
    )
    assert (first.state, other.state) == (RunState.QUEUED, RunState.QUEUED)
    assert [claim_run(run.pk) is not None for run in (first, other)] == [True, True]


def test_a_finished_run_makes_room_for_the_next(cast: Cast) -> None:
    first = ask(cast)
    request_stop(actor=cast.dana.user, run=first)
    assert ask(cast).number == 2


def test_the_database_itself_refuses_a_second_active_run(cast: Cast) -> None:
    first = ask(cast)
    second = Run(
        center=cast.norfield,
        number=9,
        owner=cast.sam.user,
        starts_on=STARTS_ON,
        ends_before=ENDS_BEFORE,
        base_version=1,
        options={},
        seed=1,
        seconds=5,
    )
    with pytest.raises(IntegrityError, match="solver_one_active_run"), transaction.atomic():
        second.save()
    Run.objects.filter(pk=first.pk).update(state=RunState.STOPPED, finished_at=timezone.now())
    second.save()


def test_employees_and_people_of_other_centers_may_not_ask(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        ask(cast, actor=cast.cal.user)
    with pytest.raises(Http404):
        ask(cast, actor=cast.olga.user)
    assert not Run.objects.exists()


def test_a_period_closed_for_payroll_is_not_generated(cast: Cast) -> None:
    publish_period_row(make_period(cast.norfield), state=State.LOCKED)
    with pytest.raises(PeriodLockedError):
        ask(cast)


def test_stopping_a_run_that_waits_ends_it(cast: Cast) -> None:
    run = ask(cast)
    request_stop(actor=cast.sam.user, run=run)
    run.refresh_from_db()
    assert (run.state, run.proposal) == (RunState.STOPPED, None)


def test_stopping_a_run_that_works_asks_its_worker_once(cast: Cast) -> None:
    run = ask(cast)
    Run.objects.filter(pk=run.pk).update(
        state=RunState.RUNNING, started_at=timezone.now(), heartbeat_at=timezone.now()
    )
    request_stop(actor=cast.sam.user, run=run)
    run.refresh_from_db()
    first_asked_at = run.stop_requested_at
    request_stop(actor=cast.dana.user, run=run)
    run.refresh_from_db()
    assert run.state == RunState.RUNNING
    assert first_asked_at is not None
    assert run.stop_requested_at == first_asked_at


def test_employees_may_not_stop_a_run(cast: Cast) -> None:
    run = ask(cast)
    with pytest.raises(PermissionDenied):
        request_stop(actor=cast.cal.user, run=run)
    run.refresh_from_db()
    assert run.state == RunState.QUEUED
