"""On tiny random instances CP-SAT and trying every roster agree on the best score, tier by tier."""

from __future__ import annotations

import random
from itertools import product

import pytest

from solver.engine.findings import find
from solver.engine.instance import Instance
from solver.engine.objective import TERMS
from solver.engine.score import score
from solver.engine.solution import Assignment, Solution, Status
from solver.engine.solve import solve
from solver.engine.verify import result_of, verify
from tests.solver.engine.random_instances import random_instance

TIER_OF = {term.name: term.tier for term in TERMS}


def every_roster(problem: Instance) -> list[Solution]:
    """All subsets of assignments and of movable duty, after the findings."""
    findings = find(problem)
    removed = tuple(sorted({key for finding in findings for key in finding.removes}))
    pairs = [Assignment(row.key, shift.key) for row in problem.people for shift in problem.occurrences]
    movable = [row.key for row in problem.duty if row.may_move and row.key not in removed]
    found = []
    for picks in product([False, True], repeat=len(pairs) + len(movable)):
        chosen = tuple(pair for pair, is_picked in zip(pairs, picks, strict=False) if is_picked)
        dropped = tuple(key for key, is_picked in zip(movable, picks[len(pairs) :], strict=True) if is_picked)
        found.append(
            Solution(Status.FEASIBLE, "", chosen, dropped=dropped, removed=removed, findings=findings)
        )
    return found


def tiers_of(problem: Instance, solution: Solution) -> tuple[int, ...]:
    costs = [0] * 5
    for name, value in score(result_of(problem, solution)).items():
        costs[TIER_OF[name] - 1] += value.cost
    return tuple(costs)


@pytest.mark.parametrize("seed", range(40))
def test_best_score_is_the_best_of_all_rosters(seed: int) -> None:
    problem = random_instance(seed)
    legal = [roster for roster in every_roster(problem) if not verify(problem, roster)]
    assert legal, "keeping everything is always allowed once the findings are gone"
    best = min(tiers_of(problem, roster) for roster in legal)
    solution = solve(problem)
    assert solution.status == Status.OPTIMAL
    assert tuple(tier.value for tier in solution.tiers) == best
    assert tuple(tier.bound for tier in solution.tiers) == best


def test_the_instances_tell_every_term_apart() -> None:
    """Guards the generator: every term differs between two rosters of some instance."""
    differing: set[str] = set()
    for seed in range(40):
        problem = random_instance(seed)
        rosters = random.Random(seed).sample(every_roster(problem), 8)
        values = [score(result_of(problem, roster)) for roster in rosters]
        differing |= {name for name in values[0] if len({value[name].value for value in values}) > 1}
    assert differing == {term.name for term in TERMS}
