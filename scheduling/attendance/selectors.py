"""Reads one's own published shifts, who confirmed which shifts, and which reports stand."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from scheduling.adjustments.models import Adjustment
from scheduling.attendance.domain.own import Confirmed, OwnShift, own_shifts
from scheduling.attendance.domain.reports import MOST_DAYS
from scheduling.attendance.models import ShiftConfirmation
from scheduling.roster.as_of.reading import AsOf
from scheduling.roster.domain.person import PersonRoster
from scheduling.roster.models import Edit
from scheduling.roster.selectors import Roster, View, load_roster
from scheduling.time.interval import Interval, Minute, minute_before, minute_of, moment_of
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Key
from staff.centers.models import Center
from staff.people.models import Person, User

CANNOT_COME, COMES_LATE, WITHDRAWN = "cannot_come", "comes_late", "report_withdrawn"
"""Kinds of the edits that reports are kept as."""
AHEAD = timedelta(days=49)
_MARGIN = timedelta(days=2)
_ONE_DAY = timedelta(days=1)

Confirmations = Mapping[Key, Mapping[Minute, Confirmed]]
"""The last yes of each person to each shift, by the start that names it."""


class NoOwnRoster(Exception):
    """The user is no person whose time is rostered at the center."""


@dataclass(frozen=True, slots=True)
class StandingReport:
    """A report of which something stands: what it covers now, and the shifts it is about."""

    id: UUID
    is_late: bool
    kind: str
    interval: Interval
    recorded_at: datetime
    shifts: tuple[OwnShift, ...]


def own_person(user: User, center: Center) -> Person:
    """The person that a user is at a center. Raises NoOwnRoster."""
    person = Person.objects.filter(center=center, user=user).first()
    if person is None:
        raise NoOwnRoster
    return person


def own_roster(
    person: Person, center: Center, now: Minute, version: int, *, days: timedelta = AHEAD
) -> tuple[PersonRoster, Roster]:
    """What is published of somebody's time from yesterday on: their roster, and the rows it comes from."""
    today = LocalClock(center.time_zone).date_of(now)
    roster = load_roster(
        center,
        today - _ONE_DAY,
        today + days,
        view=View.PUBLISHED,
        as_of=version,
        only=[person.pk],
        margin=_MARGIN,
    )
    empty = PersonRoster(person.pk, (), (), (), ())
    return roster.evaluation.rosters.get(person.pk, empty), roster


def published_dates(roster: Roster) -> frozenset[date]:
    """The dates of published periods: only their shifts can be confirmed."""
    return frozenset(day for period in roster.periods if period.is_published for day in period.days())


def confirmations(
    center: Center, span: Interval, people: Collection[UUID] | None = None, *, at: AsOf | None = None
) -> Confirmations:
    """The last yes to each shift that is named by a minute of a span; one query.

    As of an earlier moment only what was said by then counts.
    """
    rows = ShiftConfirmation.objects.filter(
        center=center, shift_starts_at__gte=moment_of(span.start), shift_starts_at__lt=moment_of(span.end)
    )
    if people is not None:
        rows = rows.filter(person_id__in=people)
    if at is not None and at.is_past:
        # Saying yes makes no version: of two moments in one version the later knows more.
        rows = rows.filter(version__lte=at.version, confirmed_at__lte=at.now)
    found: dict[Key, dict[Minute, Confirmed]] = {}
    for row in rows.order_by("version", "confirmed_at"):
        said = Confirmed(row.seen, row.confirmed_at)
        found.setdefault(row.person_id, {})[minute_of(row.shift_starts_at)] = said
    return found


def standing_reports(person: Person, own: PersonRoster, at: AsOf) -> list[StandingReport]:
    """One's reports of which something stood at a moment and whose shifts were not over, in the order of time; two
    queries."""
    said = (
        Edit.objects.filter(
            actor_id=person.user_id,
            center_id=person.center_id,
            kind__in=(CANNOT_COME, COMES_LATE, WITHDRAWN),
            version__lte=at.version,
            recorded_at__gt=at.now - AHEAD - timedelta(days=MOST_DAYS),
        )
        .select_related("undoes")
        .in_bulk()
    )
    if not said:
        return []
    minute = minute_before(at.now)
    # What a supervisor took back and brought again keeps its entity: the first row's gesture names the report.
    first = Adjustment.objects.filter(person=person, gesture__in=said).values_list("entity_id", "gesture")
    gestures = dict(first.order_by("from_version").reverse())
    rows = Adjustment.objects.as_of(at.version).filter(entity__in=gestures, published_from__lte=at.version)
    found: dict[UUID, StandingReport] = {}
    for row in rows:
        edit = said[gestures[row.entity_id]]
        if edit.undoes is not None:
            # What was left of a report is still of that report.
            edit = edit.undoes
        interval = Interval(minute_of(row.starts_at), minute_of(row.ends_at))
        shifts = tuple(_shifts_of_row(row, own, interval))
        if not shifts or max(shift.end for shift in shifts) <= minute:
            continue
        found[edit.pk] = StandingReport(
            edit.pk, edit.kind == COMES_LATE, row.absence_kind, interval, edit.recorded_at, shifts
        )
    return sorted(found.values(), key=lambda report: report.interval.start)


def _shifts_of_row(row: Adjustment, own: PersonRoster, interval: Interval) -> list[OwnShift]:
    shifts = own_shifts(own.duty)
    if row.shift_starts_at is not None:
        return [shift for shift in shifts if shift.shift_start == minute_of(row.shift_starts_at)]
    return [shift for shift in shifts if shift.interval.overlaps(interval)]
