"""Minutes of the allowance of free people that no duty uses, in workweeks that lie in the horizon."""

from __future__ import annotations

from solver.engine.constraints.weekly_minutes import worked_per_week
from solver.engine.coverage import Coverage
from solver.engine.linear import Linear
from solver.engine.objective.term import Amount
from solver.engine.variables import Variables

name = "unused_minutes"
label = "Unused minutes"
unit = "minutes"
tier = 5


def add(variables: Variables, coverage: Coverage) -> Amount:
    facts = variables.facts
    weight = facts.instance.options.weights.unused_minute
    amount = Amount()
    for person, week, total, limit in worked_per_week(variables):
        if facts.person[person].free and facts.instance.horizon.covers(week):
            unused = Linear(limit)
            unused.add_linear(total, -1)
            amount.add(variables.excess(unused, 0), weight=weight)
    return amount
