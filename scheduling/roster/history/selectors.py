"""Reads a page of the history: events, and the rows that their versions added and ended. Words are in `lines.py`.

A fixed number of queries at most. Pages go back by version, so the oldest is as fast as the newest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Count, Exists, F, ForeignKey, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from scheduling.adjustments.models import Adjustment
from scheduling.patterns.models import Holiday
from scheduling.roster.history.kinds import GROUP_KINDS, ROSTER_KINDS
from scheduling.roster.models import Edit, PeriodState, RuleOverride
from scheduling.roster.periods import dates_of_period
from scheduling.time.interval import moment_of
from scheduling.time.local_time import LocalClock
from staff.centers.models import Center, Event
from staff.centers.versioned import Versioned
from staff.people.models import Person

PAGE_SIZE = 30
MOST_LINES = 12
"""Changes of one version that are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: planners everything, everybody else what became visible of themselves (`own`)."""

    sees_all: bool
    sees_reasons: bool
    own: UUID | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a history is narrowed to, and the version before which it goes on. `period` is any of its dates."""

    person: UUID | None = None
    actor: UUID | None = None
    group: str = ""
    period: date | None = None
    before: int | None = None
    size: int = PAGE_SIZE


@dataclass(frozen=True)
class RowChange:
    """One row that a version added, ended, replaced (`old` and `new`), or let employees see."""

    version: int
    new: Any = None
    old: Any = None
    is_publication: bool = False


@dataclass(frozen=True)
class HistoryFacts:
    """A page of events, newest first, with everything that is said of them."""

    center: Center
    version: int
    events: tuple[Event, ...]
    older: int | None
    changes: Mapping[int, list[RowChange]]
    totals: Mapping[int, int]
    edits: Mapping[int, Edit] = field(default_factory=dict)
    undone_by: Mapping[int, int] = field(default_factory=dict)
    overrides: Mapping[int, list[RuleOverride]] = field(default_factory=dict)
    recorded: Mapping[int, datetime] = field(default_factory=dict)
    """The moments of the versions in which rows were published."""


def load_history(center: Center, asked: Asked, reader: Reader, version: int) -> HistoryFacts:
    """The events up to a version that the reader may see and asked for."""
    person = asked.person if reader.sees_all else reader.own
    events = _events(center, asked, reader, person, version)
    older = events[asked.size - 1].version if len(events) > asked.size else None
    events = events[: asked.size]
    versions = [event.version for event in events]
    found = _Changes(center, person, reader)
    found.read_adjustments(versions)
    found.read_tables([event.version for event in events if event.kind not in ROSTER_KINDS])
    edits = Edit.objects.filter(center=center, version__in=versions).select_related("undoes")
    undoing = Edit.objects.filter(center=center, undoes__version__in=versions, version__lte=version)
    overrides: dict[int, list[RuleOverride]] = defaultdict(list)
    if reader.sees_all:
        rows = RuleOverride.objects.filter(center=center, version__in=versions).select_related("person")
        for row in rows if person is None else rows.filter(person_id=person):
            overrides[row.version].append(row)
    published = {
        at
        for changes in found.changes.values()
        for change in changes
        for row in (change.new, change.old)
        if isinstance(row, Adjustment)
        for at in (row.published_from, row.published_until)
        if at is not None
    }
    recorded = Event.objects.filter(center=center, version__in=published)
    return HistoryFacts(
        center=center,
        version=version,
        events=tuple(events),
        older=older,
        changes=found.changes,
        totals=found.totals,
        edits={row.version: row for row in edits if row.version is not None},
        undone_by={
            undone: by for undone, by in undoing.values_list("undoes__version", "version") if undone and by
        },
        overrides=overrides,
        recorded=dict(recorded.values_list("version", "recorded_at")),
    )


def _events(center: Center, asked: Asked, reader: Reader, person: UUID | None, version: int) -> list[Event]:
    found = Event.objects.filter(center=center, version__lte=version).select_related("actor__person")
    if asked.before is not None:
        found = found.filter(version__lt=asked.before)
    if asked.actor is not None:
        found = found.filter(actor_id=asked.actor)
    if asked.group:
        found = found.filter(kind__in=GROUP_KINDS[asked.group])
    if person is not None:
        found = found.filter(version__in=_union(_of_person(center, person, reader)))
    elif not reader.sees_all:
        return []  # an account without a roster of its own
    if asked.period is not None:
        found = found.filter(version__in=_union(_of_period(center, asked.period, reader)))
    return list(found.order_by("-version")[: asked.size + 1])


