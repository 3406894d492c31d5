"""The fatigue timeline: every limit of one person against time, where it breaks, and what brought it there. Pure.

It shows limits; it is no score and no estimate (semantics 6). Each line is linear between its knots, in elapsed
minutes, and reads the same parameters as the checkers in `scheduling/rules/`; a test holds the two together. When
somebody is legal again is in `legal_again.py`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from scheduling.rules import (
    consecutive_days,
    consecutive_nights,
    longest_continuous_duty,
    maximum_minutes_in_workweek,
    minimum_rest,
    rest_after_nights,
    restricted_duty,
    rolling_window,
)
from scheduling.rules.levels import Limit
from scheduling.rules.registry import RULES
from scheduling.rules.restricted_duty import Clause
from scheduling.rules.rule import Rule
from scheduling.rules.work import LimitsOverTime, Restriction, Work
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


Measured = tuple[tuple[Knot, ...], list[Point]]
"""The knots of a line, and every value that its rule judges."""


@dataclass(frozen=True, slots=True)
class Line:
    """One limit over time. `breaks` are where it is broken, `peak` where it is broken most or nearest to it.

    The value of rest is what has passed since the last duty, nought on duty. Outside its knots a line is nought.
    `rests` are those that a rest is asked of: from the end of duty to the start of the next, None where none follows.
    """

    rule: Rule
    limits: LimitsOverTime
    knots: tuple[Knot, ...]
    breaks: tuple[Point, ...]
    peak: Point | None
    label: str
    rests: tuple[tuple[Minute, Minute | None], ...] = ()

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

    Certification and trainers are left out: they are held or not, there is nothing to come near. So are the hours,
    overtime and positions of restrictions; minutes a day and a week have a line for each restriction.
    """
    found: list[Line] = []
    for name, rule in RULES.items():
        limits = work.terms.limits.get(name)
        measure = _MEASURES.get(name)
        if limits is None:
            continue
        if measure is not None:
            found.append(_line(rule, limits, measure(work, rule, limits), rule.label, _rests(work, name)))
        elif name == restricted_duty.NAME:
            for restriction in work.restrictions:
                found += _restricted(work, rule, limits, restriction)
    return tuple(found)


def _line(
    rule: Rule,
    limits: LimitsOverTime,
    measured: Measured,
    label: str,
    rests: tuple[tuple[Minute, Minute | None], ...] = (),
) -> Line:
    knots, points = measured
    broken = tuple(point for point in points if point.is_broken)
    return Line(
        rule, limits, knots, _reported(rule, limits, broken, knots), _peak(rule, points), label, rests
    )


def _rests(work: Work, rule: str) -> tuple[tuple[Minute, Minute | None], ...]:
    """The rests that a rule asks for; none for a rule that is no minimum."""
    if rule == rest_after_nights.NAME:
        ends = [after for _, after, _ in rest_after_nights.tiring_turns(work)]
        return tuple((work.ends[n - 1], work.starts[n] if n < len(work.starts) else None) for n in ends)
    if rule == minimum_rest.NAME:
        stretches = work.stretches
        return tuple(
            (end, stretches[n][0] if n < len(stretches) else None) for n, (_, end) in enumerate(stretches, 1)
        )
    return ()


def _at(knot: Knot) -> Minute:
    return knot.at


def _nearest(limits: LimitsOverTime, minute: Minute) -> Limit | None:
    first = max if limits.is_minimum else min
    return first(_in_force(limits, minute), key=lambda limit: limit.value, default=None)


def _point(
    limits: LimitsOverTime, interval: Interval, measured: int, judged_at: Minute, causes: Sequence[Duty]
) -> list[Point]:
    broken = limits.broken(measured, judged_at)
    limit = broken or _nearest(limits, judged_at)
    return [] if limit is None else [Point(interval, measured, limit, tuple(causes), broken is not None)]


def _causes(work: Work, start: Minute, end: Minute) -> list[Duty]:
    return [duty for duty in work.duties if duty.start < end and start < duty.end]


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


