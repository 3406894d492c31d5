"""Many days in one edit: what the editor saw is copied, moved or filled, and goes through the door as one gesture.

How a bulk becomes days is in `domain/bulk.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from scheduling.roster.answers import EditAnswer, done_before
from scheduling.roster.domain.bulk import (
    Bulk,
    CopyWeek,
    Fill,
    Give,
    MoveBlock,
    Retime,
    dates_of,
    expand,
    people_of,
)
from scheduling.roster.domain.commands import CommandError, EditTerms, SetDay
from scheduling.roster.door import apply_edit
from scheduling.roster.edit_checks import is_employed, not_employed
from scheduling.roster.periods import locked_for
from scheduling.roster.selectors import Roster, load_roster
from scheduling.time.words import month_day
from staff.centers.clock import current_version
from staff.centers.models import Center
from staff.people.models import Person, User
from staff.permissions import Permission, require

_FIELD: dict[type[Bulk], str] = {
    Fill: "fill",
    CopyWeek: "copy_week",
    MoveBlock: "move_block",
    Retime: "retime",
    Give: "give",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """A day that can't be edited as asked, and why; without a day the reason is about all of somebody's."""

    person: UUID
    name: str
    day: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a bulk would do: the days that it types, and those that stand against all of it."""

    days: tuple[SetDay, ...]
    problems: tuple[Problem, ...]


def apply_bulk(*, actor: User, center: Center, bulk: Bulk, terms: EditTerms) -> EditAnswer:
    """Do a bulk, once: one version, one undo step, all or nothing. Raises what `apply_edit` raises.

    An error names whose day it is, since one of two thousand is hard to find by its number.
    """
    return apply_bulks(actor=actor, center=center, bulks=(bulk,), terms=terms)


def apply_bulks(
    *,
    actor: User,
    center: Center,
    bulks: Sequence[Bulk],
    terms: EditTerms,
    but_not: Collection[tuple[UUID, date]] = (),
) -> EditAnswer:
    """Several bulks of one kind as one gesture; days in `but_not` are left as they are."""
    require(actor, Permission.EDIT_ROSTER, center.pk)
    done = done_before(actor, center, terms.edit_id)
    if done is not None:
        return done
    _check_version(center, terms.base_version)
    days = tuple(
        day for day in bulk_days(center, bulks, terms.base_version) if (day.person, day.day) not in but_not
    )
    if not days:
        return EditAnswer(terms.edit_id, None)
    try:
        return apply_edit(actor=actor, center=center, edit=terms.edit(days))
    except CommandError as error:
        parts = error.field.split(".")
        if parts[0] != "changes" or len(parts) < 2:
            raise
        change = days[int(parts[1])]
        name = Person.objects.filter(pk=change.person, center=center).first()
        words = f"{name or 'Somebody'}, {month_day(change.day)}: {error.message}"
        raise CommandError(_FIELD[type(bulks[0])], words) from error


def bulk_days(center: Center, bulks: Sequence[Bulk], version: int) -> tuple[SetDay, ...]:
    """The days that bulks become on the working roster of a version."""
    roster = _roster(center, bulks, version)
    people = {person.key: person for person in roster.input.people}
    return tuple(day for bulk in bulks for day in expand(bulk, people, roster.input))


def preview_bulks(*, actor: User, center: Center, bulks: Sequence[Bulk], version: int) -> Preview:
    """What would be typed, and every day that stands against it by name; nothing is stored.

    Raises CommandError where nothing can be typed at all.
    """
    require(actor, Permission.EDIT_ROSTER, center.pk)
    _check_version(center, version)
    roster = _roster(center, bulks, version)
    people = {person.key: person for person in roster.input.people}
    days: list[SetDay] = []
    problems: list[Problem] = []
    for bulk in bulks:
        try:
            days += expand(bulk, people, roster.input)
        except CommandError as error:
            if len(bulks) == 1:
                raise
            about = people_of(bulk)
            person = about[0] if about else None
            if person is not None:
                problems.append(Problem(person, _name(roster, person), None, error.message))
    locked = locked_for(actor, center, {each.day for each in days}, version)
    for each in days:
        if each.day in locked:
            problems.append(Problem(each.person, _name(roster, each.person), each.day, locked[each.day]))
        elif each.wanted is not None and not is_employed(roster, each.person, each.day):
            reason = not_employed(roster, each.person, each.day)
            problems.append(Problem(each.person, _name(roster, each.person), each.day, reason))
    return Preview(tuple(days), tuple(problems))


def _roster(center: Center, bulks: Sequence[Bulk], version: int) -> Roster:
    spans = [dates_of(bulk) for bulk in bulks]
    asked = [people_of(bulk) for bulk in bulks]
    only = None if None in asked else {person for people in asked for person in people or ()}
    return load_roster(
        center,
        min(first for first, _ in spans),
        max(last for _, last in spans),
        as_of=version,
        only=only,
        margin=timedelta(days=3),
    )


def _check_version(center: Center, version: int) -> None:
    if version > (now := current_version(center.pk)):
        raise CommandError("base_version", f"The roster is at version {now}.")


def _name(roster: Roster, person: UUID) -> str:
    facts = roster.person.get(person)
    return facts.name if facts is not None else "Somebody"
