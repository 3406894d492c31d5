"""Minutes of trainees on duty without a free trainer, where the rule has the approval level."""

from __future__ import annotations

from scheduling.rules.levels import Level
from solver.engine.coverage import Coverage
from solver.engine.objective.term import Amount
from solver.engine.training import trainees_without_trainer
from solver.engine.variables import Variables

name = "approval_training"
label = "Trainees without a trainer"
unit = "person-minutes"
tier = 2


def add(variables: Variables, coverage: Coverage) -> Amount:
    weight = variables.facts.instance.options.weights.minute_over_rule
    amount = Amount()
    for span, total in trainees_without_trainer(variables, Level.APPROVAL):
        amount.add(variables.excess(total, 0), times=span.minutes, weight=weight)
    return amount
