"""Reads the published roster of one employee; how it is said is in `presenter.py`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from scheduling.my_roster.presenter import (
    NextShift,
    StripDay,
    Week,
    Words,
    next_of,
    published_words,
    week_strip,
    weeks_ahead,
)
from scheduling.roster.domain.person import PersonRoster
from scheduling.roster.hours import hours_worked
from scheduling.roster.selectors import View, load_roster
from scheduling.roster.workweeks import workweek_of, workweeks_of
from scheduling.time.interval import minute_before
from scheduling.time.local_time import LocalClock
from scheduling.time.words import count_words, date_words, duration_words, long_weekday, month_day, time_words
from scheduling.time.workweek import week_starts_on
from staff.centers.clock import current_version
from staff.centers.models import Center
from staff.people.models import Person
from staff.skills.models import Certification

_AHEAD = timedelta(days=49)
_MARGIN = timedelta(days=2)
_SOON_DAYS = 60


@dataclass(frozen=True, slots=True)
class MyPage:
    """Everything on the home of one employee."""

    person: Person
    initials: str
    weekday: str
    date_and_time: str
    next: NextShift | None
    strip: list[StripDay]
    week_label: str
    week_hours: str
    workweek_words: str
    weeks: list[Week]
    published: str
    expiring: list[tuple[str, str, bool]]


def my_page(person: Person, center: Center, *, now: datetime) -> MyPage:
    """The home of an employee as of now: only what is published; a fixed number of queries."""
    clock = LocalClock(center.time_zone)
    minute = minute_before(now)
    today = clock.date_of(minute)
    version = current_version(center.pk)
    weeks = workweek_of(workweeks_of(center, version), person.bargaining_unit_id)
    starts_on = week_starts_on(today, weeks.weekday)
    ends_before = starts_on + _AHEAD
    roster = load_roster(
        center, starts_on, ends_before, view=View.PUBLISHED, as_of=version, only=[person.pk], margin=_MARGIN
    )
    own = roster.evaluation.rosters.get(person.pk, PersonRoster(person.pk, (), (), (), ()))
    words = Words(roster.input.shift_types, {each.key: each for each in roster.input.positions}, clock)
    days = [(day, period.is_published) for period in roster.periods for day in period.days()]
    provisional = frozenset(day for day, is_published in days if not is_published)
    week = weeks.starting_on(starts_on, clock)
    return MyPage(
        person=person,
        initials=f"{person.first_name[:1]}{person.last_name[:1]}".upper(),
        weekday=long_weekday(today),
        date_and_time=f"{month_day(today)}, {time_words(minute, clock)}",
        next=next_of(own, minute, words),
        strip=week_strip(own, starts_on, today, words),
        week_label=f"Week of {month_day(starts_on)}",
        week_hours=duration_words(hours_worked(own, week)),
        workweek_words=weeks.words(today),
        weeks=weeks_ahead(own, weeks, starts_on, ends_before, minute, provisional, words),
        published=published_words(days, today),
        expiring=_expiring(person, version, today),
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
