"""Worked days in a row above the limit of the house; history before the horizon counts."""

from __future__ import annotations

from solver.engine.coverage import Coverage
from solver.engine.objective.term import Amount
from solver.engine.runs_of_days import worked_before
from solver.engine.variables import Variables

name = "days_in_a_row"
label = "Working days in a row"
unit = "days"
tier = 3


def add(variables: Variables, coverage: Coverage) -> Amount:
    instance = variables.facts.instance
    limit = instance.house.days_in_a_row
    amount = Amount()
    if limit is None:
        return amount
    people = instance.house.people if instance.house.people is not None else tuple(variables.pieces)
    for person in people:
        for day in instance.horizon_days:
            total = worked_before(variables, person, day.on, limit)
            amount.add(variables.excess(total, limit), weight=instance.options.weights.day_in_a_row)
    return amount
