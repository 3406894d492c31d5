"""Asking for a run and asking it to stop. Carrying it out is in `work.py`, what was lost is picked up in
`tending.py`.
"""

from __future__ import annotations

import logging
from datetime import date
from functools import partial
from uuid import UUID

from celery import current_app
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from kombu.exceptions import OperationalError

from scheduling.roster.models import Period, State
from scheduling.roster.periods import periods_touching
from solver.adapter.instance import Search
from solver.runs.errors import ActiveRunError, PeriodLockedError
from solver.runs.models import ACTIVE_STATES, Run, RunState
from solver.runs.options import RunOptions
from staff.centers.models import Center, CenterClock
from staff.people.models import User
from staff.permissions import Permission, require

TASK = "solver.solve_run"
NO_QUEUE = "The task queue could not be reached, so no worker knows of this run. Start it again."

logger = logging.getLogger(__name__)


def request_run(
    *,
    actor: User,
    center: Center,
    starts_on: date,
    ends_before: date,
    options: RunOptions,
    search: Search,
    enqueue: bool = True,
) -> Run:
    """Store a run for these dates and, after commit, hand it to a worker.

    Locks the center's clock for a moment, so that of two requests at once one is told of the other. Raises
    PermissionDenied, ActiveRunError and PeriodLockedError. `enqueue` False leaves it to the caller to carry
    it out.
    """
    require(actor, Permission.GENERATE_ROSTER, center.pk)
    with transaction.atomic():
        clock = CenterClock.objects.select_for_update(no_key=True).get(center_id=center.pk)
        active = Run.objects.filter(
            center=center, state__in=ACTIVE_STATES, starts_on__lt=ends_before, ends_before__gt=starts_on
        ).first()
        if active is not None:
            raise ActiveRunError(active)
        periods = periods_touching(center, starts_on, ends_before, clock.version)
        if all(period.state == State.LOCKED for period in periods):
            raise PeriodLockedError("This period is closed for payroll. An admin can unlock it.")
        last = Run.objects.filter(center=center).aggregate(last=Max("number"))["last"]
        run = Run.objects.create(
            center=center,
            number=(last or 0) + 1,
            owner=actor,
            period=Period.objects.filter(center=center, starts_on=starts_on, ends_before=ends_before).first(),
            starts_on=starts_on,
            ends_before=ends_before,
            base_version=clock.version,
            options=options.as_json(),
            seed=search.seed,
            seconds=search.seconds,
            workers=search.workers,
        )
        if enqueue:
            transaction.on_commit(partial(enqueue_run, run.pk))
    return run


def enqueue_run(run_id: UUID) -> None:
    """Tell the workers. Without a broker the run fails with that reason instead of waiting for ever."""
    try:
        current_app.send_task(TASK, args=[str(run_id)], retry=False)
    except OperationalError as error:
        logger.warning("run %s could not be enqueued: %s", run_id, error)
        Run.objects.filter(pk=run_id, state=RunState.QUEUED).update(
            state=RunState.FAILED, started_at=timezone.now(), finished_at=timezone.now(), message=NO_QUEUE
        )


def request_stop(*, actor: User, run: Run) -> None:
    """Ask a run to stop: one that waits ends at once, one that runs keeps the best it has found. Twice is
    once.
    """
    require(actor, Permission.GENERATE_ROSTER, run.center_id)
    now = timezone.now()
    waiting = Run.objects.filter(pk=run.pk, state=RunState.QUEUED)
    if waiting.update(
        state=RunState.STOPPED,
        stop_requested_at=now,
        finished_at=now,
        message="Stopped before a worker took it up.",
    ):
        return
    running = Run.objects.filter(pk=run.pk, state=RunState.RUNNING, stop_requested_at__isnull=True)
    running.update(stop_requested_at=now)
