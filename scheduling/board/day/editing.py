"""Times of one shift, typed or dragged, as an edit for the door; and the door's answer in words.

The door itself is `scheduling/roster/door.py`; the form's fields are in `forms.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from scheduling.roster.domain.commands import CommandError, Edit, SetDay, Wanted
from scheduling.roster.domain.shifts import Shift, shifts_of
from scheduling.roster.selectors import Roster
from scheduling.time.interval import Minute
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import PayKind


@dataclass(frozen=True, slots=True)
class ShiftOnDay:
    """The shift of a person that belongs to a date, as the form starts from it; None where the day is free."""

    person_id: UUID
    name: str
    day: date
    shift: Shift | None
    code: str | None
    position: UUID | None
    console: int | None
    pay: PayKind | None


def shift_on_day(roster: Roster, person_id: UUID, day: date) -> ShiftOnDay | None:
    """What a person would work on a date, leave aside; None for people who are not on the roster."""
    person = roster.person.get(person_id)
    if person is None:
        return None
    own = roster.evaluation.rosters[person_id]
    shift = next((each for each in shifts_of(own.duty) if each.day(roster.clock) == day), None)
    if shift is None:
        return ShiftOnDay(person_id, person.name, day, None, None, None, None, None)
    first = shift.pieces[0]
    known = roster.input.shift_types.get(shift.shift_type())
    return ShiftOnDay(
        person_id=person_id,
        name=person.name,
        day=day,
        shift=shift,
        code=known.code if known is not None else None,
        position=first.position,  # type: ignore[arg-type]
        console=first.console,  # type: ignore[arg-type]
        pay=first.pay,
    )


def wall_time(minute: Minute, clock: LocalClock) -> tuple[date, time]:
    """A dragged minute as the date and time the door takes.

    Raises CommandError for the second of two equal hours: on the wall it can't be told from the first.
    """
    local = clock.local(minute)
    at = local.time().replace(fold=0)
    if clock.minute(local.date(), at) != minute:
        raise CommandError("start", f"{at:%H:%M} comes twice this night. A time on the wall means the first.")
    return local.date(), at


def edit_of(
    known: ShiftOnDay,
    wanted: Wanted | None,
    day: date,
    *,
    edit_id: UUID,
    base_version: int,
    reason: str = "",
) -> Edit:
    """One gesture: the day gets what is wanted; a shift that now starts on another date leaves its old one."""
    changes = [SetDay(known.person_id, day, wanted, reason)]
    if wanted is not None and day != known.day:
        changes.insert(0, SetDay(known.person_id, known.day, None, reason))
    return Edit(edit_id, base_version, tuple(changes))
