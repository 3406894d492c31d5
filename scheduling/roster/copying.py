"""Copying a period's duty into the next one: where no pattern gives shifts, the last period is the best start.

The copy is a proposal that is taken at once: draft changes in one version, one step to undo.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from scheduling.adjustments.domain import AdjustmentKind, Paint
from scheduling.roster.domain.editing import NewRow
from scheduling.roster.periods import dates_of_period
from scheduling.roster.proposals import Addition, Taken, create_proposal, take_proposal
from scheduling.roster.selectors import Roster, load_roster
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Duty, PayKind
from staff.centers.clock import current_version
from staff.centers.models import Center
from staff.people.models import User
from staff.permissions import Permission, require


class NothingToCopy(Exception):
    """There is no period to copy, or one to copy into; the message says which."""


def copy_last_period(*, actor: User, center: Center, day: date, edit_id: UUID) -> Taken:
    """Draft the regular duty of the period before a date's into it, at the same wall-clock times.

    Overtime, trades, training and leave belong to their own dates and are not copied. Raises NothingToCopy where the
    period has shifts already or the one before has none; locked days and dates outside employment are left out.
    """
    require(actor, Permission.EDIT_ROSTER, center.pk)
    starts_on, ends_before = dates_of_period(center, day)
    before = starts_on - (ends_before - starts_on)
    version = current_version(center.pk)
    if _has_segments(load_roster(center, starts_on, ends_before, as_of=version), starts_on, ends_before):
        raise NothingToCopy("This period has shifts already.")
    roster = load_roster(center, before, starts_on, as_of=version)
    additions = [
        Addition(person.id, _moved(duty, roster.clock, (starts_on - before).days))
        for person in roster.people
        for duty in roster.evaluation.roster(person.id).duty
        if duty.pay is PayKind.REGULAR and before <= roster.clock.date_of(duty.shift_start) < starts_on
    ]
    if not additions:
        raise NothingToCopy("The period before has no shifts to copy.")
    title = f"Copy of the period from {before}"
    proposal = create_proposal(
        owner=actor, center=center, base_version=version, day=starts_on, title=title, additions=additions
    )
    return take_proposal(actor=actor, proposal=proposal, edit_id=edit_id)


def _has_segments(roster: Roster, starts_on: date, ends_before: date) -> bool:
    """Whether anybody has duty that starts, or leave that lies, in these dates."""
    return any(
        starts_on <= roster.clock.date_of(segment.start) < ends_before
        for person in roster.people
        for segment in roster.evaluation.roster(person.id).segments
    )


def _moved(duty: Duty, clock: LocalClock, days: int) -> NewRow:
    """The same duty some days later, on the wall: over a clock change it lasts as the wall says."""
    start, end = _later(duty.start, clock, days), _later(duty.end, clock, days)
    return NewRow(
        kind=AdjustmentKind.ASSIGN,
        paint=Paint.DUTY,
        start=start,
        end=max(end, start + 1),
        shift_start=_later(duty.shift_start, clock, days),
        shift_type=duty.shift_type,
        position=duty.position,
        console=duty.console,  # type: ignore[arg-type]
        reason="Copied from the period before.",
    )


def _later(minute: int, clock: LocalClock, days: int) -> int:
    local = clock.local(minute)
    return clock.minute(date.fromordinal(local.toordinal() + days), local.time())
