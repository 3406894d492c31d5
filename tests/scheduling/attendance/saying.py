"""Short hands for what employees say: confirm, can't come, late, after all."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from scheduling.attendance.confirming import Outcome, Seen, confirm_shifts
from scheduling.attendance.domain.own import OwnShift, own_shifts
from scheduling.attendance.domain.reports import AbsenceKind, CannotCome, ComesLate
from scheduling.attendance.reporting import report, withdraw_report
from scheduling.attendance.selectors import own_roster
from scheduling.roster.answers import EditAnswer
from scheduling.time.interval import minute_of
from staff.centers.clock import current_version
from staff.people.models import Person
from tests.cast import Cast
from tests.factories import make_period, publish_period_row

NEW_YORK = ZoneInfo("America/New_York")
DAY = date(2026, 12, 6)
MONDAY = DAY + timedelta(days=1)


def at(day: date, hour: int, minute: int = 0, *, fold: int = 0) -> int:
    """A wall time at Norfield."""
    return minute_of(datetime(day.year, day.month, day.day, hour, minute, tzinfo=NEW_YORK, fold=fold))


def published(cast: Cast) -> None:
    """The period from December 6 is published as the patterns say."""
    publish_period_row(make_period(cast.norfield))


def shifts(cast: Cast, person: Person, now: int) -> list[OwnShift]:
    """What somebody sees of their own shifts."""
    own, _ = own_roster(person, cast.norfield, now, current_version(cast.norfield.pk))
    return own_shifts(own.segments)


def confirm(cast: Cast, person: Person, *seen: OwnShift) -> Outcome:
    """Say yes to shifts as they were seen."""
    return confirm_shifts(
        actor=person.user,
        center=cast.norfield,
        seen=[Seen(shift.shift_start, shift.tag) for shift in seen],
    )


def cannot_come(
    cast: Cast,
    person: Person,
    shift_start: int,
    kind: AbsenceKind = AbsenceKind.SICK,
    *,
    until: int | None = None,
    edit_id: UUID | None = None,
) -> EditAnswer:
    """Report that one can't come."""
    return report(
        actor=person.user,
        center=cast.norfield,
        edit_id=edit_id or uuid.uuid4(),
        what=CannotCome(shift_start, kind, until),
    )


def late(
    cast: Cast, person: Person, shift_start: int, arrives_at: int, *, edit_id: UUID | None = None
) -> EditAnswer:
    """Report that one comes late."""
    return report(
        actor=person.user,
        center=cast.norfield,
        edit_id=edit_id or uuid.uuid4(),
        what=ComesLate(shift_start, arrives_at),
    )


def after_all(cast: Cast, person: Person, report_id: UUID, *, edit_id: UUID | None = None) -> EditAnswer:
    """Take a report back."""
    return withdraw_report(
        actor=person.user, center=cast.norfield, edit_id=edit_id or uuid.uuid4(), report_id=report_id
    )
