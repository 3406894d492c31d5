"""Delegating one's decisions, and ending that early."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from approvals.models import Delegation
from staff.audit import acting_as
from staff.centers.models import Center
from staff.people.models import RoleAssignment, User
from staff.permissions import PERMISSIONS, Permission, require


class CannotDelegate(Exception):
    """Why somebody can't decide in another's name: the field it is about and a sentence."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


def delegates(center: Center, user: User) -> list[User]:
    """Who may decide for a user: everybody else at the center who may decide, by e-mail."""
    roles = [role for role, held in PERMISSIONS.items() if Permission.DECIDE_REQUESTS in held]
    found = RoleAssignment.objects.filter(center=center, role__in=roles, user__is_active=True).exclude(
        user=user
    )
    return [each.user for each in found.select_related("user__person").order_by("user__email")]


def delegate(
    *,
    actor: User,
    center: Center,
    to: User,
    starts_at: datetime,
    ends_at: datetime,
    kinds: Iterable[str] = (),
) -> Delegation:
    """Have another decide in the actor's name for a time. Raises CannotDelegate, PermissionDenied."""
    require(actor, Permission.DELEGATE_DECISIONS, center.pk)
    if to.pk not in {each.pk for each in delegates(center, actor)}:
        raise CannotDelegate("delegate", "Choose somebody else who may decide here.")
    if ends_at <= starts_at:
        raise CannotDelegate("ends_at", "The end must be after the start.")
    if ends_at <= timezone.now():
        raise CannotDelegate("ends_at", "This time is over.")
    with acting_as(actor):
        return Delegation.objects.create(
            center=center,
            principal=actor,
            delegate=to,
            starts_at=starts_at,
            ends_at=ends_at,
            kinds=sorted(set(kinds)),
        )


def end_delegation(*, actor: User, center: Center, delegation_id: UUID) -> Delegation:
    """End one of one's own early; twice is once. Raises Delegation.DoesNotExist for another's."""
    with acting_as(actor), transaction.atomic():
        row = Delegation.objects.select_for_update().get(pk=delegation_id, principal=actor, center=center)
        if row.ended_at is None:
            row.ended_at = timezone.now()
            row.save(update_fields=["ended_at"])
    return row
