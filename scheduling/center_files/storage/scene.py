"""The center that files are imported into, and how rows name each other: customer's codes to our keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from scheduling.center_files.domain.tables import Known
from scheduling.coverage.models import Position
from scheduling.patterns.models import Pattern, ShiftType
from scheduling.time.local_time import LocalClock
from staff.centers.models import Center
from staff.people.models import Department, Group, Person
from staff.preferences.models import OffLimitGroup
from staff.skills.models import Skill


@dataclass(slots=True)
class Scene:
    """A center with its names; the dictionaries grow while new rows are written.

    Versioned things are named by their entity, which is what other tables refer to.
    """

    center: Center
    clock: LocalClock
    skills: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    departments: dict[str, UUID] = field(default_factory=dict)
    groups: dict[str, UUID] = field(default_factory=dict)
    off_limit_groups: dict[str, UUID] = field(default_factory=dict)
    positions: dict[str, UUID] = field(default_factory=dict)
    shift_types: dict[str, UUID] = field(default_factory=dict)
    patterns: dict[str, UUID] = field(default_factory=dict)

    @classmethod
    def of(cls, center: Center) -> Scene:
        """The scene of a stored center."""
        pk = center.pk
        return cls(
            center=center,
            clock=LocalClock(center.time_zone),
            skills=dict(Skill.objects.filter(center=pk).values_list("code", "pk")),
            people=dict(Person.objects.filter(center=pk).values_list("number", "pk")),
            departments=dict(Department.objects.filter(center=pk).values_list("name", "pk")),
            groups=dict(Group.objects.filter(center=pk).values_list("name", "pk")),
            off_limit_groups=dict(OffLimitGroup.objects.filter(center=pk).values_list("name", "pk")),
            positions=dict(Position.objects.current().filter(center=pk).values_list("name", "entity_id")),
            shift_types=dict(ShiftType.objects.current().filter(center=pk).values_list("code", "entity_id")),
            patterns=dict(Pattern.objects.current().filter(center=pk).values_list("name", "entity_id")),
        )

    def known(self) -> Known:
        """The names that files may refer to without defining them."""
        return Known(
            zone=self.center.time_zone,
            skills=set(self.skills),
            people=set(self.people),
            positions=set(self.positions),
            shift_codes=set(self.shift_types),
            patterns=set(self.patterns),
        )
