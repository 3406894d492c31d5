"""What an objective term hands to the model: its amount in its own unit, and what the amount costs in its tier."""

from __future__ import annotations

from dataclasses import dataclass, field

from solver.engine.linear import Linear


@dataclass(slots=True)
class Amount:
    """Sums that grow while a term is added. `value` is unweighted, `cost` weighted."""

    value: Linear = field(default_factory=Linear)
    cost: Linear = field(default_factory=Linear)

    def add(self, amount: Linear, *, times: int = 1, weight: int) -> None:
        """Count an amount `times` times, each at a price."""
        self.value.add_linear(amount, times)
        self.cost.add_linear(amount, times * weight)
