"""One edit inside its tick: its changes become plans, its conflicts are met, its rows are written.

The way in is `door.py`; what may never be is in `edit_checks.py`, others' changes in `conflicts.py`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from django.utils import timezone

from scheduling.adjustments.domain import AdjustmentKind, Paint, days_of
from scheduling.adjustments.models import Adjustment
from scheduling.patterns.domain.shift_type import ShiftType
from scheduling.roster.conflicts import ChangesSince, Conflict, EditRefused, Met, person_in
from scheduling.roster.domain.commands import (
    Change,
    CommandError,
    Edit,
    RecordAbsence,
    RevokeAdjustment,
    SetDay,
)
from scheduling.roster.domain.conflicts import (
    Seen,
    Stretch,
    bands_changed,
    decide_band,
    is_fact,
    recorded_by,
    seen_in,
    seen_on,
    wanted_on,
)
from scheduling.roster.domain.editing import (
    Decision,
    NewRow,
    Plan,
    as_day_duty,
    decide,
    duty_on,
    painted,
    plan_day,
    resolve,
)
from scheduling.roster.domain.person import PersonRoster
from scheduling.roster.edit_checks import (
    check_employed,
    check_seat,
    check_shift_before,
    is_employed,
    not_employed,
    outside_on,
)
from scheduling.roster.periods import locked_for
from scheduling.roster.rows import store_plan
from scheduling.roster.selectors import Roster, View, load_roster
from scheduling.time.interval import Interval, minute_before, minute_of
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Break
from staff.centers.clock import Tick
from staff.centers.models import Center, CenterSettings, ConflictStrategy
from staff.people.models import Person, User

NO_BREAKS: tuple[Break, ...] = ()


class EditWork:
    """One edit being applied inside its tick: what it names, then its plans, then its rows."""

    def __init__(self, actor: User, center: Center, edit: Edit, opened: Tick) -> None:
        self.actor, self.center, self.edit, self.opened = actor, center, edit, opened
        self.clock = LocalClock(center.time_zone)
        self.version = opened.version - 1
        self.touched: list[tuple[UUID, Interval]] = []
        self.conflicts: list[Conflict] = []
        self.sequence = 0
        self.is_empty = True
        self.revoked = self._rows_to_revoke()
        self.days = self._days()
        self.people = {person_id for person_id, _ in self.days}
        self.closed: set[date] = set()
        self.first_day = min(day for _, day in self.days)
        self.last_day = max(day for _, day in self.days)

    def run(self) -> None:
        """Check everything, then write everything."""
        self._check_people()
        self._check_locked()
        if self.edit.base_version > self.version:
            raise CommandError("base_version", f"The roster is at version {self.version}.")
        self.roster = self._load(self.version)
        self.inputs = {person.key: person for person in self.roster.input.people}
        self.since = ChangesSince(
            self.center,
            self.edit.base_version,
            self.version,
            self.people,
            load=self._load,
            known=self.roster,
            but_not=self.actor,
        )
        plans: list[tuple[UUID, Plan, bool]] = []
        for n, change in enumerate(self.edit.changes):
            try:
                plan = self._plan(change)
            except CommandError as error:
                raise CommandError(f"changes.{n}.{error.field}", error.message) from None
            if not plan.is_empty:
                plans.append((self._person_of(change), plan, isinstance(change, RecordAbsence)))
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

    def _plan(self, change: Change) -> Plan:
        if isinstance(change, RevokeAdjustment):
            return self._plan_revocation(self.revoked[change.adjustment])
        if isinstance(change, RecordAbsence):
            return self._plan_absence(change)
        return self._plan_day(change)

    def _plan_revocation(self, row: Adjustment) -> Plan:
        if not row.is_current:
            # Somebody took it back since: the same value twice.
            return Plan()
        interval = Interval(minute_of(row.starts_at), minute_of(row.ends_at))
        met = self.since.met(row.person_id, [interval])
        if met is not None:
            # Taken back on what the planner saw, and on what stands now.
            before, now = self._before_and_now(row.person_id, met, without=row.pk)
            self._meet(row.person_id, met, before, now, None, is_absence=row.paint == Paint.ABSENCE)
        return Plan(revocations=(row.pk,), touched=(interval,))

    def _plan_absence(self, change: RecordAbsence) -> Plan:
        interval = Interval(change.start, change.end)
        person = self.inputs.get(change.person)
        check_employed(self.roster, person, change)
        if person is not None:
            rows = recorded_by(person, self.roster.input, interval, change.kind)
            if (
                rows
                and not Adjustment.objects.filter(pk__in=list(rows), published_from__isnull=True).exists()
            ):
                return Plan()
        new = NewRow(
            AdjustmentKind.LEAVE,
            Paint.ABSENCE,
            change.start,
            change.end,
            absence_kind=change.kind,
            reason=change.reason,
        )
        plan = Plan(additions=(new,), touched=(interval,))
        check_shift_before(self.roster, self.closed, plan, person, self.clock.date_of(change.start))
        met = self.since.met(change.person, plan.touched)
        if met is not None:
            mine = tuple(Stretch(each.start, each.end, change.kind) for each in met.minutes)
            fact = is_fact(change.kind, change.start, self.clock.day(self._today()).end)
            before, now = self._before_and_now(change.person, met)
            self._meet(change.person, met, before, now, mine, is_absence=True, fact=fact)
        return plan

    def _plan_day(self, change: SetDay) -> Plan:
        given, day = self.roster.input, change.day
        person = self.inputs.get(change.person)
        if change.wanted is None and (left := outside_on(self.roster, change.person, day)):
            # Painted before the end of employment was known: it shows nothing and can be cleared.
            return Plan((), tuple(row.key for row in left), tuple(row.interval for row in left))
        if person is None or (change.wanted is not None and not is_employed(self.roster, change.person, day)):
            raise CommandError("day", not_employed(self.roster, change.person, day))
        wanted, breaks = None, NO_BREAKS
        if change.wanted is not None:
            wanted, breaks = resolve(change.wanted, person, given, day, self.codes)
            check_seat(self.roster, wanted)
        plan = plan_day(person, given, day, wanted, breaks, change.reason)
        if plan.is_empty:
            return plan
        check_shift_before(self.roster, self.closed, plan, person, day)
        if not self.since.may_touch(change.person):
            return plan
        # The planner meant the day as they saw it, also where nothing of it stands any more.
        known = person_in(self.since.before, change.person)
        seen = duty_on(known, self.since.before.input, day) if known is not None else ()
        met = self.since.met(change.person, (*plan.touched, *(duty.interval for duty in seen)))
        theirs = as_day_duty(duty_on(person, given, day))
        if met is None or theirs == wanted:
            return plan
        decision, duty = decide(self.strategy, as_day_duty(seen), theirs, wanted)
        self.conflicts.append(
            Conflict(
                change.person,
                day,
                met.version,
                decision,
                seen_on(known, self.since.before.input, day),
                seen_on(person, given, day),
                wanted_on(wanted),
                met.is_base,
            )
        )
        if decision is Decision.MERGE and duty is not None and duty != wanted:
            # The times may be theirs, so the breaks are too.
            shift_type = given.shift_types.get(duty.shift_type)
            breaks = shift_type.breaks(Interval(duty.start, duty.end)) if shift_type else NO_BREAKS
            return plan_day(person, given, day, duty, breaks, change.reason)
        return plan

    def _before_and_now(
        self, person_id: UUID, met: Met, *, without: UUID | None = None
    ) -> tuple[PersonRoster | None, PersonRoster | None]:
        """The person as the planner saw them and as they stand, around the minutes met; `without` leaves a row out."""
        span = Interval(met.minutes[0].start, met.minutes[-1].end)

        def own(roster: Roster) -> PersonRoster | None:
            person = person_in(roster, person_id)
            if person is None:
                return None
            left = tuple(row for row in person.adjustments if row.key != without)
            return painted(replace(person, adjustments=left), roster.input, span)

        return own(self.since.before), own(self.roster)

    def _meet(
        self,
        person_id: UUID,
        met: Met,
        before: PersonRoster | None,
        now: PersonRoster | None,
        mine: Seen | None,
        *,
        is_absence: bool,
        fact: bool = False,
    ) -> None:
        """Note the conflict of an absence or a revocation, unless both come to the same.

        `mine` None: what the planner expected, had nobody else changed anything.
        """
        theirs = seen_in(now.segments, met.minutes) if now else ()
        if mine is None:
            mine = seen_in(before.segments, met.minutes) if before else ()
            seen, _ = self._before_and_now(person_id, met)
        else:
            seen = before
        if theirs == mine:
            return
        decision = decide_band(
            self.strategy,
            is_absence=is_absence,
            changed=bands_changed(before, now, met.minutes),
            is_fact=fact,
        )
        was = seen_in(seen.segments, met.minutes) if seen else ()
        day = self.clock.date_of(met.minutes[0].start)
        self.conflicts.append(Conflict(person_id, day, met.version, decision, was, theirs, mine, met.is_base))

    def _load(self, version: int) -> Roster:
        return load_roster(
            self.center,
            self.first_day,
            self.last_day + timedelta(days=1),
            view=View.WORKING,
            as_of=version,
            only=self.people,
            margin=timedelta(days=3),
        )

    @cached_property
    def codes(self) -> dict[str, ShiftType]:
        """Shift types by the code that is typed."""
        return {facts.code: facts for facts in self.roster.input.shift_types.values()}

    @cached_property
    def strategy(self) -> str:
        """How the center resolves conflicts; read when there is one."""
        row = CenterSettings.objects.as_of(self.version).filter(center=self.center).first()
        return str(row.conflict_strategy) if row else ConflictStrategy.LAST_WRITER_WINS.value

    def _today(self) -> date:
        return self.clock.date_of(minute_before(timezone.now()))

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
                if row.until_version is not None and row.until_version <= self.edit.base_version:
                    raise CommandError(f"changes.{n}.adjustment", "This change was taken back already.")
        return rows

    def _person_of(self, change: Change) -> UUID:
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

    def _dates_of(self, change: Change) -> list[date]:
        if isinstance(change, SetDay):
            return [change.day]
        if isinstance(change, RecordAbsence):
            return days_of(change.start, change.end, None, self.clock)
        return self.revoked[change.adjustment].days(self.clock)

    def _check_people(self) -> None:
        known = set(
            Person.objects.filter(center=self.center, pk__in=self.people).values_list("pk", flat=True)
        )
        if self.people - known:
            raise CommandError("changes", "Somebody named here is not at this center.")

    def _check_locked(self) -> None:
        days = {day for _, day in self.days}
        days |= {day - timedelta(days=1) for day in days}
        locked = locked_for(self.actor, self.center, days, self.version)
        closed = locked_for(self.actor, self.center, days, self.version, is_absence=True)
        self.closed = set(closed)
        for n, change in enumerate(self.edit.changes):
            reasons = closed if self._is_of_absence(change) else locked
            for day in self._dates_of(change):
                if day in reasons:
                    raise CommandError(f"changes.{n}.day", reasons[day])

    def _is_of_absence(self, change: Change) -> bool:
        if isinstance(change, RevokeAdjustment):
            return bool(self.revoked[change.adjustment].paint == Paint.ABSENCE)
        return isinstance(change, RecordAbsence)
