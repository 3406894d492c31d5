"""The call load a center expects, by hour of week."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from staff.centers.models import Weekday


class IncidentRate(models.Model):
    """Mean incidents in one hour of the week, local time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    center = models.ForeignKey("staff.Center", on_delete=models.PROTECT, related_name="incident_rates")
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices)
    hour = models.PositiveSmallIntegerField()
    incidents = models.DecimalField(max_digits=8, decimal_places=1)

    class Meta:
        ordering = ["weekday", "hour"]
        constraints = [
            models.UniqueConstraint(
                fields=["center", "weekday", "hour"], name="scheduling_incident_rate_once"
            ),
            models.CheckConstraint(
                condition=Q(hour__lte=23) & Q(incidents__gte=0), name="scheduling_incident_rate_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.hour:02d}: {self.incidents}"
