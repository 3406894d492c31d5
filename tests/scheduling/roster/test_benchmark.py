"""The input of `benchmark roster` is what the bar says, and the same every time."""

from __future__ import annotations

from scheduling.adjustments.domain import Adjustment, AdjustmentKind, Paint
from scheduling.roster.benchmark import ADJUSTMENTS, DAYS, PEOPLE, benchmark_edits, benchmark_input
from scheduling.roster.domain.evaluation import evaluate
from scheduling.roster.rules_benchmark import edit_with_words, rules_input
from scheduling.rules.registry import RULES


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


def test_the_rules_benchmark_limits_every_rule_and_tries_ways_out() -> None:
    given = rules_input()
    assert all(given.parameters[None].dated[name][0].limits for name in RULES)
    before = evaluate(given)
    row = given.people[0]
    worked = before.roster(row.key).worked()[5]
    longer = Adjustment(
        "holdover", row.key, AdjustmentKind.HOLDOVER, Paint.DUTY, worked.end, worked.end + 600, 10_000
    )  # fmt: skip
    assert edit_with_words(before, row.key, longer) >= 1
