"""A whole run on small instances: outcomes, tiers in order, stopping, and what is kept."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest

from solver.engine import answers
from solver.engine.instance import Instance
from solver.engine.options import Options
from solver.engine.search import Found, Request, minimize
from solver.engine.solution import Progress, Solution, Status
from solver.engine.solve import solve
from solver.engine.verify import verify
from tests.solver.engine.small import CALLS, DAY, RADIO, all_day, instance, limits, person, seats, shift

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


def test_a_bound_is_told_with_the_first_value_of_a_tier() -> None:
    """What adding up proves is known before the search, so the chart of a tier begins with both lines."""
    seen: list[Progress] = []
    solve(big_enough(1, 20.0), on_progress=seen.append)
    first = {row.tier: row for row in reversed(seen) if row.value is not None and row.bound is not None}
    every_seat = (3 * 14 * 24 - 2 * (40 + 40 + 24)) * 60 - 3 * 2 * 2
    radio = (14 * 24 - 2 * 40) * 60 - 2 * 2
    assert first[1].bound == every_seat + 2 * radio
    assert first[5].bound is not None


def test_a_stop_keeps_the_best_answer() -> None:
    problem = instance(person("dana"), rules=REST, requirements=(seats("calls", all_day(1)),))
    seen: list[Progress] = []
    solution = solve(problem, should_stop=lambda: True, on_progress=seen.append)
    assert solution.was_stopped
    assert solution.status.has_answer
    assert added(solution)
    assert verify(problem, solution) == []
    assert seen


def big_enough(workers: int, seconds: float) -> Instance:
    """Three people, two weeks; searched like a large center when the threshold for small models is
    lowered.
    """
    return instance(
        person("ada"),
        person("cal", "CT", "PD"),
        person("dana", weekly=1440),
        days=14,
        positions=(RADIO, CALLS),
        rules=limits(minimum_rest={"block": 480, "approval": 660}, consecutive_days={"warn": 3}),
        requirements=(seats("calls", all_day(2, 14), target=3), seats("radio", all_day(1, 14))),
        options={"workers": workers, "time_limit_seconds": seconds},
    )


@pytest.mark.parametrize("workers", [1, 2])
def test_a_large_center_is_improved_by_neighborhoods(workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = solve(big_enough(1, 20.0))
    monkeypatch.setattr("solver.engine.solve.SMALL_MODEL", 0)
    problem = big_enough(workers, 8.0)
    solution = solve(problem)
    assert verify(problem, solution) == []
    assert solution.tiers[0].value == whole.tiers[0].value
    assert solution.tiers[0].bound == whole.tiers[0].bound
    assert solution.size.variables > 0


def test_a_stop_in_the_middle_keeps_what_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped at the second better answer; the later tiers are scored, but nothing is proven for them."""
    monkeypatch.setattr("solver.engine.solve.SMALL_MODEL", 0)
    seen: list[Progress] = []
    problem = big_enough(2, 30.0)
    solution = solve(problem, should_stop=lambda: len(seen) > 4, on_progress=seen.append)
    assert solution.was_stopped
    assert solution.status == Status.FEASIBLE
    assert solution.tiers[4].bound is None
    assert solution.seconds < 25
    assert verify(problem, solution) == []


def test_answers_are_handed_out_on_the_way() -> None:
    answers: list[Solution] = []
    problem = instance(person("dana"), rules=REST, requirements=(seats("calls", all_day(1)),))
    final = solve(problem, on_answer=answers.append)
    assert len(answers) == 5
    assert all(verify(problem, answer) == [] for answer in answers)
    assert answers[-1].assignments == final.assignments


