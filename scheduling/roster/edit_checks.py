"""What an edit may never do, whatever the rules say: each check raises CommandError naming the field.

What is asked for is planned in `edit_work.py`; the shape of the input is read in `domain/commands.py`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from scheduling.adjustments.domain import LONGEST_DUTY_MINUTES, Adjustment, days_of
from scheduling.roster.domain.commands import CommandError, RecordAbsence
from scheduling.roster.domain.editing import DayDuty, Plan, duty_on
from scheduling.roster.domain.employed import day_of
from scheduling.roster.domain.inputs import PersonInput
from scheduling.roster.selectors import Roster
from scheduling.time.interval import Interval, difference
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


def check_seat(roster: Roster, wanted: DayDuty) -> None:
    """The position exists, and the console is one of it."""
    if wanted.position is None:
        return
    if wanted.position not in roster.positions:
        raise CommandError("position", "There is no such position.")
    consoles = roster.positions[wanted.position].consoles  # type: ignore[index]
    if wanted.console is not None and wanted.console > consoles:  # type: ignore[operator]
        raise CommandError("console", f"This position has consoles 1 to {consoles}.")


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
