"""Nights in a row: local dates whose night (by default 22:00 to 06:00) holds at least three hours of duty.

Source: our proposal, no citation; the limit belongs to the bargaining unit (docs/rules/consecutive_nights.md).
"""

from __future__ import annotations

from datetime import date

from scheduling.rules.levels import Level, Limit, Violation
from scheduling.rules.rule import Rule
from scheduling.rules.work import Work, runs
from scheduling.time.interval import Interval

NAME = "consecutive_nights"


def check(work: Work) -> list[Violation]:
    """One violation per run that is too long, over its hours of night; its last night picks the limits."""
    limits = work.terms.limits.get(NAME)
    if limits is None:
        return []
    clock = work.terms.clock
    found: list[Violation] = []
    for first, last in runs(work.nights, above=limits.tightest):
        length = last - first + 1
        interval = Interval(work.terms.night(first)[0], work.terms.night(last)[1])
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
