"""A conflict in words: what the day was, what the other planner made of it, and what one wanted."""

from __future__ import annotations

from dataclasses import dataclass

from scheduling.roster.conflicts import Conflict, EditRefused
from scheduling.roster.domain.editing import DayDuty
from scheduling.time.interval import minute_before
from scheduling.time.local_time import LocalClock
from scheduling.time.words import count_words, date_words, range_words
from staff.centers.clock import current_version
from staff.centers.models import Center, Event
from staff.people.models import Person


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """One day of one person: before, theirs with who and when, mine."""

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
    names = {
        person.pk: str(person)
        for person in Person.objects.filter(
            center=center, pk__in={each.person_id for each in error.conflicts}
        )
    }
    events = {
        event.version: event
        for event in Event.objects.filter(
            center=center, version__in={each.version for each in error.conflicts}
        ).select_related("actor__person")
    }
    lines = tuple(
        _line(each, clock, names[each.person_id], events.get(each.version)) for each in error.conflicts
    )
    days = count_words(len(lines), "day")
    sentence = (
        f"{days} changed meanwhile. {'Choose what holds.' if error.asks else 'Theirs came first and holds.'}"
    )
    return Conflicts(lines, sentence, current_version(center.pk), error.asks)


def _line(conflict: Conflict, clock: LocalClock, name: str, event: Event | None) -> ConflictLine:
    who = "Somebody else"
    if event is not None:
        person = getattr(event.actor, "person", None)
        name_of_actor = person.first_name if person else event.actor.email if event.actor else "The system"
        at = clock.local(minute_before(event.recorded_at))
        who = f"{name_of_actor}, {at:%H:%M}"
    return ConflictLine(
        person=name,
        day=date_words(conflict.day, conflict.day),
        before=_words(conflict.before, clock),
        theirs=_words(conflict.theirs, clock),
        mine=_words(conflict.mine, clock),
        who=who,
    )


def _words(duty: DayDuty | None, clock: LocalClock) -> str:
    return "Off" if duty is None else range_words(duty.start, duty.end, clock)
