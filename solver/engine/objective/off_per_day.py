"""People off on a day below the minimum or above the maximum of the house."""

from __future__ import annotations

from solver.engine.coverage import Coverage
from solver.engine.linear import Linear
from solver.engine.objective.symbols import off
from solver.engine.objective.term import Amount
from solver.engine.variables import Variables

name = "off_per_day"
label = "Off per day"
unit = "person-days"
tier = 3


def add(variables: Variables, coverage: Coverage) -> Amount:
    instance = variables.facts.instance
    house = instance.house
    weight = instance.options.weights.off_per_day
    people = house.people if house.people is not None else tuple(variables.pieces)
    amount = Amount()
    if house.off_per_day_minimum is None and house.off_per_day_maximum is None:
        return amount
    for day in instance.horizon_days:
        total = Linear()
        for person in people:
            total.add_linear(off(variables, person, day.on))
        if house.off_per_day_maximum is not None:
            amount.add(variables.excess(total, house.off_per_day_maximum), weight=weight)
        if house.off_per_day_minimum is not None:
            missing = Linear(house.off_per_day_minimum)
            missing.add_linear(total, -1)
            amount.add(variables.excess(missing, 0), weight=weight)
    return amount
