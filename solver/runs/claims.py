"""A worker's hold on a run: taken by a conditional update, kept by heartbeats, checked before every write.

`attempt` numbers the workers that claimed a run, so one that was given up for lost can't write any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from solver.runs.errors import RunLostError
from solver.runs.models import Run, RunProgress, RunState

HEARTBEAT_EVERY = timedelta(seconds=3)
LOST_AFTER = timedelta(seconds=30)
"""Without a heartbeat for so long a worker is gone; ten missed ones leave room for a busy machine."""

ATTEMPTS = 3
"""How many workers may lose a run before it is given up."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The hold of one worker on a run."""

    run_id: UUID
    attempt: int

    def update(self, **values: Any) -> None:
        """Write fields of the run. Raises RunLostError when this worker no longer holds it."""
        held = Run.objects.filter(pk=self.run_id, attempt=self.attempt, state=RunState.RUNNING)
        if held.update(**values) != 1:
            raise RunLostError(f"Run {self.run_id} is no longer held by attempt {self.attempt}.")

    def beat(self) -> None:
        """Say that the worker is alive."""
        self.update(heartbeat_at=timezone.now())

    def is_stop_requested(self) -> bool:
        """Whether somebody asked to stop. Raises RunLostError when the run is no longer held."""
        rows = Run.objects.filter(pk=self.run_id, attempt=self.attempt, state=RunState.RUNNING)
        found = rows.values_list("stop_requested_at", flat=True)
        if not found:
            raise RunLostError(f"Run {self.run_id} is no longer held by attempt {self.attempt}.")
        return found[0] is not None


def claim_run(run_id: UUID) -> Claim | None:
    """Take a waiting run; None when it is not waiting (any more), so that a task delivered twice does it
    once.
    """
    now = timezone.now()
    taken = Run.objects.filter(pk=run_id, state=RunState.QUEUED).update(
        state=RunState.RUNNING, started_at=now, heartbeat_at=now, attempt=F("attempt") + 1
    )
    if taken != 1:
        return None
    # The chart starts anew with each worker; what an earlier one found is kept in `best`.
    RunProgress.objects.filter(run_id=run_id).delete()
    return Claim(run_id, Run.objects.values_list("attempt", flat=True).get(pk=run_id))


def is_lost(run: Run, now: datetime) -> bool:
    """A running run whose worker stopped saying that it is alive."""
    return (
        run.state == RunState.RUNNING and run.heartbeat_at is not None and run.heartbeat_at < now - LOST_AFTER
    )
