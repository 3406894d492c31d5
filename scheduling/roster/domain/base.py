"""Layer 1: the duty that base contracts give. What is painted over it is in `painting.py`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date, timedelta

from scheduling.contracts.domain import BaseContract, HolidayRule
from scheduling.patterns.domain.pattern import Pattern
from scheduling.patterns.domain.shift_type import ShiftType
from scheduling.time.interval import Interval, Minute
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Break, Duty, Key, PayKind, Source, touching

_ONE_DAY = timedelta(days=1)
_LOOK_BACK = timedelta(days=2)
"""A shift lasts 25 hours at most (autumn): one that touches a date began two days before at most."""

Shift = tuple[Minute, Minute, Minute, Key, tuple[Break, ...], PayKind]
"""Start, end, start of the whole shift, shift type, breaks and pay: the same for equal contract terms."""

ShiftMemo = dict[tuple[Key, int, date, date, HolidayRule], list[Shift]]
"""Shifts by pattern, offset, first and last date and holiday rule; valid for one roster input."""


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
    found: list[Duty] = []
    for contract in sorted(contracts, key=_starts_on) if len(contracts) > 1 else contracts:
        if contract.pattern is None:
            continue
        day = max(first, contract.starts_on)
        until = last if contract.ends_before is None else min(last, contract.ends_before - _ONE_DAY)
        pattern = patterns[contract.pattern]
        offset, rule = contract.offset_days % len(pattern.cycle), contract.holiday_rule
        terms = (contract.pattern, offset, day, until, rule)
        shifts = None if memo is None else memo.get(terms)
        if shifts is None:
            shifts = _without_overlap(
                _occurrences(pattern, offset, day, until, rule, shift_types, holidays, clock, anchor)
            )
            if memo is not None:
                memo[terms] = shifts
        if found and shifts and shifts[0][0] < found[-1].end:
            shifts = _without_overlap(shifts, found[-1].end)
        source = Source(1, contract.key, contract.version)
        found += [
            Duty(start, end, shift_start, source, shift_type, None, None, breaks, pay)
            for start, end, shift_start, shift_type, breaks, pay in shifts
        ]
    return touching(tuple(found), span)


def _occurrences(
    pattern: Pattern,
    offset_days: int,
    day: date,
    until: date,
    holiday_rule: HolidayRule,
    shift_types: Mapping[Key, ShiftType],
    holidays: Set[date],
    clock: LocalClock,
    anchor: date,
) -> Iterator[Shift]:
    """The shifts that start on the dates from `day` to `until`, both included."""
    while day <= until:
        key = pattern.shift_on(day, anchor, offset_days)
        is_holiday = day in holidays and holiday_rule is not HolidayRule.WORK
        if key is not None and not (is_holiday and holiday_rule is HolidayRule.OFF):
            shift_type = shift_types[key]
            start, end = clock.window_bounds(day, shift_type.starts_at, shift_type.ends_at)
            breaks = shift_type.breaks(Interval(start, end)) if shift_type.unpaid_break_minutes else ()
            yield (
                start,
                end,
                start,
                shift_type.key,
                breaks,
                PayKind.HOLIDAY if is_holiday else PayKind.REGULAR,
            )
        day += _ONE_DAY


def _without_overlap(shifts: Iterable[Shift], busy_until: Minute | None = None) -> list[Shift]:
    """Each shift from where the one before has ended; one that ended no later is left out."""
    found: list[Shift] = []
    for start, end, shift_start, shift_type, breaks, pay in shifts:
        begins, left = start, breaks
        if busy_until is not None and start < busy_until:
            if end <= busy_until:
                continue
            begins, left = busy_until, tuple(each for each in breaks if each.start >= busy_until)
        found.append((begins, end, shift_start, shift_type, left, pay))
        busy_until = end
    return found


def _starts_on(contract: BaseContract) -> date:
    return contract.starts_on
