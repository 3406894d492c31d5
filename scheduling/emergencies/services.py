"""Declaring an emergency and ending it early; each is one version, and those who plan are told."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from scheduling.emergencies.models import DeclaredEmergency
from scheduling.emergencies.notices import tell_planners
from scheduling.rules.registry import RULES
from staff.centers.clock import tick
from staff.centers.models import Center
from staff.people.models import User
from staff.permissions import Permission, require

LONGEST_REASON = 200
ADDED, CHANGED, REMOVED = (f"declared_emergency.{what}" for what in ("added", "changed", "removed"))
"""Kinds of events, as the admin writes them."""


class CannotDeclare(Exception):
    """Why an emergency can't be declared like this: the field it is about and a sentence."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


def declare_emergency(
    *,
    actor: User,
    center: Center,
    starts_at: datetime,
    ends_at: datetime,
    rules: Collection[str],
    reason: str,
) -> DeclaredEmergency:
    """Suspend named rules from a moment to another. Raises CannotDeclare, PermissionDenied."""
    require(actor, Permission.DECLARE_EMERGENCIES, center.pk)
    reason = " ".join(reason.split())
    _check(starts_at, ends_at, rules, reason)
    named = [name for name in RULES if name in rules]
    with tick(actor=actor, center_id=center.pk, kind=ADDED) as opened:
        row = DeclaredEmergency(starts_at=starts_at, ends_at=ends_at, rules=named, reason=reason)
        opened.add(row)
        opened.payload["id"] = str(row.pk)
        tell_planners(center, row, actor, opened.version)
    return row


def end_emergency(*, actor: User, center: Center, emergency_id: UUID) -> DeclaredEmergency:
    """End one at the next whole minute, or take back one that has not begun; one that is over stays as it is.

    `emergency_id` is the entity's. Returns the row as it stood last. Raises DeclaredEmergency.DoesNotExist,
    PermissionDenied.
    """
    require(actor, Permission.DECLARE_EMERGENCIES, center.pk)
    with tick(actor=actor, center_id=center.pk, kind=CHANGED, payload={"id": str(emergency_id)}) as opened:
        standing = DeclaredEmergency.objects.current()
        row: DeclaredEmergency = standing.get(entity_id=emergency_id, center=center)
        now = _next_minute(timezone.now())
        if row.ends_at <= now:
            opened.cancel()
        elif row.starts_at >= now:
            opened.kind = REMOVED
            opened.close(row)
        else:
            ended = DeclaredEmergency(
                starts_at=row.starts_at, ends_at=now, rules=row.rules, reason=row.reason
            )
            row = opened.replace(row, ended)
    return row


def _check(starts_at: datetime, ends_at: datetime, rules: Iterable[str], reason: str) -> None:
    for field, moment in (("starts_at", starts_at), ("ends_at", ends_at)):
        if moment.second or moment.microsecond:
            raise CannotDeclare(field, "Times are whole minutes, without seconds.")
    if ends_at <= starts_at:
        raise CannotDeclare("ends_at", "An emergency must end after it starts.")
    if ends_at <= timezone.now():
        raise CannotDeclare("ends_at", "This time is over.")
    named = set(rules)
    if not named:
        raise CannotDeclare("rules", "Name at least one rule.")
    if named - set(RULES):
        raise CannotDeclare("rules", f"There is no rule “{min(named - set(RULES))}”.")
    if not reason:
        raise CannotDeclare("reason", "Say what happened.")
    if len(reason) > LONGEST_REASON:
        raise CannotDeclare("reason", f"At most {LONGEST_REASON} characters.")


def _next_minute(moment: datetime) -> datetime:
    whole = moment.replace(second=0, microsecond=0)
    return whole if whole == moment else whole + timedelta(minutes=1)
