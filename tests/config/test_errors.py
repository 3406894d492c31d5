"""Error answers: pages for people, problem documents for programs, both with the request's id and without secrets."""

from __future__ import annotations

import psycopg
import pytest
from django.db import OperationalError
from django.http import Http404, HttpRequest
from django.test import Client, RequestFactory
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory

from config import errors
from config.problems import CONTENT_TYPE, api_exception_handler, field_errors

PROGRAM = {"HTTP_ACCEPT": "application/json"}


@pytest.mark.django_db
def test_a_missing_page_is_html_for_people(client: Client) -> None:
    response = client.get("/no/such/page", HTTP_ACCEPT="text/html,*/*;q=0.8")
    assert response.status_code == 404
    assert response.headers["Content-Type"].startswith("text/html")
    assert response.headers["X-Request-ID"] in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "headers"), [("/api/v1/nothing", {}), ("/no/such/page", {"HTTP_ACCEPT": "application/json"})]
)
def test_a_missing_page_is_a_problem_for_programs(client: Client, path: str, headers: dict[str, str]) -> None:
    response = client.get(path, **headers)
    assert response.status_code == 404
    assert response.headers["Content-Type"] == CONTENT_TYPE
    body = response.json()
    assert body["status"] == 404
    assert body["title"] == "Not Found"
    assert body["instance"] == path
    assert body["request_id"] == response.headers["X-Request-ID"]
    assert body["detail"]


@pytest.mark.parametrize("status", [400, 403, 500])
def test_pages_say_what_to_do_without_asking_the_database(rf: RequestFactory, status: int) -> None:
    # Without the django_db mark a query would raise.
    request = rf.get("/roster/")
    response = {
        400: lambda: errors.bad_request(request, ValueError("x")),
        403: lambda: errors.permission_denied(request, PermissionError()),
        500: lambda: errors.server_error(request),
    }[status]()
    assert response.status_code == status
    assert "<h1>" in response.content.decode()


@pytest.mark.parametrize("path", ["/roster/", "/api/v1/roster"])
def test_a_database_that_is_away_is_not_a_fault_of_ours(rf: RequestFactory, path: str) -> None:
    try:
        raise OperationalError("connection to server failed: no such host as db.internal")
    except OperationalError:
        response = errors.server_error(rf.get(path))
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "10"
    assert b"database cannot be reached" in response.content
    assert b"db.internal" not in response.content


def test_a_deadlock_is_no_lost_database(rf: RequestFactory) -> None:
    try:
        raise OperationalError("deadlock detected") from psycopg.errors.DeadlockDetected()
    except OperationalError:
        assert errors.server_error(rf.get("/roster/")).status_code == 500


def test_a_fault_of_ours_shows_no_internals_to_programs(rf: RequestFactory) -> None:
    response = errors.server_error(rf.get("/api/v1/roster"))
    assert response.status_code == 500
    assert b"Traceback" not in response.content
    assert b"logged" in response.content


def test_an_expired_form_says_so_in_both_forms(rf: RequestFactory) -> None:
    page = errors.csrf_failure(rf.post("/roster/"))
    assert page.status_code == 403
    assert "out of date" in page.content.decode()
    assert b"csrf_failed" in errors.csrf_failure(rf.post("/roster/", **PROGRAM)).content


def test_csrf_is_checked(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/accounts/login/", {"login": "dana@example.org", "password": "x"})
    assert response.status_code == 403


class BreakForm(serializers.Serializer[dict[str, int]]):
    minutes = serializers.IntegerField(min_value=1)


class SpanForm(serializers.Serializer[dict[str, object]]):
    number = serializers.CharField()
    breaks = BreakForm(many=True)


def handled(exception: Exception) -> Response:
    request: HttpRequest = APIRequestFactory().post("/api/v1/roster/")
    response = api_exception_handler(exception, {"request": request})
    assert response is not None
    assert response.content_type == CONTENT_TYPE
    return response


def test_each_refused_value_is_pointed_at() -> None:
    form = SpanForm(data={"breaks": [{"minutes": 5}, {"minutes": 0}]})
    assert not form.is_valid()
    body = handled(exceptions.ValidationError(form.errors)).data
    assert {error["pointer"] for error in body["errors"]} == {"/number", "/breaks/1/minutes"}
    assert body["code"] == "invalid"
    assert body["detail"] == "2 values were refused."


def test_errors_of_the_whole_point_at_the_whole() -> None:
    assert field_errors({"non_field_errors": ["Ends before it starts."]})[0]["pointer"] == ""


@pytest.mark.parametrize(
    ("exception", "status", "code"),
    [
        (exceptions.NotAuthenticated(), 401, "not_authenticated"),
        (exceptions.Throttled(wait=5), 429, "throttled"),
        (exceptions.PermissionDenied(), 403, "permission_denied"),
        (Http404(), 404, "not_found"),
        (exceptions.MethodNotAllowed("PUT"), 405, "method_not_allowed"),
    ],
)
def test_exceptions_of_views_become_problems(exception: Exception, status: int, code: str) -> None:
    body = handled(exception).data
    assert body["status"] == status
    assert body["code"] == code
    assert body["instance"] == "/api/v1/roster/"
    assert body["detail"]


def test_unknown_exceptions_stay_with_django() -> None:
    assert api_exception_handler(RuntimeError("boom"), {"request": None}) is None
