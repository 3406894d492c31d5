"""Confirming published shifts: what is stored is what was seen, so a change made meanwhile never counts as known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from scheduling.attendance.domain.own import Confirmation, OwnShift, day_of, own_shifts, states_of
from scheduling.attendance.models import ShiftConfirmation
from scheduling.attendance.selectors import confirmations, own_person, own_roster, published_dates
from scheduling.time.interval import Minute, minute_before, moment_of
from staff.centers.clock import current_version
from staff.centers.models import Center
from staff.people.models import Person, User
from staff.permissions import Permission, require

MOST_SHIFTS = 100
"""In one call: more than anybody works in the weeks ahead."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A shift as somebody saw it when they said yes."""

    shift_start: Minute
    tag: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: newly confirmed, known before, changed since it was seen, and not there to confirm."""

    confirmed: tuple[OwnShift, ...]
    known: tuple[OwnShift, ...]
    changed: tuple[OwnShift, ...]
    gone: tuple[Minute, ...]


def confirm_shifts(*, actor: User, center: Center, seen: Iterable[Seen]) -> Outcome:
    """Say yes to one's own published shifts that have not begun; twice is once.

    A shift that differs from what was seen is not confirmed, and named. Locks the person's row, so that two taps at
    once store one row. Raises PermissionDenied, NoOwnRoster.
    """
    require(actor, Permission.REPORT_OWN_SHIFTS, center.pk)
    wanted = {each.shift_start: each.tag for each in seen}
    with transaction.atomic():
        person = own_person(actor, center)
        Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=person.pk)
        now, version = timezone.now(), current_version(center.pk)
        minute = minute_before(now)
        own, roster = own_roster(person, center, minute, version)
        every = own_shifts(own.segments)
        said = confirmations(center, roster.input.span, [person.pk]).get(person.pk, {})
        states = states_of(every, said, roster.clock)
        days = published_dates(roster)
        shifts = {
            shift.shift_start: shift
            for shift in every
            if shift.start > minute and day_of(shift, roster.clock) in days
        }
        there = [shifts[start] for start in wanted if start in shifts]
        changed = [shift for shift in there if shift.tag != wanted[shift.shift_start]]
        right = [shift for shift in there if shift.tag == wanted[shift.shift_start]]
        new = [shift for shift in right if states[shift.shift_start] is not Confirmation.CONFIRMED]
        keep_confirmations(person, center, new, version, now)
    return Outcome(
        tuple(new),
        tuple(shift for shift in right if shift not in new),
        tuple(changed),
        tuple(start for start in wanted if start not in shifts),
    )


def keep_confirmations(
    person: Person, center: Center, shifts: Sequence[OwnShift], version: int, now: datetime
) -> None:
    """Store that somebody knows these shifts as a version shows them."""
    ShiftConfirmation.objects.bulk_create(
        ShiftConfirmation(
            center=center,
            person=person,
            shift_starts_at=moment_of(shift.shift_start),
            stretches=[list(stretch) for stretch in shift.stretches],
            version=version,
            confirmed_at=now,
        )
        for shift in shifts
    )
