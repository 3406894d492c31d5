"""Longest continuous duty: elapsed minutes of duty with gaps too short to be rest.

Source: contracts that cap a stretch at 16 consecutive hours (docs/rules/longest_continuous_duty.md).
"""

from __future__ import annotations

from scheduling.rules.levels import Level, Limit, Violation
from scheduling.rules.rule import Rule
from scheduling.rules.work import Work
from scheduling.time.interval import Interval

NAME = "longest_continuous_duty"


def check(work: Work) -> list[Violation]:
    """One violation per stretch that is too long, over it; its short gaps count, they are no rest."""
    limits = work.terms.limits.get(NAME)
    if limits is None or work.longest_stretch <= limits.tightest:
        return []
    found: list[Violation] = []
    focus = work.focus
    for start, end in work.stretches:
        length = end - start
        if length <= limits.tightest or end <= focus.start or focus.end <= start:
            continue
        limit = limits.broken(length, start)
        if limit is not None:
            interval = Interval(start, end)
            found.append(Violation(NAME, limit.level, work.person, interval, length, limit.value))
    return found


RULE = Rule(
    name=NAME,
    label="Longest time on duty",
    unit="minutes",
    setting="longest_continuous_duty_minutes",
    default_limits=(Limit(Level.BLOCK, 960),),
    check=check,
)
