"""The documentation is true: every documented operation is called, and what comes back is what it says."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator

from approvals.models import Delegation
from approvals.registry import Kind
from approvals.services import Ask, ask
from scheduling.adjustments.domain import AdjustmentKind
from staff.notices.models import Notice
from tests.api.conftest import ClientMaker
from tests.cast import Cast
from tests.factories import (
    PASSWORD,
    make_adjustment,
    make_period,
    make_rule_limits,
    moment,
    publish_period_row,
)

DAY = "from=2026-12-06&until=2026-12-08"


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-any-return, no-untyped-call]


@pytest.fixture
def world(cast: Cast) -> Cast:
    """Published duty with a named seat and a break, leave, and a draft."""
    publish_period_row(make_period(cast.norfield, date(2026, 12, 6)))
    noon, six, eight = (moment(cast.norfield, f"2026-12-06 {hour}:00") for hour in (12, 18, 20))
    make_adjustment(cast.cal, noon, six, kind=AdjustmentKind.LEAVE, absence_kind="sick")
    make_adjustment(
        cast.max,
        six,
        eight,
        kind=AdjustmentKind.OVERTIME,
        pay="overtime",
        position=cast.positions["Call-taking"],
        console=2,
        breaks=[{"start": 30, "end": 45, "is_paid": True, "is_relieved": False}],
    )
    return cast


def validator(schema: dict[str, Any], path: str, method: str, status: int, kind: str) -> Draft202012Validator:
    answer = schema["paths"][path][method]["responses"][str(status)]
    assert kind in answer["content"], f"{method} {path} does not document {kind} for {status}"
    body = with_nulls(answer["content"][kind]["schema"])
    return Draft202012Validator({**body, "components": with_nulls(schema["components"])})


def with_nulls(node: Any) -> Any:
    """OpenAPI 3.0 says `nullable`, JSON Schema a type more."""
    if isinstance(node, list):
        return [with_nulls(child) for child in node]
    if not isinstance(node, dict):
        return node
    plain = {key: with_nulls(value) for key, value in node.items() if key != "nullable"}
    return {"anyOf": [plain, {"type": "null"}]} if node.get("nullable") else plain


def strict(node: Any) -> Any:
    """Properties that are not documented are refused."""
    if isinstance(node, list):
        return [strict(child) for child in node]
    if not isinstance(node, dict):
        return node
    closed = {key: strict(value) for key, value in node.items()}
    if closed.get("type") == "object" and "properties" in closed:
        closed.setdefault("additionalProperties", False)
    return closed


def calls(cast: Cast) -> list[tuple[str, str, str, Any, int]]:
    """Operation by operation: path, method, address, body, status."""
    run = {"starts_on": "2026-12-06", "ends_before": "2026-12-13", "seconds": 5}
    sign_in = {"sign_in": "1003", "password": PASSWORD}
    return [
        ("/api/v1/auth/login", "post", "/api/v1/auth/login", sign_in, 200),
        ("/api/v1/auth/login", "post", "/api/v1/auth/login", {**sign_in, "password": "wrong"}, 401),
        ("/api/v1/auth/refresh", "post", "/api/v1/auth/refresh", {"refresh": "x"}, 401),
        ("/api/v1/auth/logout", "post", "/api/v1/auth/logout", {}, 400),
        ("/api/v1/people", "get", "/api/v1/people?on=2026-12-06&page_size=2", None, 200),
        ("/api/v1/people", "get", "/api/v1/people?on=x", None, 400),
        ("/api/v1/people/{person_id}", "get", f"/api/v1/people/{cast.cal.pk}?on=2026-12-06", None, 200),
        ("/api/v1/people/{person_id}", "get", f"/api/v1/people/{cast.olga.pk}", None, 404),
        ("/api/v1/roster", "get", f"/api/v1/roster?{DAY}", None, 200),
        ("/api/v1/roster", "get", "/api/v1/roster", None, 400),
        ("/api/v1/roster/edits", "post", "/api/v1/roster/edits", held_over(cast), 200),
        ("/api/v1/roster/edits", "post", "/api/v1/roster/edits", {"changes": []}, 400),
        ("/api/v1/roster/edits", "post", "/api/v1/roster/edits", held_too_long(cast), 409),
        ("/api/v1/roster/edits/ask", "post", "/api/v1/roster/edits/ask", drafted(cast), 200),
        ("/api/v1/roster/edits/ask", "post", "/api/v1/roster/edits/ask", held_with_approval(cast), 201),
        ("/api/v1/history", "get", "/api/v1/history", None, 200),
        ("/api/v1/history", "get", "/api/v1/history?kind=nonsense", None, 400),
        ("/api/v1/hours", "get", f"/api/v1/hours?{DAY}", None, 200),
        ("/api/v1/hours", "get", "/api/v1/hours", None, 400),
        ("/api/v1/coverage", "get", f"/api/v1/coverage?{DAY}", None, 200),
        ("/api/v1/periods", "get", f"/api/v1/periods?{DAY}", None, 200),
        ("/api/v1/periods/{starts_on}", "get", "/api/v1/periods/2026-12-06", None, 200),
        ("/api/v1/periods/{starts_on}", "get", "/api/v1/periods/2026-12-07", None, 404),
        ("/api/v1/runs", "post", "/api/v1/runs", run, 201),
        ("/api/v1/runs", "post", "/api/v1/runs", run, 409),
        ("/api/v1/runs", "get", "/api/v1/runs", None, 200),
        ("/api/v1/runs/{run_id}", "get", "/api/v1/runs/RUN", None, 200),
        ("/api/v1/runs/{run_id}/stop", "post", "/api/v1/runs/RUN/stop", None, 202),
        *approvals_calls(cast),
        *attendance_calls(cast),
    ]


def attendance_calls(cast: Cast) -> list[tuple[str, str, str, Any, int]]:
    """Dana confirms a shift that she has not seen, can't come, and comes after all."""
    shift = {"shift_start": "2026-12-07T06:00-05:00"}
    said = {"edit_id": str(uuid.uuid4()), "what": "cannot_come", "kind": "sick", **shift}
    confirmations, reports = "/api/v1/confirmations", "/api/v1/reports"
    withdraw, own = f"{reports}/{{report_id}}/withdraw", f"{reports}/{said['edit_id']}/withdraw"
    return [
        (confirmations, "get", f"{confirmations}?{DAY}", None, 200),
        (confirmations, "get", f"{confirmations}?{DAY}&state=no", None, 400),
        (confirmations, "post", confirmations, {"shifts": [{**shift, "tag": "unseen"}]}, 200),
        (confirmations, "post", confirmations, {"shifts": []}, 400),
        (reports, "post", reports, said, 201),
        (reports, "post", reports, {**said, "edit_id": str(uuid.uuid4())}, 400),
        (reports, "get", reports, None, 200),
        (withdraw, "post", own, {"edit_id": str(uuid.uuid4())}, 200),
        (withdraw, "post", f"{reports}/{uuid.uuid4()}/withdraw", {"edit_id": str(uuid.uuid4())}, 404),
    ]


