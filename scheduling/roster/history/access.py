"""How much of the history a request may read."""

from __future__ import annotations

from typing import cast

from scheduling.roster.history.selectors import Reader
from staff.centers.current import AnyRequest
from staff.centers.models import Center
from staff.people.models import Person, User
from staff.permissions import Permission, may, require


def reader_of(request: AnyRequest, center: Center) -> Reader:
    """Who reads, and how much: all that planners share, or what became visible of oneself.

    Raises PermissionDenied for those who may see neither.
    """
    user = cast("User", request.user)
    sees_all = may(user, Permission.VIEW_WORKING_ROSTER, center.pk)
    if not sees_all:
        require(user, Permission.VIEW_OWN_ROSTER, center.pk)
    own = Person.objects.filter(center=center, user=user).values_list("pk", flat=True).first()
    return Reader(sees_all, may(user, Permission.VIEW_ABSENCE_REASONS, center.pk), own)