def _after_nights(work: Work, rule: Rule, limits: LimitsOverTime) -> Measured:
    """Rises from the end of the last of several nights; judged where duty that is no night starts."""
    knots: list[Knot] = []
    points: list[Point] = []
    focus = work.focus
    for _, n, is_followed_by_night in rest_after_nights.tiring_turns(work):
        ended = work.ends[n - 1]
        is_last = n == len(work.starts)
        after = max(focus.end, ended) if is_last else work.starts[n]
        knots += [Knot(ended, 0), Knot(after, after - ended), Knot(after, 0)]
        if not is_last and not is_followed_by_night and after >= focus.start and ended < focus.end:
            causes = (work.duties[n - 1], work.duties[n])
            points += _point(limits, Interval(ended, after), after - ended, after, causes)
    return tuple(knots), points


def _workweeks(work: Work, rule: Rule, limits: LimitsOverTime) -> Measured:
    """Rises through the duty of a workweek and begins anew with the next; judged as a whole, by the limits of its
    start.
    """
    knots: list[Knot] = []
    points: list[Point] = []
    for week in work.terms.weeks(work.focus):
        inside = _causes(work, week.start, week.end)
        knots += _filling(week, [each.interval for each in inside])
        points += _point(limits, week, knots[-2].value, week.start, inside)
    return tuple(knots), points


def _filling(span: Interval, duty: Iterable[Interval]) -> list[Knot]:
    """The minutes of duty since the start of a span, until its end."""
    knots = [Knot(span.start, 0)]
    for each in duty:
        cut = each.intersection(span)
        if cut is not None:
            value = knots[-1].value
            knots += [Knot(cut.start, value), Knot(cut.end, value + cut.minutes)]
    return [*knots, Knot(span.end, knots[-1].value), Knot(span.end, 0)]


def _restricted(work: Work, rule: Rule, limits: LimitsOverTime, restriction: Restriction) -> Iterator[Line]:
    """A line for the minutes a day that a restriction allows, and one for those of a workweek."""
    judged: dict[str, list[Point]] = {}
    for clause, interval, measured, allowed in restricted_duty.measures(work, restriction):
        broken = limits.broken(measured - allowed, interval.start)
        shown = broken or _nearest(limits, interval.start)
        if shown is not None and interval.overlaps(work.focus):
            value = Limit(shown.level, allowed + shown.value)
            duties = [duty for duty in work.worked if duty.interval.overlaps(interval)]
            point = Point(interval, measured, value, tuple(duties), broken is not None)
            judged.setdefault(clause, []).append(point)
    asked = (
        (Clause.DAY, restriction.daily_minutes, "a day", _restricted_days(work, restriction)),
        (Clause.WEEK, restriction.weekly_minutes, "a week", _restricted_weeks(work, restriction)),
    )
    for clause, most, words, knots in asked:
        if most is not None:
            found = tuple(knots), judged.get(clause, [])
            yield _line(rule, _inside(limits, restriction, most), found, f"{rule.label}, minutes {words}")


def _restricted_weeks(work: Work, restriction: Restriction) -> Iterator[Knot]:
    for week in work.terms.weeks(work.focus):
        shared = week.intersection(restriction.interval)
        if shared is not None:
            yield from _filling(shared, [duty.interval for duty in work.worked])


def _restricted_days(work: Work, restriction: Restriction) -> Iterator[Knot]:
    """The minutes of each worked day, until its midnight or until its last shift ends."""
    days = list(restricted_duty.by_day(work, restriction).items())
    for n, (day, duties) in enumerate(days):
        ends = max(duties[-1].end, work.terms.clock.minute(day + timedelta(days=1)))
        if n + 1 < len(days):
            ends = min(ends, days[n + 1][1][0].start)
        yield from _filling(Interval(duties[0].start, ends), [duty.interval for duty in duties])


def _inside(limits: LimitsOverTime, restriction: Restriction, allowed: int) -> LimitsOverTime:
    """What a restriction allows with what the unit tolerates, from its start until its end."""
    first, last = restriction.interval.start, restriction.interval.end
    starts = [first, *(start for start in limits.starts if first < start < last)]
    steps = [
        tuple(Limit(limit.level, allowed + limit.value) for limit in _in_force(limits, start))
        for start in starts
    ]
    return LimitsOverTime(False, (*starts, last), (*steps, ()), allowed + limits.tightest)


def _in_force(limits: LimitsOverTime, minute: Minute) -> tuple[Limit, ...]:
    n = bisect_right(limits.starts, minute) - 1
    return () if n < 0 else limits.steps[n]


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
    maximum_minutes_in_workweek.NAME: _workweeks,
    rest_after_nights.NAME: _after_nights,
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