def _union(parts: Iterable[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    first, *others = parts
    return first.union(*others)


def _of_person(center: Center, person: UUID, reader: Reader) -> Iterable[QuerySet[Any, Any]]:
    """The versions that touched a person: what became visible, for those who see no drafts."""
    adjustments = Adjustment.objects.filter(center=center, person_id=person)
    for column in _columns(reader):
        yield adjustments.filter(**{f"{column}__isnull": False}).values_list(column)
    for model in versioned_tables():
        for owner in person_columns(model):
            rows = model.objects.filter(**{"center": center, owner: person})
            yield rows.values_list("from_version")
            yield rows.filter(until_version__isnull=False).values_list("until_version")
    if reader.sees_all:
        yield RuleOverride.objects.filter(center=center, person_id=person).values_list("version")


def _of_period(center: Center, day: date, reader: Reader) -> Iterable[QuerySet[Any, Any]]:
    """The versions that touched the dates of a period: its adjustments, its state, its holidays."""
    starts_on, ends_before = dates_of_period(center, day)
    span = LocalClock(center.time_zone).days(starts_on, ends_before)
    inside = Adjustment.objects.filter(
        center=center, starts_at__lt=moment_of(span.end), ends_at__gt=moment_of(span.start)
    )
    for column in _columns(reader):
        yield inside.filter(**{f"{column}__isnull": False}).values_list(column)
    holidays = Holiday.objects.filter(center=center, on__gte=starts_on, on__lt=ends_before)
    states = PeriodState.objects.filter(center=center, period__starts_on=starts_on)
    for rows in (holidays, states):
        yield rows.values_list("from_version")
        yield rows.filter(until_version__isnull=False).values_list("until_version")


def _columns(reader: Reader) -> tuple[str, ...]:
    seen = ("published_from", "published_until")
    return ("from_version", "until_version", *seen) if reader.sees_all else seen


class _Changes:
    """The rows of some versions, at most `MOST_LINES` of each table and version, and how many there are."""

    def __init__(self, center: Center, person: UUID | None, reader: Reader) -> None:
        self._center, self._person, self._reader = center, person, reader
        self.changes: dict[int, list[RowChange]] = defaultdict(list)
        self.totals: dict[int, int] = defaultdict(int)

    def read_adjustments(self, versions: Collection[int]) -> None:
        """Rows added and revoked, and those that a later version let employees see; four queries at most."""
        rows = Adjustment.objects.filter(center=self._center)
        rows = rows.select_related("person", "shift_type", "position")
        if self._person is not None:
            rows = rows.filter(person_id=self._person)
        order = (F("person__last_name"), F("person__first_name"), F("starts_at"), F("pk"))
        if self._reader.sees_all:
            for row in self._capped(rows, "until_version", versions, order):
                self.changes[row.until_version].append(RowChange(row.until_version, old=row))
            for row in self._capped(rows, "from_version", versions, order):
                self.changes[row.from_version].append(RowChange(row.from_version, new=row))
            later = rows.filter(published_from__gt=F("from_version"))
            gone = rows.filter(published_until__gt=F("until_version"))
        else:
            later, gone = rows, rows
        for row in self._capped(gone, "published_until", versions, order):
            self.changes[row.published_until].append(
                RowChange(row.published_until, old=row, is_publication=True)
            )
        for row in self._capped(later, "published_from", versions, order):
            self.changes[row.published_from].append(
                RowChange(row.published_from, new=row, is_publication=True)
            )

    def read_tables(self, versions: Collection[int]) -> None:
        """Rows of every other versioned table; two queries each, none where nothing could have written them."""
        if not versions:
            return
        for model in versioned_tables():
            owners = person_columns(model)
            if self._person is not None and not owners:
                continue
            rows = model.objects.filter(center=self._center).select_related(*_named_columns(model))
            if self._person is not None:
                whose = Q()
                for owner in owners:
                    whose |= Q(**{owner: self._person})
                rows = rows.filter(whose)
            self._read_table(model, rows, versions)

    def _read_table(
        self, model: type[Versioned], rows: QuerySet[Any, Any], versions: Collection[int]
    ) -> None:
        order = (F("entity_id"), F("pk"))
        added = self._capped(rows, "from_version", versions, order)
        following = model.objects.filter(entity=OuterRef("entity"), from_version=OuterRef("until_version"))
        ended = rows.annotate(is_replaced=Exists(following)).filter(until_version__in=versions)
        shown = [row.entity_id for row in added]
        ended = ended.filter(Q(is_replaced=False) | Q(entity_id__in=shown))
        before = {}
        for row in ended.order_by("entity_id", "pk")[: MOST_LINES * len(versions)]:
            if row.is_replaced:
                before[row.entity_id, row.until_version] = row
            else:
                self.totals[row.until_version] += 1
                self.changes[row.until_version].append(RowChange(row.until_version, old=row))
        for row in added:
            old = before.get((row.entity_id, row.from_version))
            self.changes[row.from_version].append(RowChange(row.from_version, new=row, old=old))

    def _capped(
        self, rows: QuerySet[Any, Any], column: str, versions: Collection[int], order: tuple[Any, ...]
    ) -> list[Any]:
        """The first rows of each version, which are counted in full."""
        found = list(
            rows.filter(**{f"{column}__in": versions})
            .annotate(
                rank=Window(RowNumber(), partition_by=[F(column)], order_by=order),
                total=Window(Count("*"), partition_by=[F(column)]),
            )
            .filter(rank__lte=MOST_LINES)
            .order_by(column, "rank")
        )
        for row in found:
            if row.rank == 1:
                self.totals[getattr(row, column)] += row.total
        return found


@cache
def versioned_tables() -> tuple[type[Versioned], ...]:
    """Every versioned table but that of adjustments, which have words of their own."""
    models: list[Any] = list(apps.get_models())
    return tuple(model for model in models if issubclass(model, Versioned) and model is not Adjustment)


@cache
def person_columns(model: type[Versioned]) -> tuple[str, ...]:
    """The columns of a table that name a person."""
    return tuple(
        each.name
        for each in model._meta.concrete_fields
        if isinstance(each, ForeignKey) and each.related_model is Person
    )


@cache
def _named_columns(model: type[Versioned]) -> tuple[str, ...]:
    """What a row refers to and is named by."""
    return tuple(
        each.name
        for each in model._meta.concrete_fields
        if isinstance(each, ForeignKey) and each.name not in {"entity", "center"}
    )
