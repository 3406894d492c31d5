"""Workweeks: fixed stretches of seven days from a weekday and a time, in which hours are counted for overtime.

Which weekday and time they start with belongs to the bargaining unit (`staff/people/models.py`).
"""

from __future__ import annotations

from datetime import date, time, timedelta

from scheduling.time.interval import Interval
from scheduling.time.local_time import LocalClock

_WEEK = timedelta(days=7)

OVERTIME_AFTER_MINUTES = 40 * 60
"""Hours worked beyond this in a workweek are overtime (29 CFR 778.101)."""


def week_starts_on(day: date, weekday: int) -> date:
    """The last date up to a date that falls on a weekday (0 is Monday)."""
    return day - timedelta(days=(day.weekday() - weekday) % 7)


def workweek_of(day: date, weekday: int, at: time, clock: LocalClock) -> Interval:
    """The workweek that holds the first minute of a date: seven days by the clock on the wall."""
    starts_on = week_starts_on(day, weekday)
    start = clock.minute(starts_on, at)
    if start > clock.minute(day):
        starts_on -= _WEEK
        start = clock.minute(starts_on, at)
    return Interval(start, clock.minute(starts_on + _WEEK, at))


def workweeks(
    starts_on: date, ends_before: date, weekday: int, at: time, clock: LocalClock
) -> list[Interval]:
    """The workweeks that touch the dates, in order."""
    last = clock.days(starts_on, ends_before).end
    found = [workweek_of(starts_on, weekday, at, clock)]
    while found[-1].end < last:
        begins = found[-1].end
        found.append(Interval(begins, clock.minute(clock.date_of(begins) + _WEEK, at)))
    return found
