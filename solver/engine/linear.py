"""Variables with known bounds, linear sums over them, and rows written straight into a CP-SAT model.

The arithmetic of the model; what the variables mean is in `variables.py`. The solver library's own
expressions do the same far slower for the hundred thousand terms of a large center.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ortools.sat.python import cp_model

LOWEST = -(2**63)


class Var(NamedTuple):
    """A whole-number variable by its place in the model, with its bounds; a literal has the bounds 0 and
    1.
    """

    place: int
    low: int
    high: int


class Linear:
    """A whole-number constant plus a weighted sum of variables."""

    __slots__ = ("_terms", "constant")

    def __init__(self, constant: int = 0, *variables: Var) -> None:
        self.constant = constant
        self._terms: dict[Var, int] = dict.fromkeys(variables, 1)

    def add(self, variable: Var, coefficient: int = 1) -> None:
        self._terms[variable] = self._terms.get(variable, 0) + coefficient

    def add_linear(self, other: Linear, coefficient: int = 1) -> None:
        self.constant += coefficient * other.constant
        for variable, factor in other._terms.items():
            self.add(variable, coefficient * factor)

    @property
    def terms(self) -> list[tuple[Var, int]]:
        return [(variable, factor) for variable, factor in self._terms.items() if factor]

    @property
    def is_constant(self) -> bool:
        return not any(self._terms.values())

    @property
    def least(self) -> int:
        """The least value that the bounds of the variables allow."""
        return self.constant + sum(f * (v.low if f > 0 else v.high) for v, f in self._terms.items())

    @property
    def greatest(self) -> int:
        """The greatest value that the bounds of the variables allow."""
        return self.constant + sum(f * (v.high if f > 0 else v.low) for v, f in self._terms.items())

    def value(self, solved: Solved) -> int:
        return self.constant + sum(
            factor * solved.value(variable) for variable, factor in self._terms.items()
        )


class Solved:
    """Values of all variables of a model."""

    def __init__(self, values: list[int]) -> None:
        self.values = values

    def value(self, variable: Var) -> int:
        return self.values[variable.place]


class Rows:
    """A CP-SAT model and the few kinds of rows this engine writes."""

    def __init__(self) -> None:
        self.model = cp_model.CpModel()

    def number(self, low: int, high: int) -> Var:
        """A new variable."""
        variables = self.model.proto.variables
        variables.add().domain.extend((low, high))
        return Var(len(variables) - 1, low, high)

    def literal(self) -> Var:
        return self.number(0, 1)

    def row(self, total: Linear, at_most: int, *, only_if: Var | None = None) -> None:
        """`total <= at_most`, where `only_if` is given only when that literal is 1."""
        self._row(total, LOWEST, at_most - total.constant, only_if)

    def _row(self, total: Linear, low: int, high: int, only_if: Var | None = None) -> None:
        constraint = self.model.proto.constraints.add()
        terms = total.terms
        constraint.linear.vars.extend([variable.place for variable, _ in terms])
        constraint.linear.coeffs.extend([factor for _, factor in terms])
        constraint.linear.domain.extend((low, high))
        if only_if is not None:
            constraint.enforcement_literal.append(only_if.place)

    def equal(self, total: Linear, value: int) -> None:
        """`total == value`."""
        self._row(total, value - total.constant, value - total.constant)

    def at_most_one(self, literals: Iterable[Var]) -> None:
        self.model.proto.constraints.add().at_most_one.literals.extend(
            [literal.place for literal in literals]
        )

    def forbid(self, literal: Var) -> None:
        """The literal is 0."""
        self.row(Linear(0, literal), 0)

    def impossible(self) -> None:
        """Nothing satisfies the model any more."""
        self.row(Linear(1), 0)

    def minimize(self, total: Linear) -> None:
        """Replace the objective."""
        proto = self.model.proto
        proto.clear_objective()
        terms = total.terms
        proto.objective.vars.extend([variable.place for variable, _ in terms])
        proto.objective.coeffs.extend([factor for _, factor in terms])
        proto.objective.offset = total.constant
        proto.objective.scaling_factor = 1.0
