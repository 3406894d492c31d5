"""Asking and following, delegating: what the pages let through and what they say."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from approvals.domain.workflow import Answer
from approvals.models import Delegation, Request
from approvals.services import decide
from staff.people.models import Person
from tests.cast import Cast
from tests.support.queries import reads

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 12, 6, 17, 0, tzinfo=UTC)
ASK = "/requests/new/preference/"


@pytest.fixture(autouse=True)
def clock(time_machine: Any) -> Iterator[Any]:
    time_machine.move_to(NOON, tick=False)
    return time_machine


def client_of(person: Person) -> Client:
    client = Client()
    assert person.user is not None
    client.force_login(person.user)
    return client


def sundays(**fields: Any) -> dict[str, Any]:
    return {"request_id": str(uuid.uuid4()), "what": "off_days", "weekdays": ["6"], "weight": "4", **fields}


def test_a_request_is_asked_once_however_often_its_form_is_sent(cast: Cast) -> None:
    cal = client_of(cast.cal)
    assert "Off on certain weekdays" in cal.get(ASK).content.decode()
    data = sundays()
    first, second = cal.post(ASK, data), cal.post(ASK, data)
    row = Request.objects.get()
    assert first["Location"] == second["Location"] == f"/requests/{row.pk}/"
    assert (row.person, row.asked_by, row.size) == (cast.cal, cast.cal.user, 4)
    page = cal.get(first["Location"]).content.decode()
    assert "Off on Sundays, 4 of 5" in page
    assert "Waits for an answer." in page
    assert "until Sun Dec 20 12:00" in page


def test_a_wrong_form_says_so_at_its_field_and_asks_nothing(cast: Cast) -> None:
    response = client_of(cast.cal).post(ASK, sundays(weekdays=[]))
    assert response.status_code == 422
    assert "Choose the weekdays you would like off." in response.content.decode()
    assert not Request.objects.exists()


def test_the_id_of_anothers_form_is_refused(cast: Cast) -> None:
    data = sundays()
    client_of(cast.cal).post(ASK, data)
    response = client_of(cast.max).post(ASK, data)
    assert response.status_code == 422
    assert "used already" in response.content.decode()
    assert Request.objects.get().person == cast.cal


def test_every_step_and_the_answer_with_its_reason_are_followed(cast: Cast) -> None:
    cal = client_of(cast.cal)
    cal.post(ASK, sundays())
    row = Request.objects.get()
    decide(
        actor=cast.dana.user, center=cast.norfield, request_id=row.pk, answer=Answer.NO, reason="Ask in May."
    )
    page = cal.get("/requests/").content.decode()
    assert "Dana Kestrel said no. Ask in May." in page
    assert "Denied" in page
    assert "Withdraw" not in cal.get(f"/requests/{row.pk}/").content.decode()


def test_a_request_is_withdrawn_until_it_is_answered(cast: Cast) -> None:
    cal = client_of(cast.cal)
    cal.post(ASK, sundays())
    row = Request.objects.get()
    assert "Withdraw this request" in cal.get(f"/requests/{row.pk}/").content.decode()
    assert client_of(cast.max).post(f"/requests/{row.pk}/withdraw/").status_code == 404
    assert "Withdrawn." in cal.post(f"/requests/{row.pk}/withdraw/", follow=True).content.decode()
    row.refresh_from_db()
    assert row.status == "withdrawn"
    assert "answered meanwhile" in cal.post(f"/requests/{row.pk}/withdraw/", follow=True).content.decode()


def test_the_list_reads_as_much_for_many_as_for_one(cast: Cast) -> None:
    cal = client_of(cast.cal)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            cal.get("/requests/")
        return reads(queries)

    cal.post(ASK, sundays())
    cal.get("/requests/")
    few = count()
    for day in range(5):
        cal.post(ASK, sundays(weekdays=[str(day)]))
    assert count() == few


def away(cast: Cast, **fields: Any) -> dict[str, Any]:
    wanted = {
        "delegate": str(cast.sam.user.pk),
        "starts_at": "2026-12-07T08:00",
        "ends_at": "2026-12-14T08:00",
    }
    return {**wanted, **fields}


def test_somebody_decides_for_me_while_i_am_away_by_the_centers_clock(cast: Cast) -> None:
    dana = client_of(cast.dana)
    page = dana.post("/delegations/", away(cast), follow=True).content.decode()
    row = Delegation.objects.get()
    assert (row.principal, row.delegate, row.starts_at) == (
        cast.dana.user,
        cast.sam.user,
        datetime(2026, 12, 7, 13, 0, tzinfo=UTC),
    )
    assert "Sam Rowntree decides for Dana Kestrel" in page
    assert client_of(cast.sam).post(f"/delegations/{row.pk}/end/").status_code == 404
    dana.post(f"/delegations/{row.pk}/end/")
    row.refresh_from_db()
    assert row.ended_at == NOON


def test_a_delegation_that_can_not_be_is_refused_at_its_field(cast: Cast) -> None:
    dana = client_of(cast.dana)
    cases = [
        (away(cast, ends_at="2026-12-07T08:00"), "The end must be after the start."),
        (away(cast, starts_at="2026-12-01T08:00", ends_at="2026-12-02T08:00"), "This time is over."),
        (away(cast, delegate=str(cast.cal.user.pk)), "Select a valid choice"),
        (away(cast, delegate=str(cast.dana.user.pk)), "Select a valid choice"),
        (away(cast, delegate=str(cast.olga.user.pk)), "Select a valid choice"),
        (away(cast, kinds=["nothing"]), "Select a valid choice"),
    ]
    for data, words in cases:
        response = dana.post("/delegations/", data)
        assert response.status_code == 422
        assert words in response.content.decode()
    assert not Delegation.objects.exists()
