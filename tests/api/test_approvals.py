"""Requests, delegations and notices over the API: idempotent, and errors that say who decided."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from approvals.models import Delegation, Request
from staff.people.models import Person
from staff.preferences.models import StandingPreference
from tests.cast import Cast

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 12, 6, 17, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(time_machine: Any) -> Iterator[Any]:
    time_machine.move_to(NOON, tick=False)
    return time_machine


def post(person: Person, path: str, **body: Any) -> Any:
    client = Client()
    assert person.user is not None
    client.force_login(person.user)
    return client.post(f"/api/v1/{path}", body, content_type="application/json")


def get(person: Person, path: str) -> Any:
    client = Client()
    assert person.user is not None
    client.force_login(person.user)
    return client.get(f"/api/v1/{path}").json()


def sundays(**fields: Any) -> dict[str, Any]:
    wanted = {"what": "off_days", "weekdays": [6], "weight": 4, **fields}
    return {"id": str(uuid.uuid4()), "kind": "preference", "fields_of_kind": wanted}


def test_a_request_is_asked_once_and_followed(cast: Cast) -> None:
    body = sundays()
    first, second = post(cast.cal, "requests", **body), post(cast.cal, "requests", **body)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert Request.objects.count() == 1
    assert get(cast.cal, "requests")["results"][0]["sentence"] == "Off on Sundays, 4 of 5"
    assert get(cast.dana, "approvals")["results"][0]["id"] == body["id"]
    taken = post(cast.max, "requests", **body)
    assert (taken.status_code, taken.json()["code"]) == (409, "id_taken")


def test_what_can_not_be_asked_names_its_field(cast: Cast) -> None:
    response = post(cast.cal, "requests", **sundays(weekdays=[]))
    assert response.status_code == 400
    assert [(each["pointer"], each["detail"]) for each in response.json()["errors"]] == [
        ("/fields_of_kind/weekdays", "Choose the weekdays you would like off.")
    ]


def test_the_slower_approver_is_told_who_decided(cast: Cast) -> None:
    body = sundays()
    post(cast.cal, "requests", **body)
    answered = post(cast.sam, f"requests/{body['id']}/answer", answer="yes")
    assert answered.json()["status"] == "approved"
    assert [each["answer"] for each in answered.json()["events"]] == ["yes"]
    late = post(cast.dana, f"requests/{body['id']}/answer", answer="no", reason="Not now.")
    assert (late.status_code, late.json()["code"]) == (409, "closed")
    assert late.json()["detail"] == "Sam Rowntree approved this 0 s ago"
    assert late["Content-Type"] == "application/problem+json"
    gone = post(cast.cal, f"requests/{body['id']}/withdraw")
    assert (gone.status_code, gone.json()["code"]) == (409, "closed")


def test_an_answer_is_taken_back_and_a_no_needs_a_reason(cast: Cast) -> None:
    body = sundays()
    post(cast.cal, "requests", **body)
    path = f"requests/{body['id']}"
    assert post(cast.dana, f"{path}/answer", answer="no").json()["errors"][0]["pointer"] == "/reason"
    post(cast.dana, f"{path}/answer", answer="yes")
    assert StandingPreference.objects.exists()
    assert post(cast.sam, f"{path}/take-back").status_code == 409
    assert post(cast.dana, f"{path}/take-back").json()["status"] == "waiting"
    assert not StandingPreference.objects.exists()


def test_delegations_are_made_listed_and_ended(cast: Cast) -> None:
    body = {
        "delegate": str(cast.sam.user.pk),
        "starts_at": "2026-12-07T00:00Z",
        "ends_at": "2026-12-09T00:00Z",
    }
    made = post(cast.dana, "delegations", **body)
    assert made.status_code == 201
    assert get(cast.sam, "delegations")["results"] == [made.json()]
    assert post(cast.sam, f"delegations/{made.json()['id']}/end").status_code == 404
    assert post(cast.dana, f"delegations/{made.json()['id']}/end").json()["ended_at"] is not None
    assert get(cast.dana, "delegations")["results"] == []
    for person in (cast.cal, cast.olga, cast.dana):
        refused = post(cast.dana, "delegations", **{**body, "delegate": str(person.user.pk)})
        assert refused.json()["errors"][0]["pointer"] == "/delegate"
    assert Delegation.objects.count() == 1


def test_notices_are_listed_read_and_acknowledged(cast: Cast) -> None:
    post(cast.cal, "requests", **sundays())
    notice = get(cast.dana, "notices")["results"][0]
    assert (notice["title"], notice["read_at"]) == ("Merrow, Cal asks: Off on Sundays, 4 of 5", None)
    assert post(cast.sam, "notices/read", ids=[notice["id"]]).json() == {"read": 0}
    assert post(cast.dana, "notices/read", ids=[notice["id"]]).json() == {"read": 1}
    assert post(cast.dana, "notices/read", ids=[notice["id"]]).json() == {"read": 0}
    assert post(cast.dana, f"notices/{notice['id']}/acknowledge").json()["acknowledged_at"] is not None
