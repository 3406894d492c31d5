"""What an edit does to one person's rows: which adjustments it adds and which it revokes. Pure.

The door (`scheduling/roster/door.py`) loads the rows, asks here, and writes what comes back in one tick.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from scheduling.adjustments.domain import LONGEST_DUTY_MINUTES, Adjustment, AdjustmentKind, Paint
from scheduling.patterns.domain.shift_type import ShiftType
from scheduling.roster.domain.commands import CommandError, Wanted
from scheduling.roster.domain.inputs import PersonInput, RosterInput
from scheduling.roster.domain.person import PersonRoster, person_roster
from scheduling.time.interval import Interval, Minute
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Break, Duty, Key, PayKind

_KIND_OF_PAY = {
    PayKind.OVERTIME: AdjustmentKind.OVERTIME,
    PayKind.HOLDOVER: AdjustmentKind.HOLDOVER,
    PayKind.TRAINING: AdjustmentKind.TRAINING,
    PayKind.COURT: AdjustmentKind.COURT,
    PayKind.MANDATION: AdjustmentKind.MANDATION,
    PayKind.TRADE: AdjustmentKind.TRADE,
}


@dataclass(frozen=True, slots=True)
class NewRow:
    """An adjustment to add; the tick gives it its version."""

    kind: AdjustmentKind
    paint: Paint
    start: Minute
    end: Minute
    shift_start: Minute | None = None
    shift_type: Key | None = None
    position: Key | None = None
    console: int | None = None
    breaks: tuple[Break, ...] = ()
    pay: PayKind = PayKind.REGULAR
    absence_kind: str | None = None
    reason: str = ""


def as_adjustment(row: NewRow, key: Key, person: Key, version: int, sequence: int) -> Adjustment:
    """A planned row as the roster would paint it."""
    return Adjustment(
        key=key,
        person=person,
        kind=row.kind,
        paint=row.paint,
        start=row.start,
        end=row.end,
        version=version,
        sequence=sequence,
        shift_start=row.shift_start,
        shift_type=row.shift_type,
        position=row.position,
        console=row.console,
        breaks=row.breaks,
        pay=row.pay,
        absence_kind=row.absence_kind,
        reason=row.reason,
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """Rows to add and adjustments to revoke for one person, and the minutes in which anything may look different."""

    additions: tuple[NewRow, ...] = ()
    revocations: tuple[Key, ...] = ()
    touched: tuple[Interval, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.additions and not self.revocations


@dataclass(frozen=True, slots=True)
class DayDuty:
    """The duty of one day as fields that two planners can differ in."""

    start: Minute
    end: Minute
    shift_type: Key | None
    position: Key | None
    console: Key | None
    pay: PayKind


def painted(person: PersonInput, roster: RosterInput, span: Interval) -> PersonRoster:
    """One person's roster over a span of their own."""
    return person_roster(
        person.contracts,
        person.adjustments,
        roster.patterns,
        roster.shift_types,
        roster.holidays,
        span,
        roster.clock,
        roster.anchor,
        person=person.key,
    )


def duty_on(person: PersonInput, roster: RosterInput, day: date) -> tuple[Duty, ...]:
    """The duty that starts on a local date, without the absence band: what would be worked."""
    own = painted(person, roster, _around(day, roster.clock))
    return tuple(duty for duty in own.duty if roster.clock.date_of(duty.shift_start) == day)


def rows_of_day(person: PersonInput, day: date, clock: LocalClock) -> tuple[Adjustment, ...]:
    """The rows of the duty band that belong to a date: those whose shift, or start, falls on it, up to one
    shift long.

    A longer row (a week of training) belongs to no single day; an edit of a day is painted over it.
    """
    return tuple(
        row
        for row in person.adjustments
        if row.paint is not Paint.ABSENCE
        and row.end - row.start <= LONGEST_DUTY_MINUTES
        and clock.date_of(row.start if row.shift_start is None else row.shift_start) == day
    )


def plan_day(
    person: PersonInput,
    roster: RosterInput,
    day: date,
    wanted: DayDuty | None,
    breaks: tuple[Break, ...],
    reason: str,
) -> Plan:
    """Make the duty of a day exactly what is wanted: revoke the day's own rows, paint the rest over what is left.

    Empty when the day is like that already, so the same value twice changes nothing. When the base alone gives what
    is wanted, only the revocations remain.
    """
    before = duty_on(person, roster, day)
    if _as_wanted(before, wanted, breaks):
        return Plan()
    own = rows_of_day(person, day, roster.clock)
    gone = {row.key for row in own}
    left = replace(person, adjustments=tuple(row for row in person.adjustments if row.key not in gone))
    beneath = duty_on(left, roster, day) if own else before
    additions: list[NewRow] = []
    if not _as_wanted(beneath, wanted, breaks):
        kind = AdjustmentKind.REPLACE if wanted else AdjustmentKind.REMOVE
        for duty in beneath:
            pieces = (
                (duty.interval,)
                if wanted is None
                else duty.interval.minus(Interval(wanted.start, wanted.end))
            )
            additions.extend(
                NewRow(kind, Paint.OFF, piece.start, piece.end, shift_start=duty.shift_start, reason=reason)
                for piece in pieces
            )
        if wanted is not None:
            replaced = AdjustmentKind.REPLACE if beneath else AdjustmentKind.ASSIGN
            additions.append(
                NewRow(
                    _KIND_OF_PAY.get(wanted.pay, replaced),
                    Paint.DUTY,
                    wanted.start,
                    wanted.end,
                    shift_start=wanted.start,
                    shift_type=wanted.shift_type,
                    position=wanted.position,
                    console=wanted.console,  # type: ignore[arg-type]
                    breaks=breaks,
                    pay=wanted.pay,
                    reason=reason,
                )
            )
    touched = [duty.interval for duty in (*before, *beneath)] + [row.interval for row in own]
    if wanted is not None:
        touched.append(Interval(wanted.start, wanted.end))
    return Plan(tuple(additions), tuple(row.key for row in own), tuple(touched))


