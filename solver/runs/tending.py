"""Runs whose worker is gone: handed on to another one, settled with the best answer they had, or failed with
a reason.
"""

from __future__ import annotations

import json
import logging
from datetime import datetime

from django.db.models import F
from django.utils import timezone

from solver.engine.instance import Instance
from solver.engine.solution import Solution
from solver.runs.claims import ATTEMPTS, LOST_AFTER, Claim
from solver.runs.errors import RunLostError, UnverifiedAnswerError
from solver.runs.models import Run, RunState
from solver.runs.services import enqueue_run
from solver.runs.work import finish

logger = logging.getLogger(__name__)


def tend_lost_runs(now: datetime) -> int:
    """Look after every running run without a recent heartbeat; returns how many there were. Safe to run at
    once twice.
    """
    lost = list(
        Run.objects.filter(state=RunState.RUNNING, heartbeat_at__lt=now - LOST_AFTER).values_list(
            "pk", flat=True
        )
    )
    for run_id in lost:
        run = Run.objects.select_related("center", "owner").get(pk=run_id)
        if run.stop_requested_at is None and run.attempt < ATTEMPTS:
            _hand_on(run)
        else:
            _settle(run)
    return len(lost)


def _hand_on(run: Run) -> None:
    """Let another worker begin again from the stored instance."""
    handed = Run.objects.filter(
        pk=run.pk, state=RunState.RUNNING, attempt=run.attempt, heartbeat_at=run.heartbeat_at
    ).update(state=RunState.QUEUED, started_at=None, heartbeat_at=None)
    if handed:
        logger.warning("run %s lost its worker (attempt %s) and is handed on", run.pk, run.attempt)
        enqueue_run(run.pk)


def _settle(run: Run) -> None:
    """End it: with the best answer it had, or as failed."""
    # The next attempt is ours: whatever of the old worker still lives can't write any more.
    taken = Run.objects.filter(
        pk=run.pk, state=RunState.RUNNING, attempt=run.attempt, heartbeat_at=run.heartbeat_at
    ).update(attempt=F("attempt") + 1, heartbeat_at=timezone.now())
    if not taken:
        return
    claim = Claim(run.pk, run.attempt + 1)
    if run.best is not None and run.instance is not None:
        try:
            solution = Solution.from_json(json.dumps(run.best))
            finish(claim, run, Instance.from_json(json.dumps(run.instance)), solution, is_stopped=True)
            note = f"Its worker was lost; this is the best roster it had found. {solution.message}"
            Run.objects.filter(pk=run.pk).update(message=note)
            return
        except (UnverifiedAnswerError, RunLostError, ValueError) as error:
            logger.warning("the kept answer of run %s is of no use: %s", run.pk, error)
    Run.objects.filter(pk=run.pk, state=RunState.RUNNING).update(
        state=RunState.FAILED,
        finished_at=timezone.now(),
        message=f"The worker was lost {run.attempt} times before it had found a roster. Start the run again.",
    )
