"""What a run may do and what it costs: permissions, limits of the search, weights inside the tiers.

Weights of one tier are only compared with each other; no weight outranks an earlier tier.
"""

from __future__ import annotations

from dataclasses import dataclass, field

HEAVIEST = 1_000_000
"""Greatest weight; sums of a large center stay far below what 64 bits hold."""
TIERS = 5
"""Number of tiers of the objective; the list with labels and units is in `tiers.py`."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Price of one unit of each objective term; whole numbers from 0 (off) to 1,000,000.

    Tier 1 takes its weights from positions and requirements, tier 4 from the wishes.
    """

    minute_short_of_rest: int = 1
    """Tier 2, per minute below an approval-level minimum rest."""
    minute_over_rule: int = 1
    """Tier 2, per minute above an approval-level limit counted in minutes."""
    day_over_rule: int = 480
    """Tier 2, per worked day or night above an approval-level limit counted in days or nights."""
    overtime_minute: int = 1
    """Tier 2, per minute of overtime."""
    group_over_limit: int = 100
    """Tier 3, per point by which 2 x off + early of an off-limit group exceeds its limit on a day."""
    off_per_day: int = 50
    """Tier 3, per person too few or too many off on a day."""
    off_per_person: int = 80
    """Tier 3, per day too few or too many off for a person in a window (a month)."""
    day_in_a_row: int = 200
    """Tier 3, per worked day in a row above the house limit."""
    warned_day: int = 100
    """Tier 3, per worked day or night above a limit of level `warn`."""
    fairness_night: int = 10
    """Tier 3, per night by which the most and the least burdened of a fairness group are apart."""
    fairness_weekend: int = 10
    """Tier 3, the same for weekend shifts."""
    fairness_holiday: int = 10
    """Tier 3, the same for holiday shifts."""
    wish: int = 1
    """Tier 4, times the weight of each unmet wish."""
    trainee_without_own_trainer: int = 1
    """Tier 4, per shift of a trainee that does not overlap duty of the preferred trainer."""
    target_minute: int = 3
    """Tier 5, per person-minute below a target."""
    surplus_minute: int = 2
    """Tier 5, per person-minute above the maximum."""
    unused_minute: int = 1
    """Tier 5, per contracted minute of a free person that no duty uses."""
    moved_shift: int = 2400
    """Tier 5, per movable shift that is moved or dropped (stability)."""

    def __post_init__(self) -> None:
        for name in self.__slots__:
            if not 0 <= getattr(self, name) <= HEAVIEST:
                raise ValueError(f"The weight {name} must be from 0 to {HEAVIEST}.")


@dataclass(frozen=True, slots=True)
class Options:
    """How one run searches. Everything here is stored with its result."""

    seed: int = 1
    """Seed of the search, 0 or more; the same seed with one worker and no time limit gives the same
    answer.
    """
    time_limit_seconds: float = 60.0
    """Wall-clock seconds for the whole run, above 0."""
    workers: int = 2
    """Threads of the search, 1 to 64."""
    enough_gap: float = 0.0
    """A tier is good enough once its gap is at most this share, 0.0 to 1.0; its result is kept all the
    same.
    """
    findings_removed: bool = True
    """What the findings propose is taken out of the given duty first; else it stands, and may be
    infeasible.
    """
    overtime_allowed: bool = False
    """People may be given duty beyond their weekly minutes, at a price (tier 2)."""
    double_shifts_allowed: bool = False
    """The run may put two shifts of one person on one date, or end to end."""
    tolerances: tuple[int, ...] = (0, 0, 0, 0, 0)
    """Per tier, by how much later tiers may worsen it, in the unit of the tier; 0 or more."""
    weights: Weights = field(default_factory=Weights)

    def __post_init__(self) -> None:
        if self.seed < 0:
            raise ValueError("The seed must not be negative.")
        if self.time_limit_seconds <= 0:
            raise ValueError("The time limit must be above 0 seconds.")
        if not 0.0 <= self.enough_gap <= 1.0:
            raise ValueError("The gap that is enough must be from 0 to 1.")
        if not 1 <= self.workers <= 64:
            raise ValueError("The number of workers must be from 1 to 64.")
        if len(self.tolerances) != TIERS or min(self.tolerances) < 0:
            raise ValueError(f"There must be {TIERS} tolerances, none of them negative.")
