"""Periods: which one a date belongs to, what state it is in as of a version, and which days are locked.

Publishing is in `publishing.py`; here periods are found, made when first needed, locked and unlocked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from scheduling.roster.models import Period, PeriodState, State
from scheduling.time.interval import minute_before
from scheduling.time.local_time import LocalClock
from staff.centers.models import Center
from staff.people.models import User
from staff.permissions import Permission, may


class PeriodStateError(Exception):
    """The period is in a state in which this can't be done; the message says which."""


@dataclass(frozen=True, slots=True)
class PeriodFacts:
    """A period as of a version. `id` is None until something was first published or locked in it."""

    starts_on: date
    ends_before: date
    state: str = State.OPEN
    base_version: int | None = None
    id: UUID | None = None

    @property
    def is_published(self) -> bool:
        """Employees see its base; true for locked periods too."""
        return self.state != State.OPEN

    def days(self) -> list[date]:
        """Its dates in order."""
        return [self.starts_on + timedelta(days=n) for n in range((self.ends_before - self.starts_on).days)]


def dates_of_period(center: Center, day: date) -> tuple[date, date]:
    """First date and date after the last of the period a date belongs to; periods follow without gaps both ways."""
    index = (day - center.first_period_on).days // center.period_days
    starts_on = center.first_period_on + timedelta(days=index * center.period_days)
    return starts_on, starts_on + timedelta(days=center.period_days)


def periods_touching(center: Center, starts_on: date, ends_before: date, version: int) -> list[PeriodFacts]:
    """The periods that share a date with a span of dates, in order, with their state as of a version."""
    found: dict[date, PeriodFacts] = {}
    start, end = dates_of_period(center, starts_on)
    while start < ends_before:
        found[start] = PeriodFacts(start, end)
        start, end = end, end + timedelta(days=center.period_days)
    rows = (
        PeriodState.objects.as_of(version)
        .filter(center=center, period__starts_on__in=list(found))
        .values_list("period_id", "period__starts_on", "period__ends_before", "state", "base_version")
    )
    for period_id, first, last, state, base_version in rows:
        found[first] = PeriodFacts(first, last, state, base_version, period_id)
    return [found[first] for first in sorted(found)]


def period_on(center: Center, day: date, version: int) -> PeriodFacts:
    """The period a date belongs to, as of a version."""
    return periods_touching(center, day, day + timedelta(days=1), version)[0]


def ensure_period(center: Center, starts_on: date) -> Period:
    """The row of the period that starts on a date, made when missing. Call inside a tick."""
    first, last = dates_of_period(center, starts_on)
    if first != starts_on:
        raise PeriodStateError(f"No period starts on {starts_on}; the one of that date starts on {first}.")
    period, _ = Period.objects.get_or_create(center=center, starts_on=first, defaults={"ends_before": last})
    return period


def locked_days(
    periods: Iterable[PeriodFacts], days: Iterable[date], *, today: date, may_unlock: bool
) -> dict[date, str]:
    """Which of these dates can't be edited on the board, with the reason in words.

    Days of a locked period are closed for everybody (payroll has them); past days of a published period for all but
    those who may unlock, since what happened is recorded by operational changes.
    """
    locked: dict[date, str] = {}
    by_date = [(period.starts_on, period.ends_before, period) for period in periods]
    for day in days:
        for first, last, period in by_date:
            if first <= day < last:
                if period.state == State.LOCKED:
                    locked[day] = "This period is closed for payroll. An admin can unlock it."
                elif period.state == State.PUBLISHED and day < today and not may_unlock:
                    locked[day] = "Published days in the past are locked. An admin can change them."
    return locked


def locked_for(
    actor: User, center: Center, days: Collection[date], version: int, *, is_absence: bool = False
) -> dict[date, str]:
    """`locked_days` for somebody, today. Absence of past days may be recorded: what happened is known after."""
    if not days:
        return {}
    return locked_days(
        periods_touching(center, min(days), max(days) + timedelta(days=1), version),
        days,
        today=LocalClock(center.time_zone).date_of(minute_before(timezone.now())),
        may_unlock=is_absence or may(actor, Permission.LOCK_PERIODS, center.pk),
    )
