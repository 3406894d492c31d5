"""A trainee on duty needs a free trainer on duty, one trainee each.

Which trainer is the preferred one is a wish (`objective/preferred_trainer.py`).
"""

from __future__ import annotations

from scheduling.rules.levels import Level
from solver.engine.training import RULE, trainees_without_trainer
from solver.engine.variables import Variables

name = RULE
label = "Trainee with trainer"


def add(variables: Variables) -> None:
    for _, total in trainees_without_trainer(variables, Level.BLOCK):
        variables.at_most(total, 0)
