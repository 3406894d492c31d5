"""Finds people, dates and pages for what somebody typed; only what this user may open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import NoReverseMatch, reverse

from scheduling.person_roster.people_list import find_people
from scheduling.roster.periods import dates_of_period
from scheduling.search.domain import dates_meant
from scheduling.time.words import day_title
from staff.centers.models import Center
from staff.centers.years import YEARS
from staff.people.models import User
from staff.permissions import Permission, may

MOST_PEOPLE = 8
_PAGES = (
    ("Roster", "board", Permission.VIEW_WORKING_ROSTER),
    ("Day", "day", Permission.VIEW_WORKING_ROSTER),
    ("On duty now", "on_duty", Permission.VIEW_COVERAGE),
    ("People", "people", Permission.VIEW_PEOPLE),
    ("Generate", "generate", Permission.GENERATE_ROSTER),
    ("My shifts", "home", Permission.VIEW_OWN_ROSTER),
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One result: words, a quiet second part, and where it leads."""

    text: str
    aside: str
    url: str
    icon: str


def search_hits(user: User, center: Center, text: str, today: date) -> list[Hit]:
    """Dates first (a typed date is meant as one), then people, then pages; one query at most."""
    words = text.strip()
    if not words:
        return []
    found: list[Hit] = []
    if may(user, Permission.VIEW_WORKING_ROSTER, center.pk):
        for day in dates_meant(words, today):
            if day.year not in YEARS:
                continue
            title, starts_on = day_title(day, today), dates_of_period(center, day)[0]
            period = f"{_address('board')}?from={starts_on}&on={day}"
            found += [
                Hit(title, "Day", _address("day", day), "calendar"),
                Hit(title, "Four weeks", period, "calendar"),
            ]
    if may(user, Permission.VIEW_PEOPLE, center.pk):
        people = find_people(center, words).by_name()[:MOST_PEOPLE]
        found += [
            Hit(str(person), person.number, reverse("person", args=[person.pk]), "user") for person in people
        ]
    for label, url_name, permission in _PAGES:
        if label.lower().startswith(words.lower()) and may(user, permission, center.pk):
            url = _address(url_name)
            if url and (url_name != "home" or hasattr(user, "person")):
                found.append(Hit(label, "Page", url, "arrow"))
    return found


def _address(url_name: str, *args: object) -> str:
    try:
        return reverse(url_name, args=args)
    except NoReverseMatch:
        return ""
