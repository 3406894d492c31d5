"""Hours in a rolling window: minutes of duty in any 24 hours, and in any 7 days (168 hours). One checker, two rules.

Windows slide by the minute and are elapsed time. Source: docs/rules/maximum_minutes_in_24_hours.md and _in_7_days.md.
"""

from __future__ import annotations

from operator import sub

from scheduling.rules.levels import Level, Limit, Violation
from scheduling.rules.rule import Rule
from scheduling.rules.work import Work
from scheduling.time.interval import MINUTES_PER_DAY, MINUTES_PER_WEEK, Interval, Minute


def check_window(work: Work, name: str, length: int) -> list[Violation]:
    """One violation per run of windows that are too full, over the fullest of those that touch the focus.

    The duty in a window that ends at t falls while nobody works at t and rises while somebody does. So a
    fullest window ends where a duty ends, and the least full between two of those ends where the next duty
    starts: looking at these instants is exact. Of equally full windows the earliest is reported. The limits
    are those in force when the window ends.
    """
    limits = work.terms.limits.get(name)
    if limits is None:
        return []
    found: list[Violation] = []
    tightest, focus = limits.tightest, work.focus
    worst: tuple[Limit, int, Minute] | None = None
    seen = 0
    for n in _ends_of_long_windows(work, length, tightest):
        starts = work.starts[seen : n + 1] if worst is not None else ()
        if worst is not None and any(work.minutes_within(at - length, at) <= tightest for at in starts):
            found.append(_violation(work, name, length, worst))
            worst = None
        seen = n + 1
        end = work.ends[n]
        full = work.minutes_within(end - length, end)
        if full > tightest and focus.start < end and end - length < focus.end:
            limit = limits.broken(full, end - 1)
            if limit is not None and (
                worst is None or (limit.level.rank, full) > (worst[0].level.rank, worst[1])
            ):
                worst = (limit, full, end)
    if worst is not None:
        found.append(_violation(work, name, length, worst))
    return found


def _ends_of_long_windows(work: Work, length: int, limit: int) -> list[int]:
    """The places of the duties with which a window may end that goes above the limit.

    Were all duties as long as the longest, it would take more than `enough` of them, and so many are in one
    window only if the first of them ends less than `length` before the last.
    """
    if not work.duties:
        return []
    enough = max(0, limit) // work.longest_duty
    apart = list(map(sub, work.ends[enough:], work.ends))
    if min(apart, default=length) >= length:
        return []
    return [n for n, minutes in enumerate(apart, start=enough) if minutes < length]


def _violation(work: Work, name: str, length: int, worst: tuple[Limit, int, Minute]) -> Violation:
    limit, full, end = worst
    return Violation(name, limit.level, work.person, Interval(end - length, end), full, limit.value)


IN_24_HOURS = "maximum_minutes_in_24_hours"
IN_7_DAYS = "maximum_minutes_in_7_days"


def check_24_hours(work: Work) -> list[Violation]:
    """Windows of 24 elapsed hours."""
    return check_window(work, IN_24_HOURS, MINUTES_PER_DAY)


def check_7_days(work: Work) -> list[Violation]:
    """Windows of 168 elapsed hours, whatever the clock does in them."""
    return check_window(work, IN_7_DAYS, MINUTES_PER_WEEK)


RULE_24_HOURS = Rule(
    name=IN_24_HOURS,
    label="Hours in any 24 h",
    unit="minutes",
    setting=IN_24_HOURS,
    default_limits=(Limit(Level.BLOCK, 960),),
    check=check_24_hours,
)
RULE_7_DAYS = Rule(
    name=IN_7_DAYS,
    label="Hours in any 7 days",
    unit="minutes",
    setting=IN_7_DAYS,
    default_limits=(Limit(Level.APPROVAL, 3600),),
    check=check_7_days,
)
