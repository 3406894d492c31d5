"""What a run may change and what it finds important, as asked for on the page, the command line or the API.

Plain values with a JSON form; turned into the engine's options in `solver/adapter/options.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any


class InvalidOptions(ValueError):
    """An option is unknown or out of range; `name` says which one."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


@dataclass(frozen=True, slots=True)
class Preference:
    """Something the run would like, with its price at the usual priority; `weights` are names of engine
    weights.
    """

    name: str
    label: str
    priority: int
    weights: tuple[str, ...]
    price: str
    tier: int
    term: str
    """Name of the term of the objective that says how far it was met."""


PREFERENCES: tuple[Preference, ...] = (
    Preference("overtime", "Less overtime", 4, ("overtime_minute",), "a minute", 2, "overtime"),
    Preference("days_in_a_row", "Few days in a row", 5, ("day_in_a_row",), "a day", 3, "days_in_a_row"),
    Preference(
        "off_limit",
        "At most 2 off or early per group and day",
        4,
        ("group_over_limit",),
        "a point",
        3,
        "off_limit_groups",
    ),
    Preference("off_per_person", "Days off per person", 4, ("off_per_person",), "a day", 3, "off_per_person"),
    Preference("off_per_day", "People off per day", 3, ("off_per_day",), "a person", 3, "off_per_day"),
    Preference(
        "fairness",
        "Even nights, weekends, holidays",
        3,
        ("fairness_night", "fairness_weekend", "fairness_holiday"),
        "a shift apart",
        3,
        "fairness",
    ),
    Preference("wishes", "Wishes", 3, ("wish",), "a point", 4, "wishes"),
    Preference(
        "own_trainer",
        "Trainees with their own trainer",
        2,
        ("trainee_without_own_trainer",),
        "a shift",
        4,
        "preferred_trainer",
    ),
    Preference("target", "Meet every target", 3, ("target_minute",), "a minute", 5, "shortfall_target"),
    Preference("surplus", "Few people above the maximum", 2, ("surplus_minute",), "a minute", 5, "surplus"),
    Preference("contracted", "Use contracted hours", 2, ("unused_minute",), "a minute", 5, "unused_minutes"),
    Preference("stability", "Stay with the pattern", 2, ("moved_shift",), "a shift", 5, "stability"),
)
"""In the order of their tiers; meeting minimums comes before all of them and has no priority."""

DEFAULT_PRIORITIES = {preference.name: preference.priority for preference in PREFERENCES}


@dataclass(frozen=True, slots=True)
class Accepted:
    """A shortage that somebody accepted: so many people missing of a requirement in minutes since 1970."""

    requirement: str
    start: int
    end: int
    missing: int

    @classmethod
    def from_json(cls, stored: Any) -> Accepted:
        """Raises InvalidOptions for anything but the four fields."""
        names = {each.name for each in fields(cls)}
        if not isinstance(stored, Mapping) or set(stored) != names:
            raise InvalidOptions(
                "accepted", f"An accepted shortage has the fields {', '.join(sorted(names))}."
            )
        numbers = [stored[name] for name in ("start", "end", "missing")]
        if any(type(number) is not int for number in numbers) or not isinstance(stored["requirement"], str):
            raise InvalidOptions(
                "accepted", "An accepted shortage has whole numbers and the key of a requirement."
            )
        if stored["start"] >= stored["end"] or stored["missing"] < 1:
            raise InvalidOptions("accepted", "An accepted shortage ends after it starts and misses somebody.")
        return cls(**stored)


@dataclass(frozen=True, slots=True)
class RunOptions:
    """Choices of one run. Kept things are given to the solver as fixed; a limit of None is off."""

    keeps_drafts: bool = True
    keeps_published: bool = True
    keeps_pattern: bool = True
    keeps_past: bool = True
    allows_overtime: bool = False
    minimums_must_hold: bool = False
    """A roster below any minimum that is not among `accepted` is no answer: the run says why, and how to get out."""
    accepted: tuple[Accepted, ...] = ()
    days_in_a_row: int | None = 5
    off_per_day_minimum: int | None = None
    off_per_day_maximum: int | None = None
    off_per_person_minimum: int | None = None
    off_per_person_maximum: int | None = None
    priorities: Mapping[str, int] = field(default_factory=lambda: dict(DEFAULT_PRIORITIES))
    tolerance: int = 0
    gap_percent: int = 0
    """A tier is good enough once its gap is at most this; 0 searches for the best."""

    def __post_init__(self) -> None:
        for name, priority in self.priorities.items():
            if name not in DEFAULT_PRIORITIES:
                raise InvalidOptions(name, f"“{name}” is no preference.")
            if not 1 <= priority <= 5:
                raise InvalidOptions(name, "A priority is a number from 1 to 5.")
        for name in _LIMITS:
            value = getattr(self, name)
            if value is not None and value < 0:
                raise InvalidOptions(name, "A limit is 0 or more.")
        if self.days_in_a_row is not None and self.days_in_a_row < 1:
            raise InvalidOptions("days_in_a_row", "At least one day in a row must be possible.")
        for least, most in _PAIRS:
            low, high = getattr(self, least), getattr(self, most)
            if low is not None and high is not None and low > high:
                raise InvalidOptions(most, "The maximum must not be below the minimum.")
        if not 0 <= self.gap_percent <= 50:
            raise InvalidOptions("gap_percent", "The gap is from 0 to 50 percent.")
        if self.tolerance < 0:
            raise InvalidOptions("tolerance", "The tolerance is 0 or more.")

    def priority(self, name: str) -> int:
        """From 1 to 5; what was not asked for has its usual priority."""
        return self.priorities.get(name, DEFAULT_PRIORITIES[name])

    def as_json(self) -> dict[str, Any]:
        """Plain values, as stored with the run."""
        return asdict(self) | {"priorities": dict(self.priorities)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> RunOptions:
        """Raises InvalidOptions for unknown names and values out of range."""
        known = {each.name for each in fields(cls)}
        for name in stored:
            if name not in known:
                raise InvalidOptions(name, f"“{name}” is no option of a run.")
        accepted = stored.get("accepted", ())
        if not isinstance(accepted, list | tuple):
            raise InvalidOptions("accepted", "Accepted shortages are a list.")
        return cls(**{**stored, "accepted": tuple(map(Accepted.from_json, accepted))})


_LIMITS = (
    "days_in_a_row",
    "off_per_day_minimum",
    "off_per_day_maximum",
    "off_per_person_minimum",
    "off_per_person_maximum",
)
_PAIRS = (
    ("off_per_day_minimum", "off_per_day_maximum"),
    ("off_per_person_minimum", "off_per_person_maximum"),
)
