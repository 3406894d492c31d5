"""What an edit may never do, whatever the rules say: each check raises CommandError naming the field.

What is asked for is planned in `edit_work.py`; the shape of the input is read in `domain/commands.py`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from scheduling.adjustments.domain import LONGEST_DUTY_MINUTES, Adjustment, days_of
from scheduling.adjustments.kinds import TERMS
from scheduling.roster.domain.commands import Change, CommandError, KindChange, RecordAbsence
from scheduling.roster.domain.editing import Plan, duty_on
from scheduling.roster.domain.employed import day_of
from scheduling.roster.domain.inputs import PersonInput
from scheduling.roster.domain.recording import claims, kind_of
from scheduling.roster.selectors import Roster
from scheduling.time.interval import Interval, difference
from scheduling.time.segment import Key
from scheduling.time.words import month_day


def outside_on(roster: Roster, person_id: UUID, day: date) -> list[Adjustment]:
    """Rows of a date that paint nothing, since the person is not employed on it."""
    rows = roster.outside_employment.get(person_id, ())
    return [
        row
        for row in rows
        if day_of(row, roster.clock) == day and row.end - row.start <= LONGEST_DUTY_MINUTES
    ]


def is_employed(roster: Roster, person_id: UUID, day: date) -> bool:
    """Employed on a date."""
    facts = roster.person.get(person_id)
    return facts is not None and facts.is_employed(day)


def not_employed(roster: Roster, person_id: UUID, day: date) -> str:
    """Who is not employed when, as a sentence."""
    facts = roster.person.get(person_id)
    name = facts.name if facts is not None else "This person"
    return f"{name} is not employed on {month_day(day)}."


def check_employed(roster: Roster, person: PersonInput | None, change: RecordAbsence) -> None:
    """Leave lies inside employment, or inside a shift that began in it."""
    facts = roster.person.get(change.person)
    days = days_of(change.start, change.end, None, roster.clock)
    outside = [day for day in days if facts is None or not facts.is_employed(day)]
    if not outside:
        return
    last_days = {day - timedelta(days=1) for day in outside} - set(outside)
    worked = [
        duty.interval
        for day in last_days
        for duty in (duty_on(person, roster.input, day) if person is not None else ())
    ]
    minutes = [roster.clock.day(day) for day in outside]
    within = [both for each in minutes if (both := each.intersection(Interval(change.start, change.end)))]
    left = difference(within, worked)
    if left:
        first = roster.clock.date_of(left[0].start)
        at = "start" if left[0].start == change.start else "end"
        raise CommandError(at, not_employed(roster, change.person, first))


def check_seat(roster: Roster, position: Key | None, console: Key | None, at: str = "") -> None:
    """The position exists, and the console is one of it; `at` goes before the field of the error."""
    if position is None:
        return
    if position not in roster.positions:
        raise CommandError(f"{at}position", "There is no such position.")
    consoles = roster.positions[position].consoles  # type: ignore[index]
    if console is not None and console > consoles:  # type: ignore[operator]
        raise CommandError(f"{at}console", f"This position has consoles 1 to {consoles}.")


def check_skill(roster: Roster, person_id: UUID, position: Key | None, when: Interval, field: str) -> None:
    """Whoever sits somewhere holds the skill of the position in every minute."""
    if position is not None and not roster.evaluation.may_fill(person_id, position, when):
        name = roster.positions[position].name  # type: ignore[index]
        who = roster.person[person_id].name
        raise CommandError(field, f"{who} does not hold the skill of {name} then.")


def check_shift_before(
    roster: Roster, closed: Collection[date], plan: Plan, person: PersonInput | None, day: date
) -> None:
    """A night that began in a closed period belongs to it to its end: nothing is painted over it."""
    before = day - timedelta(days=1)
    if before not in closed or person is None:
        return
    for duty in duty_on(person, roster.input, before):
        if any(duty.interval.overlaps(Interval(new.start, new.end)) for new in plan.additions):
            raise CommandError(
                "day", "This would cut the shift of the day before, whose period is closed for payroll."
            )


def is_operational(change: Change) -> bool:
    """Published in the moment it is recorded."""
    if isinstance(change, KindChange):
        return TERMS[kind_of(change)].is_operational
    return isinstance(change, RecordAbsence)


class Claims:
    """The minutes each change of one edit is about: each is planned on the roster before the edit, so none may meet
    another's, unless both are days and absences, which lie in different bands."""

    def __init__(self) -> None:
        self._taken: dict[UUID, list[tuple[Interval, bool]]] = {}

    def add(self, change: Change, person_id: UUID, plan: Plan) -> None:
        """Raises CommandError where another change of the edit is about the same minutes."""
        is_kind = isinstance(change, KindChange)
        mine = claims(change, plan) if isinstance(change, KindChange) else plan.touched
        taken = self._taken.setdefault(person_id, [])
        for theirs, was_kind in taken:
            if (is_kind or was_kind) and any(theirs.overlaps(each) for each in mine):
                raise CommandError("person", "This edit changes the same minutes of a person twice.")
        taken.extend((each, is_kind) for each in mine)
