"""Positions, requirements and their overrides, and the call load."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from scheduling.center_files.domain import incidents_per_hour, positions, requirements
from scheduling.center_files.storage.store import PlainStore, VersionedStore
from scheduling.coverage.models import Position, Requirement, RequirementKind, RequirementOverride
from scheduling.demand.models import IncidentRate
from staff.skills.models import Skill


class PositionStore(VersionedStore[positions.PositionRow]):
    form = positions.FORM

    def stored(self) -> Iterable[tuple[positions.PositionRow, Position]]:
        for one in Position.objects.current().filter(center=self.scene.center).select_related("skill"):
            row = positions.PositionRow(
                name=one.name, skill=one.skill.code, priority=one.priority, consoles=one.consoles
            )
            yield row, one

    def build(self, row: positions.PositionRow) -> Position:
        return Position(
            name=row.name,
            skill_id=self.scene.skills[row.skill],
            priority=row.priority,
            consoles=row.consoles,
        )

    def written(self, row: positions.PositionRow, instance: Position) -> None:
        self.scene.positions[row.name] = instance.entity_id


class _Objects:
    """What a requirement is about, by the name that files use, and back."""

    def __init__(self, center_id: UUID) -> None:
        current = Position.objects.current().filter(center=center_id)
        self.positions: dict[Any, str] = dict(current.values_list("entity_id", "name"))
        self.skills: dict[Any, str] = dict(Skill.objects.filter(center=center_id).values_list("pk", "code"))

    def name(self, row: Requirement | RequirementOverride) -> str:
        """The name; the key itself where the position is gone."""
        if row.kind == RequirementKind.SEATS:
            return self.positions.get(row.position_id, str(row.position_id))
        return self.skills[row.skill_id]


class RequirementStore(VersionedStore[requirements.RequirementRow]):
    form = requirements.FORM

    def stored(self) -> Iterable[tuple[requirements.RequirementRow, Requirement]]:
        objects = _Objects(self.scene.center.pk)
        for one in Requirement.objects.current().filter(center=self.scene.center):
            row = requirements.RequirementRow(
                kind=one.kind,
                of=objects.name(one),
                weekday=one.weekday,
                start=one.starts_at,
                end=one.ends_at,
                minimum=one.minimum,
                target=one.target,
                maximum=one.maximum,
            )
            yield row, one

    def build(self, row: requirements.RequirementRow) -> Requirement:
        is_seats = row.kind == RequirementKind.SEATS
        return Requirement(
            kind=row.kind,
            position_id=self.scene.positions[row.of] if is_seats else None,
            skill_id=None if is_seats else self.scene.skills[row.of],
            weekday=row.weekday,
            starts_at=row.start,
            ends_at=row.end,
            minimum=row.minimum,
            target=row.target,
            maximum=row.maximum,
        )


class OverrideStore(VersionedStore[requirements.OverrideRow]):
    form = requirements.OVERRIDES

    def stored(self) -> Iterable[tuple[requirements.OverrideRow, RequirementOverride]]:
        objects = _Objects(self.scene.center.pk)
        for one in RequirementOverride.objects.current().filter(center=self.scene.center):
            row = requirements.OverrideRow(
                kind=one.kind,
                of=objects.name(one),
                date=one.on,
                start=one.starts_at,
                end=one.ends_at,
                minimum=one.minimum,
                target=one.target,
                maximum=one.maximum,
                reason=one.reason,
            )
            yield row, one

    def build(self, row: requirements.OverrideRow) -> RequirementOverride:
        is_seats = row.kind == RequirementKind.SEATS
        return RequirementOverride(
            kind=row.kind,
            position_id=self.scene.positions[row.of] if is_seats else None,
            skill_id=None if is_seats else self.scene.skills[row.of],
            on=row.date,
            starts_at=row.start,
            ends_at=row.end,
            minimum=row.minimum,
            target=row.target,
            maximum=row.maximum,
            reason=row.reason,
        )


class IncidentRateStore(PlainStore[incidents_per_hour.IncidentRateRow]):
    form = incidents_per_hour.FORM
    changeable = ("incidents",)

    def stored(self) -> Iterable[tuple[incidents_per_hour.IncidentRateRow, IncidentRate]]:
        for one in IncidentRate.objects.filter(center=self.scene.center):
            row = incidents_per_hour.IncidentRateRow(
                weekday=one.weekday, hour=one.hour, incidents=one.incidents
            )
            yield row, one

    def build(self, row: incidents_per_hour.IncidentRateRow) -> IncidentRate:
        return IncidentRate(
            center=self.scene.center, weekday=row.weekday, hour=row.hour, incidents=row.incidents
        )
