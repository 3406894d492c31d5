"""A conflict in words: what the minutes held, what the other planner made of them and when, and what one wanted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from scheduling.roster.conflicts import Conflict, EditRefused, stretch_from_json
from scheduling.roster.domain.conflicts import Stretch
from scheduling.time.interval import minute_before
from scheduling.time.local_time import LocalClock
from scheduling.time.words import age_words, count_words, date_words, month_day, range_words
from staff.centers.clock import current_version
from staff.centers.models import Center, Event
from staff.people.models import Person

MOST_STRETCHES = 3
"""More are counted: a month of leave over a month of shifts is one line."""


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """One conflict: before, theirs with who and how long ago, mine."""

    person: str
    day: str
    before: str
    theirs: str
    mine: str
    who: str


@dataclass(frozen=True, slots=True)
class Conflicts:
    """All of them; `version` is what to send one's own again on; `asks` is false where the first writer wins."""

    lines: tuple[ConflictLine, ...]
    sentence: str
    version: int
    asks: bool


def present_conflicts(center: Center, error: EditRefused) -> Conflicts:
    """The refused edit as a dialog shows it; two queries beside the version."""
    clock = LocalClock(center.time_zone)
    people = {each.person_id for each in error.conflicts}
    names = {person.pk: str(person) for person in Person.objects.filter(center=center, pk__in=people)}
    who = _authors(center, [(each.version, each.is_base) for each in error.conflicts])
    lines = tuple(_line(each, clock, names[each.person_id], who[each.version]) for each in error.conflicts)
    days = count_words(len(lines), "day")
    sentence = (
        f"{days} changed meanwhile. {'Choose what holds.' if error.asks else 'Theirs came first and holds.'}"
    )
    return Conflicts(lines, sentence, current_version(center.pk), error.asks)


def applied_words(center: Center, conflicts: Iterable[Mapping[str, Any]]) -> str:
    """The sentence for an edit that was stored though others had changed the same; empty without such."""
    found = [conflict for conflict in conflicts if conflict["decision"] == "apply"]
    if not found:
        return ""
    clock = LocalClock(center.time_zone)
    first = found[0]
    who = _authors(center, [(first["version"], first["is_base"])])[first["version"]]
    day = date.fromisoformat(first["day"])
    theirs = _words([stretch_from_json(each) for each in first["theirs"]], clock, day)
    more = f" And {count_words(len(found) - 1, 'other day')}." if len(found) > 1 else ""
    return f"Saved. This replaced {theirs} ({who}).{more}"


def _line(conflict: Conflict, clock: LocalClock, name: str, who: str) -> ConflictLine:
    return ConflictLine(
        person=name,
        day=date_words(conflict.day, conflict.day),
        before=_words(conflict.before, clock, conflict.day),
        theirs=_words(conflict.theirs, clock, conflict.day),
        mine=_words(conflict.mine, clock, conflict.day),
        who=who,
    )


def _words(stretches: Sequence[Stretch], clock: LocalClock, day: date) -> str:
    """ "06:00 – 18:00", "Sick 06:00 – 18:00, Dec 8 06:00 – 18:00 and 4 more", "Off"."""
    if not stretches:
        return "Off"
    words = []
    for each in stretches[:MOST_STRETCHES]:
        on = clock.date_of(each.start)
        parts = ["" if on == day else month_day(on), _kind(each), range_words(each.start, each.end, clock)]
        words.append(" ".join(part for part in parts if part))
    more = len(stretches) - MOST_STRETCHES
    return ", ".join(words) + (f" and {more} more" if more > 0 else "")


def _kind(stretch: Stretch) -> str:
    if stretch.is_break:
        return "break"
    return "" if stretch.absence is None else stretch.absence.replace("_", " ").capitalize()


def _authors(center: Center, versions: Iterable[tuple[int, bool]]) -> dict[int, str]:
    """Who made a version and how long ago, and whether they changed what the roster is painted from."""
    is_base = dict(versions)
    now = minute_before(timezone.now())
    rows = Event.objects.filter(center=center, version__in=is_base).values_list(
        "version", "recorded_at", "actor__person__first_name", "actor__email"
    )
    found = dict.fromkeys(is_base, "somebody else")
    for version, recorded_at, first_name, email in rows:
        age = age_words(now - minute_before(recorded_at))
        base = ", in the contract or pattern" if is_base[version] else ""
        found[version] = f"{first_name or email or 'The system'}, {age}{base}"
    return found
