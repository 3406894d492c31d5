"""Layer 1: the duty that base contracts give. What is painted over it is in `painting.py`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date, timedelta

from scheduling.contracts.domain import BaseContract, HolidayRule
from scheduling.patterns.domain.pattern import Pattern
from scheduling.patterns.domain.shift_type import ShiftType
from scheduling.time.interval import Interval, Minute
from scheduling.time.local_time import LocalClock, dates
from scheduling.time.segment import Break, Duty, Key, PayKind, Source, touching

_ONE_DAY = timedelta(days=1)
_NO_DAYS: frozenset[date] = frozenset()
_LOOK_BACK = timedelta(days=2)
"""A shift lasts 25 hours at most (autumn): one that touches a date began two days before at most."""

Shift = tuple[Minute, Minute, Minute, Key, tuple[Break, ...], PayKind]
"""Start, end, start of the whole shift, shift type, breaks and pay: the same for equal contract terms."""


class ShiftMemo:
    """What the people of one roster input share: each shift type on each date, and the shifts of equal terms."""

    def __init__(self) -> None:
        self.by_day: dict[tuple[Key, date, bool], Shift] = {}
        self.by_terms: dict[tuple[Key, int, date, date, HolidayRule], list[Shift]] = {}
        """By pattern, offset, first and last date, and holiday rule."""

    def occurrence(
        self,
        key: Key,
        day: date,
        shift_types: Mapping[Key, ShiftType],
        clock: LocalClock,
        *,
        is_premium: bool,
    ) -> Shift:
        """The shift of a type that starts on a date, paid as on a holiday or not."""
        found = self.by_day.get((key, day, is_premium))
        if found is None:
            shift_type = shift_types[key]
            start, end = clock.window_bounds(day, shift_type.starts_at, shift_type.ends_at)
            breaks = shift_type.breaks(Interval(start, end), clock) if shift_type.has_breaks else ()
            pay = PayKind.HOLIDAY if is_premium else PayKind.REGULAR
            found = self.by_day[key, day, is_premium] = (start, end, start, shift_type.key, breaks, pay)
        return found


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
    memo = ShiftMemo() if memo is None else memo
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
        shifts = memo.by_terms.get(terms)
        if shifts is None:
            off = holidays if rule is HolidayRule.OFF else _NO_DAYS
            premium = holidays if rule is HolidayRule.PREMIUM else _NO_DAYS
            days = dates(day, until + _ONE_DAY)
            worked = (
                memo.occurrence(key, on, shift_types, clock, is_premium=on in premium)
                for on, key in zip(days, pattern.shifts_from(day, anchor, offset), strict=False)
                if key is not None and on not in off
            )
            shifts = memo.by_terms[terms] = _without_overlap(worked)
        if found and shifts and shifts[0][0] < found[-1].end:
            shifts = _without_overlap(shifts, found[-1].end)
        source = Source(1, contract.key, contract.version)
        found += [
            Duty(start, end, shift_start, source, shift_type, None, None, breaks, pay)
            for start, end, shift_start, shift_type, breaks, pay in shifts
        ]
    return touching(tuple(found), span)


def _without_overlap(shifts: Iterable[Shift], busy_until: Minute | None = None) -> list[Shift]:
    """Each shift from where the one before has ended; one that ended no later is left out."""
    found: list[Shift] = []
    for shift in shifts:
        start, end, shift_start, shift_type, breaks, pay = shift
        if busy_until is None or start >= busy_until:
            found.append(shift)
        elif end > busy_until:
            left = tuple(each for each in breaks if each.start >= busy_until)
            found.append((busy_until, end, shift_start, shift_type, left, pay))
        else:
            continue
        busy_until = end
    return found


def _starts_on(contract: BaseContract) -> date:
    return contract.starts_on
