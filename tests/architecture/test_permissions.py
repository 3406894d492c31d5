"""Every address x every role against the matrix; and the permission table against its documentation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib import admin
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from config.routing import websocket_urlpatterns
from staff.people.models import Role
from staff.permissions import PERMISSIONS, Permission
from tests.architecture.permission_matrix import OWN_ACCOUNT, ROWS, SOCKETS, Row
from tests.architecture.walk import AUDIENCES, METHODS, World, address, admin_routes, make_world, routes

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def ask(world: World, audience: str, method: str, path: str, *, is_api: bool) -> int:
    """One request, undone afterwards, so that audiences find the world alike."""
    cache.clear()
    client = Client(raise_request_exception=False)
    kind, body = ("application/json", "{}") if is_api else ("application/x-www-form-urlencoded", "")
    with transaction.atomic():
        user = world.user(audience)
        if user is not None:
            client.force_login(user)
        response = client.generic(method, path, body, content_type=kind)
        transaction.set_rollback(True)
    return response.status_code


def path_of(row: Row, world: World) -> str:
    query = row.query.format(**world.named)
    return address(row.route, world, row.args) + (f"?{query}" if query else "")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} /{row.route} {row.args or ''}".strip())
def test_each_audience_gets_what_the_matrix_says(world: World, row: Row) -> None:
    is_api = row.route.startswith("api/")
    path = path_of(row, world)
    found = " ".join(str(ask(world, audience, row.method, path, is_api=is_api)) for audience in AUDIENCES)
    assert dict(zip(AUDIENCES, found.split(), strict=True)) == dict(
        zip(AUDIENCES, row.statuses.split(), strict=True)
    )


def test_every_route_is_in_the_matrix_and_every_row_is_routed() -> None:
    known = {row.route for row in ROWS}
    real = set(routes())
    assert real - known == set(), "Add rows to tests/architecture/permission_matrix.py for these routes."
    assert known - real == set(), "These rows of the matrix name routes that are gone."


def test_every_method_that_is_not_in_the_matrix_is_refused(world: World) -> None:
    """What an admin may not do by a method, nobody may: 405, or there is nothing."""
    known = {(row.method, row.route) for row in ROWS}
    # allauth's views of one's own account leave odd methods to the form; they concern nobody else.
    own = {row.route for row in OWN_ACCOUNT}
    open_methods = [
        f"{method} /{route}"
        for route in routes()
        if route not in own
        for method in METHODS
        if (method, route) not in known
        and ask(world, "admin", method, address(route, world), is_api=route.startswith("api/")) != 405
    ]
    assert open_methods == []


def test_nothing_of_a_center_is_open_to_the_anonymous_or_to_outsiders() -> None:
    """A check of the matrix itself: rows that name an object give outsiders 404, and the anonymous never 200."""
    objects = re.compile(r"<uuid:")
    for row in ROWS:
        statuses = dict(zip(AUDIENCES, row.statuses.split(), strict=True))
        if objects.search(row.route):
            assert statuses["anonymous"] in {"302", "401"}, row
            assert statuses["outside admin"] == "404", row
            assert statuses["outsider"] in {"404", "403"}, row


ADMINS = ("admin", "outside admin")


def admin_addresses() -> list[tuple[str, str]]:
    """App and address of every page of the admin that needs no row."""
    found = [("staff", reverse(f"admin:{name}")) for name in ("index", "import_files", "audit_trail")]
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found.append((model._meta.app_label, reverse(f"{name}_changelist")))
        found.append((model._meta.app_label, reverse(f"{name}_add")))
    assert len(admin_routes()) >= len(found)
    return found


@pytest.mark.parametrize("audience", [audience for audience in AUDIENCES if audience not in ADMINS])
def test_the_admin_is_closed_to_whoever_manages_no_center(world: World, audience: str) -> None:
    wanted = 302 if audience == "anonymous" else 403
    for _, path in admin_addresses():
        assert ask(world, audience, "GET", path, is_api=False) == wanted, path


@pytest.mark.parametrize("audience", ADMINS)
def test_admins_see_their_centers_tables_and_no_others(world: World, audience: str) -> None:
    for app, path in admin_addresses():
        status = ask(world, audience, "GET", path, is_api=False)
        # 403 is a table in which nobody adds rows by hand, such as the event log.
        assert status in ({200, 403} if app in {"approvals", "staff", "scheduling"} else {403}), (
            path,
            status,
        )
    row = reverse("admin:staff_person_change", args=[world.cast.dana.pk])
    assert ask(world, audience, "GET", row, is_api=False) == (200 if audience == "admin" else 404)


def test_every_socket_is_in_the_matrix() -> None:
    assert [str(pattern.pattern) for pattern in websocket_urlpatterns] == SOCKETS  # type: ignore[attr-defined]


def test_every_permission_has_its_line_in_the_document() -> None:
    lines = re.findall(r"^\| `([a-z_]+)` \|", DOCUMENT.read_text(), flags=re.MULTILINE)
    assert lines == [permission.value for permission in Permission]


def test_the_document_says_who_has_which_permission() -> None:
    roles = [Role.EMPLOYEE, Role.SUPERVISOR, Role.ADMIN, Role.API_CLIENT]
    for line in DOCUMENT.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not cells[0].startswith("`"):
            continue
        permission = Permission(cells[0].strip("`"))
        said = [cell == "yes" for cell in cells[2:6]]
        assert said == [permission in PERMISSIONS[role] for role in roles], permission


def test_every_role_is_in_the_table() -> None:
    assert set(PERMISSIONS) == set(Role.values)
