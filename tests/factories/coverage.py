"""Positions and what must be covered when."""

from __future__ import annotations

from datetime import date, time

from scheduling.coverage.models import Position, Requirement, RequirementKind, RequirementOverride
from staff.centers.clock import Tick
from staff.centers.models import Center
from staff.skills.models import Skill
from tests.factories.centers import write


def make_position(
    center: Center,
    name: str = "Call-taking",
    *,
    skill: Skill,
    priority: int = 1,
    consoles: int = 4,
    opened: Tick | None = None,
) -> Position:
    row = Position(center=center, name=name, skill=skill, priority=priority, consoles=consoles)
    return write(row, opened=opened)


def make_requirement(
    of: Position | Skill,
    weekday: int = 0,
    start: str = "06:00",
    end: str = "18:00",
    *,
    minimum: int = 1,
    target: int | None = None,
    maximum: int | None = None,
    opened: Tick | None = None,
) -> Requirement:
    """Seats in a position or a mix of holders of a skill; the target is the minimum unless given."""
    row = Requirement(
        center_id=of.center_id,
        **_object(of),
        weekday=weekday,
        starts_at=time.fromisoformat(start),
        ends_at=time.fromisoformat(end),
        minimum=minimum,
        target=minimum if target is None else target,
        maximum=maximum,
    )
    return write(row, opened=opened)


def make_requirement_override(
    of: Position | Skill,
    on: date,
    start: str = "06:00",
    end: str = "18:00",
    *,
    minimum: int = 1,
    target: int | None = None,
    maximum: int | None = None,
    reason: str = "Storm watch",
    opened: Tick | None = None,
) -> RequirementOverride:
    row = RequirementOverride(
        center_id=of.center_id,
        **_object(of),
        on=on,
        starts_at=time.fromisoformat(start),
        ends_at=time.fromisoformat(end),
        minimum=minimum,
        target=minimum if target is None else target,
        maximum=maximum,
        reason=reason,
    )
    return write(row, opened=opened)


def _object(of: Position | Skill) -> dict[str, object]:
    if isinstance(of, Position):
        return {"kind": RequirementKind.SEATS, "position": of}
    return {"kind": RequirementKind.MIX, "skill": of}
