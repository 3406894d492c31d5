"""Whom and which dates an edit names, and whether these may be edited at all.

What the edit makes of them is in `edit_work.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from scheduling.adjustments.domain import Paint, days_of
from scheduling.adjustments.models import Adjustment
from scheduling.roster.approved import Approval
from scheduling.roster.domain.commands import (
    Change,
    CommandError,
    Edit,
    RecordAbsence,
    RevokeAdjustment,
    SetDay,
)
from scheduling.roster.domain.recording import people_of, shift_start_of
from scheduling.roster.edit_checks import is_operational
from scheduling.roster.periods import locked_for
from scheduling.time.interval import minute_before
from scheduling.time.local_time import LocalClock
from staff.centers.models import Center
from staff.people.models import Person, User


class EditScope:
    """The people, dates and rows of one edit."""

    def __init__(
        self, actor: User, center: Center, edit: Edit, version: int, approval: Approval | None = None
    ) -> None:
        self.actor, self.center, self.edit, self.version = actor, center, edit, version
        self.approval = approval
        self.clock = LocalClock(center.time_zone)
        self.revoked = self._rows_to_revoke()
        self.days = self._days()
        self.people = {person_id for person_id, _ in self.days}
        self.closed: set[date] = set()
        self.first_day = min(day for _, day in self.days)
        self.last_day = max(day for _, day in self.days)

    def today(self) -> date:
        """The local date of now."""
        return self.clock.date_of(minute_before(timezone.now()))

    def _rows_to_revoke(self) -> dict[UUID, Adjustment]:
        asked = [change.adjustment for change in self.edit.changes if isinstance(change, RevokeAdjustment)]
        rows = (
            {row.pk: row for row in Adjustment.objects.filter(pk__in=asked, center=self.center)}
            if asked
            else {}
        )
        for n, change in enumerate(self.edit.changes):
            if isinstance(change, RevokeAdjustment):
                row = rows.get(change.adjustment)
                if row is None:
                    raise CommandError(f"changes.{n}.adjustment", "There is no such change at this center.")
                if row.until_version is not None and row.until_version <= self.edit.base_version:
                    raise CommandError(f"changes.{n}.adjustment", "This change was taken back already.")
        return rows | self._brought_back(rows)

    def _brought_back(self, rows: Mapping[UUID, Adjustment]) -> dict[UUID, Adjustment]:
        """Of rows taken back since and brought back by an undo, the copy that stands, by the id that was named."""
        closed = {row.entity_id: pk for pk, row in rows.items() if not row.is_current}
        if not closed:
            return {}
        standing = Adjustment.objects.current().filter(center=self.center, entity__in=list(closed))
        return {closed[row.entity_id]: row for row in standing}

    def _people_of(self, change: Change) -> tuple[UUID, ...]:
        if isinstance(change, RevokeAdjustment):
            return (self.revoked[change.adjustment].person_id,)
        if isinstance(change, SetDay | RecordAbsence):
            return (change.person,)
        return tuple(person_id for _, person_id in people_of(change))

    def _days(self) -> list[tuple[UUID, date]]:
        """Every person and local date that the edit names."""
        days: list[tuple[UUID, date]] = []
        for change in self.edit.changes:
            if isinstance(change, SetDay):
                days.append((change.person, change.day))
                continue
            dates = self._dates_of(change)
            if len(dates) > 367:
                raise CommandError("changes", "One change covers at most a year.")
            days.extend((person_id, day) for person_id in self._people_of(change) for day in dates)
        return days

    def _dates_of(self, change: Change) -> list[date]:
        if isinstance(change, SetDay):
            return [change.day]
        if isinstance(change, RecordAbsence):
            return days_of(change.start, change.end, None, self.clock)
        if isinstance(change, RevokeAdjustment):
            return self.revoked[change.adjustment].days(self.clock)
        return [self.clock.date_of(shift_start_of(change))]

    def check_people(self) -> None:
        """Raises CommandError where somebody is not at the center."""
        known = set(
            Person.objects.filter(center=self.center, pk__in=self.people).values_list("pk", flat=True)
        )
        if self.people - known:
            raise CommandError("changes", "Somebody named here is not at this center.")

    def check_locked(self) -> None:
        """Raises CommandError at the change whose day is locked; keeps which days payroll has."""
        days = {day for _, day in self.days}
        days |= {day - timedelta(days=1) for day in days}
        locked = locked_for(self.actor, self.center, days, self.version)
        closed = locked_for(self.actor, self.center, days, self.version, is_absence=True)
        self.closed = set(closed)
        for n, change in enumerate(self.edit.changes):
            reasons = closed if self._is_known_after(change) else locked
            for day in self._dates_of(change):
                if day in reasons:
                    raise CommandError(f"changes.{n}.day", reasons[day])

    def _is_known_after(self, change: Change) -> bool:
        """What happened is known, and recorded, after."""
        if isinstance(change, RevokeAdjustment):
            return bool(self.revoked[change.adjustment].paint == Paint.ABSENCE)
        return self.is_seen_at_once(change)

    def is_seen_at_once(self, change: Change) -> bool:
        """Published as it is recorded: by its kind, or since it was decided on."""
        return self.approval is not None or is_operational(change)
