"""Off-limit groups: 2 x off + early of a group on a day, above the limit of the group."""

from __future__ import annotations

from solver.engine.coverage import Coverage
from solver.engine.linear import Linear
from solver.engine.objective.symbols import early, off
from solver.engine.objective.term import Amount
from solver.engine.variables import Variables

name = "off_limit_groups"
label = "Off-limit groups"
unit = "points"
tier = 3


def add(variables: Variables, coverage: Coverage) -> Amount:
    instance = variables.facts.instance
    amount = Amount()
    for group in instance.off_limit_groups:
        for day in instance.horizon_days:
            points = Linear()
            for person in group.members:
                points.add_linear(off(variables, person, day.on), 2)
                points.add_linear(early(variables, person, day.on))
            amount.add(
                variables.excess(points, group.limit), weight=instance.options.weights.group_over_limit
            )
    return amount
