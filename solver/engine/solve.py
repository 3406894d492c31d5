"""A run from instance to verified solution: findings, warm start, the tiers in order, improvement.

The model is `build.py`, one call of CP-SAT is `search.py`, neighborhoods are `improve.py`; what was found becomes a
checked and explained solution in `answers.py`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from ortools.sat.python import cp_model

from solver.engine.answers import Answers, Chosen, Progressed
from solver.engine.bounds import Bounds
from solver.engine.build import Model
from solver.engine.facts import Facts
from solver.engine.findings import find
from solver.engine.improve import Neighborhoods, Pace
from solver.engine.instance import Instance
from solver.engine.linear import Solved
from solver.engine.search import Found, Request, minimize, prepare
from solver.engine.solution import LogLine, ModelSize, Progress, Solution, Status
from solver.engine.tier_state import TierState
from solver.engine.tiers import TIERS, Tier
from solver.engine.warm_start import warm_start

NEIGHBORHOOD_SECONDS = 4.0
SMALL_SHARE = 0.7
"""Of the tier's time for a small model searched whole; the rest improves by neighborhoods."""
WHOLE_SHARE = 0.3
"""With one worker: of the first tier's time for the whole model, before neighborhoods.

Later tiers, bound to what the earlier ones reached, are too hard to search whole in passing.
"""
LATER_CHOICES = 600
"""Choices that the first neighborhoods of a later tier free; those of the first tier are solved much
faster.
"""
MINIMUM_SECONDS = 0.2
SMALL_MODEL = 3000
"""Up to so many choices the whole model gets all the time, and starts from the best answer so far."""
COMPLETION_SECONDS = 30.0
"""Filling in the values that follow from the choices takes a fraction of a second; this only ends a
defect.
"""
END_COSTS = 4.0
"""Scoring, explaining and checking the last roster takes so many times what scoring the first one took."""
TIER_COSTS = 2.0
"""Adding a tier and scoring what it ends with, likewise. A tier with less time than that is left out."""


def _never() -> bool:
    return False


def _nothing() -> float:
    return 0.0


def _silent(progress: Progress) -> None:
    """Progress nobody asked for."""


def _unheard(answer: Solution) -> None:
    """A better roster nobody asked for."""


def solve(
    instance: Instance,
    should_stop: Callable[[], bool] = _never,
    on_progress: Callable[[Progress], None] = _silent,
    on_answer: Callable[[Solution], None] = _unheard,
    *,
    seconds: float | None = None,
    reserved: Callable[[], float] = _nothing,
) -> Solution:
    """Solve an instance within its time limit, or within fewer `seconds` where the caller has used some of it.

    `reserved` are the seconds of it that the caller needs afterwards; asked again before each tier, since the
    caller may have measured meanwhile. `should_stop` is asked a few times a second, from another thread; the
    best answer so far is kept. `on_progress` is called with every better answer, from any thread. `on_answer`
    is given the first roster and the one of each tier, not yet checked and without reasons, for the case that
    the search is lost. No answer is returned that `verify` does not pass.
    """
    limit = instance.options.time_limit_seconds if seconds is None else seconds
    return _Run(instance, limit, reserved, should_stop, on_progress, on_answer).solution()


