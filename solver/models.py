"""All tables of `solver`, re-exported for Django."""

from __future__ import annotations

from solver.runs.models import Run, RunProgress

__all__ = ["Run", "RunProgress"]
