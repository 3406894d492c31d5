"""The fatigue timeline: every limit of one person against time, where it breaks, and what brought it there. Pure.

It shows limits; it is no score and no estimate (semantics 6). Each line is linear between its knots, in elapsed
minutes, and reads the same parameters as the checkers in `scheduling/rules/`; a test holds the two together. When
somebody is legal again is in `legal_again.py`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from scheduling.rules import (
    consecutive_days,
    consecutive_nights,
    longest_continuous_duty,
    minimum_rest,
    rolling_window,
)
from scheduling.rules.levels import Limit
from scheduling.rules.registry import RULES
from scheduling.rules.rule import Rule
from scheduling.rules.work import LimitsOverTime, Work
from scheduling.time.interval import MINUTES_PER_DAY, MINUTES_PER_WEEK, Interval, Minute
from scheduling.time.segment import Duty

WINDOWS = {rolling_window.IN_24_HOURS: MINUTES_PER_DAY, rolling_window.IN_7_DAYS: MINUTES_PER_WEEK}


@dataclass(frozen=True, slots=True)
class Knot:
    """The value from a minute on; of two knots at one minute the first is reached, the second is jumped to."""

    at: Minute
    value: int


@dataclass(frozen=True, slots=True)
class Point:
    """One judged value: what was measured over which minutes against the limit that it breaks or nears."""

    interval: Interval
    measured: int
    limit: Limit
    causes: tuple[Duty, ...]
    is_broken: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One limit over time. `breaks` are where it is broken, `peak` where it is broken most or nearest to it.

    The value of rest is what has passed since the last duty, nought on duty. Outside its knots a line is nought.
    """

    rule: Rule
    limits: LimitsOverTime
    knots: tuple[Knot, ...]
    breaks: tuple[Point, ...]
    peak: Point | None

    def value(self, minute: Minute) -> int:
        """The value at a minute; where the line jumps, what it jumps to."""
        n = bisect_right(self.knots, minute, key=_at)
        if n == 0 or n == len(self.knots):
            return self.knots[-1].value if n and self.knots[-1].at == minute else 0
        before, after = self.knots[n - 1], self.knots[n]
        rise = after.value - before.value
        return before.value + rise * (minute - before.at) // (after.at - before.at)

    def limit_at(self, minute: Minute) -> Limit | None:
        """The limit in force that would be broken first."""
        return _nearest(self.limits, minute)


def timeline(work: Work) -> tuple[Line, ...]:
    """A line for every limit of one person that is measured over time, in the order of the rules.

    Certification and trainers are left out: they are held or not, there is nothing to come near. So is rest after
    nights, which is asked of some shifts only.
    """
    found: list[Line] = []
    for name, rule in RULES.items():
        limits = work.terms.limits.get(name)
        measure = _MEASURES.get(name)
        if limits is not None and measure is not None:
            knots, points = measure(work, rule, limits)
            broken = tuple(point for point in points if point.is_broken)
            found.append(
                Line(rule, limits, knots, _reported(rule, limits, broken, knots), _peak(rule, points))
            )
    return tuple(found)


def _at(knot: Knot) -> Minute:
    return knot.at


def _nearest(limits: LimitsOverTime, minute: Minute) -> Limit | None:
    n = bisect_right(limits.starts, minute) - 1
    if n < 0 or not limits.steps[n]:
        return None
    first = max if limits.is_minimum else min
    return first(limits.steps[n], key=lambda limit: limit.value)


def _point(
    limits: LimitsOverTime, interval: Interval, measured: int, judged_at: Minute, causes: Sequence[Duty]
) -> list[Point]:
    broken = limits.broken(measured, judged_at)
    limit = broken or _nearest(limits, judged_at)
    return [] if limit is None else [Point(interval, measured, limit, tuple(causes), broken is not None)]


def _causes(work: Work, start: Minute, end: Minute) -> list[Duty]:
    return [duty for duty in work.duties if duty.start < end and start < duty.end]


Measured = tuple[tuple[Knot, ...], list[Point]]


def _rest(work: Work, rule: Rule, limits: LimitsOverTime) -> Measured:
    """Rises from the end of continuous duty; judged where the next one starts, by the limits of that minute."""
    knots: list[Knot] = []
    points: list[Point] = []
    focus = work.focus
    stretches = work.stretches
    for n, (start, end) in enumerate(stretches):
        knots += [Knot(start, 0), Knot(end, 0)]
        after = stretches[n + 1][0] if n + 1 < len(stretches) else max(focus.end, end)
        knots.append(Knot(after, after - end))
        if n + 1 == len(stretches) or after < focus.start or end >= focus.end:
            continue
        last, following = work.duties[work.begins[n + 1] - 1], work.duties[work.begins[n + 1]]
        if last.shift_start != following.shift_start:
            points += _point(limits, Interval(end, after), after - end, after, (last, following))
    return tuple(knots), points


