"""Worked days and nights in a row above an approval-level limit."""

from __future__ import annotations

from scheduling.rules.levels import Level
from solver.engine.coverage import Coverage
from solver.engine.objective.term import Amount
from solver.engine.runs_of_days import too_long
from solver.engine.variables import Variables

name = "approval_days"
label = "Days in a row above the approval limit"
unit = "days"
tier = 2


RULES = (("consecutive_days", False), ("consecutive_nights", True))


def add(variables: Variables, coverage: Coverage) -> Amount:
    weight = variables.facts.instance.options.weights.day_over_rule
    amount = Amount()
    for rule, nights_only in RULES:
        for person in variables.pieces:
            for total, limit in too_long(variables, person, rule, Level.APPROVAL, nights_only=nights_only):
                amount.add(variables.excess(total, limit), weight=weight)
    return amount
