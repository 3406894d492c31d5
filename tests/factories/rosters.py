"""Shift types, patterns, base contracts, adjustments, periods, holidays and rule limits."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from scheduling.adjustments.domain import AdjustmentKind, Paint
from scheduling.adjustments.models import Adjustment
from scheduling.contracts.models import (
    BaseContract,
    CountingRules,
    OvertimeRules,
    RuleLimits,
    WorkweekBoundary,
)
from scheduling.emergencies.models import DeclaredEmergency
from scheduling.patterns.models import Holiday, Pattern, PatternDay, ShiftType, Symbol
from scheduling.restrictions.models import DutyRestriction
from scheduling.roster.models import Period, PeriodState, State
from scheduling.time.workweek import Boundary
from staff.centers.clock import Tick, current_version, tick
from staff.centers.models import Center
from staff.people.models import BargainingUnit, Person
from tests.factories.centers import ANCHOR, write

_PAINTS = {
    AdjustmentKind.LEAVE: Paint.ABSENCE,
    AdjustmentKind.REMOVE: Paint.OFF,
    AdjustmentKind.EARLY_OUT: Paint.OFF,
    AdjustmentKind.LATE: Paint.OFF,
}


def make_shift_type(
    center: Center,
    code: str = "D",
    start: str = "06:00",
    end: str = "18:00",
    *,
    name: str = "",
    unpaid_break_minutes: int = 0,
    symbol: Symbol = Symbol.WORK,
    opened: Tick | None = None,
) -> ShiftType:
    """A shift by wall clock, times written as HH:MM."""
    row = ShiftType(
        center=center,
        code=code,
        name=name or code,
        starts_at=time.fromisoformat(start),
        ends_at=time.fromisoformat(end),
        unpaid_break_minutes=unpaid_break_minutes,
        symbol=symbol,
    )
    return write(row, opened=opened)


def make_pattern(
    center: Center,
    cycle: str = "D D . . D D D . . D D . . .",
    *,
    shift_types: dict[str, ShiftType],
    name: str = "Pitman days",
    opened: Tick | None = None,
) -> Pattern:
    """A pattern from codes separated by spaces, a dot for a day off."""
    codes = cycle.split()
    pattern = write(Pattern(center=center, name=name, length_days=len(codes)), opened=opened)
    PatternDay.objects.bulk_create(
        PatternDay(pattern=pattern, day=day, shift_type=shift_types[code])
        for day, code in enumerate(codes)
        if code != "."
    )
    return pattern


def make_contract(
    person: Person,
    pattern: Pattern | None = None,
    *,
    offset_days: int = 0,
    starts_on: date = ANCHOR,
    ends_before: date | None = None,
    weekly_minutes: int = 2520,
    holiday_rule: str = "work",
    opened: Tick | None = None,
) -> BaseContract:
    """A base contract; without a pattern the person is rostered by the solver."""
    row = BaseContract(
        center_id=person.center_id,
        person=person,
        pattern=pattern,
        offset_days=offset_days,
        starts_on=starts_on,
        ends_before=ends_before,
        weekly_minutes=weekly_minutes,
        holiday_rule=holiday_rule,
    )
    return write(row, opened=opened)


def make_adjustment(
    person: Person,
    starts_at: datetime,
    ends_at: datetime,
    *,
    kind: AdjustmentKind = AdjustmentKind.ASSIGN,
    is_published: bool = True,
    opened: Tick | None = None,
    **fields: object,
) -> Adjustment:
    """An adjustment that paints what its kind usually paints, published in its own version by default."""
    paint = _PAINTS.get(kind, Paint.DUTY)
    values: dict[str, object] = {
        "paint": paint.value,
        "absence_kind": "vacation" if paint is Paint.ABSENCE else "",
        "gesture": uuid.uuid4(),
    }
    row = Adjustment(
        center_id=person.center_id,
        person=person,
        kind=kind.value,
        starts_at=starts_at,
        ends_at=ends_at,
        **(values | fields),
    )
    if opened is not None:
        return _painted(row, opened, is_published=is_published)
    with tick(actor=None, center_id=person.center_id, kind="test_setup") as own:
        return _painted(row, own, is_published=is_published)


def _painted(row: Adjustment, opened: Tick, *, is_published: bool) -> Adjustment:
    row.paint_version = opened.version
    row.published_from = opened.version if is_published else None
    return opened.add(row)


def make_period(center: Center, starts_on: date = date(2026, 12, 6), *, days: int = 28) -> Period:
    """An open period."""
    return Period.objects.create(
        center=center, starts_on=starts_on, ends_before=starts_on + timedelta(days=days)
    )


def publish_period_row(period: Period, *, state: State = State.PUBLISHED) -> PeriodState:
    """Mark a period published (or locked) on the base of now, past the door."""
    row = PeriodState(
        center_id=period.center_id,
        period=period,
        state=state,
        base_version=current_version(period.center_id),
    )
    return write(row)


def make_holiday(center: Center, on: date, *, name: str = "Holiday", opened: Tick | None = None) -> Holiday:
    """A day of the center's own."""
    return write(Holiday(center=center, on=on, name=name), opened=opened)


