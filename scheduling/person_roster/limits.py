"""How close one person comes to each limit: the tightest point of every rule inside the shown dates. Pure.

The checkers in `scheduling/rules/` only report what is broken. Here they are asked with a limit that nobody
can keep, so that they name every value they measure: the numbers of this page are theirs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from scheduling.rules import restricted_duty, rolling_window
from scheduling.rules.levels import Level, Limit, Violation
from scheduling.rules.registry import RULES
from scheduling.rules.rule import Rule
from scheduling.rules.work import LimitsOverTime, Work
from scheduling.time.interval import MINUTES_PER_DAY, MINUTES_PER_WEEK, Interval

_WINDOWS = {rolling_window.IN_24_HOURS: MINUTES_PER_DAY, rolling_window.IN_7_DAYS: MINUTES_PER_WEEK}
_OUT_OF_REACH = 10**9


@dataclass(frozen=True, slots=True)
class TightestPoint:
    """Where a person comes closest to a limit, or breaks it: what was measured over which minutes."""

    rule: Rule
    measured: int
    limit: Limit
    interval: Interval

    @property
    def room(self) -> int:
        """How much is left to the limit, in the rule's unit; below zero it is broken."""
        return self.measured - self.limit.value if self.rule.is_minimum else self.limit.value - self.measured


def tightest_points(work: Work) -> tuple[TightestPoint, ...]:
    """One point per rule that limits this person, the closest first (by share of the limit)."""
    found = [
        point
        for rule in RULES.values()
        if rule.check is not None
        and rule is not restricted_duty.RULE
        and (limits := work.terms.limits.get(rule.name)) is not None
        if (point := _closest(rule, limits, _measured(rule, work))) is not None
    ]
    limits = work.terms.limits.get(restricted_duty.NAME)
    against = [] if limits is None else [*_restricted(work, limits)]
    if against:
        found.append(min(against, key=lambda point: (point.room, point.interval.start)))
    found.sort(key=lambda point: point.room / max(1, point.limit.value))
    return tuple(found)


def _restricted(work: Work, limits: LimitsOverTime) -> Iterator[TightestPoint]:
    """What restrictions of the person measure inside the dates, each with what it allows and the unit tolerates."""
    for restriction in work.restrictions:
        for _, interval, measured, allowed in restricted_duty.measures(work, restriction):
            limit = _limit_for(limits, measured - allowed, Interval(interval.start, interval.start + 1))
            if limit is not None and interval.overlaps(work.focus):
                value = Limit(limit.level, allowed + limit.value)
                yield TightestPoint(restricted_duty.RULE, measured, value, interval)


def _measured(rule: Rule, work: Work) -> Sequence[tuple[int, Interval]]:
    if rule.name in _WINDOWS:
        return _windows(work, _WINDOWS[rule.name])
    if rule.unit == "people" or rule.check is None:
        return ()
    anything = Limit(Level.INFORM, _OUT_OF_REACH if rule.is_minimum else -1)
    asked = LimitsOverTime(rule.is_minimum, (-_OUT_OF_REACH,), ((anything,),), anything.value)
    terms = replace(work.terms, limits={rule.name: asked})
    violations: list[Violation] = rule.check(replace(work, terms=terms, qualifications=None))
    return [(violation.measured, violation.interval) for violation in violations]


def _windows(work: Work, length: int) -> list[tuple[int, Interval]]:
    """The duty in each window that ends with a duty of the focus: a fullest window ends where a duty ends."""
    ends = [duty.end for duty in work.duties if work.focus.start < duty.end <= work.focus.end]
    return [(work.minutes_within(end - length, end), Interval(end - length, end)) for end in ends]


def _closest(
    rule: Rule, limits: LimitsOverTime, measured: Sequence[tuple[int, Interval]]
) -> TightestPoint | None:
    points = [
        TightestPoint(rule, value, limit, interval)
        for value, interval in measured
        if (limit := _limit_for(limits, value, interval)) is not None
    ]
    return min(points, key=lambda point: (point.room, point.interval.start), default=None)


def _limit_for(limits: LimitsOverTime, measured: int, interval: Interval) -> Limit | None:
    """The limit that is broken, or else the one that would be broken first."""
    at = interval.end if limits.is_minimum else interval.end - 1
    broken = limits.broken(measured, at)
    if broken is not None:
        return broken
    in_force = [step for start, step in zip(limits.starts, limits.steps, strict=True) if start <= at]
    if not in_force or not in_force[-1]:
        return None
    first = max if limits.is_minimum else min
    return first(in_force[-1], key=lambda limit: limit.value)
