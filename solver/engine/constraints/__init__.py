"""Hard rules, one module each, under the name of the checker in `scheduling/rules/`; `RULES` lists them in
order.

Every module has `name`, `label` and `add(variables)`. A rule binds where its limit has the level `block`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from solver.engine.constraints import (
    consecutive_days,
    consecutive_nights,
    longest_continuous_duty,
    maximum_minutes_in_7_days,
    maximum_minutes_in_24_hours,
    maximum_minutes_in_workweek,
    minimum_rest,
    one_state,
    rest_after_nights,
    restricted_duty,
    trainee_with_trainer,
    valid_certification,
    weekly_minutes,
)
from solver.engine.variables import Variables


class Rule(NamedTuple):
    name: str
    label: str
    add: Callable[[Variables], None]


RULES: tuple[Rule, ...] = tuple(
    Rule(module.name, module.label, module.add)
    for module in (
        one_state,
        valid_certification,
        minimum_rest,
        longest_continuous_duty,
        maximum_minutes_in_24_hours,
        maximum_minutes_in_7_days,
        maximum_minutes_in_workweek,
        consecutive_days,
        consecutive_nights,
        rest_after_nights,
        restricted_duty,
        weekly_minutes,
        trainee_with_trainer,
    )
)
