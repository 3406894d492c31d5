"""Hours in a workweek: minutes of duty in each workweek of the bargaining unit, a fixed week and no rolling window.

No limit by default: 40 hours are where overtime begins, not where duty ends
(docs/rules/maximum_minutes_in_workweek.md).
"""

from __future__ import annotations

from scheduling.rules.levels import Violation
from scheduling.rules.rule import Rule
from scheduling.rules.work import Work

NAME = "maximum_minutes_in_workweek"


def check(work: Work) -> list[Violation]:
    """One violation per workweek that touches the focus and is too full; the limits are those of its start."""
    limits = work.terms.limits.get(NAME)
    if limits is None:
        return []
    found: list[Violation] = []
    for week in work.terms.weeks(work.focus):
        minutes = work.minutes_within(week.start, week.end)
        if minutes <= limits.tightest:
            continue
        limit = limits.broken(minutes, week.start)
        if limit is not None:
            found.append(Violation(NAME, limit.level, work.person, week, minutes, limit.value))
    return found


RULE = Rule(
    name=NAME,
    label="Hours in a workweek",
    unit="minutes",
    setting=NAME,
    default_limits=(),
    check=check,
)
