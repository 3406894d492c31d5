"""What taking a year of a holiday calendar does to a center's days, day by day. Pure.

The calendar's days come from `library.py`; the plan is carried out in `services.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class CountedOn(StrEnum):
    """Which day counts when a holiday falls on a weekend and is observed on another."""

    ACTUAL = "actual"
    OBSERVED = "observed"
    BOTH = "both"


class PremiumMinutes(StrEnum):
    """Which minutes worked earn a holiday's premium: of shifts that start on it, whole, or of the date itself."""

    SHIFT = "shift"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A holiday as the calendar has it."""

    on: date
    name: str


@dataclass(frozen=True, slots=True)
class StandingDay:
    """A holiday that the center has; its own, or one taken from a calendar before."""

    key: UUID
    on: date
    name: str
    is_own: bool


class Step(StrEnum):
    """What becomes of a day."""

    ADD = "add"
    RENAME = "rename"
    KEEP = "keep"
    END = "end"
    LEAVE_OUT = "leave_out"
    OWN = "own"


CHANGES = frozenset({Step.ADD, Step.RENAME, Step.END})
"""Steps that write something."""


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """One day of the plan. `is_offered` says that the calendar has it, so that it may be taken or left out."""

    on: date
    name: str
    step: Step
    is_offered: bool
    standing: StandingDay | None = None


def plan_year(
    calendar: Iterable[CalendarDay], standing: Iterable[StandingDay], left_out: Collection[date]
) -> tuple[PlannedDay, ...]:
    """Every day of a year that the calendar or the center has, with what becomes of it, by date.

    `calendar` and `standing` are of one year. The center's own days always stay: a day of the calendar on the same
    date is not taken. Days taken before that the calendar does not have, or that are left out now, end.
    """
    has = {day.on: day for day in standing}
    plan = []
    for day in calendar:
        known = has.pop(day.on, None)
        plan.append(PlannedDay(day.on, day.name, _step(day, known, day.on in left_out), True, known))
    for known in has.values():
        step = Step.OWN if known.is_own else Step.END
        plan.append(PlannedDay(known.on, known.name, step, False, known))
    return tuple(sorted(plan, key=lambda day: day.on))


def _step(day: CalendarDay, known: StandingDay | None, is_left_out: bool) -> Step:
    if known is not None and known.is_own:
        return Step.OWN
    if is_left_out:
        return Step.LEAVE_OUT if known is None else Step.END
    if known is None:
        return Step.ADD
    return Step.KEEP if known.name == day.name else Step.RENAME


def left_out_at_first(
    calendar: Iterable[CalendarDay], before: Iterable[CalendarDay], left_out: Collection[date]
) -> frozenset[date]:
    """The days to leave out of a year that was never taken: those whose names were left out of the year before."""
    names = {day.name for day in before if day.on in left_out}
    return frozenset(day.on for day in calendar if day.name in names)
