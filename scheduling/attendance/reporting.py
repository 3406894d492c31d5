"""Reports: "I can't come" and late arrival, recorded through the door at once, and taken back until the shift begins.

What a report comes to is decided in `domain/reports.py`; supervisors are told in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from scheduling.adjustments.models import Adjustment
from scheduling.attendance.confirming import keep_confirmations
from scheduling.attendance.domain.own import OwnShift, own_shifts
from scheduling.attendance.domain.reports import (
    OVER,
    ComesLate,
    Report,
    change_of,
    kept_until,
    shifts_within,
)
from scheduling.attendance.effect import effect_of
from scheduling.attendance.notices import tell_reported, tell_withdrawn
from scheduling.attendance.selectors import (
    AHEAD,
    CANNOT_COME,
    COMES_LATE,
    WITHDRAWN,
    own_person,
    own_roster,
    published_dates,
)
from scheduling.roster.answers import EditAnswer, record_edit, violation_as_json
from scheduling.roster.domain.border import edit_as_json
from scheduling.roster.domain.commands import (
    Change,
    CommandError,
    Edit,
    RecordAbsence,
    RevokeAdjustment,
)
from scheduling.roster.domain.editing import as_adjustment
from scheduling.roster.domain.impact import AFTER_ALL
from scheduling.roster.domain.recording import plans_of
from scheduling.roster.door import once
from scheduling.roster.edit_work import EditWork
from scheduling.roster.gate import PublishRefused
from scheduling.roster.models import Edit as EditRow
from scheduling.time.interval import Interval, Minute, minute_before, minute_of
from staff.centers.clock import Tick, current_version
from staff.centers.models import Center
from staff.people.models import Person, User
from staff.permissions import Permission, require

_MARGIN = timedelta(days=33)
"""A report reaches 31 days: the days to look at around one."""
CALL = "Call the floor."


def report(*, actor: User, center: Center, edit_id: UUID, what: Report) -> EditAnswer:
    """Record that the actor can't come or comes late; sent twice it is recorded once.

    A fact: no labor rule and nobody else's edit stands against it. Locks the center's clock. Raises PermissionDenied,
    NoOwnRoster, or CommandError for what can't be; then nothing is stored.
    """
    require(actor, Permission.REPORT_OWN_SHIFTS, center.pk)
    person = own_person(actor, center)

    def do(opened: Tick) -> EditAnswer | None:
        now = minute_before(timezone.now())
        own, roster = own_roster(person, center, now, opened.version - 1)
        change = change_of(what, person.pk, own, roster.clock, now)
        if roster.clock.date_of(what.shift_start) not in published_dates(roster):
            raise CommandError("shift_start", "This shift is not published yet.")
        kind = COMES_LATE if isinstance(what, ComesLate) else CANNOT_COME
        work = _Work(actor, center, person, opened, edit_id)
        answer = work.apply((change,), kind, is_fact=True)
        if answer is None:
            return None
        after = work.published_shifts()
        if isinstance(what, ComesLate):
            # Who says when they arrive knows the shift that is left.
            left = [shift for shift in after if shift.shift_start == change.shift_start]  # type: ignore[union-attr]
            keep_confirmations(person, center, left, opened.version, opened.recorded_at)
        span = answer.touched[0][1]
        about = shifts_within(own, span)
        effect = effect_of(center, person.pk, work.adjustments_after(), span, opened.version - 1)
        replaced = Adjustment.objects.filter(person=person, until_version=opened.version)
        tell_reported(
            center,
            person,
            actor,
            edit_id,
            what,
            about,
            span,
            effect,
            roster.clock,
            instead_of=set(replaced.values_list("gesture", flat=True)),
        )
        return answer

    return once(actor=actor, center=center, edit_id=edit_id, event="roster.reported", do=do)


def covered_until(*, actor: User, center: Center, what: ComesLate) -> list[str]:
    """What would be below its minimum until somebody arrives; empty when everything is covered. Nothing is stored.

    Raises PermissionDenied, NoOwnRoster, or CommandError for what can't be.
    """
    require(actor, Permission.REPORT_OWN_SHIFTS, center.pk)
    person = own_person(actor, center)
    version, now = current_version(center.pk), minute_before(timezone.now())
    own, roster = own_roster(person, center, now, version)
    change = change_of(what, person.pk, own, roster.clock, now)
    people = {each.key: each for each in roster.input.people}
    ((_, plan),) = plans_of(change, people, roster.input)  # type: ignore[arg-type]
    if plan.is_empty:
        return []
    gone = set(plan.revocations)
    kept = [row for row in people[person.pk].adjustments if row.key not in gone]
    added = [
        as_adjustment(new, ("what-if", n), person.pk, AFTER_ALL, n) for n, new in enumerate(plan.additions)
    ]
    span = Interval(min(row.start for row in added), what.arrives_at)
    return effect_of(center, person.pk, [*kept, *added], span, version)


def own_report(*, actor: User, center: Center, report_id: UUID) -> EditRow:
    """A report of the actor's own. Raises PermissionDenied, NoOwnRoster, Edit.DoesNotExist for another's."""
    require(actor, Permission.REPORT_OWN_SHIFTS, center.pk)
    own_person(actor, center)
    return EditRow.objects.get(pk=report_id, center=center, actor=actor, kind__in=(CANNOT_COME, COMES_LATE))


def withdraw_report(*, actor: User, center: Center, edit_id: UUID, report_id: UUID) -> EditAnswer:
    """The actor can come after all, from their next shift that has not begun; what is over stays as it was.

    The report and its withdrawal are both kept. Raises Edit.DoesNotExist for another's report, CommandError when
    nothing of it can be taken back any more, or where rules stand against the shift by now.
    """
    target = own_report(actor=actor, center=center, report_id=report_id)
    person = own_person(actor, center)

    def do(opened: Tick) -> EditAnswer | None:
        now = minute_before(timezone.now())
        rows = rows_of_report(target)
        if not rows:
            raise CommandError("report", "This report does not stand any more. Look at your shifts.")
        changes = [change for row in rows for change in _taken_back(row, person, center, opened, now)]
        work = _Work(actor, center, person, opened, edit_id)
        try:
            answer = work.apply(tuple(changes), WITHDRAWN, is_fact=False, undoes=target)
        except PublishRefused:
            raise CommandError("report", f"By now a labor rule stands against this shift. {CALL}") from None
        if answer is None:
            return None
        touched = [interval for _, interval in answer.touched]
        span = Interval(min(each.start for each in touched), max(each.end for each in touched))
        back = [
            shift for shift in work.published_shifts() if shift.interval.overlaps(span) and shift.start > now
        ]
        keep_confirmations(person, center, back, opened.version, opened.recorded_at)
        tell_withdrawn(center, person, actor, target.pk, edit_id, back, work.roster.clock)
        return answer

    return once(actor=actor, center=center, edit_id=edit_id, event="roster.report_withdrawn", do=do)


def rows_of_report(target: EditRow) -> list[Adjustment]:
    """The rows of a report that stand, with what earlier withdrawals left of it."""
    gestures = [target.pk, *EditRow.objects.filter(undoes=target).values_list("pk", flat=True)]
    first = Adjustment.objects.filter(gesture__in=gestures).values_list("entity_id", flat=True)
    return list(Adjustment.objects.current().filter(entity__in=set(first)).order_by("starts_at"))


class _Work:
    """One report or withdrawal inside its tick: done through the door's own work, then read back."""

    def __init__(self, actor: User, center: Center, person: Person, opened: Tick, edit_id: UUID) -> None:
        self.actor, self.center, self.person = actor, center, person
        self.opened, self.edit_id = opened, edit_id

    def apply(
        self, changes: tuple[Change, ...], kind: str, *, is_fact: bool, **links: Any
    ) -> EditAnswer | None:
        """Write the rows and keep the edit; None when it is like that already."""
        edit = Edit(self.edit_id, self.opened.version - 1, changes, accepts_warnings=True)
        work = EditWork(self.actor, self.center, edit, self.opened, of_own=True, is_fact=is_fact)
        work.run()
        if work.is_empty:
            return None
        answer = EditAnswer(
            self.edit_id,
            self.opened.version,
            tuple(work.touched),
            broken=tuple(violation_as_json(violation) for violation in work.broken),
        )
        command = edit_as_json(edit)
        record_edit(
            self.actor, self.center, self.opened, self.edit_id, kind, command, answer, work.first_day, **links
        )
        self.opened.payload.update(answer.as_json())
        self.own, self.roster = own_roster(
            self.person, self.center, minute_before(timezone.now()), self.opened.version, days=AHEAD + _MARGIN
        )
        return answer

    def published_shifts(self) -> list[OwnShift]:
        """The person's shifts after it."""
        return own_shifts(self.own.segments)

    def adjustments_after(self) -> Iterable[Any]:
        """The person's rows in force after it."""
        return next((each.adjustments for each in self.roster.input.people), ())


def _taken_back(row: Adjustment, person: Person, center: Center, opened: Tick, now: Minute) -> list[Change]:
    """The changes that let a person come to the shifts that have not begun."""
    own, _ = own_roster(person, center, now, opened.version - 1, days=AHEAD + _MARGIN)
    away = Interval(minute_of(row.starts_at), minute_of(row.ends_at))
    if not row.absence_kind:
        if row.shift_starts_at is None or minute_of(row.shift_starts_at) <= now:
            raise CommandError("report", f"The shift has begun. {CALL}")
        return [RevokeAdjustment(row.pk)]
    until = kept_until(own, away, now)
    if until is None:
        raise CommandError("report", f"The shift has begun. {CALL}" if away.end > now else OVER)
    back: list[Change] = [RevokeAdjustment(row.pk)]
    if until > away.start:
        back.append(RecordAbsence(person.pk, away.start, until, row.absence_kind))
    return back
