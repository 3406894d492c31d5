"""Declared emergencies: from when until when named rules only tell, and stop nothing.

Who declares one is in `scheduling/emergencies/`. Source: ordinances that suspend limits in a declared
emergency (docs/rules/README.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from scheduling.rules.levels import Level, Violation
from scheduling.rules.registry import RESTS
from scheduling.rules.rolling_window import IN_7_DAYS, IN_24_HOURS
from scheduling.time.interval import Interval
from scheduling.time.local_time import LocalClock

_BY_LENGTH = frozenset({"longest_continuous_duty", IN_24_HOURS, IN_7_DAYS})
"""Rules whose last minutes are those above the limit."""


@dataclass(frozen=True, slots=True)
class Emergency:
    """The rules named are suspended in an interval."""

    interval: Interval
    rules: frozenset[str]
    reason: str = ""


def suspend(
    violations: Iterable[Violation], emergencies: Sequence[Emergency], clock: LocalClock
) -> tuple[Violation, ...]:
    """The violations, those suspended told only; what is broken in part outside the emergency stays as it is."""
    return tuple(
        replace(each, level=Level.INFORM, is_suspended=True)
        if any(each.rule in row.rules and row.interval.covers(breach(each, clock)) for row in emergencies)
        else each
        for each in violations
    )


def breach(violation: Violation, clock: LocalClock) -> Interval:
    """The minutes in which the rule is broken, of all those it was measured over.

    A rest that is too short is broken where duty follows it, a stretch or window in its last minutes above the limit, a
    run from the first day or night above the limit on. Anything else is broken all along.
    """
    start, end = violation.interval.start, violation.interval.end
    if violation.rule in RESTS:
        return Interval(end, end + 1)
    if violation.rule in _BY_LENGTH:
        return Interval(max(start, end - (violation.measured - violation.limit)), end)
    if violation.unit != "minutes":
        return Interval(clock.minute(clock.date_of(start) + timedelta(days=violation.limit)), end)
    return violation.interval
