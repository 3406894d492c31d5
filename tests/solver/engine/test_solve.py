"""A whole run on small instances: outcomes, tiers in order, stopping, and what is kept."""

from __future__ import annotations

from solver.engine.solution import Progress, Solution, Status
from solver.engine.solve import solve
from solver.engine.verify import verify
from tests.solver.engine.small import DAY, all_day, instance, limits, person, seats, shift

REST = limits(minimum_rest={"block": 480})


def added(solution: Solution) -> set[tuple[str, str]]:
    return {(row.person, row.occurrence) for row in solution.assignments}


def test_covers_a_day_and_proves_it_best() -> None:
    problem = instance(
        person("dana"), person("cal"), rules=REST, requirements=(seats("calls", (360, DAY, 1)),)
    )
    solution = solve(problem)
    assert solution.status == Status.OPTIMAL
    assert {key for _, key in added(solution)} == {"D0", "N0"}
    assert solution.tiers[0].value == solution.tiers[0].bound == 0
    assert solution.shortage_before == 1080
    assert solution.shortage_after == 0
    assert verify(problem, solution) == []


def test_pinned_duty_that_breaks_a_rule_together_is_infeasible_only_when_findings_stay() -> None:
    pinned = (shift("a", "dana", "D"), shift("b", "dana", "N"))
    rules = limits(longest_continuous_duty={"block": 960})
    stays = instance(person("dana"), duty=pinned, rules=rules, options={"findings_removed": False})
    assert solve(stays).status == Status.INFEASIBLE
    goes = instance(person("dana"), duty=pinned, rules=rules)
    solution = solve(goes)
    assert solution.status == Status.OPTIMAL
    assert len(solution.removed) == 1
    assert verify(goes, solution) == []


def test_a_stop_keeps_the_best_answer() -> None:
    problem = instance(person("dana"), rules=REST, requirements=(seats("calls", all_day(1)),))
    seen: list[Progress] = []
    solution = solve(problem, should_stop=lambda: True, on_progress=seen.append)
    assert solution.was_stopped
    assert solution.status.has_answer
    assert added(solution)
    assert verify(problem, solution) == []
    assert seen
