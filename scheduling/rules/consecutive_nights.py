"""Nights in a row: local dates whose night (by default 22:00 to 06:00) holds at least three hours of duty.

Source: our proposal, no citation; the limit belongs to the bargaining unit
(docs/rules/consecutive_nights.md).
"""

from __future__ import annotations

from datetime import date

from scheduling.rules.levels import Level, Limit, Violation
from scheduling.rules.rule import Rule
from scheduling.rules.work import Work, nights_in, runs
from scheduling.time.interval import Interval

NAME = "consecutive_nights"


def check(work: Work) -> list[Violation]:
    """One violation per run that is too long, over its hours of night; the limits are those of the last
    night.
    """
    limits = work.terms.limits.get(NAME)
    if limits is None:
        return []
    clock = work.terms.clock
    worked = {night for stretch in work.stretches for night in nights_in(work, stretch)}
    found: list[Violation] = []
    for first, last in runs(sorted(worked)):
        length = last - first + 1
        if length <= limits.tightest:
            continue
        interval = Interval(
            clock.window_bounds(
                date.fromordinal(first), work.terms.night_starts_at, work.terms.night_ends_at
            )[0],
            clock.window_bounds(date.fromordinal(last), work.terms.night_starts_at, work.terms.night_ends_at)[
                1
            ],
        )
        limit = limits.broken(length, clock.minute(date.fromordinal(last)))
        if limit is not None and interval.overlaps(work.focus):
            found.append(
                Violation(NAME, limit.level, work.person, interval, length, limit.value, unit="nights")
            )
    return found


RULE = Rule(
    name=NAME,
    label="Nights in a row",
    unit="nights",
    setting=NAME,
    default_limits=(Limit(Level.WARN, 4),),
    check=check,
)
