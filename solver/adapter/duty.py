"""What stands before the run: given duty with its origin, absence, and minutes that must stay without duty.

Which of it may move is the run's choice (`RunOptions`); semantics section 7 says what is fixed in any case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from scheduling.adjustments.domain import Adjustment, AdjustmentKind, Paint
from scheduling.roster.domain.person import PersonRoster
from scheduling.roster.periods import PeriodFacts
from scheduling.rules.levels import RuleParameters
from scheduling.rules.registry import unit_terms
from scheduling.rules.restricted_duty import EXTRA_PAY
from scheduling.time.interval import Interval, Minute, difference
from scheduling.time.segment import AWAY_FROM_CONSOLE, Break, Duty, Key, PayKind
from solver.adapter.keys import duty_key
from solver.adapter.snapshot import Snapshot
from solver.engine.instance import Absence as GivenAbsence
from solver.engine.instance import DutyOrigin, GivenDuty, KeepOff
from solver.runs.options import RunOptions

MOVABLE_KINDS = frozenset({AdjustmentKind.ASSIGN, AdjustmentKind.REPLACE})
"""Plain assignments; overtime, trades, training, court and required overtime were agreed with somebody."""


@dataclass(frozen=True)
class Standing:
    """Why a piece of duty stands, and whether the run may drop it."""

    origin: DutyOrigin
    may_move: bool


class GivenTime:
    """Everybody's time before the run, in minutes of the horizon."""

    def __init__(
        self, snapshot: Snapshot, options: RunOptions, *, locked: Collection[date], earliest: Minute | None
    ) -> None:
        self._snapshot = snapshot
        self._options = options
        self._locked = locked
        self._earliest = earliest
        self._zero = snapshot.roster.input.focus.start
        self._horizon = snapshot.roster.input.focus
        given = snapshot.roster.input
        self._trainee = {row.key: row.trainee for row in given.people}
        rest = given.parameters.get(None, RuleParameters())
        units = {row.unit for row in given.people}
        terms = {unit: unit_terms(given.parameters.get(unit, rest), given.clock) for unit in units}
        self._terms = {row.key: terms[row.unit] for row in given.people}

    def duty(self) -> tuple[GivenDuty, ...]:
        return tuple(
            given
            for roster in self._snapshot.roster.evaluation.rosters.values()
            for given in self._of(roster)
        )

    def absences(self) -> tuple[GivenAbsence, ...]:
        return tuple(
            GivenAbsence(str(person), row.start - self._zero, row.end - self._zero)
            for person, roster in self._snapshot.roster.evaluation.rosters.items()
            for row in roster.absences()
        )

    def keep_off(self) -> tuple[KeepOff, ...]:
        """Minutes that a planner took duty out of, as far as nothing was put there since."""
        return tuple(
            KeepOff(str(person), piece.start - self._zero, piece.end - self._zero, "taken off by a planner")
            for person, roster in self._snapshot.roster.evaluation.rosters.items()
            for piece in self._taken_off(roster)
        )

    def _taken_off(self, roster: PersonRoster) -> Iterable[Interval]:
        rows = [row for row in roster.changes if row.paint is Paint.OFF and self._is_kept(row)]
        if not rows:
            return ()
        busy = [segment.interval for segment in roster.segments]
        return difference([row.interval for row in rows], busy)

    def _is_kept(self, row: Adjustment) -> bool:
        if row.kind is not AdjustmentKind.REMOVE:
            return True
        is_draft = row.key in self._snapshot.drafts
        return self._options.keeps_drafts if is_draft else self._options.keeps_published

    def _of(self, roster: PersonRoster) -> Iterable[GivenDuty]:
        changes = {row.key: row for row in roster.changes}
        pieces = Counter(segment.shift_start for segment in roster.worked())
        for segment in roster.worked():
            standing = self._standing(segment, changes, is_whole=pieces[segment.shift_start] == 1)
            yield from self._pieces(roster.person, segment, standing)

    def _standing(self, duty: Duty, changes: Mapping[object, Adjustment], *, is_whole: bool) -> Standing:
        if duty.shift_start < self._horizon.start:
            return Standing(DutyOrigin.PAST, may_move=False)
        if self._earliest is not None and duty.shift_start < self._earliest:
            return Standing(DutyOrigin.PAST, may_move=False)
        on = self._snapshot.roster.clock.date_of(duty.shift_start)
        if on in self._locked:
            return Standing(DutyOrigin.LOCKED, may_move=False)
        inside = is_whole and self._horizon.contains(duty.shift_start)
        if duty.source.layer == 1:
            is_published = _is_published(self._snapshot.roster.periods, on)
            may_move = not self._options.keeps_pattern
            if is_published:
                return Standing(
                    DutyOrigin.PUBLISHED, may_move=inside and may_move and not self._options.keeps_published
                )
            return Standing(DutyOrigin.PATTERN, may_move=inside and may_move)
        change = changes[duty.source.key]
        is_draft = duty.source.key in self._snapshot.drafts
        keeps = self._options.keeps_drafts if is_draft else self._options.keeps_published
        may_move = inside and not keeps and change.kind in MOVABLE_KINDS and duty.pay is PayKind.REGULAR
        return Standing(DutyOrigin.PINNED if is_draft else DutyOrigin.PUBLISHED, may_move=may_move)

    def _pieces(self, person: Key, duty: Duty, standing: Standing) -> Iterable[GivenDuty]:
        """One piece, or two where the person stops being a trainee during the duty."""
        trainee = self._trainee.get(person, ())
        always = any(interval.covers(self._horizon) for interval in trainee)
        learning = [] if always else [cut for each in trainee if (cut := each.intersection(duty.interval))]
        for interval in [*learning, *difference([duty.interval], learning)]:
            fills = duty.pay not in AWAY_FROM_CONSOLE and interval not in learning
            yield self._given(person, duty, interval, standing, fills_seats=fills)

    def _given(
        self, person: Key, duty: Duty, interval: Interval, standing: Standing, *, fills_seats: bool
    ) -> GivenDuty:
        zero = self._zero
        pauses = [cut for pause in duty.breaks if (cut := _inside(pause, interval)) is not None]
        unpaid = sum(pause.end - pause.start for pause in pauses if not pause.is_paid)
        shift_type = self._snapshot.roster.input.shift_types.get(duty.shift_type)
        known = {row.key for row in self._snapshot.roster.input.positions}
        return GivenDuty(
            key=duty_key(duty.source, interval.start),
            person=str(person),
            start=interval.start - zero,
            end=interval.end - zero,
            shift_start=duty.shift_start - zero,
            worked_minutes=interval.minutes - unpaid,
            origin=standing.origin,
            shift_type=None if shift_type is None else str(shift_type.key),
            position=str(duty.position) if duty.position in known else None,
            breaks=tuple(
                Interval(pause.start - zero, pause.end - zero) for pause in pauses if not pause.is_relieved
            ),
            may_move=standing.may_move,
            fills_seats=fills_seats,
            is_extra=duty.pay in EXTRA_PAY,
            counts=self._terms[person].counts(duty),
        )


def _inside(pause: Break, interval: Interval) -> Break | None:
    if pause.start < interval.end and interval.start < pause.end:
        return pause.within(interval.start, interval.end)
    return None


def _is_published(periods: Iterable[PeriodFacts], on: date) -> bool:
    return any(period.is_published and period.starts_on <= on < period.ends_before for period in periods)
