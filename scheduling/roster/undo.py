"""Undo and redo of a planner's own edits, per period, kept on the server so that they survive a reload.

Undo closes the rows of one gesture and brings back what it revoked, at its old place in the order of
painting, so
that later changes of the base show through. A day that others changed since, or that was published later, is left
alone whole and named; what employees saw at once they see undone at once.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from scheduling.adjustments.domain import AdjustmentKind, Paint
from scheduling.adjustments.kinds import TERMS
from scheduling.adjustments.models import Adjustment
from scheduling.roster.answers import EditAnswer, done_before, record_edit
from scheduling.roster.conflicts import touched_since
from scheduling.roster.gate import clear
from scheduling.roster.models import Edit
from scheduling.roster.notices import tell_published
from scheduling.roster.operational import outcome_of
from scheduling.roster.periods import dates_of_period, locked_for
from scheduling.roster.rows import interval_of, is_published_at_once, publish_rows
from scheduling.time.interval import Interval
from scheduling.time.local_time import LocalClock
from scheduling.time.words import month_day
from staff.centers.clock import Tick, tick
from staff.centers.models import Center
from staff.people.models import User
from staff.permissions import Permission, require

MOST_STEPS = 100
_DONE = ("edit", "redo", "proposal")


class NothingToUndo(Exception):
    """There is no step left in this direction."""


@dataclass(frozen=True, slots=True)
class UndoSteps:
    """Whether there is a step back and a step forward for a planner in a period."""

    can_undo: bool
    can_redo: bool


def undo_steps(actor: User, center: Center, day: date) -> UndoSteps:
    """What the undo and redo buttons may do in the period of a date; one query each."""
    return UndoSteps(_next_undo(actor, center, day) is not None, _next_redo(actor, center, day) is not None)


def undo(*, actor: User, center: Center, day: date, edit_id: UUID) -> EditAnswer:
    """Take back the planner's latest gesture in the period of a date. Raises NothingToUndo, PublishRefused.

    Locked days, days others changed since and those published later are left alone, each whole, and named. What was
    published as it was recorded is taken back as visibly.
    """
    return _step(actor, center, day, edit_id, forward=False)


def redo(*, actor: User, center: Center, day: date, edit_id: UUID) -> EditAnswer:
    """Do again what was undone last, as new rows. Raises NothingToUndo when another edit came after."""
    return _step(actor, center, day, edit_id, forward=True)


class ChangedSince(Exception):
    """What a decision did can't be taken back whole any more; `days` names each day with why."""

    def __init__(self, days: list[str]) -> None:
        super().__init__(" ".join(days))
        self.days = days


def take_back_approved(*, actor: User, center: Center, edit_id: UUID) -> None:
    """Undo, whole, the edit of a decision that is taken back; nobody was told of it. Raises ChangedSince.

    Locks the center's clock.
    """
    with transaction.atomic(), tick(actor=actor, center_id=center.pk, kind="roster.undone") as opened:
        target = Edit.objects.get(pk=edit_id, center=center, kind="request")
        gesture = uuid.uuid4()
        touched, left_alone = _reverse(opened, actor, center, target, gesture, anew=False)
        if left_alone:
            raise ChangedSince(left_alone)
        answer = EditAnswer(gesture, opened.version, tuple(touched))
        opened.payload.update(answer.as_json())
        clock = LocalClock(center.time_zone)
        first_day = clock.date_of(min(interval.start for _, interval in touched))
        command = {"of": str(target.pk)}
        record_edit(actor, center, opened, gesture, "take_back", command, answer, first_day, undoes=target)


