"""Adjustments and employment: nobody works outside it, whatever was painted before its end was known. Pure.

Contracts are cut to employment where they are loaded (`scheduling/roster/selectors.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from scheduling.adjustments.domain import LONGEST_DUTY_MINUTES, Adjustment, Paint
from scheduling.time.interval import Interval, union
from scheduling.time.local_time import LocalClock

Dates = tuple[date, date | None]
"""From a date until before another; None is no end."""


def by_employment(
    rows: Iterable[Adjustment], employed: Sequence[Dates], clock: LocalClock
) -> tuple[list[Adjustment], list[Adjustment]]:
    """The rows that paint, and those that would paint duty outside employment.

    A row belongs to the date its shift begins on, and keeps its whole length; one longer than a shift is cut. Rows
    that take duty away, and absence, stay: they may lie over a shift that began on the last day.
    """
    painting: list[Adjustment] = []
    outside: list[Adjustment] = []
    for row in rows:
        if row.paint is not Paint.DUTY:
            painting.append(row)
        elif row.end - row.start > LONGEST_DUTY_MINUTES:
            pieces = [
                both for each in _minutes(row, employed, clock) if (both := each.intersection(row.interval))
            ]
            painting.extend(_cut(row, piece) for piece in pieces)
            if pieces != [row.interval]:
                outside.append(row)
        else:
            on = day_of(row, clock)
            (painting if is_employed(on, employed) else outside).append(row)
    return painting, outside


def day_of(row: Adjustment, clock: LocalClock) -> date:
    """The date a row's shift begins on."""
    return clock.date_of(row.start if row.shift_start is None else row.shift_start)


def is_employed(day: date, employed: Iterable[Dates]) -> bool:
    """Employed on a date."""
    return any(first <= day and (last is None or day < last) for first, last in employed)


def _minutes(row: Adjustment, employed: Iterable[Dates], clock: LocalClock) -> tuple[Interval, ...]:
    """Employment as minutes, as far as the row can need it; from one job to the next without a gap is one."""
    days = [(first, last) for first, last in employed if clock.minute(first) < row.end]
    return union(
        Interval(clock.minute(first), clock.minute(last) if last else row.end) for first, last in days
    )


def _cut(row: Adjustment, piece: Interval) -> Adjustment:
    if piece == row.interval:
        return row
    breaks = tuple(each for each in row.breaks if piece.start <= each.start and each.end <= piece.end)
    return replace(row, start=piece.start, end=piece.end, breaks=breaks)
