"""Off and early of a person on a date, as the house rules count them: a shift type maps to a symbol, no
shift is off.
"""

from __future__ import annotations

from datetime import date

from solver.engine.instance import Symbol
from solver.engine.linear import Linear
from solver.engine.variables import Variables


def off(variables: Variables, person: str, on: date) -> Linear:
    """1 when no duty of the person counts for the date."""
    total = Linear(1)
    total.add_linear(variables.worked(person, on), -1)
    return total


def early(variables: Variables, person: str, on: date) -> Linear:
    """1 when a shift of an early type counts for the date."""
    return variables.worked_as(person, on, Symbol.EARLY)
