"""Who a command runs as: a named account, or the center's own for the command line. Pages never come here."""

from __future__ import annotations

from staff.centers.models import Center
from staff.people.models import Role, RoleAssignment, User
from staff.permissions import Permission, may


class UnknownOperatorError(Exception):
    """The named account may not generate rosters at this center, or does not exist."""


def operator_for(center: Center, email: str | None) -> User:
    """The named account, else the first admin or supervisor, else an account of the command line itself.

    That account has no usable password and an address that receives no mail, so nobody can sign in with it.
    """
    if email is not None:
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None or not may(user, Permission.GENERATE_ROSTER, center.pk):
            raise UnknownOperatorError(f"{email} may not generate rosters at {center.name}.")
        return user
    roles = RoleAssignment.objects.filter(center=center, user__is_active=True).select_related("user")
    for role in (Role.ADMIN, Role.SUPERVISOR):
        assignment = roles.filter(role=role).order_by("user__joined_at", "user_id").first()
        if assignment is not None:
            return assignment.user
    user = User.objects.create_user(f"command-line@{center.slug}.invalid")
    RoleAssignment.objects.create(user=user, center=center, role=Role.SUPERVISOR)
    return user
