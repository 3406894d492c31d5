"""Worked days and nights in a row above a limit of the level warn."""

from __future__ import annotations

from scheduling.rules.levels import Level
from solver.engine.coverage import Coverage
from solver.engine.objective.approval_days import RULES
from solver.engine.objective.term import Amount
from solver.engine.runs_of_days import too_long
from solver.engine.variables import Variables

name = "warned_days"
label = "Days in a row above the warning limit"
unit = "days"
tier = 3


def add(variables: Variables, coverage: Coverage) -> Amount:
    weight = variables.facts.instance.options.weights.warned_day
    amount = Amount()
    for rule, nights_only in RULES:
        for person in variables.pieces:
            for total, limit in too_long(variables, person, rule, Level.WARN, nights_only=nights_only):
                amount.add(variables.excess(total, limit), weight=weight)
    return amount
