"""Which center the admin pages are about, and who may open them; what each role may do is in permissions.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.http import Http404, HttpRequest

from staff.centers.current import SESSION_KEY
from staff.centers.models import Center
from staff.people.models import RoleAssignment
from staff.permissions import Permission, may

if TYPE_CHECKING:
    from staff.people.models import User


def administered_centers(request: HttpRequest) -> list[Center]:
    """The centers whose rows a user may administer, by name: all for operators, else where they are admin."""
    known: list[Center] | None = getattr(request, "administered_centers", None)
    if known is None:
        known = _administered_centers(request)
        request.administered_centers = known  # type: ignore[attr-defined]
    return known


def _administered_centers(request: HttpRequest) -> list[Center]:
    if not request.user.is_authenticated or not request.user.is_active:
        return []
    if request.user.is_superuser:
        return list(Center.objects.order_by("name"))
    held = RoleAssignment.objects.filter(user=request.user).values("center")
    return [
        center
        for center in Center.objects.filter(pk__in=held).order_by("name")
        if may(request.user, Permission.MANAGE_CENTER, center.pk)
    ]


def admin_center(request: HttpRequest) -> Center | None:
    """The one center whose rows are shown: the session's choice, or the first. None where there is none."""
    centers = administered_centers(request)
    chosen = request.session.get(SESSION_KEY)
    return next((center for center in centers if center.slug == chosen), centers[0] if centers else None)


def required_center(request: HttpRequest) -> Center:
    """The same where a center is needed. Raises Http404."""
    center = admin_center(request)
    if center is None:
        raise Http404("No center.")
    return center


def choose_admin_center(request: HttpRequest, slug: str) -> Center:
    """Administer another center from now on. Raises Http404 for one that is not the user's to administer."""
    for center in administered_centers(request):
        if center.slug == slug:
            request.session[SESSION_KEY] = slug
            return center
    raise Http404("No center.")


def acting_user(request: HttpRequest) -> User:
    """The signed-in user; the site lets nobody else in."""
    return cast("User", request.user)


def is_operator(request: HttpRequest) -> bool:
    """Whether the user runs the installation: all centers, new centers, other operators."""
    user: Any = request.user
    return bool(user.is_active and user.is_superuser)
