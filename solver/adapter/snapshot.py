"""Everything a run reads, in one consistent read of the database. What is made of it is in `instance.py`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid5

from django.db import connection, transaction

from scheduling.adjustments.models import Adjustment
from scheduling.patterns.models import ShiftType
from scheduling.roster.selectors import Roster, View, load_roster
from scheduling.roster.workweeks import Workweeks, workweeks_of
from scheduling.time.interval import moment_of
from staff.centers.clock import current_version
from staff.centers.models import Center
from staff.preferences.models import OffLimitMembership, Wish
from staff.preferences.selectors import dates_of, standing_preferences
from staff.skills.models import Skill

PAST_DAYS = 84
"""How far fairness looks back: three periods of four weeks."""


@dataclass(frozen=True, slots=True)
class WishRow:
    """A wish on a date of the horizon, its own or of a standing preference; `shift_code` and `part` empty mean any
    shift.
    """

    key: UUID
    person: UUID
    kind: str
    on: date
    weight: int
    shift_code: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """An off-limit group with those of its members who are on the roster."""

    key: UUID
    name: str
    members: tuple[UUID, ...]


@dataclass(frozen=True)
class Snapshot:
    """A center's working roster over the horizon as of one version, and what else a run looks at.

    `drafts` are the adjustments not yet published. `past` is the roster before the horizon of the people without a
    pattern, or None when there are none. `workweeks` are by bargaining unit; None is the center's.
    """

    roster: Roster
    drafts: frozenset[UUID]
    symbols: Mapping[UUID, str]
    skill_codes: Mapping[UUID, str]
    wishes: tuple[WishRow, ...]
    off_limit_groups: tuple[GroupRow, ...]
    workweeks: Workweeks
    past: Roster | None

    @property
    def version(self) -> int:
        return self.roster.version


@contextmanager
def consistent_read() -> Iterator[None]:
    """A transaction that sees one state of the database throughout, also of rows that have no versions.

    Inside another transaction it is only that transaction: its isolation can't be raised any more.
    """
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def read_snapshot(
    center: Center, starts_on: date, ends_before: date, *, version: int | None = None
) -> Snapshot:
    """Read the horizon, as of now or of an earlier version, with the past that rules and fairness look at."""
    with consistent_read():
        as_of = current_version(center.pk) if version is None else version
        roster = load_roster(center, starts_on, ends_before, view=View.WORKING, as_of=as_of)
        people = set(roster.person)
        return Snapshot(
            roster=roster,
            drafts=_drafts(roster),
            symbols=dict(
                ShiftType.objects.as_of(as_of).filter(center=center).values_list("entity_id", "symbol")
            ),
            skill_codes=dict(Skill.objects.filter(center=center).values_list("pk", "code")),
            wishes=_wishes(center, starts_on, ends_before, people),
            off_limit_groups=_off_limit_groups(center, people),
            workweeks=workweeks_of(center, as_of),
            past=_past(roster),
        )


def _drafts(roster: Roster) -> frozenset[UUID]:
    span = roster.input.span
    rows = Adjustment.objects.as_of(roster.version).filter(
        center=roster.center, starts_at__lt=moment_of(span.end), ends_at__gt=moment_of(span.start)
    )
    published = rows.filter(published_from__lte=roster.version).values_list("pk", flat=True)
    return frozenset(rows.values_list("pk", flat=True)) - frozenset(published)


def _wishes(center: Center, starts_on: date, ends_before: date, people: set[UUID]) -> tuple[WishRow, ...]:
    rows = Wish.objects.filter(center=center, on__gte=starts_on, on__lt=ends_before).order_by("on", "pk")
    dated = [
        WishRow(row.pk, row.person_id, row.kind, row.on, row.weight, row.shift_code)
        for row in rows
        if row.person_id in people
    ]
    spoken = {(row.person, row.on) for row in dated}
    standing = [
        WishRow(
            uuid5(row.pk, on.isoformat()), row.person_id, row.kind, on, row.weight, row.shift_code, row.part
        )
        for row in standing_preferences(center.pk, starts_on, ends_before)
        if row.person_id in people
        for on in dates_of(row, starts_on, ends_before)
        if (row.person_id, on) not in spoken
    ]
    return (*dated, *sorted(standing, key=_by_date))


def _by_date(row: WishRow) -> tuple[date, UUID]:
    return row.on, row.key


def _off_limit_groups(center: Center, people: set[UUID]) -> tuple[GroupRow, ...]:
    names: dict[UUID, str] = {}
    members: dict[UUID, list[UUID]] = defaultdict(list)
    rows = OffLimitMembership.objects.filter(group__center=center).order_by("group__name", "person_id")
    for group_id, name, person_id in rows.values_list("group_id", "group__name", "person_id"):
        if person_id in people:
            names[group_id] = name
            members[group_id].append(person_id)
    return tuple(GroupRow(group_id, name, tuple(members[group_id])) for group_id, name in names.items())


def _past(roster: Roster) -> Roster | None:
    free = [
        row.key for row in roster.input.people if any(contract.pattern is None for contract in row.contracts)
    ]
    if not free:
        return None
    return load_roster(
        roster.center,
        roster.starts_on - timedelta(days=PAST_DAYS),
        roster.starts_on,
        view=View.WORKING,
        as_of=roster.version,
        only=free,  # type: ignore[arg-type]
        margin=timedelta(days=2),
    )
