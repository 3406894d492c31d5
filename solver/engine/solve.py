"""A run from instance to verified solution: findings, warm start, the tiers in order, improvement, checks,
explanation.

The model is `build.py`, one call of CP-SAT is `search.py`, neighborhoods are `improve.py`.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model

from solver.engine.build import Model, TierModel
from solver.engine.explain import explain
from solver.engine.facts import Facts
from solver.engine.findings import find
from solver.engine.improve import Neighborhoods, Pace
from solver.engine.instance import Instance
from solver.engine.linear import Solved
from solver.engine.objective import TERMS
from solver.engine.score import Value, gaps, headcounts, score, shortage_minutes
from solver.engine.search import Found, Request, minimize, prepare
from solver.engine.solution import (
    MESSAGES,
    Assignment,
    Finding,
    LogLine,
    Progress,
    Shortage,
    Solution,
    Status,
    TermValue,
    TierResult,
)
from solver.engine.standing import Result
from solver.engine.tiers import TIERS, Tier
from solver.engine.verify import verify
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
CHECK_SECONDS = 4.0
COMPLETION_SECONDS = 30.0
"""Filling in the values that follow from the choices takes a fraction of a second; this only ends a
defect.
"""


def _never() -> bool:
    return False


def _silent(progress: Progress) -> None:
    """Progress nobody asked for."""


def _unheard(answer: Solution) -> None:
    """A better roster nobody asked for."""


def solve(
    instance: Instance,
    should_stop: Callable[[], bool] = _never,
    on_progress: Callable[[Progress], None] = _silent,
    on_answer: Callable[[Solution], None] = _unheard,
) -> Solution:
    """Solve an instance within its time limit.

    `should_stop` is asked a few times a second, from another thread; the best answer so far is kept.
    `on_progress` is called with every better answer, from any thread. `on_answer` is given the first roster
    and the one of each tier, not yet checked and without reasons, for the case that the search is lost. No
    answer is returned that `verify` does not pass.
    """
    return _Run(instance, should_stop, on_progress, on_answer).solution()


@dataclass(slots=True)
class _TierState:
    """A tier while it is solved. `deadline` is in seconds of the run."""

    tier: Tier
    model: TierModel
    deadline: float
    started: float
    value: int | None = None
    bound: int | None = None
    seconds: float = 0.0
    is_over: bool = False
    enough_gap: float = 0.0

    @property
    def is_enough(self) -> bool:
        """Solved, or as near to the bound as the options ask for."""
        if self.value is None or self.bound is None:
            return False
        return self.value - self.bound <= abs(self.value) * self.enough_gap

    @property
    def is_solved(self) -> bool:
        return self.value is not None and self.bound is not None and self.bound >= self.value

    @property
    def words(self) -> str:
        if self.is_solved:
            return f"{self.tier.label}: {self.value} is proven best."
        return f"{self.tier.label}: {self.value}, at least {self.bound}."

    def raise_bound(self, bound: int) -> None:
        self.bound = bound if self.bound is None else max(self.bound, bound)


class UnsoundAnswerError(RuntimeError):
    """The model's answer failed the independent check: a defect of the program. `problems` are sentences."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("The answer failed its check: " + " ".join(problems[:5]))
        self.problems = problems


