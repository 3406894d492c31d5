"""A roster that was found becomes a solution: its values and shortages are counted again, and checked when it is
the last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from solver.engine.explain import explain
from solver.engine.facts import Facts
from solver.engine.headcounts import gaps, headcounts, shortage_minutes
from solver.engine.instance import Instance
from solver.engine.objective import TERMS
from solver.engine.score import Value, score
from solver.engine.shortages.pieces import cut_at_shifts
from solver.engine.solution import (
    MESSAGES,
    Assignment,
    Finding,
    LogLine,
    ModelSize,
    Shortage,
    Solution,
    Status,
    TermValue,
    TierResult,
)
from solver.engine.standing import Result
from solver.engine.tier_state import TierState
from solver.engine.tiers import TIERS
from solver.engine.verify import verify


class UnsoundAnswerError(RuntimeError):
    """The model's answer failed the independent check: a defect of the program. `problems` are sentences."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("The answer failed its check: " + " ".join(problems[:5]))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a run decides: added pairs of person and occurrence, and movable duty that it drops."""

    pairs: tuple[tuple[str, str], ...]
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Progressed:
    """How far the run was when the roster was found."""

    log: Sequence[LogLine]
    states: Mapping[int, TierState]
    was_stopped: bool
    seconds: float
    size: ModelSize


class Answers:
    """Makes the solutions of one run."""

    def __init__(self, instance: Instance, facts: Facts, findings: tuple[Finding, ...]) -> None:
        self._instance = instance
        self._facts = facts
        self._findings = findings
        self._before: Counter[str] | None = None

    def on_the_way(self, chosen: Chosen, so_far: Progressed) -> Solution:
        """With values, not yet checked and without reasons."""
        return self._solution(chosen, so_far, explains=False)

    def first(self, chosen: Chosen, so_far: Progressed) -> Solution | None:
        """A roster that no model has seen, explained; None when it is not allowed (given duty that breaks a rule
        may have to stay).
        """
        solution = self._solution(chosen, so_far, explains=True)
        return None if verify(self._instance, solution) else solution

    def checked(self, chosen: Chosen, so_far: Progressed) -> Solution:
        """The last one, explained. Raises UnsoundAnswerError."""
        solution = self._solution(chosen, so_far, explains=True)
        problems = [*self._miscounted(solution.tiers, so_far.states), *verify(self._instance, solution)]
        if problems:
            raise UnsoundAnswerError(problems)
        return solution

    def none(self, status: Status, so_far: Progressed) -> Solution:
        """The outcome without a roster."""
        return Solution(
            status=status,
            message=MESSAGES[status],
            findings=self._findings,
            log=tuple(so_far.log),
            was_stopped=so_far.was_stopped,
            seconds=round(so_far.seconds, 2),
            seed=self._instance.options.seed,
            workers=self._instance.options.workers,
            size=so_far.size,
        )

    def _solution(self, chosen: Chosen, so_far: Progressed, *, explains: bool) -> Solution:
        removed = tuple(sorted(self._facts.removed))
        result = Result(self._instance, chosen.pairs, dropped=chosen.dropped, removed=removed)
        counts = headcounts(result)
        tiers = tuple(_tiers(score(result, counts), so_far.states))
        is_optimal = all(tier.status == Status.OPTIMAL for tier in tiers)
        status = Status.OPTIMAL if is_optimal else Status.FEASIBLE
        short = cut_at_shifts(gaps(counts), self._instance.occurrences) if explains else []
        reasons = explain(self._facts, chosen.pairs, chosen.dropped, short)
        return Solution(
            status=status,
            message=MESSAGES[status],
            assignments=tuple(Assignment(person, occurrence) for person, occurrence in chosen.pairs),
            dropped=chosen.dropped,
            removed=removed,
            tiers=tiers,
            shortages=tuple(self._shortages(shortage_minutes(counts))),
            findings=self._findings,
            reasons=reasons,
            log=tuple(so_far.log),
            was_stopped=so_far.was_stopped,
            seconds=round(so_far.seconds, 2),
            seed=self._instance.options.seed,
            workers=self._instance.options.workers,
            size=so_far.size,
        )

    def _miscounted(self, tiers: Collection[TierResult], states: Mapping[int, TierState]) -> Iterator[str]:
        """Tiers that the model counted cheaper than they are: it would have proven too much."""
        for tier in tiers:
            state = states.get(tier.number)
            tolerance = self._instance.options.tolerances[tier.number - 1]
            if state is not None and state.value is not None and tier.value > state.value + tolerance:
                yield f"Tier {tier.number} amounts to {tier.value}, the model counted {state.value}."

    def _shortages(self, after: Mapping[str, int]) -> Iterator[Shortage]:
        if self._before is None:
            self._before = shortage_minutes(headcounts(Result(self._instance, [])))
        for row in self._instance.requirements:
            yield Shortage(row.key, row.label, row.kind, self._before[row.key], after.get(row.key, 0))


def _tiers(values: Mapping[str, Value], states: Mapping[int, TierState]) -> Iterator[TierResult]:
    """What each tier amounts to in the finished roster, with the bound its search proved."""
    for tier in TIERS:
        terms = tuple(
            TermValue(term.name, term.label, term.unit, values[term.name].value, values[term.name].cost)
            for term in TERMS
            if term.tier == tier.number
        )
        value = sum(term.cost for term in terms)
        state = states.get(tier.number)
        bound = None if state is None else state.bound
        status = Status.OPTIMAL if state is not None and state.is_solved else Status.FEASIBLE
        seconds = 0.0 if state is None else round(state.seconds, 2)
        yield TierResult(tier.number, tier.label, tier.unit, value, bound, status, seconds, terms)
