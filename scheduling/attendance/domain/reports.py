"""What a report says, and which change of the roster it comes to. Pure.

A report is a fact: no labor rule stands against it. What can't be is said at its field.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from uuid import UUID

from scheduling.adjustments.domain import AdjustmentKind
from scheduling.attendance.domain.own import OwnShift, own_shifts, shift_meant
from scheduling.roster.domain.commands import ChangeShift, CommandError, RecordAbsence
from scheduling.roster.domain.person import PersonRoster
from scheduling.time.interval import MINUTES_PER_DAY, Interval, Minute
from scheduling.time.local_time import LocalClock
from scheduling.time.words import range_words, time_words

MOST_DAYS = 31
"""The longest report; for more, leave is asked for."""
LATE_REASON = "Reported by themselves."
OVER = "This shift is over. Tell your supervisor what happened."


class AbsenceKind(StrEnum):
    """Why somebody can't come, as far as a supervisor learns."""

    SICK = "sick"
    FAMILY = "family"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class CannotCome:
    """A person can't come to a shift, nor to any other until then; None is this shift alone."""

    shift_start: Minute
    kind: AbsenceKind
    until: Minute | None = None


@dataclass(frozen=True, slots=True)
class ComesLate:
    """A person arrives after the start of a shift."""

    shift_start: Minute
    arrives_at: Minute


Report = CannotCome | ComesLate


def change_of(
    report: Report, person: UUID, roster: PersonRoster, clock: LocalClock, now: Minute
) -> RecordAbsence | ChangeShift:
    """The change that a report comes to, on the published roster as it stands. Raises CommandError at its field.

    A shift that moved meanwhile is the one meant: whoever is sick is sick at eight as at six.
    """
    shift = _shift_of(report, roster, clock, now)
    if isinstance(report, ComesLate):
        check_arrival(report.arrives_at, shift, clock, now)
        return ChangeShift(person, AdjustmentKind.LATE, shift.shift_start, report.arrives_at, LATE_REASON)
    start = max(shift.start, now)
    until = shift.end if report.until is None else report.until
    if until <= start:
        raise CommandError("until", f"Pick a time after {time_words(start, clock)} on that day.")
    if until - start > MOST_DAYS * MINUTES_PER_DAY:
        raise CommandError(
            "until", f"At most {MOST_DAYS} days at once. For longer, talk to your supervisor about leave."
        )
    return RecordAbsence(person, start, until, report.kind.value)


def check_arrival(arrives_at: Minute, shift: OwnShift, clock: LocalClock, now: Minute) -> None:
    """Raises CommandError for an arrival that is past or outside the shift."""
    if arrives_at <= now:
        raise CommandError("arrives_at", f"{time_words(arrives_at, clock)} is past. Say when you arrive.")
    planned = min(shift.shift_start, shift.start)
    if not planned < arrives_at < shift.end:
        known = range_words(planned, shift.end, clock)
        raise CommandError("arrives_at", f"The shift is {known}; pick a time inside it.")


def arrival_at(at: time, shift: OwnShift, clock: LocalClock, now: Minute) -> Minute:
    """The minute of a wall-clock time in a shift: the first after its start, on the next day after midnight.

    Of an hour that exists twice it is the first, or the second once the first is past.
    """
    planned = min(shift.shift_start, shift.start)
    day = clock.date_of(planned)
    found = [
        minute
        for on in (day, day + timedelta(days=1))
        for minute in _moments(on, at, clock)
        if minute > planned
    ]
    inside = [minute for minute in found if minute < shift.end]
    return next((minute for minute in inside if minute > now), inside[0] if inside else found[0])


def until_on(day: date, at: time, clock: LocalClock) -> Minute:
    """The minute of a date and time on the wall; midnight begins the day, as everybody reads it."""
    return clock.minute(day, at)


def shifts_within(roster: PersonRoster, span: Interval) -> list[OwnShift]:
    """The shifts that would be worked inside a span, were nobody away."""
    return [shift for shift in own_shifts(roster.duty) if shift.interval.overlaps(span)]


def kept_until(roster: PersonRoster, away: Interval, now: Minute) -> Minute | None:
    """Until when an absence stays when the person can come after all: until their next shift begins.

    `away.start` means that nothing of it stays. None: every shift in it has begun.
    """
    within = shifts_within(roster, away)
    ahead = [shift for shift in within if shift.start > now]
    if not ahead:
        return None
    has_begun = any(shift.start <= now for shift in within)
    return ahead[0].start if has_begun else away.start


def _shift_of(report: Report, roster: PersonRoster, clock: LocalClock, now: Minute) -> OwnShift:
    shift = shift_meant(own_shifts(roster.segments), report.shift_start, clock, now=now)
    if shift is not None:
        return shift
    planned: Sequence[OwnShift] = own_shifts(roster.duty)
    known = next((each for each in planned if each.shift_start == report.shift_start), None)
    if known is None:
        raise CommandError("shift_start", "This shift is not yours any more. You need not come.")
    if known.end <= now:
        raise CommandError("shift_start", OVER)
    raise CommandError("shift_start", "You are recorded as away from this shift already.")


def _moments(day: date, at: time, clock: LocalClock) -> list[Minute]:
    """The minutes at which the wall shows a time on a date: one, or two an hour apart."""
    first = clock.minute(day, at)
    second = first + 60
    shows_twice = clock.local(second).replace(tzinfo=None) == clock.local(first).replace(tzinfo=None)
    return [first, second] if shows_twice else [first]
