"""Worked minutes above the allowance of a workweek, where the run allows overtime at all."""

from __future__ import annotations

from solver.engine.constraints.weekly_minutes import worked_per_week
from solver.engine.coverage import Coverage
from solver.engine.objective.term import Amount
from solver.engine.variables import Variables

name = "overtime"
label = "Overtime"
unit = "minutes"
tier = 2


def add(variables: Variables, coverage: Coverage) -> Amount:
    options = variables.facts.instance.options
    amount = Amount()
    if options.overtime_allowed:
        for _, _, total, limit in worked_per_week(variables):
            amount.add(variables.excess(total, limit), weight=options.weights.overtime_minute)
    return amount
