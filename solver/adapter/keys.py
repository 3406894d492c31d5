"""Names of things in an instance: made from ids of rows, and read back when a solution becomes a proposal."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from scheduling.time.interval import Minute
from scheduling.time.segment import Key, Source

CENTER_UNIT = "center"
"""The unit of people without a bargaining unit of their own."""


@dataclass(frozen=True, slots=True)
class DutyReference:
    """Where given duty comes from: a base contract (layer 1) or an adjustment (layer 2), and its first
    minute.
    """

    layer: int
    row: UUID
    start: Minute


def duty_key(source: Source, start: Minute) -> str:
    """Unique in an instance: one source paints a minute of one person once. `start` is since 1970."""
    return f"{source.layer}:{source.key}:{start}"


def duty_reference(key: str) -> DutyReference:
    """The way back from `duty_key`."""
    layer, row, start = key.split(":")
    return DutyReference(int(layer), UUID(row), int(start))


def occurrence_key(shift_type: Key, on: date) -> str:
    """A shift type on a date."""
    return f"{shift_type}@{on.isoformat()}"


def unit_key(unit: Key | None) -> str:
    """A bargaining unit, or the center itself."""
    return CENTER_UNIT if unit is None else str(unit)


def seat_skill(skill: Key, position: Key, barred: Collection[Key]) -> str:
    """The skill a position needs: one of its own where a restriction bars somebody who holds the skill from it."""
    return f"{skill}@{position}" if position in barred else str(skill)
