"""Person-minutes below minimum, priced by the weight of the position (or of the mix)."""

from __future__ import annotations

from solver.engine.coverage import Coverage
from solver.engine.facts import shortage_weights
from solver.engine.objective.term import Amount
from solver.engine.variables import Variables

name = "shortfall_minimum"
label = "Shortfall against minimum"
unit = "person-minutes"
tier = 1


def add(variables: Variables, coverage: Coverage) -> Amount:
    weights = shortage_weights(variables.facts.instance)
    amount = Amount()
    for requirement, stretch, short in coverage.seat_shortages(lambda step: step.minimum):
        amount.add(short, times=stretch.minutes, weight=weights[requirement.key])
    for requirement, stretch, short in coverage.mix_shortages(lambda step: step.minimum):
        amount.add(short, times=stretch.minutes, weight=weights[requirement.key])
    return amount
