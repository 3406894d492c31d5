"""Who may see whose page: everybody their own, those who may view people everybody's of their center."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from staff.centers.models import Center
from staff.people.models import Person, User
from staff.permissions import Permission, may


def person_for_view(user: User, center: Center, person_id: UUID) -> Person:
    """The person, if the user may see them.

    Raises Http404 for other centers' people and, without the permission to view people, for everybody but
    oneself: that somebody exists is not told either.
    """
    person = (
        Person.objects.select_related("department", "bargaining_unit")
        .filter(center=center, pk=person_id)
        .first()
    )
    if person is None:
        raise Http404("No such person.")
    is_own = person.user_id == user.pk and may(user, Permission.VIEW_OWN_ROSTER, center.pk)
    if not is_own and not may(user, Permission.VIEW_PEOPLE, center.pk):
        raise Http404("No such person.")
    return person