class _Run:
    """One run; the answer grows tier by tier."""

    def __init__(
        self,
        instance: Instance,
        should_stop: Callable[[], bool],
        on_progress: Callable[[Progress], None],
        on_answer: Callable[[Solution], None],
    ) -> None:
        self._instance = instance
        self._options = instance.options
        self._ask_stop = should_stop
        self._on_progress = on_progress
        self._on_answer = on_answer
        self._started = time.monotonic()
        self._log: list[LogLine] = []
        self._was_stopped = False
        self._best: Solved | None = None
        self._status = Status.UNKNOWN
        self._states: dict[int, _TierState] = {}
        self._choices: dict[int, int] = {}
        self._neighborhoods: Neighborhoods | None = None
        self._before: Counter[str] | None = None
        self._adopting = threading.Lock()

    @property
    def _seconds(self) -> float:
        return time.monotonic() - self._started

    @property
    def _left(self) -> float:
        return self._options.time_limit_seconds - self._seconds

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
        chosen = warm_start(facts)
        self._note(0, f"A first roster adds {len(chosen)} shifts.")
        model = Model(facts)
        choices = {literal.place: int(pair in chosen) for pair, literal in model.variables.assigned.items()}
        choices |= {literal.place: 1 for literal in model.variables.kept.values()}
        self._choices = choices
        for tier in TIERS:
            self._solve_tier(model, tier, findings)
            if self._best is None or self._status == Status.MODEL_INVALID:
                break
        return self._answer(model, findings)

    def _solve_tier(self, model: Model, tier: Tier, findings: tuple[Finding, ...]) -> None:
        """Solve one tier and keep it from then on; without any time left it stays as it is."""
        if tier.number > 1 and (self._left <= 0 or self._should_stop()):
            return
        state = _TierState(
            tier, model.add_tier(tier.number), self._seconds + self._budget(tier), self._seconds
        )
        state.enough_gap = self._options.enough_gap
        request = Request(COMPLETION_SECONDS, 1, fixed=self._choices)
        prepare(model.variables, state.model.cost, request)
        completed = self._call(model.variables.model, state, request)
        self._accept(state, completed)
        if tier.number == 1 and self._best is not None:
            self._on_answer(self._roster(model, self._best, findings))
        if not state.is_enough and self._status != Status.MODEL_INVALID:
            self._search(model, state)
        state.seconds = self._seconds - state.started
        if state.value is not None:
            self._states[tier.number] = state
            self._note(tier.number, state.words, state.value, state.bound)
            model.keep(state.model, state.value + self._options.tolerances[tier.number - 1])
            if tier.number < len(TIERS) and self._best is not None:
                self._on_answer(self._roster(model, self._best, findings))

    def _budget(self, tier: Tier) -> float:
        """Seconds for a tier: its share of what is left, less what the checks at the end need."""
        shares = sum(other.share for other in TIERS if other.number >= tier.number)
        reserve = min(CHECK_SECONDS, self._options.time_limit_seconds * 0.1)
        return max(0.0, self._left - reserve) * tier.share / shares

    def _search(self, model: Model, state: _TierState) -> None:
        """Small models are searched whole first; large ones by neighborhoods, with the whole beside or in
        between.
        """
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

    def _search_whole(self, model: Model, state: _TierState, seconds: float, workers: int) -> None:
        """All choices at once: proves the bound."""
        if seconds > MINIMUM_SECONDS and not self._should_stop() and not state.is_enough:
            request = self._whole(state, seconds, workers)
            prepare(model.variables, state.model.cost, request)
            self._take_whole(model.variables.model, state, request)

    def _whole(self, state: _TierState, seconds: float, workers: int) -> Request:
        """In a large first tier without hints: the LP is the better guide."""
        hints = None
        if self._best is not None and (state.tier.number > 1 or len(self._choices) <= SMALL_MODEL):
            hints = dict(enumerate(self._best.values))
        return Request(seconds, workers, hints=hints)

    def _take_whole(self, model: cp_model.CpModel, state: _TierState, request: Request) -> None:
        found = self._call(model, state, request)
        self._accept(state, found)
        if found.bound is not None:
            state.raise_bound(found.bound)

    def _search_both(self, model: Model, state: _TierState) -> None:
        """One worker improves by neighborhoods while the others search a copy of the whole model beside
        it.
        """
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

    def _improve(self, model: Model, state: _TierState, deadline: float) -> None:
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

    def _call(self, model: cp_model.CpModel, state: _TierState, request: Request) -> Found:
        """One call of the solver on a prepared model; every better value is reported."""

        def report(value: int, bound: int) -> None:
            if request.fixed is None:
                state.raise_bound(bound)
            if state.value is None or value < state.value:
                self._note(state.tier.number, "", value, state.bound)

        def is_over() -> bool:
            return self._should_stop() or state.is_enough or (request.fixed is None and state.is_over)

        bounded = state.raise_bound if request.fixed is None else None
        return minimize(model, self._options, request, should_stop=is_over, report=report, bounded=bounded)

    def _accept(self, state: _TierState, found: Found) -> None:
        """Take an answer over when it is better than the best so far, or the first."""
        if found.status == Status.MODEL_INVALID or (found.solved is None and self._best is None):
            self._status = found.status
        if found.solved is None:
            return
        value = state.model.cost.value(found.solved)
        with self._adopting:
            if state.value is None or value < state.value:
                state.value = value
                state.raise_bound(state.model.cost.least)
                self._best = found.solved
                self._choices = {index: found.solved.values[index] for index in self._choices}

    def _answer(self, model: Model, findings: tuple[Finding, ...]) -> Solution:
        """The checked solution, or the outcome without one."""
        if self._best is None or self._status == Status.MODEL_INVALID:
            status = self._status if not self._status.has_answer else Status.UNKNOWN
            return self._without_answer(model, status, findings)
        solution = self._roster(model, self._best, findings, explains=True)
        problems = [*self._miscounted(solution.tiers), *verify(self._instance, solution)]
        if problems:
            raise UnsoundAnswerError(problems)
        return solution

    def _roster(
        self, model: Model, best: Solved, findings: tuple[Finding, ...], *, explains: bool = False
    ) -> Solution:
        """The roster of an answer with its values, not yet checked."""
        removed = tuple(sorted(model.facts.removed))
        pairs = sorted(pair for pair, literal in model.variables.assigned.items() if best.value(literal))
        dropped = tuple(
            sorted(key for key, literal in model.variables.kept.items() if not best.value(literal))
        )
        result = Result(self._instance, pairs, dropped=dropped, removed=removed)
        counts = headcounts(result)
        tiers = self._tiers(score(result))
        is_optimal = all(tier.status == Status.OPTIMAL for tier in tiers)
        status = Status.OPTIMAL if is_optimal else Status.FEASIBLE
        return Solution(
            status=status,
            message=MESSAGES[status],
            assignments=tuple(Assignment(person, occurrence) for person, occurrence in pairs),
            dropped=dropped,
            removed=removed,
            tiers=tiers,
            shortages=self._shortages(shortage_minutes(counts)),
            findings=findings,
            reasons=explain(model.facts, pairs, dropped, gaps(counts)) if explains else (),
            log=tuple(self._log),
            was_stopped=self._was_stopped,
            seconds=round(self._seconds, 2),
            seed=self._options.seed,
            workers=self._options.workers,
            size=model.size,
        )

    def _without_answer(self, model: Model, status: Status, findings: tuple[Finding, ...]) -> Solution:
        return Solution(
            status=status,
            message=MESSAGES[status],
            findings=findings,
            log=tuple(self._log),
            was_stopped=self._was_stopped,
            seconds=round(self._seconds, 2),
            seed=self._options.seed,
            workers=self._options.workers,
            size=model.size,
        )

    def _tiers(self, values: dict[str, Value]) -> tuple[TierResult, ...]:
        """What each tier amounts to in the finished roster, with the bound its search proved."""
        found = []
        for tier in TIERS:
            terms = tuple(
                TermValue(term.name, term.label, term.unit, values[term.name].value, values[term.name].cost)
                for term in TERMS
                if term.tier == tier.number
            )
            value = sum(term.cost for term in terms)
            state = self._states.get(tier.number)
            bound = None if state is None or state.bound is None else min(state.bound, value)
            status = Status.OPTIMAL if state is not None and state.is_solved else Status.FEASIBLE
            seconds = 0.0 if state is None else round(state.seconds, 2)
            found.append(TierResult(tier.number, tier.label, tier.unit, value, bound, status, seconds, terms))
        return tuple(found)

    def _miscounted(self, tiers: tuple[TierResult, ...]) -> Iterator[str]:
        """Tiers that the model counted cheaper than they are: it would have proven too much."""
        for tier in tiers:
            state = self._states.get(tier.number)
            tolerance = self._options.tolerances[tier.number - 1]
            if state is not None and state.value is not None and tier.value > state.value + tolerance:
                yield f"Tier {tier.number} amounts to {tier.value}, the model counted {state.value}."

    def _shortages(self, after: Mapping[str, int]) -> tuple[Shortage, ...]:
        if self._before is None:
            self._before = shortage_minutes(headcounts(Result(self._instance, [])))
        before = self._before
        return tuple(
            Shortage(row.key, row.label, row.kind, before[row.key], after.get(row.key, 0))
            for row in self._instance.requirements
        )
