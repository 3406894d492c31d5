"""One CP-SAT call: parameters, stopping from outside, progress, and the values of every variable.

Which calls are made, in which order and with how much time, is `solve.py` and `improve.py`.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model

from solver.engine.linear import Linear, Rows, Solved
from solver.engine.options import Options
from solver.engine.solution import Status

POLL_SECONDS = 0.05
FEW_WORKERS = 4

STATUSES = {
    cp_model.OPTIMAL: Status.OPTIMAL,
    cp_model.FEASIBLE: Status.FEASIBLE,
    cp_model.INFEASIBLE: Status.INFEASIBLE,
    cp_model.UNKNOWN: Status.UNKNOWN,
    cp_model.MODEL_INVALID: Status.MODEL_INVALID,
}


@dataclass(frozen=True, slots=True)
class Found:
    """What one call found: the best values if any, and the proven bound of the minimized sum, if any."""

    status: Status
    solved: Solved | None
    bound: int | None


@dataclass(frozen=True, slots=True)
class Request:
    """How one call searches.

    `hints` and `fixed` are values by index of variable; give one of them, or neither.

    With `fixed`, exactly these variables keep their value and all others are free.
    """

    seconds: float
    workers: int
    hints: Mapping[int, int] | None = None
    fixed: Mapping[int, int] | None = None


class _Watch(cp_model.CpSolverSolutionCallback):
    """Reports each better answer with the bound so far."""

    def __init__(self, report: Callable[[int, int], None]) -> None:
        super().__init__()
        self._report = report

    def on_solution_callback(self) -> None:
        self._report(round(self.objective_value), round_up(self.best_objective_bound))


def prepare(rows: Rows, cost: Linear, request: Request) -> None:
    """Give the model its objective and its hints; no call may be running on it."""
    rows.minimize(cost)
    rows.model.proto.clear_solution_hint()
    given = request.fixed if request.fixed is not None else request.hints
    if given:
        hint = rows.model.proto.solution_hint
        hint.vars.extend(given.keys())
        hint.values.extend(given.values())


def minimize(
    model: cp_model.CpModel,
    options: Options,
    request: Request,
    *,
    should_stop: Callable[[], bool],
    report: Callable[[int, int], None],
    bounded: Callable[[int], None] | None = None,
) -> Found:
    """Search a prepared model. `report` gets better values with the bound, `bounded` better bounds.

    `should_stop` is asked a few times a second from another thread.
    """
    solver = _solver(options, request)
    watch = _Watch(report)
    if bounded is not None:
        solver.best_bound_callback = lambda bound: bounded(round_up(bound))
    done = threading.Event()
    poller = threading.Thread(target=_poll, args=(should_stop, done, solver), daemon=True)
    poller.start()
    try:
        status = solver.solve(model, watch)
    finally:
        done.set()
        poller.join()
    outcome = STATUSES[status]
    if not outcome.has_answer:
        return Found(outcome, None, None)
    values = [int(value) for value in solver.response_proto.solution]
    return Found(outcome, Solved(values), round_up(solver.best_objective_bound))


def _solver(options: Options, request: Request) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.random_seed = options.seed % 2**31
    parameters.num_workers = request.workers
    parameters.max_time_in_seconds = request.seconds
    if request.fixed is None:
        parameters.relative_gap_limit = options.enough_gap
    else:
        # A neighborhood is small and solved often: presolve must not cost more than the search.
        parameters.fix_variables_to_their_hinted_value = True
        parameters.cp_model_probing_level = 0
        parameters.symmetry_level = 0
        parameters.max_presolve_iterations = 1
    if request.workers <= FEW_WORKERS:
        # With few workers the default full subsolver proves next to nothing; this one solves the LP well.
        parameters.subsolvers.append("max_lp")
    return solver


def _poll(should_stop: Callable[[], bool], done: threading.Event, solver: cp_model.CpSolver) -> None:
    while not done.wait(POLL_SECONDS):
        if should_stop():
            solver.stop_search()
            return


def round_up(bound: float) -> int:
    """Costs are whole numbers, so a bound may be rounded up."""
    return math.ceil(bound - 1e-6)
