"""The one table from role to permission, and the one function that answers.

Nobody tests role names elsewhere. Objects are fetched through access functions that take the user; what a user
may not know of is 404, what is known but forbidden 403. docs/permissions.md has a line for each permission.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from staff.centers.models import Center
from staff.people.models import Role, RoleAssignment

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from staff.people.models import User


class Permission(StrEnum):
    """What may be done, named as verb and object."""

    VIEW_OWN_ROSTER = "view_own_roster"
    REPORT_OWN_SHIFTS = "report_own_shifts"
    VIEW_PUBLISHED_ROSTER = "view_published_roster"
    VIEW_WORKING_ROSTER = "view_working_roster"
    EDIT_ROSTER = "edit_roster"
    PUBLISH_ROSTER = "publish_roster"
    OVERRIDE_RULES = "override_rules"
    VIEW_PEOPLE = "view_people"
    VIEW_ABSENCE_REASONS = "view_absence_reasons"
    VIEW_COVERAGE = "view_coverage"
    GENERATE_ROSTER = "generate_roster"
    DECIDE_REQUESTS = "decide_requests"
    DELEGATE_DECISIONS = "delegate_decisions"
    VIEW_WORKWEEK_ADVICE = "view_workweek_advice"
    DECLARE_EMERGENCIES = "declare_emergencies"
    LOCK_PERIODS = "lock_periods"
    MANAGE_CENTER = "manage_center"
    INVITE_PEOPLE = "invite_people"


_EMPLOYEE = frozenset({Permission.VIEW_OWN_ROSTER, Permission.REPORT_OWN_SHIFTS})
_SUPERVISOR = _EMPLOYEE | {
    Permission.VIEW_PUBLISHED_ROSTER,
    Permission.VIEW_WORKING_ROSTER,
    Permission.EDIT_ROSTER,
    Permission.PUBLISH_ROSTER,
    Permission.OVERRIDE_RULES,
    Permission.VIEW_PEOPLE,
    Permission.VIEW_ABSENCE_REASONS,
    Permission.VIEW_COVERAGE,
    Permission.GENERATE_ROSTER,
    Permission.DECIDE_REQUESTS,
    Permission.DELEGATE_DECISIONS,
    Permission.VIEW_WORKWEEK_ADVICE,
    Permission.DECLARE_EMERGENCIES,
}
PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.EMPLOYEE: _EMPLOYEE,
    Role.SUPERVISOR: _SUPERVISOR,
    Role.ADMIN: frozenset(Permission),
    Role.API_CLIENT: frozenset(
        {Permission.VIEW_PUBLISHED_ROSTER, Permission.VIEW_PEOPLE, Permission.VIEW_COVERAGE}
    ),
}
"""Role to permissions: the one table."""


def may(user: User | AnonymousUser, permission: Permission, center_id: UUID) -> bool:
    """Whether a user has a permission at a center, by their role there; never the inactive."""
    role = role_at(user, center_id)
    return role is not None and permission in PERMISSIONS[role]


def role_at(user: User | AnonymousUser, center_id: UUID) -> str | None:
    """The role of a user at a center, read once per user object; None without one."""
    return _roles_of(user).get(center_id)


def has_several_centers(user: User | AnonymousUser) -> bool:
    """Whether there is another center to change to."""
    return len(_roles_of(user)) > 1


def _roles_of(user: User | AnonymousUser) -> dict[UUID, str]:
    if not user.is_authenticated or not user.is_active:
        return {}
    roles: dict[UUID, str] | None = vars(user).get("roles_by_center")
    if roles is None:
        roles = dict(RoleAssignment.objects.filter(user_id=user.pk).values_list("center_id", "role"))
        vars(user)["roles_by_center"] = roles
    return roles


def center_of(user: User | AnonymousUser, slug: str | None = None) -> Center:
    """The center a user works at: the named one, or their first by name. Raises Http404 for any other."""
    if not user.is_authenticated or not user.is_active:
        raise Http404("No center.")
    centers = Center.objects.filter(pk__in=RoleAssignment.objects.filter(user_id=user.pk).values("center_id"))
    found = centers.filter(slug=slug).first() if slug else centers.order_by("name").first()
    if found is None:
        raise Http404("No center.")
    return found


def require(user: User | AnonymousUser, permission: Permission, center_id: UUID) -> None:
    """Raises PermissionDenied unless the user has the permission; Http404 where they have no role at all."""
    if role_at(user, center_id) is None:
        raise Http404("No center.")
    if not may(user, permission, center_id):
        raise PermissionDenied(f"This needs the permission “{permission.value.replace('_', ' ')}”.")
