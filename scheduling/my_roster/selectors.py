"""Reads the published roster of one employee; how it is said is in `presenter.py`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from scheduling.attendance.domain.own import OwnShift, day_of, own_shifts, states_of
from scheduling.attendance.selectors import (
    confirmations,
    own_person,
    published_dates,
    standing_reports,
)
from scheduling.my_roster.presenter import (
    Said,
    ShiftCard,
    ShownReport,
    StripDay,
    Week,
    Words,
    card_of,
    next_of,
    published_words,
    shown_report,
    unconfirmed,
    week_strip,
    weeks_ahead,
)
from scheduling.roster.as_of.reading import AsOf
from scheduling.roster.domain.person import PersonRoster
from scheduling.roster.domain.shifts import shifts_of
from scheduling.roster.hours import hours_worked
from scheduling.roster.selectors import View, load_roster
from scheduling.roster.workweeks import workweek_of, workweeks_of
from scheduling.time.interval import Minute, minute_before
from scheduling.time.local_time import LocalClock
from scheduling.time.words import count_words, date_words, duration_words, long_weekday, month_day, time_words
from scheduling.time.workweek import week_starts_on
from staff.centers.models import Center, CenterSettings
from staff.people.models import Person, User
from staff.skills.models import Certification

_AHEAD = timedelta(days=49)
_MARGIN = timedelta(days=2)
_SOON_DAYS = 60


@dataclass(frozen=True, slots=True)
class MyShifts:
    """What is published of one person's time, whether they confirmed it, and what their center's floor is called by."""

    person: Person
    center: Center
    version: int
    clock: LocalClock
    minute: Minute
    own: PersonRoster
    words: Words
    days: tuple[tuple[date, bool], ...]
    said: Said
    phone: str

    @property
    def shifts(self) -> list[OwnShift]:
        """The published ones, in order."""
        return list(self.said.shifts.values())

    def card(self, shift: OwnShift) -> ShiftCard:
        """One of them as its card shows it."""
        pieces = [each for each in shifts_of(self.own.segments) if each.shift_start == shift.shift_start]
        found = next((each for each in pieces if each.end > self.minute), pieces[-1])
        return card_of(found, self.minute, self.words, self.said)


@dataclass(frozen=True, slots=True)
class MyPage:
    """Everything on the home of one employee."""

    person: Person
    initials: str
    weekday: str
    date_and_time: str
    next: ShiftCard | None
    reports: list[ShownReport]
    unconfirmed: list[OwnShift]
    phone: str
    strip: list[StripDay]
    week_label: str
    week_hours: str
    workweek_words: str
    weeks: list[Week]
    published: str
    expiring: list[tuple[str, str, bool]]


def my_shifts(user: User, center: Center, at: AsOf) -> MyShifts:
    """One's own published shifts as of a moment. Raises NoOwnRoster."""
    return shifts_of_person(own_person(user, center), center, at)


def shifts_of_person(person: Person, center: Center, at: AsOf, *, starts_on: date | None = None) -> MyShifts:
    """What was published of somebody's time from a date (yesterday) on; a fixed number of queries."""
    clock = LocalClock(center.time_zone)
    minute, version = minute_before(at.now), at.version
    first = starts_on or clock.date_of(minute) - timedelta(days=1)
    roster = load_roster(
        center, first, first + _AHEAD, view=View.PUBLISHED, as_of=version, only=[person.pk], margin=_MARGIN
    )
    own = roster.evaluation.rosters.get(person.pk, PersonRoster(person.pk, (), (), (), ()))
    published = published_dates(roster)
    every = own_shifts(own.segments)
    confirmed = confirmations(center, roster.input.span, [person.pk], at=at).get(person.pk, {})
    settings = CenterSettings.objects.as_of(version).filter(center=center)
    return MyShifts(
        person=person,
        center=center,
        version=version,
        clock=clock,
        minute=minute,
        own=own,
        words=Words(roster.input.shift_types, {each.key: each for each in roster.input.positions}, clock),
        days=tuple((day, period.is_published) for period in roster.periods for day in period.days()),
        said=Said(
            {shift.shift_start: shift for shift in every if day_of(shift, clock) in published},
            states_of(every, confirmed, clock),
        ),
        phone=settings.values_list("floor_phone", flat=True).first() or "",
    )


def my_page(person: Person, center: Center, at: AsOf) -> MyPage:
    """The home of an employee as of a moment: only what was published then; a fixed number of queries."""
    clock = LocalClock(center.time_zone)
    minute, version = minute_before(at.now), at.version
    today = clock.date_of(minute)
    weeks = workweek_of(workweeks_of(center, version), person.bargaining_unit_id)
    starts_on = week_starts_on(today, weeks.weekday)
    mine = shifts_of_person(person, center, at, starts_on=starts_on)
    own, words = mine.own, mine.words
    provisional = frozenset(day for day, is_published in mine.days if not is_published)
    week = weeks.starting_on(starts_on, clock)
    return MyPage(
        person=person,
        initials=f"{person.first_name[:1]}{person.last_name[:1]}".upper(),
        weekday=long_weekday(today),
        date_and_time=f"{month_day(today)}, {time_words(minute, clock)}",
        next=next_of(own, minute, words, mine.said),
        reports=[shown_report(each, minute, today, words) for each in standing_reports(person, own, at)],
        unconfirmed=unconfirmed(mine.said, minute),
        phone=mine.phone,
        strip=week_strip(own, starts_on, today, words),
        week_label=f"Week of {month_day(starts_on)}",
        week_hours=duration_words(hours_worked(own, week)),
        workweek_words=weeks.words(today),
        weeks=weeks_ahead(own, weeks, starts_on, starts_on + _AHEAD, minute, provisional, words, mine.said),
        published=published_words(mine.days, today),
        expiring=_expiring(person, mine.version, today),
    )


def _expiring(person: Person, version: int, today: date) -> list[tuple[str, str, bool]]:
    """Certifications whose last one ends within 60 days: name, words, whether it is over."""
    latest: dict[str, date | None] = {}
    rows = Certification.objects.as_of(version).filter(person=person).order_by("skill__code")
    for name, expires_on in rows.values_list("skill__name", "expires_on"):
        known = latest.get(name, date.min)
        if known is not None and (expires_on is None or expires_on > known):
            latest[name] = expires_on
    found = []
    for name, expires_on in latest.items():
        left = (expires_on - today).days if expires_on is not None else _SOON_DAYS
        if expires_on is None or left >= _SOON_DAYS:
            continue
        words = (
            f"Expired {date_words(expires_on, today)}"
            if left < 0
            else f"Until {date_words(expires_on, today)}"
        )
        if left >= 0:
            words += f", {count_words(left, 'day')} left" if left else ", its last day"
        found.append((name, words, left < 0))
    return found
