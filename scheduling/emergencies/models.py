"""Declared emergencies, versioned: who declared what is in the event log of the version."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from scheduling.rules.registry import RULES
from staff.audit import audited
from staff.centers.versioned import Versioned, whole_minute


@audited()
class DeclaredEmergency(Versioned):
    """From when until when which rules are suspended, and why."""

    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    rules = ArrayField(models.CharField(max_length=60))
    reason = models.CharField(max_length=200, help_text="Everybody who sees the board reads it.")

    class Meta(Versioned.Meta):
        verbose_name_plural = "declared emergencies"
        ordering: ClassVar = ["starts_at"]
        constraints: ClassVar = [
            *Versioned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="scheduling_emergency_times",
                violation_error_message="An emergency must end after it starts.",
            ),
            models.CheckConstraint(
                condition=Q(rules__len__gt=0),
                name="scheduling_emergency_rules",
                violation_error_message="Name at least one rule.",
            ),
            whole_minute("starts_at", "scheduling_emergency_whole_start"),
            whole_minute("ends_at", "scheduling_emergency_whole_end"),
        ]

    def __str__(self) -> str:
        return f"Emergency: {self.reason}"

    @property
    def rule_labels(self) -> list[str]:
        """The rules by the names that supervisors use."""
        return [RULES[name].label if name in RULES else name for name in self.rules]
