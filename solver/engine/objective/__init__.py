"""Objective terms, one module each, in tiers solved in order; `TERMS` lists them as they are reported.

Every module has `name`, `label`, `unit`, `tier` and `add(variables, coverage)`, which returns its amount.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from solver.engine.coverage import Coverage
from solver.engine.objective import (
    approval_days,
    approval_minutes,
    approval_rest,
    approval_training,
    days_in_a_row,
    fairness,
    off_limit_groups,
    off_per_day,
    off_per_person,
    overtime,
    preferred_trainer,
    shortfall_minimum,
    shortfall_target,
    stability,
    surplus,
    unused_minutes,
    warned_days,
    wishes,
)
from solver.engine.objective.term import Amount
from solver.engine.variables import Variables


class Term(NamedTuple):
    name: str
    label: str
    unit: str
    tier: int
    add: Callable[[Variables, Coverage], Amount]


TERMS: tuple[Term, ...] = tuple(
    Term(module.name, module.label, module.unit, module.tier, module.add)
    for module in (
        shortfall_minimum,
        approval_rest,
        approval_minutes,
        approval_days,
        approval_training,
        overtime,
        off_limit_groups,
        off_per_day,
        off_per_person,
        days_in_a_row,
        warned_days,
        fairness,
        wishes,
        preferred_trainer,
        shortfall_target,
        surplus,
        unused_minutes,
        stability,
    )
)
