"""All tasks of `solver`, where Celery looks for them."""

from __future__ import annotations

from solver.runs.tasks import solve_run, tend_runs

__all__ = ["solve_run", "tend_runs"]
