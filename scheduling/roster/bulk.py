"""Many days in one edit: what the editor saw is copied, moved or filled, and goes through the door as one gesture.

How a bulk becomes days is in `domain/bulk.py`.
"""

from __future__ import annotations

from datetime import timedelta

from scheduling.roster.answers import EditAnswer, done_before
from scheduling.roster.domain.bulk import Bulk, CopyWeek, Fill, MoveBlock, dates_of, expand
from scheduling.roster.domain.commands import CommandError, EditTerms, SetDay
from scheduling.roster.door import apply_edit
from scheduling.roster.selectors import load_roster
from scheduling.time.words import month_day
from staff.centers.clock import current_version
from staff.centers.models import Center
from staff.people.models import Person, User
from staff.permissions import Permission, require

_FIELD: dict[type[Bulk], str] = {Fill: "fill", CopyWeek: "copy_week", MoveBlock: "move_block"}


def apply_bulk(*, actor: User, center: Center, bulk: Bulk, terms: EditTerms) -> EditAnswer:
    """Do a bulk, once: one version, one undo step, all or nothing. Raises what `apply_edit` raises.

    An error names whose day it is, since one of two thousand is hard to find by its number.
    """
    require(actor, Permission.EDIT_ROSTER, center.pk)
    done = done_before(actor, center, terms.edit_id)
    if done is not None:
        return done
    version = terms.base_version
    if version > (now := current_version(center.pk)):
        raise CommandError("base_version", f"The roster is at version {now}.")
    days = bulk_days(center, bulk, version)
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
        raise CommandError(_FIELD[type(bulk)], words) from error


def bulk_days(center: Center, bulk: Bulk, version: int) -> tuple[SetDay, ...]:
    """The days that a bulk becomes on the working roster of a version."""
    starts_on, ends_before = dates_of(bulk)
    only = (bulk.person,) if isinstance(bulk, MoveBlock) else bulk.people
    roster = load_roster(center, starts_on, ends_before, as_of=version, only=only, margin=timedelta(days=3))
    return expand(bulk, {person.key: person for person in roster.input.people}, roster.input)
