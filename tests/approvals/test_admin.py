"""Routes in the admin: with their steps, overlaps refused, gaps named, and everything else only looked at."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client

from approvals.models import ApprovalRoute, Request
from approvals.registry import Kind
from approvals.services import Ask, ask
from tests.cast import Cast

pytestmark = pytest.mark.django_db

ADD = "/admin/approvals/approvalroute/add/"


@pytest.fixture
def ada(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.ada.user)
    return client


def route(**fields: Any) -> dict[str, Any]:
    return {
        "kind": "preference",
        "least_size": "0",
        "below_size": "",
        "expires_after_minutes": "",
        "four_eyes": "on",
        "automatic": "[]",
        "steps-TOTAL_FORMS": "1",
        "steps-INITIAL_FORMS": "0",
        "steps-MIN_NUM_FORMS": "1",
        "steps-MAX_NUM_FORMS": "1000",
        "steps-0-number": "0",
        "steps-0-label": "Supervisor",
        "steps-0-audiences": ["may:decide_requests"],
        "steps-0-quorum": "1",
        "steps-0-escalates_after_minutes": "",
        **fields,
    }


def asked(cast: Cast, size: int) -> Request:
    payload = {"standing": {"kind": "off", "weekdays": [6], "shift_code": "", "part": "", "weight": 3}}
    what = Ask(uuid.uuid4(), Kind.PREFERENCE, cast.cal, size, payload)
    return ask(actor=cast.cal.user, center=cast.norfield, what=what)


def test_a_route_is_saved_with_its_steps(cast: Cast, ada: Client) -> None:
    assert ada.get(ADD).status_code == 200
    assert ada.post(ADD, route()).status_code == 302
    row = ApprovalRoute.objects.get()
    assert (row.center, [(each.label, each.audiences) for each in row.steps.all()]) == (
        cast.norfield,
        [("Supervisor", ["may:decide_requests"])],
    )
    assert asked(cast, 2).route["steps"][0]["label"] == "Supervisor"


def test_a_gap_is_named_and_filled_by_the_built_in_route(cast: Cast, ada: Client) -> None:
    page = ada.post(ADD, route(below_size="3", **{"steps-0-label": "Small"}), follow=True).content.decode()
    assert "takes size 3." in page
    assert asked(cast, 2).route["steps"][0]["label"] == "Small"
    assert asked(cast, 3).route["steps"][0]["label"] == "Supervisor"


def test_an_overlap_is_refused_at_the_form(cast: Cast, ada: Client) -> None:
    ada.post(ADD, route(below_size="3"))
    page = ada.post(ADD, route(least_size="2")).content.decode()
    assert "Another route takes some of these sizes." in page
    assert ApprovalRoute.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"steps-TOTAL_FORMS": "0"}, "at least 1"),
        ({"steps-0-audiences": []}, "This field is required"),
        ({"steps-0-audiences": ["user:nobody"]}, "Select a valid choice"),
        ({"steps-0-escalates_after_minutes": "60"}, "says after how long, and to whom"),
        (
            {"automatic": '[{"fact": "is_short", "comparison": "is", "value": true}]'},
            "This kind knows: is_ending",
        ),
        ({"automatic": '[{"fact": "is_ending"}]'}, "Write a list such as"),
        ({"automatic": '[{"fact": "is_ending", "comparison": "is", "value": "x"}]'}, "A value is a number"),
    ],
)
def test_a_route_that_can_not_be_is_refused(
    cast: Cast, ada: Client, fields: dict[str, Any], words: str
) -> None:
    page = ada.post(ADD, route(**fields))
    assert page.status_code == 200
    assert words in page.content.decode().replace("&quot;", '"')
    assert not ApprovalRoute.objects.exists()


def test_requests_and_notices_are_only_looked_at(cast: Cast, ada: Client) -> None:
    row = asked(cast, 2)
    address = f"/admin/approvals/request/{row.pk}/change/"
    page = ada.get(address).content.decode()
    assert "Merrow, Cal" in page
    assert 'name="_save"' not in page
    assert ada.post(address, {"status": "approved"}).status_code == 403
    for table in ("approvals/delegation", "staff/notice", "staff/delivery", "staff/channelchoice"):
        assert ada.get(f"/admin/{table}/").status_code == 200
        assert ada.get(f"/admin/{table}/add/").status_code == 403