def _stretch(work: Work, rule: Rule, limits: LimitsOverTime) -> Measured:
    """Rises through continuous duty; judged at its end, by the limits of its start."""
    knots: list[Knot] = []
    points: list[Point] = []
    for start, end in work.stretches:
        knots += [Knot(start, 0), Knot(end, end - start), Knot(end, 0)]
        interval = Interval(start, end)
        if interval.overlaps(work.focus):
            points += _point(limits, interval, end - start, start, _causes(work, start, end))
    return tuple(knots), points


def _window(work: Work, rule: Rule, limits: LimitsOverTime) -> Measured:
    """Rises while a minute of duty enters the window, falls while one leaves it; judged where a duty ends."""
    length = WINDOWS[rule.name]
    turns: dict[Minute, int] = {}
    for duty in work.duties:
        for minute, slope in ((duty.start, 1), (duty.end, -1)):
            turns[minute] = turns.get(minute, 0) + slope
            turns[minute + length] = turns.get(minute + length, 0) - slope
    knots: list[Knot] = []
    value = slope = 0
    for minute in sorted(turns):
        value += slope * (minute - knots[-1].at) if knots else 0
        slope += turns[minute]
        knots.append(Knot(minute, value))
    at = {knot.at: knot.value for knot in knots}
    points: list[Point] = []
    for duty in work.duties:
        interval = Interval(duty.end - length, duty.end)
        if work.focus.start < duty.end and interval.start < work.focus.end:
            causes = _causes(work, interval.start, interval.end)
            points += _point(limits, interval, at[duty.end], duty.end - 1, causes)
    return tuple(knots), points


def _days(work: Work, rule: Rule, limits: LimitsOverTime) -> Measured:
    """A step on each local date: how many worked days in a row end with it."""
    clock = work.terms.clock

    def over(first: int, last: int) -> Interval:
        return clock.days(date.fromordinal(first), date.fromordinal(last) + timedelta(days=1))

    def belonging(first: int, last: int) -> list[Duty]:
        return [each for each in work.duties if first <= clock.ordinal_of(each.shift_start) <= last]

    return _steps(work, limits, work.days, over, belonging)


def _nights(work: Work, rule: Rule, limits: LimitsOverTime) -> Measured:
    """A step on each night with night duty, from its hours of night to those of the next."""
    night = work.terms.night

    def over(first: int, last: int) -> Interval:
        return Interval(night(first)[0], night(last)[1])

    def belonging(first: int, last: int) -> list[Duty]:
        return _causes(work, night(first)[0], night(last)[1])

    return _steps(work, limits, work.nights, over, belonging)


def _steps(
    work: Work,
    limits: LimitsOverTime,
    ordinals: Sequence[int],
    over: Callable[[int, int], Interval],
    belonging: Callable[[int, int], list[Duty]],
) -> Measured:
    clock = work.terms.clock
    knots: list[Knot] = []
    points: list[Point] = []
    length = 0
    for ordinal, following in pairwise([*ordinals, 0]):
        length += 1
        goes_on = following == ordinal + 1
        starts = over(ordinal, ordinal).start
        if length == 1:
            knots.append(Knot(starts, 0))
        ends = over(ordinal + 1, ordinal + 1).start
        knots += [Knot(starts, length), Knot(ends, length)]
        if goes_on:
            continue
        knots.append(Knot(ends, 0))
        first = ordinal - length + 1
        interval = over(first, ordinal)
        if interval.overlaps(work.focus):
            judged_at = clock.minute(date.fromordinal(ordinal))
            points += _point(limits, interval, length, judged_at, belonging(first, ordinal))
        length = 0
    return tuple(knots), points


_MEASURES: Mapping[str, Callable[[Work, Rule, LimitsOverTime], Measured]] = {
    minimum_rest.NAME: _rest,
    longest_continuous_duty.NAME: _stretch,
    rolling_window.IN_24_HOURS: _window,
    rolling_window.IN_7_DAYS: _window,
    consecutive_days.NAME: _days,
    consecutive_nights.NAME: _nights,
}


def _reported(
    rule: Rule, limits: LimitsOverTime, broken: Sequence[Point], knots: Sequence[Knot]
) -> tuple[Point, ...]:
    """One break per run of a window above the tightest limit: its hardest, then its fullest, then its earliest."""
    if rule.name not in WINDOWS or not broken:
        return tuple(broken)
    lows = [knot.at for knot in knots if knot.value <= limits.tightest]
    runs: dict[int, Point] = {}
    for point in broken:
        run = bisect_right(lows, point.interval.end)
        known = runs.get(run)
        if known is None or _rank(point) > _rank(known):
            runs[run] = point
    return tuple(runs.values())


def _rank(point: Point) -> tuple[int, int]:
    return point.limit.level.rank, point.measured


def _peak(rule: Rule, points: Iterable[Point]) -> Point | None:
    sign = 1 if rule.is_minimum else -1
    return min(
        points,
        key=lambda point: (sign * (point.measured - point.limit.value), point.interval.start),
        default=None,
    )
