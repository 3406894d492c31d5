"""The door: the one way in for edits of the roster. What it answers is in `answers.py`, conflicts in
`conflicts.py`, undo in `undo.py`, publishing in `publishing.py`.

In one tick: permission, repeat check, locked days, conflict by the center's strategy, rows, event. Rule
breaks in a draft are saved and marked, never refused; impossible input always is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from scheduling.adjustments.domain import AdjustmentKind, Paint, days_of
from scheduling.adjustments.models import Adjustment
from scheduling.patterns.domain.shift_type import ShiftType as ShiftTypeFacts
from scheduling.roster.answers import EditAnswer, answer_of, done_before, record_edit
from scheduling.roster.conflicts import Conflict, EditRefused, touched_since
from scheduling.roster.domain.commands import (
    CommandError,
    Edit,
    RecordAbsence,
    RevokeAdjustment,
    SetDay,
    edit_as_json,
)
from scheduling.roster.domain.editing import (
    DayDuty,
    Decision,
    NewRow,
    Plan,
    as_day_duty,
    decide,
    duty_on,
    plan_day,
    resolve,
)
from scheduling.roster.domain.inputs import RosterInput
from scheduling.roster.models import Edit as EditRow
from scheduling.roster.periods import locked_for
from scheduling.roster.rows import store_plan
from scheduling.roster.selectors import Roster, View, load_roster
from scheduling.time.interval import Interval, minute_of
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Break
from staff.centers.clock import Tick, tick
from staff.centers.models import Center, CenterSettings, ConflictStrategy
from staff.people.models import Person, User
from staff.permissions import Permission, require

NO_BREAKS: tuple[Break, ...] = ()


def apply_edit(*, actor: User, center: Center, edit: Edit) -> EditAnswer:
    """Do an edit, once.

    Locks the center's clock. Raises PermissionDenied, CommandError (impossible input, locked days, unknown
    people),
    or EditRefused; then nothing is stored.
    """
    require(actor, Permission.EDIT_ROSTER, center.pk)
    try:
        with transaction.atomic():
            return _apply_once(actor, center, edit)
    except IntegrityError:
        # The same edit_id was stored by a second request between our look and our write.
        done = EditRow.objects.filter(pk=edit.edit_id, center=center, actor=actor).first()
        if done is None:
            raise
        return answer_of(done)


def _apply_once(actor: User, center: Center, edit: Edit) -> EditAnswer:
    repeated = done_before(actor, center, edit.edit_id)
    if repeated is not None:
        return repeated
    with tick(actor=actor, center_id=center.pk, kind="roster.edited") as opened:
        repeated = done_before(actor, center, edit.edit_id)
        if repeated is not None:
            opened.cancel()
            return repeated
        work = _Work(actor, center, edit, opened)
        work.run()
        if work.is_empty:
            opened.cancel()
            return EditAnswer(edit.edit_id, None)
        answer = EditAnswer(
            edit.edit_id,
            opened.version,
            tuple(work.touched),
            tuple(conflict.as_json() for conflict in work.conflicts),
        )
        record_edit(actor, center, opened, edit.edit_id, "edit", edit_as_json(edit), answer, work.first_day)
        opened.payload.update(answer.as_json())
        return answer


class _Work:
    """One edit being applied inside its tick."""

    def __init__(self, actor: User, center: Center, edit: Edit, opened: Tick) -> None:
        self.actor, self.center, self.edit, self.opened = actor, center, edit, opened
        self.clock = LocalClock(center.time_zone)
        self.touched: list[tuple[UUID, Interval]] = []
        self.conflicts: list[Conflict] = []
        self.sequence = 0
        self.is_empty = True
        self.revoked = self._rows_to_revoke()
        self.days = self._days()
        self.closed: set[date] = set()
        self.before: RosterInput | None = None
        self.first_day = min(day for _, day in self.days)

    def run(self) -> None:
        """Check everything, then write everything."""
        people = {person_id for person_id, _ in self.days}
        self._check_people(people)
        self._check_locked()
        first, last = self.first_day, max(day for _, day in self.days) + timedelta(days=1)
        version = self.opened.version - 1
        roster = self._load(people, first, last, version)
        if self.edit.base_version > version:
            raise CommandError("base_version", f"The roster is at version {version}.")
        codes = {facts.code: facts for facts in roster.input.shift_types.values()}
        inputs = {person.key: person for person in roster.input.people}
        changed = touched_since(self.center, self.edit.base_version, people, but_not=self.actor)
        strategy = self._strategy(version) if changed else ""
        plans: list[tuple[UUID, Plan, bool]] = []
        for n, change in enumerate(self.edit.changes):
            try:
                plan = self._plan(change, roster, inputs, codes, changed, strategy)
            except CommandError as error:
                raise CommandError(f"changes.{n}.{error.field}", error.message) from None
            person_id = self._person_of(change)
            if not plan.is_empty:
                plans.append((person_id, plan, isinstance(change, RecordAbsence)))
        refused = [each for each in self.conflicts if each.decision in {Decision.REFUSE, Decision.ASK}]
        if refused:
            raise EditRefused(refused, asks=refused[0].decision is Decision.ASK)
        for person_id, plan, operational in plans:
            store_plan(
                self.opened,
                person_id,
                plan,
                self.edit.edit_id,
                published=operational,
                sequence=self.sequence,
            )
            self.sequence += len(plan.additions)
            self.touched.extend((person_id, interval) for interval in plan.touched)
            self.is_empty = False

    def _plan(
        self,
        change: SetDay | RecordAbsence | RevokeAdjustment,
        roster: Roster,
        inputs: Mapping[Any, Any],
        codes: Mapping[str, ShiftTypeFacts],
        changed: Mapping[UUID, list[tuple[Interval, int]]],
        strategy: str,
    ) -> Plan:
        if isinstance(change, RevokeAdjustment):
            row = self.revoked[change.adjustment]
            interval = Interval(minute_of(row.starts_at), minute_of(row.ends_at))
            return Plan(revocations=(row.pk,), touched=(interval,))
        if isinstance(change, RecordAbsence):
            new = NewRow(
                AdjustmentKind.LEAVE,
                Paint.ABSENCE,
                change.start,
                change.end,
                absence_kind=change.kind,
                reason=change.reason,
            )
            plan = Plan(additions=(new,), touched=(Interval(change.start, change.end),))
            first = self.clock.date_of(change.start)
            self._check_shift_before(plan, inputs.get(change.person), roster, first)
            return plan
        person = inputs.get(change.person)
        if person is None:
            raise CommandError("person", "This person is not employed on that day.")
        wanted, breaks = None, NO_BREAKS
        if change.wanted is not None:
            if not roster.person[change.person].is_employed(change.day):
                raise CommandError("person", "This person is not employed on that day.")
            wanted, breaks = resolve(change.wanted, person, roster.input, change.day, codes)
            if wanted.position is not None and wanted.position not in roster.positions:
                raise CommandError("position", "There is no such position.")
            if wanted.position is not None and wanted.console is not None:
                consoles = roster.positions[wanted.position].consoles  # type: ignore[index]
                if wanted.console > consoles:  # type: ignore[operator]
                    raise CommandError("console", f"This position has consoles 1 to {consoles}.")
        plan = plan_day(person, roster.input, change.day, wanted, breaks, change.reason)
        if plan.is_empty:
            return plan
        self._check_shift_before(plan, person, roster, change.day)
        met = [
            version
            for interval, version in changed.get(change.person, ())
            if any(interval.overlaps(mine) for mine in plan.touched)
        ]
        if not met:
            return plan
        theirs = as_day_duty(duty_on(person, roster.input, change.day))
        before = self._duty_before(change)
        decision, duty = decide(strategy, before, theirs, wanted)
        self.conflicts.append(Conflict(change.person, change.day, max(met), decision, before, theirs, wanted))
        if decision is Decision.MERGE and duty is not None and duty != wanted:
            # The times may be theirs, so the breaks are too.
            shift_type = roster.input.shift_types.get(duty.shift_type)
            breaks = shift_type.breaks(Interval(duty.start, duty.end)) if shift_type else NO_BREAKS
            return plan_day(person, roster.input, change.day, duty, breaks, change.reason)
        return plan

    def _duty_before(self, change: SetDay) -> DayDuty | None:
        """The day as it was at the editor's base version; read once for all changes."""
        if self.before is None:
            days = [day for _, day in self.days]
            people = {person_id for person_id, _ in self.days}
            after = max(days) + timedelta(days=1)
            self.before = self._load(people, self.first_day, after, self.edit.base_version).input
        person = next((each for each in self.before.people if each.key == change.person), None)
        return as_day_duty(duty_on(person, self.before, change.day)) if person else None

    def _load(self, people: set[UUID], first: date, last: date, version: int) -> Roster:
        return load_roster(
            self.center, first, last, view=View.WORKING, as_of=version, only=people, margin=timedelta(days=3)
        )

    def _rows_to_revoke(self) -> dict[UUID, Adjustment]:
        asked = [change.adjustment for change in self.edit.changes if isinstance(change, RevokeAdjustment)]
        rows = (
            {row.pk: row for row in Adjustment.objects.filter(pk__in=asked, center=self.center)}
            if asked
            else {}
        )
        for n, change in enumerate(self.edit.changes):
            if isinstance(change, RevokeAdjustment):
                row = rows.get(change.adjustment)
                if row is None:
                    raise CommandError(f"changes.{n}.adjustment", "There is no such change at this center.")
                if not row.is_current:
                    raise CommandError(f"changes.{n}.adjustment", "This change was taken back already.")
        return rows

    def _person_of(self, change: SetDay | RecordAbsence | RevokeAdjustment) -> UUID:
        if isinstance(change, RevokeAdjustment):
            person_id: UUID = self.revoked[change.adjustment].person_id
            return person_id
        return change.person

    def _days(self) -> list[tuple[UUID, date]]:
        """Every person and local date that the edit names."""
        days: list[tuple[UUID, date]] = []
        for change in self.edit.changes:
            if isinstance(change, SetDay):
                days.append((change.person, change.day))
                continue
            dates = self._dates_of(change)
            if len(dates) > 367:
                raise CommandError("changes", "One change covers at most a year.")
            days.extend((self._person_of(change), day) for day in dates)
        return days

    def _dates_of(self, change: SetDay | RecordAbsence | RevokeAdjustment) -> list[date]:
        if isinstance(change, SetDay):
            return [change.day]
        if isinstance(change, RecordAbsence):
            return days_of(change.start, change.end, None, self.clock)
        return self.revoked[change.adjustment].days(self.clock)

    def _check_people(self, people: set[UUID]) -> None:
        known = set(Person.objects.filter(center=self.center, pk__in=people).values_list("pk", flat=True))
        if people - known:
            raise CommandError("changes", "Somebody named here is not at this center.")

    def _check_locked(self) -> None:
        version = self.opened.version - 1
        days = {day for _, day in self.days}
        days |= {day - timedelta(days=1) for day in days}
        locked = locked_for(self.actor, self.center, days, version)
        closed = locked_for(self.actor, self.center, days, version, is_absence=True)
        self.closed = set(closed)
        for n, change in enumerate(self.edit.changes):
            reasons = closed if self._is_of_absence(change) else locked
            for day in self._dates_of(change):
                if day in reasons:
                    raise CommandError(f"changes.{n}.day", reasons[day])

    def _is_of_absence(self, change: SetDay | RecordAbsence | RevokeAdjustment) -> bool:
        if isinstance(change, RevokeAdjustment):
            return bool(self.revoked[change.adjustment].paint == Paint.ABSENCE)
        return isinstance(change, RecordAbsence)

    def _check_shift_before(self, plan: Plan, person: Any, roster: Roster, day: date) -> None:
        """A night that began in a closed period belongs to it to its end: nothing is painted over it."""
        before = day - timedelta(days=1)
        if before not in self.closed or person is None:
            return
        for duty in duty_on(person, roster.input, before):
            if any(duty.interval.overlaps(Interval(new.start, new.end)) for new in plan.additions):
                raise CommandError(
                    "day", "This would cut the shift of the day before, whose period is closed for payroll."
                )

    def _strategy(self, version: int) -> str:
        row = CenterSettings.objects.as_of(version).filter(center=self.center).first()
        return str(row.conflict_strategy) if row else ConflictStrategy.LAST_WRITER_WINS.value