def make_rule_limits(
    center: Center,
    rule: str,
    *,
    unit: BargainingUnit | None = None,
    effective_on: date = ANCHOR,
    opened: Tick | None = None,
    **levels: int,
) -> RuleLimits:
    """The limits of a rule by level: `make_rule_limits(center, "minimum_rest", block=480, warn=600)`."""
    row = RuleLimits(center=center, bargaining_unit=unit, rule=rule, effective_on=effective_on, **levels)
    return write(row, opened=opened)


def make_emergency(
    center: Center,
    starts_at: datetime,
    ends_at: datetime,
    *rules: str,
    reason: str = "Ice storm",
    opened: Tick | None = None,
) -> DeclaredEmergency:
    """The rules named are suspended from one moment to another."""
    row = DeclaredEmergency(
        center=center, starts_at=starts_at, ends_at=ends_at, rules=list(rules), reason=reason
    )
    return write(row, opened=opened)


def make_counting_rules(
    center: Center,
    *,
    unit: BargainingUnit | None = None,
    effective_on: date = ANCHOR,
    opened: Tick | None = None,
    **counts: bool,
) -> CountingRules:
    """What counts for limits on time: `make_counting_rules(center, training_counts=False)`."""
    row = CountingRules(center=center, bargaining_unit=unit, effective_on=effective_on, **counts)
    return write(row, opened=opened)


def make_restriction(
    person: Person, *, starts_on: date = ANCHOR, opened: Tick | None = None, **asks: Any
) -> DutyRestriction:
    """What a person may not do from a date on: `make_restriction(person, daily_minutes=480)`."""
    row = DutyRestriction(center_id=person.center_id, person=person, starts_on=starts_on, **asks)
    return write(row, opened=opened)


def make_workweek_boundary(
    center: Center,
    boundary: Boundary = Boundary.FIXED,
    *,
    unit: BargainingUnit | None = None,
    effective_on: date = ANCHOR,
    opened: Tick | None = None,
) -> WorkweekBoundary:
    """What workweeks keep over a clock change from a date on; of everybody, or of a unit."""
    row = WorkweekBoundary(
        center=center, bargaining_unit=unit, effective_on=effective_on, boundary=boundary.value
    )
    return write(row, opened=opened)


def make_overtime_rules(
    center: Center,
    *,
    unit: BargainingUnit | None = None,
    effective_on: date = ANCHOR,
    opened: Tick | None = None,
    **terms: Any,
) -> OvertimeRules:
    """What the contract makes overtime: `make_overtime_rules(center, daily_minutes=480)`."""
    row = OvertimeRules(center=center, bargaining_unit=unit, effective_on=effective_on, **terms)
    return write(row, opened=opened)
