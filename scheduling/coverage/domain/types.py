"""What coverage is computed from: positions, requirements with overrides, certifications, trainer pairs.

Demand over time is in `demand.py`, who fills it in `seats.py` and `mix.py`, gaps and surpluses in `curve.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from scheduling.time.interval import Interval
from scheduling.time.segment import Key


class RequirementKind(StrEnum):
    """Seats ask for people in a position; mix asks for people on duty holding a skill, in whatever seat."""

    SEATS = "seats"
    MIX = "mix"


@dataclass(frozen=True, slots=True)
class Position:
    """A kind of work that is staffed; priority 1 is filled first."""

    key: Key
    name: str
    skill: Key
    priority: int
    consoles: int = 0


@dataclass(frozen=True, slots=True)
class Requirement:
    """Headcount wanted in a window that starts on a weekday (0 is Monday), in local time.

    `of` is the key of the position (seats) or of the skill (mix). An end at or before the start is on the next day.
    """

    key: Key
    kind: RequirementKind
    of: Key
    weekday: int
    starts_at: time
    ends_at: time
    minimum: int
    target: int
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class RequirementOverride:
    """The same on one date; replaces the weekday's for its kind and object in exactly its minutes."""

    key: Key
    kind: RequirementKind
    of: Key
    on: date
    starts_at: time
    ends_at: time
    minimum: int
    target: int
    maximum: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Certification:
    """A person holds a skill in these minutes (the last day is inside)."""

    person: Key
    skill: Key
    interval: Interval


@dataclass(frozen=True, slots=True)
class TrainerPair:
    """The trainer a trainee is with by preference in these minutes."""

    trainee: Key
    trainer: Key
    interval: Interval