def held_over(cast: Cast) -> dict[str, Any]:
    """Dana's shift of Sunday goes on for half an hour."""
    change = {
        "type": "holdover",
        "person": str(cast.dana.pk),
        "shift_start": "2026-12-06T06:00-05:00",
        "until": "2026-12-06T18:30-05:00",
        "reason": "Storm.",
    }
    terms = {"accepts_warnings": True, "override_reason": "Nobody else."}
    return {"edit_id": str(uuid.uuid4()), "base_version": 1, "changes": [change], **terms}


def held_too_long(cast: Cast) -> dict[str, Any]:
    """Dana's shift goes on beyond what the center allows, and nobody says why."""
    make_rule_limits(cast.norfield, "longest_continuous_duty", block=780)
    edit = held_over(cast)
    edit["changes"][0]["until"] = "2026-12-06T20:30-05:00"
    return {name: edit[name] for name in ("edit_id", "base_version", "changes")}


def drafted(cast: Cast) -> dict[str, Any]:
    """A draft: nothing stands against it."""
    change = {"type": "set_day", "person": str(cast.cal.pk), "day": "2026-12-08", "wanted": {"shift": "D"}}
    return {**held_over(cast), "changes": [change]}


def held_with_approval(cast: Cast) -> dict[str, Any]:
    """Sam's night goes on beyond what needs no approval."""
    make_rule_limits(cast.norfield, "maximum_minutes_in_24_hours", approval=720)
    edit = held_over(cast)
    edit["changes"][0] |= {
        "person": str(cast.sam.pk),
        "shift_start": "2026-12-06T18:00-05:00",
        "until": "2026-12-07T07:00-05:00",
    }
    return edit