class _Run:
    """One run; the answer grows tier by tier. Seconds are those of the clock on the wall since it began."""

    def __init__(
        self,
        instance: Instance,
        limit: float,
        reserved: Callable[[], float],
        should_stop: Callable[[], bool],
        on_progress: Callable[[Progress], None],
        on_answer: Callable[[Solution], None],
    ) -> None:
        self._instance = instance
        self._options = instance.options
        self._limit = limit
        self._reserved = reserved
        self._ask_stop = should_stop
        self._on_progress = on_progress
        self._on_answer = on_answer
        self._started = time.monotonic()
        self._scoring_seconds = 0.0
        self._late_seconds = 0.0
        self._log: list[LogLine] = []
        self._was_stopped = False
        self._best: Solved | None = None
        self._status = Status.UNKNOWN
        self._states: dict[int, TierState] = {}
        self._choices: dict[int, int] = {}
        self._bounds: Bounds | None = None
        self._neighborhoods: Neighborhoods | None = None
        self._adopting = threading.Lock()

    @property
    def _seconds(self) -> float:
        return time.monotonic() - self._started

    @property
    def _left(self) -> float:
        """Seconds for searching: what the end of the run needs is taken off, here and at the caller's, and how late a
        call came back.
        """
        end = END_COSTS * self._scoring_seconds + self._reserved()
        return self._limit - self._seconds - end - self._late_seconds

    def _should_stop(self) -> bool:
        if not self._was_stopped and self._ask_stop():
            self._was_stopped = True
        return self._was_stopped

    def _note(self, tier: int, message: str, value: int | None = None, bound: int | None = None) -> None:
        self._log.append(LogLine(round(self._seconds, 2), tier, message, value, bound))
        self._on_progress(Progress(tier, value, bound, self._seconds, message))

    def solution(self) -> Solution:
        """Run to the end, the time limit or the stop."""
        findings = find(self._instance) if self._options.findings_removed else ()
        self._note(0, f"{len(findings)} findings before the run.")
        facts = Facts(self._instance, {key for finding in findings for key in finding.removes})
        chosen = Chosen(tuple(sorted(warm_start(facts))))
        answers = Answers(self._instance, facts, findings)
        first = self._hand_out(answers, chosen, ModelSize())
        # Where given duty has to stay that breaks a rule, this is no answer yet, and its value says nothing.
        value = first.tiers[0].value if self._options.findings_removed else None
        self._note(1, f"A first roster adds {len(chosen.pairs)} shifts.", value)
        if self._left <= 0 or self._should_stop():
            return self._first(answers, chosen, ModelSize())
        model = Model(facts)
        self._bounds = Bounds(model.variables, model.coverage)
        self._choices = _values_of(model, chosen)
        for tier in TIERS:
            self._solve_tier(model, tier, answers)
            if self._best is None or self._status == Status.MODEL_INVALID:
                break
        return self._last(answers, model, chosen)

    def _hand_out(self, answers: Answers, chosen: Chosen, size: ModelSize) -> Solution:
        """Keep a roster for the case that the search is lost, and learn how long scoring one takes."""
        started = self._seconds
        answer = answers.on_the_way(chosen, self._progressed(size))
        self._scoring_seconds = max(self._scoring_seconds, self._seconds - started)
        self._on_answer(answer)
        return answer

    def _progressed(self, size: ModelSize) -> Progressed:
        return Progressed(self._log, self._states, self._was_stopped, self._seconds, size)

    def _first(self, answers: Answers, chosen: Chosen, size: ModelSize) -> Solution:
        """The roster of the warm start: there was no time for a search, or it was stopped."""
        progressed = self._progressed(size)
        return answers.first(chosen, progressed) or answers.none(Status.UNKNOWN, progressed)

    def _last(self, answers: Answers, model: Model, first: Chosen) -> Solution:
        """The checked solution, or the outcome without one."""
        progressed = self._progressed(model.size)
        if self._status == Status.MODEL_INVALID:
            return answers.none(self._status, progressed)
        if self._best is not None:
            return answers.checked(_chosen(model, self._choices), progressed)
        if self._status == Status.INFEASIBLE:
            return answers.none(self._status, progressed)
        return self._first(answers, first, model.size)

    def _solve_tier(self, model: Model, tier: Tier, answers: Answers) -> None:
        """Solve one tier and keep it from then on; without any time left it stays as it is."""
        overhead = TIER_COSTS * self._scoring_seconds
        if tier.number > 1 and (self._left <= overhead or self._should_stop()):
            return
        started = self._seconds
        state = TierState(tier, model.add_tier(tier.number), started)
        state.enough_gap = self._options.enough_gap
        state.raise_bound(max(self._least(tier.number), state.model.least))
        request = Request(min(COMPLETION_SECONDS, max(self._left, MINIMUM_SECONDS)), 1, fixed=self._choices)
        prepare(model.variables, state.model.cost, request)
        self._accept(state, self._call(model.variables.model, state, request))
        state.deadline = self._seconds + self._budget(tier)
        if not state.is_enough and self._status != Status.MODEL_INVALID:
            self._search(model, state)
        state.seconds = self._seconds - started
        if state.value is not None:
            self._states[tier.number] = state
            self._note(tier.number, state.words, state.value, state.bound)
            model.keep(state.model, state.value + self._options.tolerances[tier.number - 1])
            if tier.number < len(TIERS):
                self._hand_out(answers, _chosen(model, self._choices), model.size)

    def _least(self, tier: int) -> int:
        """What adding up proves of a tier before any search."""
        if self._bounds is None:
            return 0
        if tier == 1:
            return self._bounds.shortfall_of_minimum()
        if tier == 2:
            kept = self._states[1].value if 1 in self._states else None
            return 0 if kept is None else self._bounds.overtime(kept + self._options.tolerances[0])
        return self._bounds.shortfall_of_target() if tier == 5 else 0

    def _budget(self, tier: Tier) -> float:
        """Seconds for a tier: its share of what is left, once the later tiers can be added and scored."""
        later = [other for other in TIERS if other.number >= tier.number]
        left = self._left - TIER_COSTS * self._scoring_seconds * (len(later) - 1)
        return max(0.0, left) * tier.share / sum(other.share for other in later)

    def _search(self, model: Model, state: TierState) -> None:
        """Small models are searched whole first; large ones by neighborhoods, with the whole beside or in between."""
        budget = state.deadline - self._seconds
        if len(self._choices) <= SMALL_MODEL or state.value is None:
            self._search_whole(model, state, budget * SMALL_SHARE, self._options.workers)
            self._improve(model, state, state.deadline)
        elif self._options.workers == 1:
            if state.tier.number == 1:
                self._search_whole(model, state, budget * WHOLE_SHARE, 1)
            self._improve(model, state, state.deadline)
        else:
            self._search_both(model, state)

    def _search_whole(self, model: Model, state: TierState, seconds: float, workers: int) -> None:
        """All choices at once: proves the bound."""
        if seconds > MINIMUM_SECONDS and not self._should_stop() and not state.is_enough:
            request = self._whole(state, seconds, workers)
            prepare(model.variables, state.model.cost, request)
            self._take_whole(model.variables.model, state, request)

    def _whole(self, state: TierState, seconds: float, workers: int) -> Request:
        """In a large first tier without hints: the LP is the better guide."""
        hints = None
        if self._best is not None and (state.tier.number > 1 or len(self._choices) <= SMALL_MODEL):
            hints = dict(enumerate(self._best.values))
        return Request(seconds, workers, hints=hints)

    def _take_whole(self, model: cp_model.CpModel, state: TierState, request: Request) -> None:
        found = self._call(model, state, request)
        self._accept(state, found)
        if found.bound is not None:
            state.raise_bound(found.bound)

    def _search_both(self, model: Model, state: TierState) -> None:
        """One worker improves by neighborhoods while the others search a copy of the whole model beside it."""
        seconds = state.deadline - self._seconds
        if seconds <= MINIMUM_SECONDS or self._should_stop():
            return
        request = self._whole(state, seconds, self._options.workers - 1)
        prepare(model.variables, state.model.cost, request)
        copy = model.variables.model.clone()
        whole = threading.Thread(target=self._take_whole, args=(copy, state, request))
        whole.start()
        try:
            self._improve(model, state, state.deadline)
        finally:
            state.is_over = True
            whole.join()

    def _improve(self, model: Model, state: TierState, deadline: float) -> None:
        """One neighborhood after the other until the deadline, or until the bound is reached."""
        if state.value is None:
            return
        pace = Pace() if state.tier.number == 1 else Pace(days=LATER_CHOICES, people=LATER_CHOICES)
        longest = min(NEIGHBORHOOD_SECONDS, max(1.0, (state.deadline - state.started) / 8))
        for neighborhood in self._neighborhoods_of(model).sequence(pace):
            seconds = min(longest, deadline - self._seconds)
            if seconds <= MINIMUM_SECONDS or self._should_stop() or state.is_enough:
                return
            fixed = {index: value for index, value in self._choices.items() if index not in neighborhood.free}
            started = self._seconds
            request = Request(seconds, 1, fixed=fixed)
            prepare(model.variables, state.model.cost, request)
            found = self._call(model.variables.model, state, request)
            share = (self._seconds - started) / longest
            pace.learn(neighborhood.kind, is_solved=found.status == Status.OPTIMAL, share_of_time=share)
            self._accept(state, found)

    def _neighborhoods_of(self, model: Model) -> Neighborhoods:
        if self._neighborhoods is None:
            self._neighborhoods = Neighborhoods(model.variables, self._options.seed)
        return self._neighborhoods

    def _call(self, model: cp_model.CpModel, state: TierState, request: Request) -> Found:
        """One call of the solver on a prepared model; every better value is reported."""

        def report(value: int, bound: int) -> None:
            if request.fixed is None:
                state.raise_bound(bound)
            if state.value is None or value < state.value:
                self._note(state.tier.number, "", value, state.bound)

        def is_over() -> bool:
            return self._should_stop() or state.is_enough or (request.fixed is None and state.is_over)

        bounded = state.raise_bound if request.fixed is None else None
        started = self._seconds
        found = minimize(model, self._options, request, should_stop=is_over, report=report, bounded=bounded)
        # On a machine with other work a call overruns its limit by seconds, above all while it presolves.
        self._late_seconds = max(self._late_seconds, self._seconds - started - request.seconds)
        if request.fixed is not None and found.status == Status.INFEASIBLE:
            return Found(Status.UNKNOWN, None, None)  # Proven for these fixed values only.
        return found

    def _accept(self, state: TierState, found: Found) -> None:
        """Take an answer over when it is better than the best so far, or the first."""
        if found.status == Status.MODEL_INVALID or (found.solved is None and self._best is None):
            self._status = found.status
        if found.solved is None:
            return
        value = state.model.cost.value(found.solved)
        with self._adopting:
            if state.value is None or value < state.value:
                state.value = value
                self._best = found.solved
                self._choices = {index: found.solved.values[index] for index in self._choices}


def _values_of(model: Model, chosen: Chosen) -> dict[int, int]:
    """The choices of the model by index, as a roster that drops nothing makes them."""
    pairs = set(chosen.pairs)
    values = {literal.place: int(pair in pairs) for pair, literal in model.variables.assigned.items()}
    return values | {literal.place: 1 for literal in model.variables.kept.values()}


def _chosen(model: Model, choices: dict[int, int]) -> Chosen:
    pairs = (pair for pair, literal in model.variables.assigned.items() if choices[literal.place])
    dropped = (key for key, literal in model.variables.kept.items() if not choices[literal.place])
    return Chosen(tuple(sorted(pairs)), tuple(sorted(dropped)))