def resolve(
    wanted: Wanted, person: PersonInput, roster: RosterInput, day: date, codes: Mapping[str, ShiftType]
) -> tuple[DayDuty, tuple[Break, ...]]:
    """What was typed as minutes, shift type and pay. Raises CommandError for an unknown code or impossible times."""
    shift_type = None
    if wanted.shift_code is not None:
        shift_type = codes.get(wanted.shift_code.upper())
        if shift_type is None:
            known = ", ".join(sorted(codes))
            raise CommandError("shift", f"There is no shift “{wanted.shift_code}”. The codes are {known}.")
    starts_at = (
        wanted.starts_at if wanted.starts_at is not None or shift_type is None else shift_type.starts_at
    )
    ends_at = wanted.ends_at if wanted.ends_at is not None or shift_type is None else shift_type.ends_at
    if starts_at is None or ends_at is None:
        raise CommandError("shift", "Name a shift, or give both a start and an end.")
    interval = roster.clock.window(day, starts_at, ends_at)
    if interval.start >= interval.end or interval.minutes > LONGEST_DUTY_MINUTES:
        raise CommandError(
            "end", "The end must be after the start. For an overnight shift, pick the next day."
        )
    pay = wanted.pay
    if pay is None:
        base = duty_on(replace(person, adjustments=()), roster, day)
        has_pattern = any(
            contract.pattern is not None and contract.covers(day) for contract in person.contracts
        )
        pay = PayKind.OVERTIME if has_pattern and not base else PayKind.REGULAR
        if base and base[0].pay is not PayKind.REGULAR and base[0].interval.overlaps(interval):
            pay = base[0].pay
    breaks = shift_type.breaks(interval, roster.clock) if shift_type is not None else ()
    duty = DayDuty(
        interval.start,
        interval.end,
        shift_type.key if shift_type else None,
        wanted.position,
        wanted.console,
        pay,
    )
    return duty, breaks


class Decision(StrEnum):
    """What becomes of an edit that meets another one."""

    APPLY = "apply"
    MERGE = "merge"
    REFUSE = "refuse"
    ASK = "ask"


def decide(
    strategy: str, before: DayDuty | None, theirs: DayDuty | None, mine: DayDuty | None
) -> tuple[Decision, DayDuty | None]:
    """The outcome of a conflict on one day by the center's strategy, and the duty to write.

    `before` is what both started from. The same value is never a conflict (callers see an empty plan). Merging takes
    each field from the one who changed it; where both changed one, or a side cleared the day, the last writer wins.
    """
    if theirs == mine or strategy == "last_writer_wins":
        return Decision.APPLY, mine
    if strategy == "first_writer_wins":
        return Decision.REFUSE, theirs
    if strategy == "ask":
        return Decision.ASK, theirs
    if before is None or theirs is None or mine is None:
        return Decision.APPLY, mine
    merged: dict[str, Any] = {}
    # Start, end and shift type describe one choice and are taken together.
    for fields in (("start", "end", "shift_type"), ("position", "console"), ("pay",)):
        was, they, me = ([getattr(each, name) for name in fields] for each in (before, theirs, mine))
        if was not in (they, me) and they != me:
            return Decision.APPLY, mine
        merged.update(zip(fields, they if me == was else me, strict=True))
    return Decision.MERGE, DayDuty(**merged)


def as_day_duty(duty: Sequence[Duty]) -> DayDuty | None:
    """The fields of a day with one duty; None for a day off. A day in several pieces has the fields of the first with
    the end of the last, so two such days are equal only when they look the same.
    """
    if not duty:
        return None
    first, last = duty[0], duty[-1]
    return DayDuty(first.start, last.end, first.shift_type, first.position, first.console, first.pay)


def _as_wanted(duty: Sequence[Duty], wanted: DayDuty | None, breaks: tuple[Break, ...]) -> bool:
    if wanted is None:
        return not duty
    return len(duty) == 1 and as_day_duty(duty) == wanted and duty[0].breaks == breaks


def _around(day: date, clock: LocalClock) -> Interval:
    inside = clock.day(day)
    return Interval(inside.start - 2 * 1440, inside.end + 2 * 1440)
