"""Minimum rest: minutes between the end of one stretch of continuous duty and the start of the next shift.

Absence counts as rest. Source: OSHA's "at least 8 hours of rest", and union contracts (docs/rules/minimum_rest.md).
"""

from __future__ import annotations

from scheduling.rules.levels import Level, Limit, Violation
from scheduling.rules.rule import Rule
from scheduling.rules.work import Work
from scheduling.time.interval import Interval

NAME = "minimum_rest"


def check(work: Work) -> list[Violation]:
    """One violation per rest that is too short, over the rest; the limits are those of the shift that follows.

    Time off inside one shift (leave for an appointment) is no rest before a shift and is not measured.
    """
    limits = work.terms.limits.get(NAME)
    if limits is None or work.shortest_rest >= limits.tightest:
        return []
    found: list[Violation] = []
    duties, focus = work.duties, work.focus
    for n in work.begins[1:]:
        ended, start = work.ends[n - 1], work.starts[n]
        rest = start - ended
        if rest >= limits.tightest or start < focus.start or ended >= focus.end:
            continue
        if duties[n - 1].shift_start == duties[n].shift_start:
            continue
        limit = limits.broken(rest, start)
        if limit is not None:
            interval = Interval(ended, start)
            found.append(Violation(NAME, limit.level, work.person, interval, rest, limit.value))
    return found


RULE = Rule(
    name=NAME,
    label="Rest between shifts",
    unit="minutes",
    setting="minimum_rest_minutes",
    default_limits=(Limit(Level.BLOCK, 480), Limit(Level.APPROVAL, 600)),
    check=check,
    is_minimum=True,
)
