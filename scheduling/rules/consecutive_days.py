"""Worked days in a row: local dates on which a shift starts.

Source: our proposal, no citation; the limit belongs to the bargaining unit (docs/rules/consecutive_days.md).
"""

from __future__ import annotations

from datetime import date, timedelta

from scheduling.rules.levels import Level, Limit, Violation
from scheduling.rules.rule import Rule
from scheduling.rules.work import Work, runs

NAME = "consecutive_days"


def check(work: Work) -> list[Violation]:
    """One violation per run that is too long, over its local dates; the limits are those of the last day."""
    limits = work.terms.limits.get(NAME)
    if limits is None:
        return []
    clock = work.terms.clock
    found: list[Violation] = []
    for first, last in runs(work.days, above=limits.tightest):
        length = last - first + 1
        interval = clock.days(date.fromordinal(first), date.fromordinal(last) + timedelta(days=1))
        limit = limits.broken(length, clock.minute(date.fromordinal(last)))
        if limit is not None and interval.overlaps(work.focus):
            found.append(
                Violation(NAME, limit.level, work.person, interval, length, limit.value, unit="days")
            )
    return found


RULE = Rule(
    name=NAME,
    label="Days in a row",
    unit="days",
    setting=NAME,
    default_limits=(Limit(Level.WARN, 6),),
    check=check,
)
