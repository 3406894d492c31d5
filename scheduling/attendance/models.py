"""Confirmed shifts. Reports are edits and adjustments like any other change of the roster."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from scheduling.attendance.domain.own import Stretch
from staff.centers.versioned import APPEND_ONLY, whole_minute
from staff.people.models import Person


class ShiftConfirmation(models.Model):
    """Who said yes to which published shift, and to what: its minutes and positions, and the version that showed them.

    Whether a shift is confirmed is computed: it is, while it is what the latest row says.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    center = models.ForeignKey("staff.Center", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="shift_confirmations")
    shift_starts_at = models.DateTimeField(help_text="The start that names the shift.")
    stretches = models.JSONField(help_text="Rows of start and end in minutes since 1970, and the position.")
    version = models.BigIntegerField(help_text="The version of the roster that was confirmed.")
    confirmed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["version", "confirmed_at"]
        constraints: ClassVar = [whole_minute("shift_starts_at", "scheduling_confirmation_minute")]
        indexes: ClassVar = [
            # The board, the day and the list of who has not confirmed: all shifts of a center in a span.
            models.Index(fields=["center", "shift_starts_at"], name="scheduling_confirmation_span"),
        ]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.person_id}, {self.shift_starts_at:%Y-%m-%d %H:%M}"

    @property
    def seen(self) -> tuple[Stretch, ...]:
        """What was confirmed."""
        return tuple((start, end, position) for start, end, position in self.stretches)
