"""What can stand against asking for a run, or against keeping its answer; each carries its data."""

from __future__ import annotations

from solver.runs.models import Run


class ActiveRunError(Exception):
    """Another run for some of the same dates is waiting or running; `run` says which."""

    def __init__(self, run: Run) -> None:
        super().__init__(f"Run {run.number} for these dates is not finished yet.")
        self.run = run


class PeriodLockedError(Exception):
    """Every date asked for is closed for payroll."""


class RunLostError(Exception):
    """This worker no longer holds the run: it was handed on, or ended by somebody else."""


class UnverifiedAnswerError(Exception):
    """The independent checker refused the answer; `problems` are its sentences."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems[:5]))
        self.problems = problems
