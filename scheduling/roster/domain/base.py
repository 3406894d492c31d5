"""Layer 1: the duty that base contracts give. What is painted over it is in `painting.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import date, timedelta

from scheduling.contracts.domain import BaseContract, HolidayRule
from scheduling.patterns.domain.pattern import Pattern
from scheduling.patterns.domain.shift_type import ShiftType
from scheduling.time.interval import Interval, Minute
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Break, Duty, Key, PayKind, Source

_ONE_DAY = timedelta(days=1)
_LOOK_BACK = timedelta(days=2)
"""A shift lasts 25 hours at most (autumn): one that touches a date began two days before at most."""

Shift = tuple[Minute, Minute, Key, tuple[Break, ...], PayKind]
"""Start, end, shift type, breaks and pay of an occurrence: the same for equal contract terms."""

ShiftMemo = dict[tuple[Key, int, date, date, HolidayRule], list[Shift]]
"""Occurrences by pattern, offset, first and last date and holiday rule; valid for one roster input."""


def base_duty(
    contracts: Sequence[BaseContract],
    patterns: Mapping[Key, Pattern],
    shift_types: Mapping[Key, ShiftType],
    holidays: Set[date],
    span: Interval,
    clock: LocalClock,
    anchor: date,
    memo: ShiftMemo | None = None,
) -> tuple[Duty, ...]:
    """The shifts of one person's contracts that touch the span, whole, in order, without overlap.

    A contract covers the local dates on which shifts start; a shift that began keeps its whole length, so
    where two would overlap (a contract changes during a night) the later one begins when the earlier has
    ended. `memo` is kept between calls of one roster input: many people work the same hours.
    """
    first, last = clock.date_of(span.start) - _LOOK_BACK, clock.date_of(span.end - 1)
    span_start, span_end = span.start, span.end
    found: list[Duty] = []
    busy_until: Minute | None = None
    for contract in sorted(contracts, key=_starts_on) if len(contracts) > 1 else contracts:
        if contract.pattern is None:
            continue
        pattern = patterns[contract.pattern]
        day = max(first, contract.starts_on)
        until = last if contract.ends_before is None else min(last, contract.ends_before - _ONE_DAY)
        offset = contract.offset_days % len(pattern.cycle)
        terms = (contract.pattern, offset, day, until, contract.holiday_rule)
        shifts = None if memo is None else memo.get(terms)
        if shifts is None:
            shifts = _shifts(
                pattern, offset, day, until, contract.holiday_rule, shift_types, holidays, clock, anchor
            )
            if memo is not None:
                memo[terms] = shifts
        source = Source(1, contract.key, contract.version)
        for shift_start, end, key, breaks, pay in shifts:
            start = shift_start
            if busy_until is not None and start < busy_until:
                if end <= busy_until:
                    continue
                start = busy_until
            busy_until = end
            if end > span_start and start < span_end:
                left = (
                    breaks if start == shift_start else tuple(each for each in breaks if each.start >= start)
                )
                found.append(Duty(start, end, shift_start, source, key, None, None, left, pay))
    return tuple(found)


def _shifts(
    pattern: Pattern,
    offset: int,
    day: date,
    until: date,
    holiday_rule: HolidayRule,
    shift_types: Mapping[Key, ShiftType],
    holidays: Set[date],
    clock: LocalClock,
    anchor: date,
) -> list[Shift]:
    """The occurrences that start on the dates from `day` to `until`, both included."""
    found: list[Shift] = []
    while day <= until:
        key = pattern.shift_on(day, anchor, offset)
        is_holiday = day in holidays and holiday_rule is not HolidayRule.WORK
        if key is not None and not (is_holiday and holiday_rule is HolidayRule.OFF):
            shift_type = shift_types[key]
            occurrence = shift_type.occurrence(day, clock)
            pay = PayKind.HOLIDAY if is_holiday else PayKind.REGULAR
            breaks = shift_type.breaks(occurrence)
            found.append((occurrence.start, occurrence.end, shift_type.key, breaks, pay))
        day += _ONE_DAY
    return found


def _starts_on(contract: BaseContract) -> date:
    return contract.starts_on
