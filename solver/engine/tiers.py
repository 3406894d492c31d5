"""The five tiers of the objective: their words, and how the time of a run is shared among them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tier:
    """`share` is the part of the run's time that a tier gets; what it leaves over goes to the later ones."""

    number: int
    label: str
    unit: str
    share: float


TIERS: tuple[Tier, ...] = (
    Tier(1, "Shortfall against minimum", "weighted person-minutes", 0.50),
    Tier(2, "Approval-level rules and overtime", "weighted minutes", 0.12),
    Tier(3, "House rules and fairness", "points", 0.16),
    Tier(4, "Wishes", "points", 0.08),
    Tier(5, "Target, surplus and stability", "points", 0.14),
)
