"""Where one tier of a run stands: best value, proven bound, time."""

from __future__ import annotations

from dataclasses import dataclass

from solver.engine.build import TierModel
from solver.engine.tiers import Tier


@dataclass(slots=True)
class TierState:
    """A tier while it is solved. `started` and `deadline` are in seconds of the run."""

    tier: Tier
    model: TierModel
    started: float
    deadline: float = 0.0
    value: int | None = None
    bound: int | None = None
    seconds: float = 0.0
    is_over: bool = False
    enough_gap: float = 0.0

    @property
    def is_enough(self) -> bool:
        """Solved, or as near to the bound as the options ask for."""
        if self.value is None or self.bound is None:
            return False
        return self.value - self.bound <= abs(self.value) * self.enough_gap

    @property
    def is_solved(self) -> bool:
        return self.value is not None and self.bound is not None and self.bound >= self.value

    @property
    def words(self) -> str:
        if self.is_solved:
            return f"{self.tier.label}: {self.value} is proven best."
        return f"{self.tier.label}: {self.value}, at least {self.bound}."

    def raise_bound(self, bound: int) -> None:
        self.bound = bound if self.bound is None else max(self.bound, bound)
