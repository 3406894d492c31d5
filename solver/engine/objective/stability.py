"""Movable shifts that are moved or dropped."""

from __future__ import annotations

from solver.engine.coverage import Coverage
from solver.engine.linear import Linear
from solver.engine.objective.term import Amount
from solver.engine.variables import Variables

name = "stability"
label = "Moved shifts"
unit = "shifts"
tier = 5


def add(variables: Variables, coverage: Coverage) -> Amount:
    amount = Amount()
    weight = variables.facts.instance.options.weights.moved_shift
    for kept in variables.kept.values():
        dropped = Linear(1)
        dropped.add(kept, -1)
        amount.add(dropped, weight=weight)
    return amount