def approvals_calls(cast: Cast) -> list[tuple[str, str, str, Any, int]]:
    """Dana answers a request of Cal's, asks for something herself, delegates, and reads what she was told."""
    what = {"kind": "off", "weekdays": [6], "shift_code": "", "part": "", "weight": 3}
    of_cal = ask(
        actor=cast.cal.user,
        center=cast.norfield,
        what=Ask(uuid.uuid4(), Kind.PREFERENCE, cast.cal, 3, {"standing": what}),
    )
    notice = Notice.objects.get(user=cast.dana.user, about=of_cal.pk)
    now = timezone.now().replace(second=0, microsecond=0)
    away = Delegation.objects.create(
        center=cast.norfield,
        principal=cast.dana.user,
        delegate=cast.sam.user,
        starts_at=now,
        ends_at=now + timedelta(days=7),
    )
    own = uuid.uuid4()
    asked = {"id": str(own), "kind": "preference", "fields_of_kind": {"what": "off_days", "weekdays": [5]}}
    delegated = {
        "delegate": str(cast.sam.user.pk),
        "starts_at": now.isoformat(),
        "ends_at": (now + timedelta(days=1)).isoformat(),
    }
    one, base = "/api/v1/requests/{request_id}", f"/api/v1/requests/{of_cal.pk}"
    delegation, notices = "/api/v1/delegations/{delegation_id}/end", "/api/v1/notices/{notice_id}/acknowledge"
    return [
        ("/api/v1/approvals", "get", "/api/v1/approvals", None, 200),
        (one, "get", base, None, 200),
        (f"{one}/impact", "get", f"{base}/impact", None, 200),
        (f"{one}/answer", "post", f"{base}/answer", {"answer": "no"}, 400),
        (f"{one}/answer", "post", f"{base}/answer", {"answer": "yes"}, 200),
        (f"{one}/answer", "post", f"{base}/answer", {"answer": "yes"}, 409),
        (f"{one}/take-back", "post", f"{base}/take-back", {}, 200),
        (f"{one}/take-back", "post", f"{base}/take-back", {}, 409),
        ("/api/v1/requests", "post", "/api/v1/requests", asked, 201),
        ("/api/v1/requests", "get", "/api/v1/requests", None, 200),
        (f"{one}/withdraw", "post", f"/api/v1/requests/{own}/withdraw", {}, 200),
        (f"{one}/withdraw", "post", f"/api/v1/requests/{own}/withdraw", {}, 409),
        ("/api/v1/delegations", "get", "/api/v1/delegations", None, 200),
        ("/api/v1/delegations", "post", "/api/v1/delegations", delegated, 201),
        (delegation, "post", f"/api/v1/delegations/{away.pk}/end", {}, 200),
        ("/api/v1/notices", "get", "/api/v1/notices", None, 200),
        ("/api/v1/notices/read", "post", "/api/v1/notices/read", {"ids": [str(notice.pk)]}, 200),
        (notices, "post", f"/api/v1/notices/{notice.pk}/acknowledge", {}, 200),
    ]


def test_every_answer_is_as_documented(world: Cast, api: ClientMaker, schema: dict[str, Any]) -> None:
    client = api(world.dana.user)
    closed = strict(schema)
    run_id = ""
    for path, method, address, body, status in calls(world):
        response = getattr(client, method)(address.replace("RUN", run_id), body, format="json")
        assert response.status_code == status, (address, response.content)
        kind = response.headers["Content-Type"].split(";")[0]
        problems = list(validator(closed, path, method, status, kind).iter_errors(response.json()))
        assert not problems, (address, [problem.message for problem in problems[:3]])
        if path == "/api/v1/runs" and status == 201:
            run_id = response.json()["id"]


def test_renewal_and_sign_out_are_as_documented(
    world: Cast, api: ClientMaker, schema: dict[str, Any]
) -> None:
    client = api(None)
    tokens = client.post("/api/v1/auth/login", {"sign_in": "1003", "password": PASSWORD}).json()
    renewed = client.post("/api/v1/auth/refresh", {"refresh": tokens["refresh"]})
    found = validator(strict(schema), "/api/v1/auth/refresh", "post", 200, "application/json")
    assert list(found.iter_errors(renewed.json())) == []
    assert client.post("/api/v1/auth/logout", {"refresh": renewed.json()["refresh"]}).status_code == 204
    assert "204" in schema["paths"]["/api/v1/auth/logout"]["post"]["responses"]


def test_no_documented_operation_is_left_out(cast: Cast, schema: dict[str, Any]) -> None:
    documented = {(path, method) for path, methods in schema["paths"].items() for method in methods}
    called = {(path, method) for path, method, *_ in calls(cast)}
    assert documented == called


def test_the_check_itself_notices_a_difference(world: Cast, api: ClientMaker, schema: dict[str, Any]) -> None:
    answer = api(world.dana.user).get(f"/api/v1/roster?{DAY}").json()
    check = validator(strict(schema), "/api/v1/roster", "get", 200, "application/json")
    assert list(check.iter_errors(answer)) == []
    segment = next(person["segments"][0] for person in answer["people"] if person["segments"])
    segment["secret"] = 1
    assert list(check.iter_errors(answer)) != []
    del segment["secret"]
    del segment["starts_at"]
    assert list(check.iter_errors(answer)) != []


def test_the_document_and_its_page_are_served_from_here(cast: Cast, api: ClientMaker) -> None:
    client = api(None)
    assert client.get("/api/v1/schema?format=json").json()["info"]["title"] == "Watchbill API"
    page = client.get("/api/v1/docs/").content.decode()
    assert "://" not in page.replace("http://testserver", "")
    assert "/static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js" in page
