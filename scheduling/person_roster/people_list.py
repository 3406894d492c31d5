"""The list of people: found by name, number, group or skill, each with what they do today.

One person's own page is in `selectors.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q

from scheduling.person_roster.presenter import SOON_DAYS, now_words
from scheduling.roster.as_of.reading import AsOf
from scheduling.roster.people import PersonFacts, people_on_roster
from scheduling.roster.selectors import View, load_roster
from scheduling.time.interval import minute_before
from scheduling.time.local_time import LocalClock
from scheduling.time.words import date_words
from staff.centers.models import Center
from staff.people.models import Employment, Group, GroupMembership, Job, Person, PersonQuerySet
from staff.skills.models import Certification, Skill

PAGE_SIZE = 50
_LOOK = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """What the list is narrowed to; empty values narrow nothing."""

    text: str = ""
    group: str = ""
    skill: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.group or self.skill)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of the list."""

    id: UUID
    name: str
    number: str
    group: str
    job: str
    skills: str
    today: str
    expiring: str


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """One page of the list with the choices of its filters."""

    page: Page[Person]
    rows: list[PersonRow]
    groups: list[str]
    skills: list[tuple[str, str]]
    asked: PeopleFilter


def find_people(center: Center, text: str) -> PersonQuerySet:
    """People of a center by the words of a name, in any order, or by the beginning of a number."""
    found: PersonQuerySet = Person.objects.filter(center=center)
    for word in text.replace(",", " ").split():
        found = found.filter(
            Q(last_name__unaccent__icontains=word)
            | Q(first_name__unaccent__icontains=word)
            | Q(number__istartswith=word)
        )
    return found


def people_page(center: Center, asked: PeopleFilter, number: int, *, at: AsOf, view: View) -> PeoplePage:
    """Everybody employed on the date of the moment who matches, by name; a fixed number of queries."""
    clock = LocalClock(center.time_zone)
    minute, version = minute_before(at.now), at.version
    today = clock.date_of(minute)
    valid = Q(starts_on__lte=today) & (Q(ends_before__isnull=True) | Q(ends_before__gt=today))
    employed = Employment.objects.as_of(version).filter(valid, center=center)
    people = find_people(center, asked.text).filter(pk__in=employed.values("person_id"))
    if asked.group:
        members = GroupMembership.objects.as_of(version).filter(valid, center=center, group__name=asked.group)
        people = people.filter(pk__in=members.values("person_id"))
    if asked.skill:
        holders = Certification.objects.as_of(version).filter(
            Q(expires_on__isnull=True) | Q(expires_on__gte=today),
            center=center,
            skill__code=asked.skill,
            granted_on__lte=today,
        )
        people = people.filter(pk__in=holders.values("person_id"))
    page = Paginator(people.by_name(), PAGE_SIZE).get_page(number)
    shown = [person.pk for person in page.object_list]
    facts = {
        person.id: person
        for person in people_on_roster(center, today, today + timedelta(days=1), version, shown)
    }
    roster = load_roster(
        center, today, today + timedelta(days=1), view=view, as_of=version, only=shown, margin=_LOOK
    )
    rosters = roster.evaluation.rosters
    rows = [
        _row(facts[pk], now_words(rosters.get(pk), minute, today, clock, look=""), today)
        for pk in shown
        if pk in facts
    ]
    return PeoplePage(
        page=page,
        rows=rows,
        groups=list(Group.objects.filter(center=center).values_list("name", flat=True)),
        skills=list(Skill.objects.filter(center=center).values_list("code", "name")),
        asked=asked,
    )


def _row(person: PersonFacts, today_words: str, today: date) -> PersonRow:
    ends = sorted(
        (skill.expires_on, skill.code)
        for skill in person.certified
        if skill.expires_on is not None and skill.granted_on <= today <= skill.expires_on
    )
    renewed = {
        skill.code: max((each.expires_on or date.max) for each in person.certified if each.code == skill.code)
        for skill in person.certified
    }
    soon = [
        (expires_on, code)
        for expires_on, code in ends
        if renewed[code] == expires_on and (expires_on - today).days < SOON_DAYS
    ]
    job = person.employments[-1].job
    return PersonRow(
        id=person.id,
        name=person.name,
        number=person.number,
        group=person.group,
        job=Job(job).label,
        skills=" ".join(person.skill_codes(today)),
        today=today_words,
        expiring=", ".join(f"{code} {date_words(expires_on, today)}" for expires_on, code in soon),
    )
