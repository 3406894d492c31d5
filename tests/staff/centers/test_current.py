"""Which center a request is about, and what the guard of pages answers to whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from django.views.generic import View

from staff.centers.current import (
    HEADER,
    PermissionRequired,
    center_for,
    choose_center,
    permission_required,
)
from staff.people.models import Role, RoleAssignment
from staff.permissions import Permission
from tests.cast import Cast

RequestMaker = Callable[..., HttpRequest]


@pytest.fixture
def request_of(rf: RequestFactory) -> RequestMaker:
    def make(user: Any, **headers: str) -> HttpRequest:
        request = rf.get("/somewhere/?day=1", headers=headers)
        request.user = user
        request.session = SessionStore()
        return request

    return make


@permission_required(Permission.VIEW_WORKING_ROSTER)
def page(request: Any) -> HttpResponse:
    return HttpResponse(request.center.name)


class Page(PermissionRequired, View):
    permission = Permission.VIEW_WORKING_ROSTER

    def get(self, request: Any) -> HttpResponse:
        return HttpResponse(request.center.name)


VIEWS = pytest.mark.parametrize("view", [page, Page.as_view()], ids=["function", "class"])


def test_the_center_of_ones_only_role(cast: Cast, request_of: RequestMaker) -> None:
    assert center_for(request_of(cast.dana.user)) == cast.norfield
    assert center_for(request_of(cast.olga.user)) == cast.southmere


def test_nobody_without_a_role_has_a_center(cast: Cast, request_of: RequestMaker) -> None:
    RoleAssignment.objects.filter(user=cast.dana.user).delete()
    for user in (cast.dana.user, AnonymousUser()):
        with pytest.raises(Http404):
            center_for(request_of(user))


def test_a_deactivated_user_has_no_center(cast: Cast, request_of: RequestMaker) -> None:
    cast.dana.user.is_active = False
    with pytest.raises(Http404):
        center_for(request_of(cast.dana.user))


def test_the_session_remembers_the_choice_of_several(cast: Cast, request_of: RequestMaker) -> None:
    user = cast.dana.user
    RoleAssignment.objects.create(user=user, center=cast.southmere, role=Role.EMPLOYEE)
    request = request_of(user)
    assert center_for(request) == cast.norfield
    choose_center(request, "southmere")
    later = request_of(user)
    later.session = request.session
    assert center_for(request) == center_for(later) == cast.southmere


def test_a_choice_that_is_no_longer_ones_own_is_forgotten(cast: Cast, request_of: RequestMaker) -> None:
    request = request_of(cast.dana.user)
    request.session["center"] = "southmere"
    assert center_for(request) == cast.norfield


def test_choosing_or_naming_another_center_is_not_found(cast: Cast, request_of: RequestMaker) -> None:
    with pytest.raises(Http404):
        choose_center(request_of(cast.dana.user), "southmere")
    with pytest.raises(Http404):
        center_for(request_of(cast.dana.user, **{HEADER: "southmere"}))
    assert center_for(request_of(cast.dana.user, **{HEADER: "norfield"})) == cast.norfield


@VIEWS
def test_a_supervisor_gets_the_page(cast: Cast, request_of: RequestMaker, view: Any) -> None:
    assert view(request_of(cast.dana.user)).content == b"Norfield"


@VIEWS
def test_a_known_but_forbidden_page_is_403(cast: Cast, request_of: RequestMaker, view: Any) -> None:
    with pytest.raises(PermissionDenied):
        view(request_of(cast.cal.user))


@VIEWS
def test_without_a_role_nothing_is_known(cast: Cast, request_of: RequestMaker, view: Any) -> None:
    RoleAssignment.objects.all().delete()
    with pytest.raises(Http404):
        view(request_of(cast.dana.user))


@VIEWS
def test_the_anonymous_sign_in_and_come_back(request_of: RequestMaker, view: Any) -> None:
    response = view(request_of(AnonymousUser()))
    assert response.status_code == 302
    assert response.url == "/accounts/login/?next=/somewhere/%3Fday%3D1"


def test_a_fragment_request_takes_the_whole_page_to_sign_in(request_of: RequestMaker) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/roster/?from=2026-12-06"}
    response = page(request_of(AnonymousUser(), **headers))
    assert response.status_code == 204
    assert response.headers["HX-Redirect"] == "/accounts/login/?next=/roster/%3Ffrom%3D2026-12-06"
