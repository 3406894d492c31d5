"""Planned rows become adjustments of the database, at the version of an open tick.

Which rows an edit needs is decided in `domain/editing.py`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import cast
from uuid import UUID

from scheduling.adjustments.models import Adjustment
from scheduling.roster.domain.editing import NewRow, Plan
from scheduling.time.interval import Interval, minute_of, moment_of
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Key
from staff.centers.clock import Tick
from staff.centers.models import Center


def rows_of_plan(
    opened: Tick, person_id: UUID, plan: Plan, gesture: UUID, *, published: bool = False, sequence: int = 0
) -> list[Adjustment]:
    """The rows that a plan adds at the tick's version, not saved yet: those of a gesture are written at once.

    `published` says that the whole is operational.
    """
    rows = [
        adjustment_row(new, person_id, gesture, opened.version, sequence + n)
        for n, new in enumerate(plan.additions)
    ]
    if published:
        for row in rows:
            row.published_from = opened.version
    return rows


def revoke_rows(opened: Tick, keys: Collection[Key], *, published: bool = False) -> None:
    """End rows at the tick's version; those that somebody ended before are left as they are.

    Revoking a row that was never published needs no publication; revoking a published one becomes a draft change,
    unless `published` says that the whole is operational.
    """
    if not keys:
        return
    rows = Adjustment.objects.filter(center=opened.center_id, pk__in=list(keys))
    rows.current().update(until_version=opened.version)
    if published:
        ended = rows.filter(until_version=opened.version, published_from__isnull=False)
        ended.filter(published_until__isnull=True).update(published_until=opened.version)


def drafts_on(center: Center, days: Collection[tuple[UUID, date]], clock: LocalClock) -> list[Adjustment]:
    """The draft changes of these people that belong to these dates."""
    every = [day for _, day in days]
    inside = clock.days(min(every), max(every) + timedelta(days=1))
    rows = Adjustment.objects.filter(
        center=center,
        person_id__in={person for person, _ in days},
        starts_at__lt=moment_of(inside.end + 2880),
        ends_at__gt=moment_of(inside.start - 2880),
    ).drafts()
    return [row for row in rows if any((row.person_id, day) in days for day in row.days(clock))]


def interval_of(row: Adjustment) -> Interval:
    """The minutes a row is about."""
    return Interval(minute_of(row.starts_at), minute_of(row.ends_at))


def is_published_at_once(row: Adjustment) -> bool:
    """Published in the version that added it: an operational change, or one made with "publish now"."""
    return row.published_from is not None and row.published_from == row.from_version


def all_seen(ids: Collection[Key]) -> bool:
    """Whether employees see what each of these rows says: it is published, or the row that an undo copied is."""
    entities = set(Adjustment.objects.filter(pk__in=list(ids)).values_list("entity_id", flat=True))
    seen = Adjustment.objects.filter(
        entity__in=entities, published_from__isnull=False, published_until__isnull=True
    )
    return entities == set(seen.values_list("entity_id", flat=True))


def publish_rows(opened: Tick, ids: Collection[UUID]) -> int:
    """Publish drafts among these rows, additions and revocations, at the tick's version; how many there were."""
    rows = Adjustment.objects.filter(pk__in=ids)
    added = rows.filter(published_from__isnull=True, until_version__isnull=True)
    count: int = added.update(published_from=opened.version)
    revoked = rows.filter(
        published_from__isnull=False, until_version__isnull=False, published_until__isnull=True
    )
    return count + revoked.update(published_until=opened.version)


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
                "relief": None if pause.relief is None else str(pause.relief),
                "is_handover": pause.is_handover,
            }
            for pause in new.breaks
        ],
        pay=new.pay.value,
        absence_kind=new.absence_kind or "",
        reason=new.reason,
        gesture=gesture,
    )
