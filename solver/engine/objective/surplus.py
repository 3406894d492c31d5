"""Person-minutes on duty that no maximum has room for."""

from __future__ import annotations

from solver.engine.coverage import Coverage
from solver.engine.objective.term import Amount
from solver.engine.variables import Variables

name = "surplus"
label = "Surplus"
unit = "person-minutes"
tier = 5


def add(variables: Variables, coverage: Coverage) -> Amount:
    weight = variables.facts.instance.options.weights.surplus_minute
    amount = Amount()
    for stretch, over in coverage.surpluses():
        amount.add(over, times=stretch.minutes, weight=weight)
    return amount