def _step(actor: User, center: Center, day: date, edit_id: UUID, *, forward: bool) -> EditAnswer:
    require(actor, Permission.EDIT_ROSTER, center.pk)
    with (
        transaction.atomic(),
        tick(
            actor=actor, center_id=center.pk, kind="roster.redone" if forward else "roster.undone"
        ) as opened,
    ):
        done = done_before(actor, center, edit_id)
        if done is not None:
            opened.cancel()
            return done
        target = _next_redo(actor, center, day) if forward else _next_undo(actor, center, day)
        if target is None or target.version is None:
            raise NothingToUndo("There is nothing to redo." if forward else "There is nothing to undo.")
        touched, left_alone = _reverse(opened, actor, center, target, edit_id, anew=forward)
        _pass_rules(opened, actor, center)
        answer = EditAnswer(edit_id, opened.version, tuple(touched), (), tuple(left_alone))
        opened.payload.update(answer.as_json())
        record_edit(
            actor,
            center,
            opened,
            edit_id,
            "redo" if forward else "undo",
            {"of": str(target.pk)},
            answer,
            dates_of_period(center, day)[0],
            **({"redoes": target} if forward else {"undoes": target}),
        )
        return answer


def _next_undo(actor: User, center: Center, day: date) -> Edit | None:
    """The latest edit that is not undone, or that was undone and redone only as a step of its own."""
    starts_on, _ = dates_of_period(center, day)
    steps = Edit.objects.filter(center=center, actor=actor, period__starts_on=starts_on, kind__in=_DONE)
    latest = list(steps.filter(version__isnull=False).order_by("-version")[:MOST_STEPS])
    undone = set(Edit.objects.filter(undoes__in=latest).values_list("undoes_id", flat=True))
    return next((step for step in latest if step.pk not in undone), None)


def _next_redo(actor: User, center: Center, day: date) -> Edit | None:
    starts_on, _ = dates_of_period(center, day)
    mine = Edit.objects.filter(center=center, actor=actor, period__starts_on=starts_on, version__isnull=False)
    last_new = mine.filter(kind__in=("edit", "proposal")).order_by("-version").first()
    undone = mine.filter(kind="undo", redone_by__isnull=True).order_by("-version")
    if last_new is not None:
        undone = undone.filter(version__gt=last_new.version)
    return undone.first()


def _reverse(
    opened: Tick, actor: User, center: Center, target: Edit, gesture: UUID, *, anew: bool
) -> tuple[list[tuple[UUID, Interval]], list[str]]:
    """Close what a step added and bring back what it closed.

    `anew` is redo: what comes back is painted now, over everything that came since; else it keeps its old
    place.
    """
    version = target.version or 0
    rows = Adjustment.objects.filter(center=center)
    # A row that an earlier undo brought back is another row of the same entity: what counts is what stands of it.
    first = list(rows.filter(from_version=version).select_related("person"))
    entities = {row.entity_id for row in first}
    added = list(rows.current().filter(entity__in=entities).select_related("person"))
    closed = list(rows.filter(until_version=version).exclude(from_version=version).select_related("person"))
    people = {row.person_id for row in (*first, *closed)}
    left = _Left(
        center,
        touched_since(center, version, people, but_not=actor),
        _locked(actor, center, (*first, *added, *closed), opened.version - 1),
        {row.entity_id for row in first if row.published_from is not None and not is_published_at_once(row)},
    )
    stands = {row.entity_id for row in added}
    for row in (*added, *(row for row in first if row.entity_id not in stands)):
        left.look(row, is_addition=True)
    for row in closed:
        left.look(row, is_addition=False)
    standing = set(
        Adjustment.objects.current()
        .filter(entity__in=[row.entity_id for row in closed])
        .values_list("entity_id", flat=True)
    )
    going = [row for row in added if not left.holds(row)]
    back = [row for row in closed if not left.holds(row) and row.entity_id not in standing]
    for row in going:
        opened.close(row)
    # What employees saw at once they see undone at once: the row itself, or the one that an undone revocation copied.
    at_once = {row.entity_id for row in (*first, *going) if is_published_at_once(row)}
    seen = rows.filter(entity__in=at_once.intersection(row.entity_id for row in going))
    publish_rows(opened, list(seen.values_list("pk", flat=True)))
    copies = [_copy(row, gesture, opened.version if anew else row.paint_version) for row in back]
    for row, copy in zip(back, copies, strict=True):
        if row.published_until is not None:
            copy.published_from = opened.version
    opened.add_all(copies)
    return [(row.person_id, interval_of(row)) for row in (*going, *back)], left.named()


