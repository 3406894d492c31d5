"""The one way to change what a roster is computed from: a tick of the center's clock.

A tick is one transaction, one version and one event. Who needs to know is called after commit (`announce`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from staff.audit import acting_as
from staff.centers.models import CenterClock, Event
from staff.centers.versioned import Versioned

if TYPE_CHECKING:
    from staff.people.models import User

RowT = TypeVar("RowT", bound=Versioned)


class AlreadyClosed(Exception):
    """The row was replaced or revoked by an earlier version; `row` says which."""

    def __init__(self, row: Versioned) -> None:
        super().__init__(f"{type(row).__name__} {row.pk} was closed before.")
        self.row = row


@dataclass(frozen=True, slots=True)
class Announcement:
    """What subscribers learn after commit: that a version exists and of what kind. The payload is in the event."""

    center_id: UUID
    version: int
    kind: str


_subscribers: list[Callable[[Announcement], None]] = []


def subscribe(subscriber: Callable[[Announcement], None]) -> None:
    """Have a function called after each committed version; called at start-up, twice is once."""
    if subscriber not in _subscribers:
        _subscribers.append(subscriber)


@dataclass(slots=True)
class Tick:
    """An open tick: the version being written. Rows are added, closed and replaced through it."""

    center_id: UUID
    version: int
    recorded_at: datetime
    kind: str
    payload: dict[str, Any] = field(default_factory=dict)
    is_cancelled: bool = False

    def cancel(self) -> None:
        """Nothing changes after all: no version, no event. Rows must not have been written."""
        self.is_cancelled = True

    def add(self, row: RowT) -> RowT:
        """Insert a new versioned row that stands from this version; `entity` defaults to the row itself."""
        return self.add_all([row])[0]

    def add_all(self, rows: Iterable[RowT]) -> list[RowT]:
        """Insert many rows of one table in one statement."""
        rows = list(rows)
        for row in rows:
            row.center_id = self.center_id
            row.from_version = self.version
            row.until_version = None
            if row.entity_id is None:
                row.entity_id = row.pk
        if rows:
            type(rows[0]).objects.bulk_create(rows)
        return rows

    def close(self, row: Versioned) -> None:
        """End a row at this version. Raises AlreadyClosed when another version ended it first."""
        closed = (
            type(row)
            .objects.filter(pk=row.pk, center_id=self.center_id, until_version__isnull=True)
            .update(until_version=self.version)
        )
        if closed != 1:
            raise AlreadyClosed(row)
        row.until_version = self.version

    def replace(self, old: RowT, new: RowT) -> RowT:
        """End a row and let another of the same entity stand from this version on."""
        self.close(old)
        new.entity_id = old.entity_id
        return self.add(new)


@contextmanager
def tick(
    *, actor: User | None, center_id: UUID, kind: str, payload: dict[str, Any] | None = None
) -> Iterator[Tick]:
    """One version of a center's clock: locks the clock row, then commits rows, version and event together.

    `actor` is None only for the system itself (an import at the command line). What the body raises rolls all of it
    back. Moments never run backwards within a center, so "as of" has one answer.
    """
    # Without an actor of its own, a tick is written down as done by whoever acts around it.
    with acting_as(actor) if actor else nullcontext(), transaction.atomic():
        clock = CenterClock.objects.select_for_update(no_key=True).get(center_id=center_id)
        now = timezone.now()
        recorded_at = max(now, clock.ticked_at) if clock.ticked_at else now
        opened = Tick(center_id, clock.version + 1, recorded_at, kind, dict(payload or {}))
        yield opened
        if opened.is_cancelled:
            return
        Event.objects.create(
            center_id=center_id,
            version=opened.version,
            recorded_at=recorded_at,
            actor=actor,
            kind=opened.kind,
            payload=opened.payload,
        )
        clock.version = opened.version
        clock.ticked_at = recorded_at
        clock.save(update_fields=["version", "ticked_at"])
        transaction.on_commit(partial(announce, Announcement(center_id, opened.version, opened.kind)))


def announce(announcement: Announcement) -> None:
    """Tell every subscriber of a committed version."""
    for subscriber in _subscribers:
        subscriber(announcement)


def current_version(center_id: UUID) -> int:
    """The version the center is at; 0 before the first tick."""
    return CenterClock.objects.values_list("version", flat=True).get(center_id=center_id)


def version_at(center_id: UUID, moment: datetime) -> int:
    """The highest version recorded at or before a moment; 0 when there was none yet."""
    found = (
        Event.objects.filter(center_id=center_id, recorded_at__lte=moment)
        .order_by("-version")
        .values_list("version", flat=True)
        .first()
    )
    return found or 0
