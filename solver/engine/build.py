"""The model of one instance: variables, every blocking rule, and the objective terms of one tier at a time.

The rules are listed in `constraints/`, the terms in `objective/`; the search over the model is `solve.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from solver.engine.constraints import RULES
from solver.engine.coverage import Coverage
from solver.engine.facts import Facts
from solver.engine.linear import Linear
from solver.engine.objective import TERMS, Term
from solver.engine.objective.term import Amount
from solver.engine.solution import ModelSize
from solver.engine.variables import Variables


@dataclass(frozen=True, slots=True)
class TierModel:
    """A tier's terms with their amounts, and their summed cost."""

    number: int
    amounts: tuple[tuple[Term, Amount], ...]
    cost: Linear

    @property
    def least(self) -> int:
        """What the bounds of the variables prove; no term is ever below 0."""
        return sum(max(0, amount.cost.least) for _, amount in self.amounts)


class Model:
    """Variables and rules; tiers are added when their turn comes, so that early tiers search a small model."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.variables = Variables(facts)
        for rule in RULES:
            rule.add(self.variables)
        self.coverage = Coverage(self.variables)

    def add_tier(self, number: int) -> TierModel:
        """Add the terms of a tier; the caller minimizes its cost and then keeps it."""
        amounts = tuple(
            (term, term.add(self.variables, self.coverage)) for term in TERMS if term.tier == number
        )
        cost = Linear()
        for _, amount in amounts:
            cost.add_linear(amount.cost)
        return TierModel(number, amounts, cost)

    def keep(self, tier: TierModel, at_most: int) -> None:
        """From now on the tier may not cost more."""
        if tier.cost.greatest > at_most:
            self.variables.row(tier.cost, at_most)

    @property
    def size(self) -> ModelSize:
        proto = self.variables.model.proto
        return ModelSize(len(proto.variables), len(proto.constraints), self.variables.coverage_rows)
