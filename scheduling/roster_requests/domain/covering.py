"""Who could cover what a request leaves open, tried on the roster as it would be. Pure.

Whether somebody fits at all is decided in `roster/domain/cover.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from scheduling.adjustments.domain import AdjustmentKind
from scheduling.coverage.domain.types import RequirementKind
from scheduling.roster.domain.commands import AddDuty, Change, ChangeShift
from scheduling.roster.domain.cover import who_fits
from scheduling.roster.domain.evaluation import RosterEvaluation
from scheduling.roster.domain.impact import Impact
from scheduling.roster.domain.shifts import shifts_of
from scheduling.roster_requests.domain.strips import added_short
from scheduling.time.interval import Interval, Minute
from scheduling.time.segment import Duty, Key

GIVE, EXTEND, NONE = "give", "extend", "none"


@dataclass(frozen=True, slots=True)
class Hole:
    """The minutes in which most is missing that was there before, in one position."""

    position: Key
    interval: Interval
    people: int


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody who fits: kept on after a shift that ends there, or given the minutes as overtime."""

    person: Key
    way: str
    change: Change
    free_after_minutes: int | None

    @property
    def value(self) -> str:
        """How the choice is named on the form."""
        return f"{self.way}:{self.person}"


def hole_of(found: Impact, touched: Iterable[Interval]) -> Hole | None:
    """The largest hole among seats, by person-minutes; None where nobody more is missing."""
    pieces = tuple(touched)
    holes = [
        Hole(each.subject[1], added.interval, added.people)
        for each in found.coverage
        if each.subject[0] is RequirementKind.SEATS
        for added in added_short(each.before, each.after, pieces)
    ]
    return max(holes, key=lambda hole: hole.people * hole.interval.minutes, default=None)


def helpers(
    after: RosterEvaluation,
    hole: Hole,
    people: Iterable[Key],
    order: Callable[[Key], Any],
    reason: str,
) -> list[Helper]:
    """Everybody who fits, those who could stay on first, each in the order given."""
    fitting = who_fits(after, hole.interval, hole.position, people, order).fitting
    found = [_helper(after, fit.person, hole, reason) for fit in fitting]
    return sorted(found, key=lambda each: each.way != EXTEND)


def _helper(after: RosterEvaluation, person: Key, hole: Hole, reason: str) -> Helper:
    duty = after.roster(person).duty
    ends_there = [each for each in shifts_of(duty) if each.end == hole.interval.start]
    free = _free_after(duty, hole.interval.end)
    who = cast("UUID", person)
    if ends_there:
        shift = ends_there[-1]
        change = ChangeShift(who, AdjustmentKind.HOLDOVER, shift.shift_start, hole.interval.end, reason)
        return Helper(person, EXTEND, change, free)
    added = AddDuty(
        who,
        AdjustmentKind.OVERTIME,
        hole.interval.start,
        hole.interval.end,
        cast("UUID", hole.position),
        reason=reason,
    )
    return Helper(person, GIVE, added, free)


def _free_after(duty: Iterable[Duty], end: Minute) -> int | None:
    later = [each.start for each in duty if each.start >= end]
    return min(later) - end if later else None
