"""Restricted duty: what one person may not do from date to date: hours of the day, minutes, overtime, positions.

Restrictions are the person's (light duty, minors), the level is the bargaining unit's: its limit says how many
minutes against a restriction are tolerated. Source: docs/rules/restricted_duty.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from scheduling.rules.levels import Level, Limit, Violation
from scheduling.rules.rule import Rule
from scheduling.rules.work import Restriction, Work
from scheduling.time.interval import Interval, difference, union
from scheduling.time.local_time import LocalClock, dates
from scheduling.time.segment import Duty, PayKind

NAME = "restricted_duty"
EXTRA_PAY = frozenset({PayKind.OVERTIME, PayKind.HOLDOVER, PayKind.MANDATION})
"""What "no overtime" forbids."""


class Clause(StrEnum):
    """What a restriction asks for; each is measured and reported by itself."""

    HOURS = "hours"
    DAY = "day"
    WEEK = "week"
    OVERTIME = "overtime"
    POSITION = "position"


def check(work: Work) -> list[Violation]:
    """One violation per duty, day or workweek that goes against a restriction; its start picks the limits.

    What two restrictions forbid alike is reported once.
    """
    limits = work.terms.limits.get(NAME)
    if limits is None or not work.restrictions:
        return []
    found: dict[Violation, None] = {}
    for restriction in work.restrictions:
        for clause, interval, measured, allowed in measures(work, restriction):
            limit = limits.broken(measured - allowed, interval.start)
            if limit is not None and interval.overlaps(work.focus):
                value = allowed + limit.value
                row = Violation(
                    NAME, limit.level, work.person, interval, measured, value, clause=clause.value
                )
                found[row] = None
    return list(found)


def measures(work: Work, restriction: Restriction) -> Iterator[tuple[Clause, Interval, int, int]]:
    """What a restriction measures of somebody's duty: clause, over which minutes, how much, and what it allows."""
    inside = [
        (duty, cut)
        for duty in work.worked
        if (cut := duty.interval.intersection(restriction.interval)) is not None
    ]
    for duty, cut in inside:
        for closed in closed_hours(restriction, work.terms.clock, cut):
            yield Clause.HOURS, closed, closed.minutes, 0
        if restriction.no_overtime and duty.pay in EXTRA_PAY:
            yield Clause.OVERTIME, cut, cut.minutes, 0
        if duty.position is not None and duty.position in restriction.positions:
            yield Clause.POSITION, cut, cut.minutes, 0
    if restriction.daily_minutes is not None:
        for duties in by_day(work, restriction).values():
            minutes = sum(duty.end - duty.start for duty in duties)
            yield Clause.DAY, Interval(duties[0].start, duties[-1].end), minutes, restriction.daily_minutes
    if restriction.weekly_minutes is not None:
        for week in work.terms.weeks(work.focus):
            shared = week.intersection(restriction.interval)
            if shared is not None:
                cuts = [duty.interval.intersection(shared) for duty in work.worked]
                minutes = sum(cut.minutes for cut in cuts if cut is not None)
                yield Clause.WEEK, shared, minutes, restriction.weekly_minutes


def closed_hours(restriction: Restriction, clock: LocalClock, within: Interval) -> tuple[Interval, ...]:
    """The minutes of an interval that lie outside the hours a restriction allows, by the clock on the wall."""
    if restriction.earliest_at is None and restriction.latest_at is None:
        return ()
    first, last = clock.date_of(within.start), clock.date_of(within.end - 1)
    closed: list[Interval] = []
    for day in dates(first, last + timedelta(days=1)):
        whole = clock.day(day)
        opens = whole.start if restriction.earliest_at is None else clock.minute(day, restriction.earliest_at)
        closes = whole.end if restriction.latest_at is None else clock.minute(day, restriction.latest_at)
        closed += difference([whole], [Interval(opens, closes)] if opens < closes else [])
    pieces = (piece.intersection(within) for piece in union(closed))
    return tuple(piece for piece in pieces if piece is not None)


def by_day(work: Work, restriction: Restriction) -> dict[date, list[Duty]]:
    """Duty by the worked day, in order, of shifts that start inside the restriction."""
    found: dict[date, list[Duty]] = {}
    for duty in work.worked:
        if restriction.interval.contains(duty.shift_start):
            found.setdefault(work.terms.clock.date_of(duty.shift_start), []).append(duty)
    return found


RULE = Rule(
    name=NAME,
    label="Restricted duty",
    unit="minutes",
    setting=NAME,
    default_limits=(Limit(Level.BLOCK, 0),),
    check=check,
)