@pytest.mark.parametrize("refused", [1, 5])
def test_a_refused_model_is_an_outcome_of_its_own(refused: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even with an answer from earlier tiers: the defect is not hidden behind it."""
    calls: list[Request] = []

    def refuse(model: object, options: Options, request: Request, **heard: Any) -> Found:
        calls.append(request)
        if len(calls) >= refused:
            return Found(Status.MODEL_INVALID, None, None)
        return minimize(model, options, request, **heard)  # type: ignore[arg-type]

    monkeypatch.setattr("solver.engine.solve.minimize", refuse)
    problem = instance(person("dana"), requirements=(seats("calls", all_day(1)),))
    solution = solve(problem)
    assert solution.status == Status.MODEL_INVALID
    assert solution.assignments == ()
    assert "defect" in solution.message


def test_no_time_at_all_still_gives_the_first_roster() -> None:
    problem = instance(
        person("dana"),
        rules=REST,
        requirements=(seats("calls", all_day(1)),),
        options={"time_limit_seconds": 0.001},
    )
    solution = solve(problem)
    assert solution.status.has_answer
    assert added(solution)


def test_the_time_left_by_the_caller_counts_and_not_the_option() -> None:
    """Used up before the search: the first roster is scored and checked, and nothing is proven."""
    problem = big_enough(1, 60.0)
    seen: list[Progress] = []
    solution = solve(problem, seconds=0.001, on_progress=seen.append)
    assert [row.value for row in seen if row.tier == 1] == [solution.tiers[0].value]
    assert solution.seconds < 20
    assert solution.status == Status.FEASIBLE
    assert verify(problem, solution) == []
    assert [tier.bound for tier in solution.tiers] == [None] * 5
    assert solution.reasons


def test_what_the_caller_needs_afterwards_is_left_of_the_time() -> None:
    """All of a minute is reserved: nothing is searched, as without any time."""
    problem = big_enough(1, 60.0)
    solution = solve(problem, seconds=60.0, reserved=lambda: 60.0)
    assert solution.seconds < 20
    assert solution.status == Status.FEASIBLE
    assert [tier.bound for tier in solution.tiers] == [None] * 5


def test_a_slow_machine_leaves_out_later_tiers_and_keeps_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scoring takes a second here, so after the first tier there is no time for another one."""
    monkeypatch.setattr("solver.engine.solve.SMALL_MODEL", 0)
    clock = _SlowScoring(monkeypatch)
    problem = big_enough(1, 60.0)
    solution = solve(problem, seconds=8.0)
    assert verify(problem, solution) == []
    assert clock.now() < 8.0 + 2
    assert [tier.bound is None for tier in solution.tiers] == [False, *[True] * 4]


class _SlowScoring:
    """A clock that runs with the real one, and a second faster for each scoring."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._started = time.monotonic()
        self._skipped = 0.0
        score = answers.score

        def slow(*given: Any) -> Any:
            self._skipped += 1.0
            return score(*given)

        monkeypatch.setattr(answers, "score", slow)
        monkeypatch.setattr("solver.engine.solve.time.monotonic", self._now)

    def _now(self) -> float:
        return self._real() + self._skipped

    def now(self) -> float:
        return self._real() + self._skipped - self._started

    _real = staticmethod(time.monotonic)


def test_without_time_and_without_a_first_roster_the_outcome_is_unknown() -> None:
    """Given duty that breaks a rule stays, so the first roster is refused, and nobody has time to prove
    anything.
    """
    pinned = (shift("a", "dana", "D"), shift("b", "dana", "N"))
    rules = limits(longest_continuous_duty={"block": 960})
    problem = instance(person("dana"), duty=pinned, rules=rules, options={"findings_removed": False})
    assert solve(problem, should_stop=lambda: True).status in (Status.UNKNOWN, Status.INFEASIBLE)


def test_the_same_seed_gives_the_same_roster() -> None:
    first, second = solve(big_enough(1, 30.0)), solve(big_enough(1, 30.0))
    assert first.status == Status.OPTIMAL
    assert first.assignments == second.assignments


def test_a_gap_that_is_enough_ends_a_tier_early() -> None:
    problem = big_enough(1, 20.0)
    quick = solve(replace(problem, options=replace(problem.options, enough_gap=1.0)))
    assert verify(problem, quick) == []
    assert quick.seconds < 15
