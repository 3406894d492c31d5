"""Displays: screens that show who is on duty without a sign-in. Their links are made in `displays.py`."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from staff.audit import audited


@audited()
class WallDisplay(models.Model):
    """Which screens may show who is on duty by a link of their own, who allowed it, and until when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    center = models.ForeignKey("staff.Center", on_delete=models.PROTECT, related_name="displays")
    name = models.CharField(max_length=80, help_text="Where the screen hangs.")
    created_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["name", "created_at"]

    def __str__(self) -> str:
        return self.name
