"""Whose workweek is which, as of a version: the one place from which hours are counted by week.

What a workweek is, is in `scheduling/time/workweek.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from scheduling.contracts.models import WorkweekBoundary
from scheduling.time.local_time import MIDNIGHT
from scheduling.time.workweek import Boundary, Workweek
from staff.centers.models import Center, CenterSettings, Weekday
from staff.people.models import BargainingUnit

Workweeks = Mapping[UUID | None, Workweek]
"""By bargaining unit; None is the center's, which holds for people without a unit."""


def workweeks_of(center: Center, version: int) -> Workweeks:
    """Everybody's workweek; three queries.

    A unit that says when its week starts has that instead of the center's; so with its boundaries.
    """
    settings = CenterSettings.objects.as_of(version).filter(center=center).first()
    boundaries: dict[UUID | None, list[tuple[date, Boundary]]] = defaultdict(list)
    rows = WorkweekBoundary.objects.as_of(version).filter(center=center)
    for unit_id, effective_on, boundary in rows.values_list("bargaining_unit_id", "effective_on", "boundary"):
        boundaries[unit_id].append((effective_on, Boundary(boundary)))
    everybody = tuple(sorted(boundaries[None]))
    weekday, at = (settings.workweek_weekday, settings.workweek_time) if settings else (Weekday.SUN, MIDNIGHT)
    found: dict[UUID | None, Workweek] = {None: Workweek(weekday, at, everybody)}
    for unit in BargainingUnit.objects.filter(center=center):
        own = tuple(sorted(boundaries[unit.pk])) or everybody
        if unit.workweek_weekday is None or unit.workweek_time is None:
            found[unit.pk] = Workweek(weekday, at, own)
        else:
            found[unit.pk] = Workweek(unit.workweek_weekday, unit.workweek_time, own)
    return found


def workweek_of(weeks: Workweeks, unit: UUID | None) -> Workweek:
    """The workweek of somebody's bargaining unit, or the center's."""
    return weeks.get(unit, weeks[None])
