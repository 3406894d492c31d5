"""Unmet wishes, each counting its weight."""

from __future__ import annotations

from solver.engine.coverage import Coverage
from solver.engine.instance import Wish, WishKind
from solver.engine.linear import Linear
from solver.engine.objective.term import Amount
from solver.engine.variables import Variables

name = "wishes"
label = "Unmet wishes"
unit = "points"
tier = 4


def add(variables: Variables, coverage: Coverage) -> Amount:
    instance = variables.facts.instance
    amount = Amount()
    for wish in instance.wishes:
        amount.add(_unmet(variables, wish), times=wish.weight, weight=instance.options.weights.wish)
    return amount


def _unmet(variables: Variables, wish: Wish) -> Linear:
    """1 when the wish is not met."""
    if wish.kind == WishKind.OFF:
        if wish.shift_type is not None:
            return variables.worked_type(wish.person, wish.on, wish.shift_type)
        return variables.worked(wish.person, wish.on)
    if wish.kind == WishKind.ONLY:
        other = Linear(0)
        other.add_linear(variables.worked(wish.person, wish.on), 1)
        if wish.shift_type is not None:
            other.add_linear(variables.worked_type(wish.person, wish.on, wish.shift_type), -1)
        return other
    unmet = Linear(1)
    if wish.shift_type is None:
        unmet.add_linear(variables.worked(wish.person, wish.on), -1)
    else:
        unmet.add_linear(variables.worked_type(wish.person, wish.on, wish.shift_type), -1)
    return unmet
