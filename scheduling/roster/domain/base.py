"""Layer 1: the duty that base contracts give, before any adjustment. What is painted over it is in
`painting.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import date, timedelta

from scheduling.contracts.domain import BaseContract, HolidayRule
from scheduling.patterns.domain.pattern import Pattern
from scheduling.patterns.domain.shift_type import ShiftType
from scheduling.time.interval import Interval
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Duty, Key, PayKind, Source

_LOOK_BACK = timedelta(days=2)
"""A shift lasts at most 25 hours (a whole day in autumn), so one that touches a date began at most two days
before.
"""


def base_duty(
    contracts: Sequence[BaseContract],
    patterns: Mapping[Key, Pattern],
    shift_types: Mapping[Key, ShiftType],
    holidays: Set[date],
    span: Interval,
    clock: LocalClock,
    anchor: date,
) -> tuple[Duty, ...]:
    """The shifts of one person's contracts that touch the span, whole, in order, without overlap.

    A contract covers the local dates on which shifts start; a shift that began keeps its whole length, so
    where two would overlap (a contract changes during a night) the later one begins when the earlier has
    ended.
    """
    first, last = clock.date_of(span.start) - _LOOK_BACK, clock.date_of(span.end - 1)
    found: list[Duty] = []
    busy_until: int | None = None
    for contract in sorted(contracts, key=_starts_on) if len(contracts) > 1 else contracts:
        if contract.pattern is None:
            continue
        cycle = patterns[contract.pattern].cycle
        length = len(cycle)
        source = Source(1, contract.key, contract.version)
        day = max(first, contract.starts_on)
        until = last if contract.ends_before is None else min(last, contract.ends_before - timedelta(days=1))
        index = (day - anchor).days - contract.offset_days
        for n in range((until - day).days + 1):
            key = cycle[(index + n) % length]
            if key is None:
                continue
            on = day + timedelta(days=n)
            pay = PayKind.REGULAR
            if on in holidays and contract.holiday_rule is not HolidayRule.WORK:
                if contract.holiday_rule is HolidayRule.OFF:
                    continue
                pay = PayKind.HOLIDAY
            shift_type = shift_types[key]
            # Not `occurrence()`: this line runs for every shift of every person, and building an Interval
            # costs.
            shift_start, end = clock.window_bounds(on, shift_type.starts_at, shift_type.ends_at)
            start = shift_start if busy_until is None or busy_until <= shift_start else busy_until
            if start >= end:
                continue
            busy_until = end
            if end <= span.start or start >= span.end:
                continue
            breaks = shift_type.breaks(Interval(shift_start, end)) if shift_type.unpaid_break_minutes else ()
            if start != shift_start and breaks:
                breaks = tuple(pause for pause in breaks if pause.start >= start)
            found.append(Duty(start, end, shift_start, source, key, None, None, breaks, pay))
    return tuple(found)


def _starts_on(contract: BaseContract) -> date:
    return contract.starts_on
