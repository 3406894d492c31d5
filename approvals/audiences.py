"""Audiences by name: everybody with a permission at the center (`may:decide_requests`), or one user (`user:ID`)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from approvals.domain.routing import Audience
from approvals.domain.speaking import Delegation as DelegationFact
from approvals.domain.speaking import Speaker, speaker
from approvals.models import Delegation
from staff.people.models import RoleAssignment, User
from staff.permissions import PERMISSIONS, Permission


def whoever_may(permission: Permission) -> Audience:
    """Everybody who has a permission at the center."""
    return f"may:{permission.value}"


def one_user(user_id: UUID) -> Audience:
    """One user, whatever their role."""
    return f"user:{user_id}"


def audiences_by_user(center_id: UUID, users: Iterable[UUID]) -> dict[UUID, frozenset[Audience]]:
    """The audiences that active users with a role at a center belong to now; others belong to none."""
    roles = RoleAssignment.objects.filter(
        center_id=center_id, user_id__in=list(users), user__is_active=True
    ).values_list("user_id", "role")
    return {
        user: frozenset({one_user(user), *(whoever_may(each) for each in PERMISSIONS[role])})
        for user, role in roles
    }


def members(center_id: UUID, audiences: Iterable[Audience]) -> list[User]:
    """The active users at a center who belong to any of the audiences, by e-mail."""
    wanted = set(audiences)
    roles = RoleAssignment.objects.filter(center_id=center_id, user__is_active=True).select_related("user")
    found = [
        each.user
        for each in roles
        if one_user(each.user_id) in wanted
        or any(whoever_may(permission) in wanted for permission in PERMISSIONS[each.role])
    ]
    return sorted(found, key=_email)


def speaker_for(user: User, center_id: UUID, kind: str, now: datetime) -> Speaker:
    """A user with every voice they have now for requests of a kind: their own, and of those who are away."""
    delegated = [
        DelegationFact(
            each.principal_id, each.delegate_id, each.starts_at, each.ends_at, frozenset(each.kinds)
        )
        for each in Delegation.objects.filter(
            center_id=center_id, delegate=user, starts_at__lte=now, ends_at__gt=now, ended_at__isnull=True
        ).order_by("starts_at", "id")
    ]
    known = audiences_by_user(center_id, [user.pk, *(each.principal for each in delegated)])
    return speaker(user.pk, known, delegated, kind=kind, at=now)


def _email(user: User) -> str:
    return user.email
