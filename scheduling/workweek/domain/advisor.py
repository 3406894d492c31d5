"""The workweek advisor: how much overtime a pattern alone brings about, for each start the workweek could have.

A pattern of 42 hours a week on average owes 2 hours of overtime in each week or 8 in every other, only by where
the week is cut (29 CFR 778.104: each workweek stands alone). Counted by the clock on the wall, in weeks without
a clock change. Overtime as it was worked is in `overtime.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from fractions import Fraction
from math import lcm

from scheduling.patterns.domain.pattern import Pattern
from scheduling.patterns.domain.shift_type import ShiftType
from scheduling.time.interval import MINUTES_PER_DAY, MINUTES_PER_WEEK, Interval, difference
from scheduling.time.segment import Key
from scheduling.time.workweek import OVERTIME_AFTER_MINUTES

STEP_MINUTES = 6 * 60
"""The advisor looks at a start every six hours: 28 of them."""


@dataclass(frozen=True, slots=True)
class Start:
    """One possible start, in minutes after Monday 00:00, and what each week of the whole cycle then holds.

    `weeks` are the minutes worked in each, in order from the first that begins at or after day 0 of the cycle.
    """

    minute_of_week: int
    weeks: tuple[int, ...]

    @property
    def overtime_minutes(self) -> Fraction:
        """Overtime per person and week, on average."""
        over = sum(max(0, minutes - OVERTIME_AFTER_MINUTES) for minutes in self.weeks)
        return Fraction(over, len(self.weeks))


@dataclass(frozen=True, slots=True)
class Advice:
    """Every possible start of one pattern, in order of the week."""

    starts: tuple[Start, ...]

    @property
    def least(self) -> Fraction:
        return min(start.overtime_minutes for start in self.starts)

    @property
    def most(self) -> Fraction:
        return max(start.overtime_minutes for start in self.starts)

    @property
    def best(self) -> tuple[Start, ...]:
        """All starts with the least overtime."""
        return tuple(start for start in self.starts if start.overtime_minutes == self.least)


def pattern_duty(
    pattern: Pattern, shift_types: Mapping[Key, ShiftType], first_weekday: int, offset_days: int = 0
) -> tuple[tuple[Interval, ...], int]:
    """The duty of a pattern without its unpaid breaks, in minutes after a Monday 00:00, until it repeats.

    `first_weekday` is that of the pattern's day 0 (0 is Monday). The second value is after how many weeks it repeats.
    """
    days = lcm(len(pattern.cycle), 7)
    duty: list[Interval] = []
    for day in range(days):
        key = pattern.cycle[(day - first_weekday - offset_days) % len(pattern.cycle)]
        if key is not None:
            shift_type = shift_types[key]
            start = day * MINUTES_PER_DAY + _minute_of_day(shift_type.starts_at)
            end = day * MINUTES_PER_DAY + _minute_of_day(shift_type.ends_at)
            whole = Interval(start, end if end > start else end + MINUTES_PER_DAY)
            unpaid = [Interval(each.start, each.end) for each in shift_type.pauses(whole) if not each.is_paid]
            duty += difference([whole], unpaid)
    return tuple(duty), days // 7


def weeks_from(duty: Sequence[Interval], weeks: int, minute_of_week: int) -> tuple[int, ...]:
    """Minutes of duty in each workweek of a cycle that repeats after a number of weeks."""
    found = [0] * weeks
    for each in duty:
        start, end = each.start - minute_of_week, each.end - minute_of_week
        while start < end:
            week = start // MINUTES_PER_WEEK
            cut = min(end, (week + 1) * MINUTES_PER_WEEK)
            found[week % weeks] += cut - start
            start = cut
    return tuple(found)


def advise(duty: Sequence[Interval], weeks: int, step_minutes: int = STEP_MINUTES) -> Advice:
    """What each start of the workweek would bring about, every `step_minutes` from Monday 00:00."""
    return Advice(
        tuple(
            Start(minute, weeks_from(duty, weeks, minute))
            for minute in range(0, MINUTES_PER_WEEK, step_minutes)
        )
    )


def _minute_of_day(at: time) -> int:
    return at.hour * 60 + at.minute