def _pass_rules(opened: Tick, actor: User, center: Center) -> None:
    """What employees see undone at once passes the rules like any operational change; it is told as well.

    Warnings are known: they stood before the step. Raises PublishRefused.
    """
    rows = list(Adjustment.objects.filter(center=center, published_from=opened.version))
    rows += Adjustment.objects.filter(center=center, published_until=opened.version)
    if not rows:
        return
    clock = LocalClock(center.time_zone)
    days = [day for row in rows for day in row.days(clock)]
    people = {row.person_id for row in rows}
    outcome = outcome_of(center, opened.version, people, min(days), max(days))
    clear(actor, center, outcome.broken, "", accepts_warnings=True)
    tell_published(center, outcome.period, outcome.people, opened.version)


class _Left:
    """The days that a step leaves alone, each whole: a day is never half undone.

    The rows of a gesture on one day of a person belong together (off here, on duty there); where one of them can't be
    undone, none of them is.
    """

    def __init__(
        self,
        center: Center,
        others: Mapping[UUID, Iterable[tuple[Interval, int]]],
        locked: Mapping[UUID, str],
        published: Collection[UUID | None],
    ) -> None:
        self._clock = LocalClock(center.time_zone)
        self._others, self._locked, self._published = others, locked, published
        self._reasons: dict[tuple[UUID, date], str] = {}

    def look(self, row: Adjustment, *, is_addition: bool) -> None:
        """Note the row's day if anything stands against undoing the row."""
        reason = self._reason(row, is_addition=is_addition)
        if reason:
            self._reasons.setdefault(
                self._day(row), f"{row.person}, {month_day(self._day(row)[1])}: {reason}"
            )

    def holds(self, row: Adjustment) -> bool:
        """Whether the row's day is left alone."""
        return self._day(row) in self._reasons

    def named(self) -> list[str]:
        """Each day with why."""
        return sorted(set(self._reasons.values()))

    def _day(self, row: Adjustment) -> tuple[UUID, date]:
        return row.person_id, row.days(self._clock)[0]

    def _reason(self, row: Adjustment, *, is_addition: bool) -> str:
        if row.pk in self._locked:
            return self._locked[row.pk]
        # A row that an earlier undo brought back is a copy: what was published is the row it was copied from.
        is_published = row.published_from is not None and not is_published_at_once(row)
        is_published = is_published or row.entity_id in self._published
        was_published = row.published_until is not None and row.published_until != row.until_version
        if is_published if is_addition else was_published:
            return "published. Make a reverse change instead."
        if any(theirs.overlaps(interval_of(row)) for theirs, _ in self._others.get(row.person_id, ())):
            return "changed by somebody else since."
        return ""


def _locked(actor: User, center: Center, rows: Iterable[Adjustment], version: int) -> dict[UUID, str]:
    """Why rows can't be changed any more, by row."""
    clock = LocalClock(center.time_zone)
    days = {row.pk: row.days(clock) for row in rows}
    every = {day for dates in days.values() for day in dates}
    locked = locked_for(actor, center, every, version)
    closed = locked_for(actor, center, every, version, is_absence=True)
    found: dict[UUID, str] = {}
    for row in rows:
        is_known_after = is_published_at_once(row) and TERMS[AdjustmentKind(row.kind)].is_operational
        reasons = closed if row.paint == Paint.ABSENCE or is_known_after else locked
        reason = next((reasons[day] for day in days[row.pk] if day in reasons), None)
        if reason is not None:
            found[row.pk] = reason
    return found


def _copy(row: Adjustment, gesture: UUID, paint_version: int) -> Adjustment:
    copy = Adjustment(
        id=uuid.uuid4(),
        entity_id=row.entity_id,
        gesture=gesture,
        paint_version=paint_version,
    )
    for name in (
        "person_id",
        "kind",
        "paint",
        "sequence",
        "starts_at",
        "ends_at",
        "shift_starts_at",
        "shift_type_id",
        "position_id",
        "console",
        "breaks",
        "pay",
        "absence_kind",
        "reason",
    ):
        setattr(copy, name, getattr(row, name))
    return copy
