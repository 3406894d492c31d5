"""Positions, requirements and their overrides, and the call load."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from scheduling.center_files.domain import incidents_per_hour, positions, requirements
from scheduling.center_files.domain.tables import RowT
from scheduling.center_files.storage.store import PlainStore, VersionedStore
from scheduling.coverage.models import Position, Requirement, RequirementKind, RequirementOverride
from scheduling.demand.models import IncidentRate
from staff.skills.models import Skill

_SAME = ("kind", "minimum", "target", "maximum")
"""Columns that files and tables call the same."""


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


class _HeadcountStore(VersionedStore[RowT]):
    """What requirements and overrides share: what they are about, their window and their headcounts."""

    def shared(self) -> Callable[[Requirement | RequirementOverride], dict[str, Any]]:
        """A function from a stored row to what a file says of both kinds; it reads the names once."""
        center = self.scene.center
        standing = Position.objects.current().filter(center=center)
        positions: dict[Any, str] = dict(standing.values_list("entity_id", "name"))
        skills: dict[Any, str] = dict(Skill.objects.filter(center=center).values_list("pk", "code"))

        def said(one: Requirement | RequirementOverride) -> dict[str, Any]:
            # The key itself where the position is gone.
            is_seats = one.kind == RequirementKind.SEATS
            of = positions.get(one.position_id, str(one.position_id)) if is_seats else skills[one.skill_id]
            values = {name: getattr(one, name) for name in _SAME}
            return {**values, "of": of, "start": one.starts_at, "end": one.ends_at}

        return said

    def values(self, row: requirements.RequirementRow | requirements.OverrideRow) -> dict[str, Any]:
        """The columns of the table that both kinds have."""
        is_seats = row.kind == RequirementKind.SEATS
        return {
            **{name: getattr(row, name) for name in _SAME},
            "position_id": self.scene.positions[row.of] if is_seats else None,
            "skill_id": None if is_seats else self.scene.skills[row.of],
            "starts_at": row.start,
            "ends_at": row.end,
        }


class RequirementStore(_HeadcountStore[requirements.RequirementRow]):
    form = requirements.FORM

    def stored(self) -> Iterable[tuple[requirements.RequirementRow, Requirement]]:
        said = self.shared()
        for one in Requirement.objects.current().filter(center=self.scene.center):
            yield requirements.RequirementRow(**said(one), weekday=one.weekday), one

    def build(self, row: requirements.RequirementRow) -> Requirement:
        return Requirement(**self.values(row), weekday=row.weekday)


class OverrideStore(_HeadcountStore[requirements.OverrideRow]):
    form = requirements.OVERRIDES

    def stored(self) -> Iterable[tuple[requirements.OverrideRow, RequirementOverride]]:
        said = self.shared()
        for one in RequirementOverride.objects.current().filter(center=self.scene.center):
            yield requirements.OverrideRow(**said(one), date=one.on, reason=one.reason), one

    def build(self, row: requirements.OverrideRow) -> RequirementOverride:
        return RequirementOverride(**self.values(row), on=row.date, reason=row.reason)


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
