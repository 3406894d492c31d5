"""Planned rows become adjustments of the database, at the version of an open tick.

Which rows an edit needs is decided in `domain/editing.py`.
"""

from __future__ import annotations

from typing import cast
from uuid import UUID

from scheduling.adjustments.models import Adjustment
from scheduling.roster.domain.editing import NewRow, Plan
from scheduling.time.interval import moment_of
from staff.centers.clock import Tick


def store_plan(
    opened: Tick,
    person_id: UUID,
    plan: Plan,
    gesture: UUID,
    *,
    published: bool = False,
    sequence: int = 0,
) -> list[Adjustment]:
    """Write a plan's revocations and additions at the tick's version; returns the rows added.

    Revoking a row that was never published needs no publication; revoking a published one becomes a draft
    change,
    unless `published` says that the whole is operational.
    """
    rows = {row.pk: row for row in Adjustment.objects.current().filter(pk__in=plan.revocations)}
    for key in plan.revocations:
        row = rows.get(cast("UUID", key))
        if row is None:
            continue
        opened.close(row)
        if published and row.published_from is not None:
            Adjustment.objects.filter(pk=row.pk).update(published_until=opened.version)
    added = [
        adjustment_row(new, person_id, gesture, opened.version, sequence + n)
        for n, new in enumerate(plan.additions)
    ]
    if published:
        for row in added:
            row.published_from = opened.version
    return opened.add_all(added)


def adjustment_row(new: NewRow, person_id: UUID, gesture: UUID, version: int, sequence: int) -> Adjustment:
    """An unsaved adjustment from a planned one."""
    return Adjustment(
        person_id=person_id,
        kind=new.kind.value,
        paint=new.paint.value,
        paint_version=version,
        sequence=sequence,
        starts_at=moment_of(new.start),
        ends_at=moment_of(new.end),
        shift_starts_at=None if new.shift_start is None else moment_of(new.shift_start),
        shift_type_id=cast("UUID | None", new.shift_type),
        position_id=cast("UUID | None", new.position),
        console=new.console,
        breaks=[
            {
                "start": pause.start - new.start,
                "end": pause.end - new.start,
                "is_paid": pause.is_paid,
                "is_relieved": pause.is_relieved,
            }
            for pause in new.breaks
        ],
        pay=new.pay.value,
        absence_kind=new.absence_kind or "",
        reason=new.reason,
        gesture=gesture,
    )
