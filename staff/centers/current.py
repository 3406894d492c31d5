"""Which center a request is about, and the guard that every page of a center stands behind.

A user works at the centers they have a role at; with several, the session (or, for API clients, a header)
says which. What a role may do is in `staff/permissions.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.generic.base import View

from staff.centers.models import Center
from staff.permissions import Permission, center_of, require

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from staff.people.models import User

SESSION_KEY = "center"
HEADER = "Watchbill-Center"

ParametersT = ParamSpec("ParametersT")
ResponseT = TypeVar("ResponseT", bound=HttpResponseBase)


class AnyRequest(Protocol):
    """A request of Django or of REST framework."""

    @property
    def user(self) -> User | AnonymousUser: ...


class CenterRequest(HttpRequest):
    """A request that passed `permission_required`: somebody is signed in and the center is known."""

    user: User
    center: Center


def center_for(request: AnyRequest) -> Center:
    """The center this request is about, read once per request. Raises Http404 for users without a role.

    A header naming a center where the user has no role is 404; a stale choice in the session is ignored.
    """
    known: Center | None = getattr(request, "center", None)
    if known is not None:
        return known
    center = _named_center(request) or center_of(request.user)
    request.center = center  # type: ignore[attr-defined]
    return center


def _named_center(request: Any) -> Center | None:
    slug = request.headers.get(HEADER)
    if slug:
        return center_of(request.user, slug)
    session = getattr(request, "session", None)
    chosen = session.get(SESSION_KEY) if session is not None else None
    if not chosen:
        return None
    try:
        return center_of(request.user, chosen)
    except Http404:
        return None


def choose_center(request: HttpRequest, slug: str) -> Center:
    """Work at another of one's centers from now on in this session. Raises Http404 without a role there."""
    center = center_of(request.user, slug)
    request.session[SESSION_KEY] = center.slug
    request.center = center  # type: ignore[attr-defined]
    return center


def permission_required(
    permission: Permission,
) -> Callable[
    [Callable[Concatenate[Any, ParametersT], ResponseT]],
    Callable[Concatenate[HttpRequest, ParametersT], HttpResponseBase],
]:
    """Guard a view: to sign-in for the anonymous, 404 without a role anywhere, 403 without the permission.

    The view gets a `CenterRequest`: `request.center` is the center whose rows it may fetch.
    """

    def decorate(
        view: Callable[Concatenate[Any, ParametersT], ResponseT],
    ) -> Callable[Concatenate[HttpRequest, ParametersT], HttpResponseBase]:
        @wraps(view)
        def guarded(
            request: HttpRequest, /, *args: ParametersT.args, **kwargs: ParametersT.kwargs
        ) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            require(request.user, permission, center_for(request).pk)
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


class PermissionRequired(View):
    """The same guard for class-based views: set `permission`."""

    permission: Permission

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return permission_required(self.permission)(super().dispatch)(request, *args, **kwargs)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send to the sign-in page and back afterwards; an htmx request takes the whole page along."""
    if request.headers.get("HX-Request"):
        page = urlsplit(request.headers.get("HX-Current-URL", ""))
        back = f"{page.path}?{page.query}" if page.query else page.path or "/"
        return HttpResponse(status=204, headers={"HX-Redirect": redirect_to_login(back).url})
    return redirect_to_login(request.get_full_path())
