"""A run from instance to verified solution: findings, warm start, the tiers in order, improvement, checks,
explanation.

The model is `build.py`, one call of CP-SAT is `search.py`, neighborhoods are `improve.py`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from solver.engine.build import Model, TierModel
from solver.engine.explain import explain
from solver.engine.facts import Facts
from solver.engine.findings import find
from solver.engine.improve import Neighborhoods, Pace
from solver.engine.instance import Instance
from solver.engine.objective import TERMS
from solver.engine.score import Value, gaps, headcounts, score, shortage_minutes
from solver.engine.search import Found, Request, minimize
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
from solver.engine.variables import Solved
from solver.engine.verify import verify
from solver.engine.warm_start import warm_start

NEIGHBORHOOD_SECONDS = 4.0
WHOLE_MODEL_SHARE = 0.4
"""Part of a tier's time for the whole model, which proves the bound; the rest improves by neighborhoods."""
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
    `on_progress` is called with every better answer, from any thread. `on_answer` is given the first roster and the
    one of each tier, not yet checked and without reasons, for the case that the search is lost. No answer is
    returned that `verify` does not pass.
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
        self._pace = Pace()

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
        choices = {literal.index: int(pair in chosen) for pair, literal in model.variables.assigned.items()}
        choices |= {literal.index: 1 for literal in model.variables.kept.values()}
        self._choices = choices
        for tier in TIERS:
            self._solve_tier(model, tier, findings)
            if self._best is None:
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
        completed = self._call(model, state, Request(COMPLETION_SECONDS, 1, fixed=self._choices))
        self._accept(model, state, completed)
        if completed.status == Status.MODEL_INVALID:
            return
        if tier.number == 1 and self._best is not None:
            self._on_answer(self._roster(model, self._best, findings))
        if not state.is_enough:
            self._search_whole(model, state)
        if not state.is_enough and state.value is not None:
            self._improve(model, state)
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

    def _search_whole(self, model: Model, state: _TierState) -> None:
        """All choices at once. The first tier starts without hints: following them the LP is no guide."""
        left = state.deadline - self._seconds
        is_small = len(self._choices) <= SMALL_MODEL
        seconds = left if is_small or state.value is None else left * WHOLE_MODEL_SHARE
        if seconds <= 0 or self._should_stop():
            return
        hints = None
        if self._best is not None and (state.tier.number > 1 or is_small):
            hints = dict(enumerate(self._best.values))
        found = self._call(model, state, Request(seconds, self._options.workers, hints=hints))
        self._accept(model, state, found)
        if found.bound is not None:
            state.raise_bound(found.bound)

    def _improve(self, model: Model, state: _TierState) -> None:
        """One neighborhood after the other until the time of the tier is up or its bound is reached."""
        pace = self._pace
        for neighborhood in self._neighborhoods(model).sequence(pace):
            seconds = min(NEIGHBORHOOD_SECONDS, state.deadline - self._seconds)
            if seconds <= MINIMUM_SECONDS or self._should_stop() or state.is_enough:
                return
            fixed = {index: value for index, value in self._choices.items() if index not in neighborhood.free}
            started = self._seconds
            found = self._call(model, state, Request(seconds, self._options.workers, fixed=fixed))
            share = (self._seconds - started) / NEIGHBORHOOD_SECONDS
            pace.learn(neighborhood.kind, is_solved=found.status == Status.OPTIMAL, share_of_time=share)
            self._accept(model, state, found)

    def _neighborhoods(self, model: Model) -> Neighborhoods:
        return Neighborhoods(model.variables, self._options.seed)

    def _call(self, model: Model, state: _TierState, request: Request) -> Found:
        """One call of the solver; every better value is reported."""

        def report(value: int, bound: int) -> None:
            if state.value is None or value < state.value:
                known = bound if request.fixed is None else state.bound
                self._note(state.tier.number, "", value, known)

        return minimize(
            model.variables.model,
            state.model.cost,
            self._options,
            request,
            should_stop=self._should_stop,
            report=report,
        )

    def _accept(self, model: Model, state: _TierState, found: Found) -> None:
        """Take an answer over when it is better than the best so far, or the first."""
        if found.status == Status.MODEL_INVALID or (found.solved is None and self._best is None):
            self._status = found.status
        if found.solved is None:
            return
        value = state.model.cost.value(found.solved)
        if state.value is None or value < state.value:
            state.value = value
            state.raise_bound(state.model.cost.least)
            self._best = found.solved
            self._choices = {index: found.solved.values[index] for index in self._choices}

    def _answer(self, model: Model, findings: tuple[Finding, ...]) -> Solution:
        """The checked solution, or the outcome without one."""
        if self._best is None:
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
        """A roster as a solution, not yet checked."""
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
        before = shortage_minutes(headcounts(Result(self._instance, [])))
        return tuple(
            Shortage(row.key, row.label, row.kind, before[row.key], after.get(row.key, 0))
            for row in self._instance.requirements
        )
