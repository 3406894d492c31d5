"""Symbols mode: the house rules on WORK, OFF, EARLY and LATE, and its full size."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from solver.engine.instance import Symbol, Wish, WishKind
from solver.engine.options import Options
from solver.engine.solution import Solution, Status
from solver.engine.solve import solve
from solver.engine.symbols import OFF, SymbolsProblem, symbols_instance, table

FIRST = date(2026, 6, 1)


def solved(problem: SymbolsProblem, seconds: float = 10.0) -> tuple[Solution, dict[str, list[str]]]:
    instance = symbols_instance(problem, Options(workers=1, time_limit_seconds=seconds))
    solution = solve(instance)
    return solution, table(problem, instance, solution)


def term(solution: Solution, name: str) -> int:
    return next(t.value for tier in solution.tiers for t in tier.terms if t.name == name)


def test_more_than_five_days_in_a_row_cost_200_each() -> None:
    days = {("dana", FIRST + timedelta(days=n)): "WORK" for n in range(7)}
    solution, cells = solved(SymbolsProblem(("dana",), FIRST, 7, pinned=days))
    assert cells["dana"] == ["WORK"] * 7
    assert term(solution, "days_in_a_row") == 2
    assert solution.tiers[2].value == 400


def test_pinned_cells_are_kept_and_pinned_off_stays_off() -> None:
    pinned = {("dana", FIRST): "LATE", ("cal", FIRST): OFF}
    solution, cells = solved(SymbolsProblem(("dana", "cal"), FIRST, 1, pinned=pinned, at_work=(2, 2, 2)))
    assert cells == {"dana": ["LATE"], "cal": [OFF]}
    assert solution.tiers[0].value == 1


def test_a_group_has_at_most_one_off_or_two_early() -> None:
    problem = SymbolsProblem(
        ("ada", "cal", "dana"), FIRST, 4, groups=(("ada", "cal", "dana"),), off_per_day=(1, 1)
    )
    solution, cells = solved(problem)
    assert solution.status == Status.OPTIMAL
    for day in range(4):
        symbols = [cells[person][day] for person in problem.people]
        assert 2 * symbols.count(OFF) + symbols.count(Symbol.EARLY) <= 2
        assert symbols.count(OFF) == 1


def test_days_off_of_a_month_stay_between_the_limits() -> None:
    problem = SymbolsProblem(("dana",), FIRST, 30, off_per_person_and_month=(8, 9))
    solution, cells = solved(problem)
    assert solution.tiers[2].value == 0
    assert 8 <= cells["dana"].count(OFF) <= 9


def test_a_wish_for_a_symbol_is_met_when_nothing_costs_more() -> None:
    wish = Wish("w", "dana", WishKind.WORK, FIRST, 3, "EARLY")
    _, cells = solved(SymbolsProblem(("dana",), FIRST, 2, wishes=(wish,)))
    assert cells["dana"][0] == "EARLY"


@pytest.mark.slow
def test_fifteen_people_and_sixty_days_are_solved_to_the_best() -> None:
    people = tuple(f"person {n}" for n in range(15))
    wishes = tuple(
        Wish(f"w{n}", people[n % 15], WishKind.OFF, FIRST + timedelta(days=(n * 7) % 60), 1 + n % 5)
        for n in range(40)
    )
    problem = SymbolsProblem(
        people,
        FIRST,
        60,
        groups=tuple((people[n], people[n + 1], people[n + 2]) for n in range(0, 15, 3)),
        off_per_day=(3, 5),
        off_per_person_and_month=(8, 10),
        wishes=wishes,
    )
    solution, cells = solved(problem, 60.0)
    assert solution.tiers[2].status == Status.OPTIMAL
    assert solution.tiers[2].value == 0
    assert all(len(row) == 60 for row in cells.values())
