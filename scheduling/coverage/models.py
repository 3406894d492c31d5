"""Positions and what must be covered when. The sweep that compares it with the roster is in `domain/`."""

from __future__ import annotations

from datetime import time
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from staff.audit import audited
from staff.centers.models import Weekday
from staff.centers.versioned import Versioned
from staff.skills.models import Skill


@audited()
class Position(Versioned):
    """A kind of work that is staffed: the skill it needs, its priority (1 is filled first), its consoles."""

    name = models.CharField(max_length=60)
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    priority = models.PositiveSmallIntegerField()
    consoles = models.PositiveSmallIntegerField(help_text="Consoles are numbered from 1.")

    class Meta(Versioned.Meta):
        ordering: ClassVar = ["priority"]
        constraints: ClassVar = [
            *Versioned.Meta.constraints,
            models.UniqueConstraint(
                fields=["center", "name"],
                condition=Q(until_version__isnull=True),
                name="scheduling_position_name",
                violation_error_message="A position with this name exists.",
            ),
            models.UniqueConstraint(
                fields=["center", "priority"],
                condition=Q(until_version__isnull=True),
                name="scheduling_position_priority",
                deferrable=None,
                violation_error_message="Another position has this priority.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RequirementKind(models.TextChoices):
    SEATS = "seats", "Seats in a position"
    MIX = "mix", "People on duty with a skill"


def _object_matches_kind(prefix: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(kind=RequirementKind.SEATS, position__isnull=False, skill__isnull=True)
        | Q(kind=RequirementKind.MIX, position__isnull=True, skill__isnull=False),
        name=f"{prefix}_object",
        violation_error_message="Seats are asked for in a position, a mix for a skill.",
    )


def window_words(starts_at: time, ends_at: time) -> str:
    """A window on the wall; an end of 00:00 is midnight at the day's end."""
    return f"{starts_at:%H:%M} – {'24:00' if ends_at == time.min else f'{ends_at:%H:%M}'}"


def _headcounts_in_order(prefix: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(target__gte=F("minimum")) & (Q(maximum__isnull=True) | Q(maximum__gte=F("target"))),
        name=f"{prefix}_headcounts",
        violation_error_message="Minimum, target and maximum must not decrease.",
    )


@audited()
class Requirement(Versioned):
    """Headcount asked for on a weekday in a wall-clock window; an end at or before the start is next day."""

    kind = models.CharField(max_length=5, choices=RequirementKind.choices)
    position = models.ForeignKey(Position, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    skill = models.ForeignKey(Skill, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices)
    starts_at = models.TimeField()
    ends_at = models.TimeField(help_text="00:00 is midnight at the end of the day.")
    minimum = models.PositiveSmallIntegerField()
    target = models.PositiveSmallIntegerField()
    maximum = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta(Versioned.Meta):
        constraints: ClassVar = [
            *Versioned.Meta.constraints,
            _object_matches_kind("scheduling_requirement"),
            _headcounts_in_order("scheduling_requirement"),
            models.CheckConstraint(
                condition=Q(starts_at__second=0, ends_at__second=0),
                name="scheduling_requirement_minutes",
                violation_error_message="Times are whole minutes, without seconds.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {window_words(self.starts_at, self.ends_at)}: {self.minimum}"


@audited()
class RequirementOverride(Versioned):
    """Headcount asked for on one date; replaces the weekday's in exactly the minutes it covers."""

    kind = models.CharField(max_length=5, choices=RequirementKind.choices)
    position = models.ForeignKey(Position, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    skill = models.ForeignKey(Skill, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    starts_at = models.TimeField()
    ends_at = models.TimeField(help_text="00:00 is midnight at the end of the day.")
    minimum = models.PositiveSmallIntegerField()
    target = models.PositiveSmallIntegerField()
    maximum = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=200)

    class Meta(Versioned.Meta):
        constraints: ClassVar = [
            *Versioned.Meta.constraints,
            _object_matches_kind("scheduling_requirement_override"),
            _headcounts_in_order("scheduling_requirement_override"),
            models.CheckConstraint(
                condition=Q(starts_at__second=0, ends_at__second=0),
                name="scheduling_requirement_override_minutes",
                violation_error_message="Times are whole minutes, without seconds.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {window_words(self.starts_at, self.ends_at)}: {self.minimum} ({self.reason})"
