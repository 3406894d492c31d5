"""The input of `benchmark roster` is what the bar says, and the same every time."""

from __future__ import annotations

from scheduling.roster.benchmark import ADJUSTMENTS, DAYS, PEOPLE, benchmark_edits, benchmark_input
from scheduling.roster.domain.evaluation import evaluate


def test_the_input_has_the_stated_size_and_is_reproducible() -> None:
    given = benchmark_input()
    assert given == benchmark_input()
    assert given != benchmark_input(seed=1)
    assert (len(given.people), sum(len(row.adjustments) for row in given.people)) == (PEOPLE, ADJUSTMENTS)
    assert (given.clock.date_of(given.focus.end) - given.clock.date_of(given.focus.start)).days == DAYS


def test_every_rule_and_both_kinds_of_coverage_have_something_to_find() -> None:
    found = evaluate(benchmark_input())
    assert len({each.rule for each in found.violations}) >= 7
    assert {gap.subject[0].value for gap in found.gaps} == {"seats", "mix"}
    assert found.surpluses
    assert len(benchmark_edits(found, 3)) == 3
