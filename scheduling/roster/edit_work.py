"""One edit inside its tick: its changes become plans, its conflicts are met, its rows are written.

The way in is `door.py`; what may never be is in `edit_checks.py`, others' changes in `conflicts.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from typing import cast
from uuid import UUID

from scheduling.adjustments.domain import AdjustmentKind, Paint
from scheduling.adjustments.models import Adjustment
from scheduling.patterns.domain.shift_type import ShiftType
from scheduling.roster.approved import Approval
from scheduling.roster.conflicts import ChangesSince, Conflict, EditRefused, Met, person_in
from scheduling.roster.domain.breaks import breaks_of, joined, kept_breaks
from scheduling.roster.domain.commands import (
    AddDuty,
    Change,
    ChangeShift,
    CommandError,
    Edit,
    KindChange,
    RecordAbsence,
    RevokeAdjustment,
    SetBreaks,
    SetDay,
    TakeSeat,
    Trade,
)
from scheduling.roster.domain.conflicts import (
    Seen,
    Stretch,
    bands_changed,
    breaks_seen,
    decide_band,
    is_fact,
    recorded_by,
    seen_in,
    seen_on,
    wanted_on,
)
from scheduling.roster.domain.editing import (
    Decision,
    Plan,
    as_day_duty,
    decide,
    duty_on,
    painted,
    plan_day,
    resolve,
)
from scheduling.roster.domain.happenings import shift_of
from scheduling.roster.domain.inputs import PersonInput
from scheduling.roster.domain.person import PersonRoster
from scheduling.roster.domain.recording import (
    Plans,
    absence_plan,
    people_of,
    planned_in,
    plans_of,
    seat_of,
    shift_start_of,
)
from scheduling.roster.edit_checks import (
    Claims,
    check_employed,
    check_seat,
    check_shift_before,
    check_skill,
    is_employed,
    not_employed,
    outside_on,
)
from scheduling.roster.edit_scope import EditScope
from scheduling.roster.gate import clear, keep_overrides
from scheduling.roster.notices import tell_published
from scheduling.roster.operational import outcome_of
from scheduling.roster.rows import all_seen, drafts_on, interval_of, publish_rows, revoke_rows, rows_of_plan
from scheduling.roster.selectors import Roster, View, adjustment_facts, load_roster
from scheduling.rules.levels import Violation
from scheduling.time.interval import Interval, minute_of, moment_of
from scheduling.time.segment import Break, Key
from staff.centers.clock import Tick
from staff.centers.models import Center, CenterSettings, ConflictStrategy
from staff.people.models import User
from staff.permissions import Permission, require

NO_BREAKS: tuple[Break, ...] = ()


class EditWork(EditScope):
    """One edit being applied inside its tick: its plans, then its rows, then what employees see of them.

    `of_own`: people change their own shifts. They mean what is published, everybody sees it at once, and
    they need not be told what they did.
    `is_fact`: no rule stands against it; where that is not said, it is decided by what is recorded.
    """

    def __init__(
        self,
        actor: User,
        center: Center,
        edit: Edit,
        opened: Tick,
        *,
        of_own: bool = False,
        is_fact: bool = False,
        approval: Approval | None = None,
    ) -> None:
        super().__init__(actor, center, edit, opened.version - 1, approval)
        self.opened = opened
        self.of_own, self.is_fact = of_own, is_fact
        self.touched: list[tuple[UUID, Interval]] = []
        self.conflicts: list[Conflict] = []
        self.sequence = 0
        self.is_empty = True
        self.broken: tuple[Violation, ...] = ()

    def run(self) -> None:
        """Check everything, then write everything."""
        self.check_people()
        self.check_locked()
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
        claimed = Claims()
        for n, change in enumerate(self.edit.changes):
            try:
                for person_id, plan in self._plans(change):
                    claimed.add(change, person_id, plan)
                    if not plan.is_empty:
                        plans.append((person_id, plan, self.of_own or self.is_seen_at_once(change)))
            except CommandError as error:
                raise CommandError(f"changes.{n}.{error.field}", error.message) from None
        refused = [each for each in self.conflicts if each.decision in {Decision.REFUSE, Decision.ASK}]
        if refused:
            raise EditRefused(refused, asks=refused[0].decision is Decision.ASK)
        added: list[Adjustment] = []
        gone: dict[bool, list[Key]] = {False: [], True: []}
        for person_id, plan, operational in plans:
            added += rows_of_plan(
                self.opened, person_id, plan, self.edit.edit_id, published=operational, sequence=self.sequence
            )
            gone[operational] += plan.revocations
            self.sequence += len(plan.additions)
            self.touched.extend((person_id, interval) for interval in plan.touched)
            self.is_empty = False
        for operational, keys in gone.items():
            revoke_rows(self.opened, keys, published=operational)
        self.opened.add_all(added)
        self._publish({person_id for person_id, _, operational in plans if operational})

    def _publish(self, operational: set[UUID]) -> None:
        """Draft changes that the edit publishes too; then the rules on all that employees see now.

        Raises PublishRefused.
        """
        asked = set(operational)
        if self.edit.publishes:
            require(self.actor, Permission.PUBLISH_ROSTER, self.center.pk)
            drafts = drafts_on(self.center, set(self.days), self.clock)
            if publish_rows(self.opened, [row.pk for row in drafts]):
                self.is_empty = False
                self.touched.extend((row.person_id, interval_of(row)) for row in drafts)
                asked |= {row.person_id for row in drafts}
        if not asked:
            return
        outcome = outcome_of(self.center, self.opened.version, asked, self.first_day, self.last_day)
        for n, change in enumerate(self.edit.changes):
            if isinstance(change, ChangeShift | Trade) and not outcome.had_shift(
                change.person, change.shift_start
            ):
                raise CommandError(f"changes.{n}.shift_start", "This shift is a draft. Publish it first.")
        self.broken = outcome.broken
        approval = self.approval
        if approval is not None:
            overridden = approval.clear(outcome.broken)
            keep_overrides(self.opened, self.actor, self.center, overridden, approval.reason)
        elif not self._is_fact():
            overridden = clear(
                self.actor,
                self.center,
                outcome.broken,
                self.edit.override_reason,
                accepts_warnings=self.edit.accepts_warnings,
            )
            keep_overrides(self.opened, self.actor, self.center, overridden, self.edit.override_reason)
        if not self.of_own:
            tell_published(self.center, outcome.period, outcome.people, self.opened.version, approval)

    def _is_fact(self) -> bool:
        """Somebody is not there, whatever the rules say: to refuse that would leave a seat filled on the page only."""
        if self.is_fact:
            return True
        today_ends = self.clock.day(self.today()).end
        return not self.edit.publishes and all(
            isinstance(change, RecordAbsence) and is_fact(change.kind, change.start, today_ends)
            for change in self.edit.changes
        )

    def _plans(self, change: Change) -> Plans:
        if isinstance(change, RevokeAdjustment):
            row = self.revoked[change.adjustment]
            relieved = adjustment_facts(row).breaks if row.is_current else ()
            return (
                (row.person_id, self._plan_revocation(row, change.adjustment)),
                *self._without_relief(relieved),
            )
        if isinstance(change, RecordAbsence):
            return ((change.person, self._plan_absence(change)),)
        if isinstance(change, SetDay):
            return self._plan_day(change)
        return self._plan_kind(change)

    def _plan_kind(self, change: KindChange) -> Plans:
        begins = shift_start_of(change)
        day = self.clock.date_of(begins)
        for field, person_id in people_of(change):
            if person_id not in self.inputs or not is_employed(self.roster, person_id, day):
                raise CommandError(field, not_employed(self.roster, person_id, day))
        if isinstance(change, AddDuty | TakeSeat):
            check_seat(self.roster, change.position, change.console)
        if isinstance(change, TakeSeat):
            check_skill(
                self.roster, change.person, change.position, Interval(change.start, change.end), "person"
            )
        plans = plans_of(change, self.inputs, self.roster.input)
        if isinstance(change, SetBreaks):
            return self._with_relief(change, plans)
        today_ends = self.clock.day(self.today()).end
        fact = isinstance(change, ChangeShift) and begins < today_ends
        for person_id, plan in plans:
            if plan.is_empty:
                continue
            check_shift_before(self.roster, self.closed, plan, self.inputs[person_id], day)
            met = self.since.met(person_id, plan.touched)
            if met is not None:
                before, now = self._before_and_now(person_id, met)
                mine = planned_in(plan.additions, met.minutes)
                self._meet(person_id, met, before, now, mine, is_absence=False, fact=fact)
        return plans

    def _with_relief(self, change: SetBreaks, plans: Plans) -> Plans:
        """The plans of a change of breaks: who sits in holds the skill, and who did before goes back to their seat."""
        person = self.inputs[change.person]
        day = self.clock.date_of(change.shift_start)
        for n, pause in enumerate(change.breaks):
            if pause.relief is None:
                continue
            position, console = seat_of(change, n, person, self.roster.input)
            check_seat(self.roster, position, console, f"breaks.{n}.")
            who, when = cast("UUID", pause.relief), Interval(pause.start, pause.end)
            check_skill(self.roster, who, position, when, f"breaks.{n}.relief")
        for person_id, plan in plans:
            if not plan.is_empty:
                check_shift_before(self.roster, self.closed, plan, self.inputs[person_id], day)
        own = plans[0][1]
        met = self.since.met(change.person, own.touched) if not own.is_empty else None
        if met is not None:
            self._meet_breaks(change, met)
        now = breaks_of(shift_of(person, self.roster.input, change.shift_start).pieces)
        kept = {(each.relief, each.start, each.end) for each in change.breaks}
        gone = [each for each in now if (each.relief, each.start, each.end) not in kept]
        return self._merged((*plans, *self._without_relief(gone)))

    def _meet_breaks(self, change: SetBreaks, met: Met) -> None:
        before, now = (person_in(roster, change.person) for roster in (self.since.before, self.roster))

        def seen(person: PersonInput | None, roster: Roster) -> Seen:
            duty = (
                painted(person, roster.input, Interval(met.minutes[0].start, met.minutes[-1].end)).duty
                if person
                else ()
            )
            return breaks_seen(joined(duty), met.minutes)

        was, theirs = seen(before, self.since.before), seen(now, self.roster)
        mine = breaks_seen(change.breaks, met.minutes)
        if theirs in (mine, was):
            return
        decision = decide_band(self.strategy, is_absence=False, changed=frozenset({False}), is_fact=False)
        day = self.clock.date_of(change.shift_start)
        self.conflicts.append(
            Conflict(change.person, day, met.version, decision, was, theirs, mine, met.is_base)
        )

    def _without_relief(self, gone: Iterable[Break]) -> Plans:
        """Who sat in for breaks that are no more is in their own seat again."""
        plans = []
        for pause in gone:
            if pause.relief is None:
                continue
            rows = Adjustment.objects.current().filter(
                center=self.center,
                person=pause.relief,
                kind=AdjustmentKind.RELIEF,
                starts_at=moment_of(pause.start),
                ends_at=moment_of(pause.end),
            )
            keys = tuple(rows.values_list("pk", flat=True))
            plans.append((cast("UUID", pause.relief), Plan((), keys, (Interval(pause.start, pause.end),))))
        return tuple(plans)

    def _merged(self, plans: Plans) -> Plans:
        """One plan for each person: somebody may leave one seat and take another in the same change."""
        found: dict[UUID, Plan] = {}
        for person_id, plan in plans:
            known = found.get(person_id, Plan())
            found[person_id] = Plan(
                (*known.additions, *plan.additions),
                (*known.revocations, *plan.revocations),
                (*known.touched, *plan.touched),
            )
        return tuple(found.items())

    def _plan_revocation(self, row: Adjustment, named: UUID) -> Plan:
        if not row.is_current:
            # Somebody took it back since: the same value twice.
            return Plan()
        interval = Interval(minute_of(row.starts_at), minute_of(row.ends_at))
        met = self.since.met(row.person_id, [interval])
        if met is not None:
            # Taken back on what the planner saw, and on what stands now.
            before, now = self._before_and_now(row.person_id, met, without={named, row.pk})
            self._meet(row.person_id, met, before, now, None, is_absence=row.paint == Paint.ABSENCE)
        return Plan(revocations=(row.pk,), touched=(interval,))

    def _plan_absence(self, change: RecordAbsence) -> Plan:
        interval = Interval(change.start, change.end)
        person = self.inputs.get(change.person)
        check_employed(self.roster, person, change)
        if person is not None:
            rows = recorded_by(person, self.roster.input, interval, change.kind)
            if rows and not rows & self.revoked.keys() and all_seen(rows):
                return Plan()
        plan = absence_plan(change)
        check_shift_before(self.roster, self.closed, plan, person, self.clock.date_of(change.start))
        met = self.since.met(change.person, plan.touched)
        if met is not None:
            mine = tuple(Stretch(each.start, each.end, change.kind) for each in met.minutes)
            fact = is_fact(change.kind, change.start, self.clock.day(self.today()).end)
            before, now = self._before_and_now(change.person, met)
            self._meet(change.person, met, before, now, mine, is_absence=True, fact=fact)
        return plan

    def _plan_day(self, change: SetDay) -> Plans:
        """The day's own plan; who sat in for breaks that go with it is in their own seat again."""
        plan, breaks = self._day(change)
        person = self.inputs.get(change.person)
        if plan.is_empty or person is None:
            return ((change.person, plan),)
        kept = {(each.relief, each.start, each.end) for each in breaks}
        now = joined(duty_on(person, self.roster.input, change.day))
        gone = [each for each in now if (each.relief, each.start, each.end) not in kept]
        return ((change.person, plan), *self._without_relief(gone))

    def _day(self, change: SetDay) -> tuple[Plan, tuple[Break, ...]]:
        given, day = self.roster.input, change.day
        person = self.inputs.get(change.person)
        if change.wanted is None and (left := outside_on(self.roster, change.person, day)):
            # Painted before the end of employment was known: it shows nothing and can be cleared.
            return Plan((), tuple(row.key for row in left), tuple(row.interval for row in left)), NO_BREAKS
        if person is None or (change.wanted is not None and not is_employed(self.roster, change.person, day)):
            raise CommandError("day", not_employed(self.roster, change.person, day))
        wanted, breaks = None, NO_BREAKS
        if change.wanted is not None:
            wanted, breaks = resolve(change.wanted, person, given, day, self.codes)
            check_seat(self.roster, wanted.position, wanted.console)
            when = Interval(wanted.start, wanted.end)
            breaks = kept_breaks(person, given, duty_on(person, given, day), when) or breaks
        plan = plan_day(person, given, day, wanted, breaks, change.reason)
        if plan.is_empty:
            return plan, breaks
        check_shift_before(self.roster, self.closed, plan, person, day)
        if not self.since.may_touch(change.person):
            return plan, breaks
        # The planner meant the day as they saw it, also where nothing of it stands any more.
        known = person_in(self.since.before, change.person)
        seen = duty_on(known, self.since.before.input, day) if known is not None else ()
        met = self.since.met(change.person, (*plan.touched, *(duty.interval for duty in seen)))
        theirs = as_day_duty(duty_on(person, given, day))
        if met is None or theirs == wanted:
            return plan, breaks
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
            breaks = (
                shift_type.breaks(Interval(duty.start, duty.end), self.clock) if shift_type else NO_BREAKS
            )
            return plan_day(person, given, day, duty, breaks, change.reason), breaks
        return plan, breaks

    def _before_and_now(
        self, person_id: UUID, met: Met, *, without: Collection[UUID] = ()
    ) -> tuple[PersonRoster | None, PersonRoster | None]:
        """The person as the planner saw them and as they stand, around the minutes met; `without` leaves rows out."""
        span = Interval(met.minutes[0].start, met.minutes[-1].end)

        def own(roster: Roster) -> PersonRoster | None:
            person = person_in(roster, person_id)
            if person is None:
                return None
            left = tuple(row for row in person.adjustments if row.key not in without)
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
            view=View.PUBLISHED if self.of_own else View.WORKING,
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
