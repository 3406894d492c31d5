"""Person-minutes below target, all positions alike; every minimum was served before (tier 1)."""

from __future__ import annotations

from solver.engine.coverage import Coverage
from solver.engine.objective.term import Amount
from solver.engine.variables import Variables

name = "shortfall_target"
label = "Shortfall against target"
unit = "person-minutes"
tier = 5


def add(variables: Variables, coverage: Coverage) -> Amount:
    """Unweighted on purpose: the number of target seats filled does not depend on who fills which minimum first."""
    weight = variables.facts.instance.options.weights.target_minute
    amount = Amount()
    for _, stretch, short in coverage.seat_shortages(lambda step: step.target):
        amount.add(short, times=stretch.minutes, weight=weight)
    for _, stretch, short in coverage.mix_shortages(lambda step: step.target):
        amount.add(short, times=stretch.minutes, weight=weight)
    return amount
