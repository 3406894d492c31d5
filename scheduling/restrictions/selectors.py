"""Which restrictions hold in a span of dates, by person, for the rules and for coverage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Q

from scheduling.restrictions.models import DutyRestriction
from scheduling.rules.work import Restriction
from scheduling.time.local_time import LocalClock
from staff.centers.models import Center


def restrictions_in(
    center: Center,
    version: int,
    clock: LocalClock,
    first: date,
    last: date,
    only: Collection[UUID] | None = None,
) -> Mapping[UUID, tuple[Restriction, ...]]:
    """As of a version, of those that hold on a date from the first until before the last, in order of start."""
    rows = (
        DutyRestriction.objects.as_of(version)
        .filter(Q(ends_before__isnull=True) | Q(ends_before__gt=first), center=center, starts_on__lt=last)
        .order_by("starts_on", "from_version", "pk")
    )
    if only is not None:
        rows = rows.filter(person_id__in=only)
    found: dict[UUID, list[Restriction]] = defaultdict(list)
    for row in rows:
        # Without an end it reaches beyond any shift of the span.
        ends = last if row.ends_before is None else row.ends_before
        found[row.person_id].append(
            Restriction(
                clock.days(row.starts_on, ends),
                row.earliest_at,
                row.latest_at,
                row.daily_minutes,
                row.weekly_minutes,
                row.no_overtime,
                frozenset(row.positions),
            )
        )
    return {person: tuple(restrictions) for person, restrictions in found.items()}
