"""Worked nights in a row; history before the horizon counts."""

from __future__ import annotations

from solver.engine.runs_of_days import limit_run
from solver.engine.variables import Variables

name = "consecutive_nights"
label = "Consecutive nights"


def add(variables: Variables) -> None:
    limit_run(variables, name, nights_only=True)
