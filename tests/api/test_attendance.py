"""Confirmations and reports over the API."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client

from scheduling.adjustments.models import Adjustment
from scheduling.attendance.models import ShiftConfirmation
from scheduling.roster.selectors import View
from tests.cast import Cast
from tests.scheduling.attendance.saying import DAY, confirm, published, shifts
from tests.scheduling.attendance.saying import at as minute_at
from tests.scheduling.roster.board_of import shown

SIX = "2026-12-06T06:00:00-05:00"
CONFIRMATIONS = "/api/v1/confirmations?from=2026-12-06&until=2026-12-07"


@pytest.fixture(autouse=True)
def _at_three_on_sunday(time_machine: Any) -> None:
    time_machine.move_to("2026-12-06T08:12:00Z", tick=False)


@pytest.fixture
def center(cast: Cast) -> Cast:
    published(cast)
    return cast


def as_user(client: Client, user: Any) -> Client:
    client.force_login(user)
    return client


def post(client: Client, path: str, data: dict[str, Any]) -> Any:
    return client.post(f"/api/v1/{path}", data, content_type="application/json")


def test_supervisors_see_who_has_not_confirmed(center: Cast, client: Client) -> None:
    confirm(center, center.cal, shifts(center, center.cal, minute_at(DAY, 3, 12))[0])
    as_user(client, center.dana.user)

    found = client.get(CONFIRMATIONS).json()["shifts"]
    states = {row["person"]: row["state"] for row in found}
    assert states[str(center.cal.pk)] == "confirmed"
    assert states[str(center.max.pk)] == "open"
    waiting = client.get(f"{CONFIRMATIONS}&state=open").json()["shifts"]
    assert str(center.cal.pk) not in {row["person"] for row in waiting}
    assert client.get(f"{CONFIRMATIONS}&state=maybe").status_code == 400


def test_employees_see_and_confirm_their_own(center: Cast, client: Client) -> None:
    as_user(client, center.cal.user)
    (row,) = client.get(CONFIRMATIONS).json()["shifts"]
    assert row["person"] == str(center.cal.pk)

    seen = {"shift_start": row["shift_start"], "tag": row["tag"]}
    answer = post(client, "confirmations", {"shifts": [seen]})
    assert answer.json() == {"confirmed": ["2026-12-06T11:00:00Z"], "changed": [], "gone": []}
    stale = post(client, "confirmations", {"shifts": [seen | {"tag": "other"}]})
    assert stale.json()["changed"] == ["2026-12-06T11:00:00Z"]
    assert ShiftConfirmation.objects.count() == 1


def test_a_report_and_its_withdrawal(center: Cast, client: Client) -> None:
    as_user(client, center.cal.user)
    said = {
        "edit_id": str(uuid.uuid4()),
        "what": "cannot_come",
        "kind": "sick",
        "shift_start": SIX,
    }
    answer = post(client, "reports", said)
    assert answer.status_code == 201
    assert post(client, "reports", said).json() == answer.json()
    (standing,) = client.get("/api/v1/reports").json()["reports"]
    assert (standing["id"], standing["what"], standing["kind"]) == (said["edit_id"], "cannot_come", "sick")

    taken = post(client, f"reports/{said['edit_id']}/withdraw", {"edit_id": str(uuid.uuid4())})
    assert taken.status_code == 200
    assert client.get("/api/v1/reports").json() == {"reports": []}
    assert shown(center, center.cal, DAY, View.PUBLISHED) == ["D 06:00-18:00"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"what": "comes_late"}, "arrives_at"),
        ({"what": "comes_late", "arrives_at": "2026-12-06T03:00:00-05:00"}, "arrives_at"),
        ({"what": "comes_late", "arrives_at": "2026-12-06T07:00:30-05:00"}, "arrives_at"),
        ({"what": "cannot_come"}, "kind"),
        ({"what": "cannot_come", "kind": "flu"}, "kind"),
        ({"what": "cannot_come", "kind": "sick", "until": "2026-12-06T05:00:00-05:00"}, "until"),
        ({"what": "cannot_come", "kind": "sick", "until": "9999-12-06T05:00:00-05:00"}, "until"),
        ({"what": "cannot_come", "kind": "sick", "shift_start": "2026-12-09T06:00:00Z"}, "shift_start"),
        ({"what": "stay", "kind": "sick"}, "what"),
    ],
)
def test_bad_input_is_named_at_its_field(
    center: Cast, client: Client, fields: dict[str, str], field: str
) -> None:
    as_user(client, center.cal.user)
    data = {"edit_id": str(uuid.uuid4()), "shift_start": SIX} | fields
    answer = post(client, "reports", data)
    assert answer.status_code == 400
    assert f"/{field}" in [error["pointer"] for error in answer.json()["errors"]]
    assert not Adjustment.objects.exists()


def test_anothers_report_and_center_are_not_known(center: Cast, client: Client) -> None:
    as_user(client, center.cal.user)
    report_id = str(uuid.uuid4())
    post(client, "reports", {"edit_id": report_id, "what": "cannot_come", "kind": "sick", "shift_start": SIX})
    for person in (center.max, center.olga):
        as_user(client, person.user)
        answer = post(client, f"reports/{report_id}/withdraw", {"edit_id": str(uuid.uuid4())})
        assert answer.status_code == 404
