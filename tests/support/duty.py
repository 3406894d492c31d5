"""Duty, contracts and rule parameters in memory, for tests of the pure core."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import count

from scheduling.adjustments.domain import Adjustment, AdjustmentKind, Paint
from scheduling.contracts.domain import BaseContract
from scheduling.patterns.domain.pattern import Pattern
from scheduling.patterns.domain.shift_type import ShiftType
from scheduling.rules.levels import DatedLimits, Level, Limit, RuleParameters, Settings, Violation
from scheduling.rules.registry import check_person
from scheduling.rules.work import Qualifications
from scheduling.time.interval import Interval, Minute
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Absence, Duty, PayKind, Segment, Source

NEW_YORK = LocalClock("America/New_York")
PHOENIX = LocalClock("America/Phoenix")
ANCHOR = date(2027, 1, 3)
EVER = Interval(0, 100_000_000)

_numbers = count(1)

SHIFT_TYPES = {
    "D": ShiftType("D", "D", "Day", time(6), time(18)),
    "N": ShiftType("N", "N", "Night", time(18), time(6)),
    "P": ShiftType("P", "P", "Power", time(12), time(0)),
    "G": ShiftType("G", "G", "Graveyard", time(23), time(7)),
    "B": ShiftType("B", "B", "Day with a break", time(8), time(16), 30),
}


def at(wall: str, clock: LocalClock = NEW_YORK) -> Minute:
    """The minute of "2027-03-14 06:00" on the clock of a center."""
    moment = datetime.fromisoformat(wall)
    return clock.minute(moment.date(), moment.time())


def duty(
    start: Minute, end: Minute, *, shift_start: Minute | None = None, position: str | None = None
) -> Duty:
    """Duty of a shift of its own, unless `shift_start` says which shift it belongs to."""
    source = Source(1, f"contract {next(_numbers)}")
    return Duty(start, end, start if shift_start is None else shift_start, source, position=position)


def absence(start: Minute, end: Minute, kind: str = "vacation") -> Absence:
    return Absence(start, end, Source(2, f"leave {next(_numbers)}"), kind)


def pattern(cycle: str, key: str = "pattern") -> Pattern:
    """A pattern from letters; a dot is off."""
    return Pattern(key, key, tuple(None if letter == "." else letter for letter in cycle))


def contract(
    starts_on: date = ANCHOR,
    ends_before: date | None = None,
    *,
    pattern: str | None = "pattern",
    offset: int = 0,
) -> BaseContract:
    return BaseContract(f"contract {next(_numbers)}", "Dana", pattern, offset, starts_on, ends_before, 2520)


def paint(
    start: Minute,
    end: Minute,
    version: int = 1,
    *,
    paint: Paint = Paint.DUTY,
    sequence: int = 0,
    kind: AdjustmentKind = AdjustmentKind.ASSIGN,
    shift_start: Minute | None = None,
    shift_type: str | None = None,
    position: str | None = None,
    pay: PayKind = PayKind.REGULAR,
    person: str = "Dana",
) -> Adjustment:
    """One row of layer 2; absence gets the kind vacation."""
    return Adjustment(
        key=f"row {next(_numbers)}",
        person=person,
        kind=kind,
        paint=paint,
        start=start,
        end=end,
        version=version,
        sequence=sequence,
        shift_start=shift_start,
        shift_type=shift_type,
        position=position,
        pay=pay,
        absence_kind="vacation" if paint is Paint.ABSENCE else None,
    )


def limits(rule: str, settings: Settings | None = None, **levels: int) -> RuleParameters:
    """Parameters with one rule: `limits("minimum_rest", block=480, approval=600)`."""
    found = tuple(Limit(Level(level), value) for level, value in levels.items())
    return RuleParameters({rule: (DatedLimits(rule, date(2020, 1, 1), found),)}, settings or Settings())


def broken(
    segments: Sequence[Segment],
    parameters: RuleParameters,
    *,
    clock: LocalClock = NEW_YORK,
    focus: Interval = EVER,
    qualifications: Qualifications | None = None,
) -> list[Violation]:
    """All violations of Dana's segments."""
    return list(check_person("Dana", segments, parameters, clock, focus, qualifications))
