"""Levels, limits and violations: the words every rule shares. The rules are the files next door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from scheduling.time.interval import Interval
from scheduling.time.segment import Key


class Level(StrEnum):
    """What breaking a limit means; declared from mildest to hardest."""

    INFORM = "inform"
    WARN = "warn"
    APPROVAL = "approval"
    BLOCK = "block"

    @property
    def rank(self) -> int:
        """0 for the mildest; only meant for comparison."""
        return _RANKS[self]


_RANKS = {level: rank for rank, level in enumerate(Level)}


@dataclass(frozen=True, slots=True)
class Limit:
    """One number of one rule at one level. The unit is the rule's (minutes, days or nights)."""

    level: Level
    value: int


@dataclass(frozen=True, slots=True)
class DatedLimits:
    """The limits of one rule from a date on (a later row of the same rule replaces an earlier one whole)."""

    rule: str
    effective_on: date
    limits: tuple[Limit, ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """The words of semantics 6 as numbers: what counts as night, as continuous, as one stretch."""

    night_starts_at_minute: int = 22 * 60
    night_ends_at_minute: int = 6 * 60
    night_duty_minutes: int = 180
    continuous_gap_minutes: int = 30
    nights_before_rest: int = 3


@dataclass(frozen=True, slots=True)
class DatedCounting:
    """Which duty counts for limits on time, of shifts that start on a date or after it, until the next row."""

    effective_on: date
    training: bool = True
    trades: bool = True


@dataclass(frozen=True, slots=True)
class RuleParameters:
    """All limits of one bargaining unit, by rule name, each a sequence in order of `effective_on`.

    `counting` is in order of `effective_on` too; before the first row everything counts.
    """

    dated: Mapping[str, tuple[DatedLimits, ...]] = field(default_factory=dict)
    settings: Settings = Settings()
    counting: tuple[DatedCounting, ...] = ()

    def limits(self, rule: str, day: date) -> tuple[Limit, ...]:
        """The limits of a rule in force on a local date; empty when the rule is not set."""
        in_force: tuple[Limit, ...] = ()
        for row in self.dated.get(rule, ()):
            if row.effective_on > day:
                break
            in_force = row.limits
        return in_force


@dataclass(frozen=True, slots=True)
class Violation:
    """A limit that is broken: by whom, when, by how much. `unit` is minutes, days, nights or people.

    Suspended by a declared emergency it is at level inform, whatever the limit's level. A rule that asks for several
    things names the one that is broken in `clause`.
    """

    rule: str
    level: Level
    person: Key
    interval: Interval
    measured: int
    limit: int
    unit: str = "minutes"
    is_suspended: bool = False
    clause: str = ""
