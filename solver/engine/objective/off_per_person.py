"""Days off of a person in a window (a month) below the minimum or above the maximum of the house."""

from __future__ import annotations

from solver.engine.coverage import Coverage
from solver.engine.linear import Linear
from solver.engine.objective.symbols import off
from solver.engine.objective.term import Amount
from solver.engine.variables import Variables

name = "off_per_person"
label = "Off per person and month"
unit = "days"
tier = 3


def add(variables: Variables, coverage: Coverage) -> Amount:
    """Only dates of the horizon count towards a window."""
    instance = variables.facts.instance
    weight = instance.options.weights.off_per_person
    people = instance.house.people if instance.house.people is not None else tuple(variables.pieces)
    amount = Amount()
    for window in instance.house.off_per_person:
        dates = [day.on for day in instance.horizon_days if window.starts_on <= day.on < window.ends_before]
        for person in people:
            total = Linear()
            for on in dates:
                total.add_linear(off(variables, person, on))
            if window.maximum is not None:
                amount.add(variables.excess(total, window.maximum), weight=weight)
            if window.minimum is not None:
                missing = Linear(window.minimum)
                missing.add_linear(total, -1)
                amount.add(variables.excess(missing, 0), weight=weight)
    return amount
