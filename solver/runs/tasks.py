"""Celery tasks of runs. They take ids, may be delivered twice, and leave a reason when they fail (see
`work.py`).
"""

from __future__ import annotations

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from solver.runs.services import TASK
from solver.runs.tending import tend_lost_runs
from solver.runs.work import carry_out


@shared_task(name=TASK)
def solve_run(run_id: str) -> None:
    """On the queue `solver`: one run, as long as its own time limit says."""
    carry_out(UUID(run_id))


@shared_task(name="runs.tend", ignore_result=True, time_limit=300, soft_time_limit=240, expires=60)
def tend_runs() -> None:
    """On the queue `default`, every few seconds by beat: a lost worker never leaves a run running."""
    tend_lost_runs(timezone.now())
