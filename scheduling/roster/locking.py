"""Locking a period when its payroll is closed, and unlocking it. Which days that locks is in `periods.py`."""

from __future__ import annotations

from datetime import date

from scheduling.roster.models import PeriodState, State
from scheduling.roster.periods import PeriodStateError, dates_of_period, ensure_period
from scheduling.roster.publish_list import draft_changes
from scheduling.time.words import count_words
from staff.centers.clock import tick
from staff.centers.models import Center
from staff.people.models import User
from staff.permissions import Permission, require


def lock_period(*, actor: User, center: Center, starts_on: date) -> PeriodState:
    """Close a published period (payroll): nobody edits it any more.

    Raises PeriodStateError unless published, and while draft changes of it wait: nobody could publish them or take
    them back any more, and payroll would be closed without them.
    """
    return _move(actor, center, starts_on, State.PUBLISHED, State.LOCKED, "period.locked")


def unlock_period(*, actor: User, center: Center, starts_on: date) -> PeriodState:
    """Open a locked period for edits again; it stays published. Raises PeriodStateError unless locked."""
    return _move(actor, center, starts_on, State.LOCKED, State.PUBLISHED, "period.unlocked")


def _move(actor: User, center: Center, starts_on: date, before: str, after: str, kind: str) -> PeriodState:
    require(actor, Permission.LOCK_PERIODS, center.pk)
    with tick(
        actor=actor, center_id=center.pk, kind=kind, payload={"starts_on": starts_on.isoformat()}
    ) as opened:
        period = ensure_period(center, starts_on)
        current = PeriodState.objects.current().filter(period=period).first()
        if current is None or current.state != before:
            state = current.get_state_display().lower() if current else "open"
            raise PeriodStateError(f"The period from {starts_on} is {state}.")
        if after == State.LOCKED:
            _check_drafts(center, starts_on)
        moved = PeriodState(period=period, state=after, base_version=current.base_version)
        return opened.replace(current, moved)


def _check_drafts(center: Center, starts_on: date) -> None:
    waiting = draft_changes(center, *dates_of_period(center, starts_on))
    if waiting:
        raise PeriodStateError(
            f"{count_words(len(waiting), 'change')} of the period from {starts_on} "
            f"{'is' if len(waiting) == 1 else 'are'} not published, and would stay so. On the board, publish "
            "them or take them back; then lock it."
        )
