"""Reading standing preferences: which hold in a span, and on which of its dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from staff.preferences.models import StandingPreference


def standing_preferences(center_id: UUID, starts_on: date, ends_before: date) -> QuerySet[StandingPreference]:
    """Those that hold on a date of the span, in a fixed order."""
    return StandingPreference.objects.filter(
        Q(ends_before__isnull=True) | Q(ends_before__gt=starts_on),
        center_id=center_id,
        starts_on__lt=ends_before,
    ).order_by("person", "starts_on", "pk")


def dates_of(row: StandingPreference, starts_on: date, ends_before: date) -> Iterator[date]:
    """The dates of a span on which a preference holds, in order."""
    on = max(row.starts_on, starts_on)
    last = ends_before if row.ends_before is None else min(row.ends_before, ends_before)
    while on < last:
        if not row.weekdays or on.weekday() in row.weekdays:
            yield on
        on += timedelta(days=1)
