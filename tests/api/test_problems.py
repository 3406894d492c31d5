"""Every error below /api/ is a problem document: known statuses, unknown addresses, bad bodies, faults of ours."""

from __future__ import annotations

import pytest
from django.test import Client

from scheduling.roster.api import views
from tests.api.conftest import ClientMaker
from tests.cast import Cast

SPAN = "from=2026-12-06&until=2026-12-07"


def check(response: object, status: int) -> dict[str, object]:
    assert response.status_code == status  # type: ignore[attr-defined]
    assert response.headers["Content-Type"] == "application/problem+json"  # type: ignore[attr-defined]
    body: dict[str, object] = response.json()  # type: ignore[attr-defined]
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    assert body["type"] == "about:blank"
    return body


def test_nobody_signed_in(cast: Cast, api: ClientMaker) -> None:
    response = api(None).get(f"/api/v1/roster?{SPAN}")
    check(response, 401)
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_the_wrong_role(cast: Cast, api: ClientMaker) -> None:
    check(api(cast.cal.user).get(f"/api/v1/coverage?{SPAN}"), 403)
    check(api(cast.robot).get("/api/v1/runs"), 403)


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/nothing",
        "/api/",
        "/api/v1/people/00000000-0000-4000-8000-000000000000",
        "/api/v1/people/no-id",
        "/api/v1/periods/2026-99-99",
    ],
)
def test_nothing_there(cast: Cast, api: ClientMaker, address: str) -> None:
    check(api(cast.dana.user).get(address), 404)


def test_the_wrong_method(cast: Cast, api: ClientMaker) -> None:
    response = api(cast.dana.user).delete("/api/v1/roster")
    check(response, 405)
    assert "GET" in response.headers["Allow"]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("", "from"),
        ("from=2026-12-06", "until"),
        ("from=tomorrow&until=2026-12-07", "from"),
        ("from=2026-12-06&until=2026-12-06", "until"),
        ("from=2026-12-06&until=2027-03-09", "until"),
        (f"{SPAN}&as_of=99", "as_of"),
        (f"{SPAN}&as_of=2026-12-06T06:00", "as_of"),
        (f"{SPAN}&as_of=yesterday", "as_of"),
        (f"{SPAN}&view=draft", "view"),
        (f"{SPAN}&page=0", "page"),
        (f"{SPAN}&page=2", "page"),
        (f"{SPAN}&page=1e3", "page"),
        (f"{SPAN}&page={'9' * 5000}", "page"),
        (f"{SPAN}&page_size=0", "page_size"),
        (f"{SPAN}&person=cal", "person"),
        (f"{SPAN}&as_of={'9' * 5000}", "as_of"),
        (f"{SPAN}&as_of=9999-12-31T23:59:59-23:59", "as_of"),
        (f"{SPAN}&as_off=1", "as_off"),
        ("from=0001-01-01&until=0001-01-02", "from"),
        ("from=9999-12-30&until=9999-12-31", "from"),
        ("from=2026-W50-1&until=2026-12-10", "from"),
        ("from=20261206&until=2026-12-10", "from"),
    ],
)
def test_a_parameter_that_cannot_be_read_is_named(
    cast: Cast, api: ClientMaker, query: str, name: str
) -> None:
    body = check(api(cast.dana.user).get(f"/api/v1/roster?{query}"), 400)
    assert [error["pointer"] for error in body["errors"]] == [f"/{name}"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("people?page=0", "page"),
        ("people?page=999", "page"),
        ("people?page_size=-1", "page_size"),
        ("people?on=9999-12-31", "on"),
        ("people?group=a", "group"),
        ("runs?page=x", "page"),
        ("coverage?from=2199-12-31&until=2200-01-01", "until"),
        ("periods?from=9999-12-30&until=9999-12-31", "from"),
    ],
)
def test_every_list_names_what_it_cannot_read(cast: Cast, api: ClientMaker, address: str, name: str) -> None:
    body = check(api(cast.dana.user).get(f"/api/v1/{address}"), 400)
    assert [error["pointer"] for error in body["errors"]] == [f"/{name}"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_no_period_is_computed_at_the_ends_of_the_calendar(cast: Cast, api: ClientMaker, day: str) -> None:
    check(api(cast.dana.user).get(f"/api/v1/periods/{day}"), 404)
    asked = {"starts_on": day, "ends_before": day}
    check(api(cast.dana.user).post("/api/v1/runs", asked), 400)


@pytest.mark.parametrize(
    ("header", "code"),
    [("Bearer abc.def.ghi", "token_not_valid"), ("Bearer a b", "authentication_failed")],
)
def test_a_refused_token_says_so_in_its_code(cast: Cast, header: str, code: str) -> None:
    response = Client().get("/api/v1/people", headers={"Authorization": header})
    assert check(response, 401)["code"] == code


def test_an_address_outside_of_the_views_has_a_code_as_well(cast: Cast, api: ClientMaker) -> None:
    assert check(api(cast.dana.user).get("/api/v1/nothing"), 404)["code"] == "not_found"


def test_a_body_nested_without_end(cast: Cast) -> None:
    response = Client().post("/api/v1/auth/login", "[" * 100_000, content_type="application/json")
    check(response, 400)


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("requests", '{"id": "2f0c7d3e-6b0a-4f6e-9d55-3b0b6a1f0c11", "kind": "\\ud800"}'),
        ("requests", '{"id": "2f0c7d3e-6b0a-4f6e-9d55-3b0b6a1f0c11", "fields_of_kind": {"what": "\\uDFFF"}}'),
        ("runs", '{"starts_on": "2026-12-06", "ends_before": "2026-12-07", "options": {"\\ud800": 1}}'),
    ],
)
def test_half_a_character_is_no_text(cast: Cast, api: ClientMaker, address: str, body: str) -> None:
    client = api(cast.dana.user)
    answer = client.generic("POST", f"/api/v1/{address}", body, content_type="application/json")
    assert "half a character" in str(check(answer, 400)["detail"])


def test_a_character_written_in_two_halves_is_one(cast: Cast, api: ClientMaker) -> None:
    body = '{"sign_in": "\\ud83d\\ude92", "password": "x"}'
    answer = api(None).generic("POST", "/api/v1/auth/login", body, content_type="application/json")
    check(answer, 401)


def test_a_body_that_is_no_json(cast: Cast) -> None:
    client = Client(headers={"Accept": "application/json"})
    response = client.post("/api/v1/auth/login", "{", content_type="application/json")
    check(response, 400)
    check(client.post("/api/v1/auth/login", {"sign_in": "x"}), 415)


def test_fields_are_named(cast: Cast, api: ClientMaker) -> None:
    body = check(api(None).post("/api/v1/auth/login", {"sign_in": ""}), 400)
    assert {error["pointer"] for error in body["errors"]} == {"/sign_in", "/password"}  # type: ignore[attr-defined]


def test_a_session_without_the_forms_token_may_not_write(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.dana.user)
    check(client.post("/api/v1/runs", "{}", content_type="application/json"), 403)


def test_a_fault_of_ours_says_no_more_than_that(
    cast: Cast, api: ClientMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(views, "periods_touching", broken)
    client = api(cast.dana.user)
    client.raise_request_exception = False
    body = check(client.get(f"/api/v1/periods?{SPAN}"), 500)
    assert "secret" not in str(body)
