"""What a report leaves short: below which minimums, from when to when, in words without anybody's name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from scheduling.adjustments.domain import Adjustment
from scheduling.coverage.domain.curve import Deviation
from scheduling.coverage.domain.types import RequirementKind
from scheduling.roster.domain.impact import impact, what_if
from scheduling.roster.selectors import Roster, View, load_roster
from scheduling.time.interval import Interval, difference
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Key
from scheduling.time.words import date_words, range_words
from staff.centers.models import Center
from staff.skills.models import Skill

MOST_LINES = 6
LONGEST = 7 * 24 * 60
"""Of a long absence the first week is told: what is short later is on the board."""
_ONE_DAY = timedelta(days=1)
_MARGIN = timedelta(days=2)


def roster_over(center: Center, span: Interval, version: int) -> Roster:
    """The published roster of everybody around a span, as of a version."""
    clock = LocalClock(center.time_zone)
    first, last = clock.date_of(span.start), clock.date_of(span.end - 1)
    return load_roster(center, first, last + _ONE_DAY, view=View.PUBLISHED, as_of=version, margin=_MARGIN)


def effect_of(
    center: Center, person: UUID, rows: Iterable[Adjustment], span: Interval, version: int
) -> list[str]:
    """What would be short, or shorter, in a span if a person's adjustments were these; empty when nothing is."""
    span = Interval(span.start, min(span.end, span.start + LONGEST))
    roster = roster_over(center, span, version)
    before = roster.evaluation
    if person not in before.rosters:
        return []
    found = impact(before, what_if(before, {person: rows}), [person], span)
    worse = [each for each in found.coverage if each.added_person_minutes > 0]
    if not worse:
        return []
    names: dict[tuple[RequirementKind, Key], str] = {
        (RequirementKind.SEATS, key): position.name for key, position in roster.positions.items()
    }
    skills = Skill.objects.filter(center=center).values_list("pk", "name")
    names |= {(RequirementKind.MIX, pk): f"{name} on duty" for pk, name in skills}
    lines = [
        f"{names.get(each.subject, 'Coverage')}: {gap.people} below minimum {_when(piece, roster)}"
        for each in worse
        for gap in each.after
        for piece in _new_of(gap, each.before)
    ]
    more = len(lines) - MOST_LINES
    return lines if more <= 0 else [*lines[:MOST_LINES], f"and {more} more on the board"]


def _new_of(gap: Deviation, before: Iterable[Deviation]) -> tuple[Interval, ...]:
    """The minutes of a gap in which fewer were missing before."""
    return difference([gap.interval], [each.interval for each in before if each.people >= gap.people])


def _when(interval: Interval, roster: Roster) -> str:
    clock = roster.clock
    day = clock.date_of(interval.start)
    return f"{date_words(day, day)}, {range_words(interval.start, interval.end, clock)}"
