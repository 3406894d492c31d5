"""The history in words: who did what in each version, what came and went, and what employees see of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from scheduling.adjustments.domain import KIND_LABELS, AdjustmentKind, Paint
from scheduling.adjustments.models import Adjustment
from scheduling.roster.history.kinds import kind_words
from scheduling.roster.history.selectors import HistoryFacts, Reader, RowChange, person_columns
from scheduling.rules.registry import RULES
from scheduling.time.interval import minute_before, minute_of
from scheduling.time.local_time import LocalClock
from scheduling.time.words import MINUS, count_words, date_words, range_words
from staff.administration.history import differences
from staff.centers.models import Event
from staff.centers.versioned import Versioned

MASKED = "Away"
_LONG_MINUTES = 36 * 60
"""A longer row is said by its dates."""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change of a version: what came (+), went (−) or became other (→), whose, and whether employees see it."""

    sign: str
    person: UUID | None
    name: str
    words: str
    details: tuple[tuple[str, str, str], ...] = ()
    on: date | None = None
    published: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One version. `notes` say what it takes back, or is taken back by, and which rules were overridden, with why."""

    version: int
    at: datetime
    when: str
    kind: str
    title: str
    actor: str
    initials: str
    lines: tuple[ChangeLine, ...]
    more: int
    notes: tuple[str, ...]

    @property
    def on(self) -> date | None:
        """The first date of the roster that it changed."""
        return min((line.on for line in self.lines if line.on is not None), default=None)

    @property
    def version_before(self) -> int | None:
        """As of which the roster was without it; nothing before the first."""
        return self.version - 1 if self.version > 1 else None


def entries(facts: HistoryFacts, reader: Reader, today: date) -> tuple[Entry, ...]:
    """Every event of a page in words, newest first."""
    writer = _Writer(facts, reader, today)
    return tuple(writer.entry(event) for event in facts.events)


def actor_words(event: Event | None) -> tuple[str, str]:
    """Who did it and their initials; an import at the command line has nobody."""
    actor = event.actor if event else None
    person = getattr(actor, "person", None)
    if person is not None:
        return str(person), f"{person.first_name[:1]}{person.last_name[:1]}".upper()
    if actor is not None:
        return actor.email, actor.email[:2].upper()
    return "Imported", ""


def adjustment_words(row: Adjustment, clock: LocalClock, today: date, *, sees_reasons: bool) -> str:
    """ "Assigned N 18:00 – 06:00, Police radio 2", or "Leave, sick, Dec 6 to Dec 12"."""
    start, end = minute_of(row.starts_at), minute_of(row.ends_at)
    label = KIND_LABELS[AdjustmentKind(row.kind)]
    if row.paint == Paint.ABSENCE.value:
        label = f"{label}, {row.absence_kind.replace('_', ' ')}" if sees_reasons else MASKED
    elif row.shift_type is not None:
        label = f"{label} {row.shift_type.code}"
    if end - start > _LONG_MINUTES:
        first, last = clock.date_of(start), clock.date_of(end - 1)
        return f"{label}, {date_words(first, today)} to {date_words(last, today)}"
    seat = ""
    if row.position is not None:
        seat = f", {row.position.name}" + (f" {row.console}" if row.console else "")
    return f"{label} {range_words(start, end, clock)}{seat}"


class _Writer:
    def __init__(self, facts: HistoryFacts, reader: Reader, today: date) -> None:
        self._facts, self._reader, self._today = facts, reader, today
        self._clock = LocalClock(facts.center.time_zone)

    def entry(self, event: Event) -> Entry:
        changes = self._facts.changes.get(event.version, [])
        actor, initials = actor_words(event)
        lines = tuple(self._line(change) for change in changes)
        total = self._facts.totals.get(event.version, 0)
        return Entry(
            version=event.version,
            at=event.recorded_at,
            when=self._moment(event.recorded_at),
            kind=event.kind,
            title=kind_words(event.kind),
            actor=actor,
            initials=initials,
            lines=lines,
            more=max(0, total - len(lines)),
            notes=tuple(self._notes(event)),
        )

    def _line(self, change: RowChange) -> ChangeLine:
        if isinstance(change.new or change.old, Adjustment):
            return self._adjustment(change)
        row = change.new if change.new is not None else change.old
        sign = "→" if change.old is not None and change.new is not None else "+" if change.new else MINUS
        model: type[Versioned] = type(row)
        owners = person_columns(model)
        person = getattr(row, owners[0]) if owners else None
        label = str(row._meta.verbose_name)
        details = differences(change.old, change.new) if sign == "→" else ()
        return ChangeLine(
            sign=sign,
            person=person.pk if person else None,
            name=str(person) if person else "",
            words=f"{label[:1].upper()}{label[1:]}: {str(row).removeprefix(f'{person} ')}",
            details=details,
        )

    def _adjustment(self, change: RowChange) -> ChangeLine:
        row: Adjustment = change.new or change.old
        own = row.person_id == self._reader.own
        sees_reasons = self._reader.sees_reasons or own
        start = row.shift_starts_at or row.starts_at
        is_masked = row.paint == Paint.ABSENCE.value and not sees_reasons
        return ChangeLine(
            sign="+" if change.new is not None else MINUS,
            person=row.person_id,
            name=str(row.person),
            words=adjustment_words(row, self._clock, self._today, sees_reasons=sees_reasons),
            on=self._clock.date_of(minute_of(start)),
            published="" if change.is_publication else self._published(row, change),
            reason="" if is_masked else row.reason,
        )

    def _published(self, row: Adjustment, change: RowChange) -> str:
        """What employees see of an addition or a revocation, as of the version that is read."""
        version = self._facts.version
        is_added = change.new is not None
        at = row.published_from if is_added else row.published_until
        if at is not None and at <= version:
            return "published at once" if at == change.version else f"published {self._when(at)}"
        if is_added:
            is_gone = row.until_version is not None and row.until_version <= version
            return "never published" if is_gone else "draft"
        was_seen = row.published_from is not None and row.published_from <= version
        return "draft" if was_seen else "was never published"

    def _notes(self, event: Event) -> Iterable[str]:
        edit: Any = self._facts.edits.get(event.version)
        if edit is not None and edit.undoes is not None and edit.undoes.version is not None:
            yield f"Takes back version {edit.undoes.version}."
        undone_by = self._facts.undone_by.get(event.version)
        if undone_by is not None:
            yield f"Taken back by version {undone_by}."
        if event.kind == "roster.published" and "changes" in event.payload and self._reader.sees_all:
            people = count_words(len(event.payload.get("people", ())), "person", "people")
            yield f"{count_words(event.payload['changes'], 'change')} for {people}."
        for row in self._facts.overrides.get(event.version, ()):
            rule = RULES.get(row.rule)
            yield f"{rule.label if rule else row.rule} overridden for {row.person}: {row.reason}"

    def _when(self, version: int) -> str:
        at = self._facts.recorded.get(version)
        return self._moment(at) if at else f"in version {version}"

    def _moment(self, at: datetime) -> str:
        local = self._clock.local(minute_before(at))
        return f"{date_words(local.date(), self._today)}, {local:%H:%M}"
