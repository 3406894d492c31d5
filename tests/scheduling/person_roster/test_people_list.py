"""The list of people: filters, today's words, and a number of queries that does not grow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from staff.people.models import Role
from tests.cast import Cast
from tests.factories import deactivate, make_certification, make_person
from tests.support.queries import reads

NOW = datetime(2026, 12, 7, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def listed(client: Client, **query: str) -> str:
    answer = client.get(reverse("people"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_shows_everybody_employed_with_what_they_do_now(cast: Cast, client: Client) -> None:
    client.force_login(cast.dana.user)
    html = listed(client)
    assert "Merrow, Cal" in html
    assert "On duty until 18:00" in html
    assert "Kowal" not in html


def test_employees_may_not_list_people(cast: Cast, client: Client) -> None:
    client.force_login(cast.cal.user)
    assert client.get(reverse("people")).status_code == 403


def test_who_left_is_not_listed(cast: Cast, client: Client) -> None:
    client.force_login(cast.dana.user)
    deactivate(cast.cal, on=date(2026, 12, 7))
    assert "Merrow" not in listed(client)


@pytest.mark.parametrize(
    ("query", "found", "left_out"),
    [
        ({"q": "rown"}, "Rowntree", "Merrow"),
        ({"group": "B Squad"}, "Rowntree", "Merrow"),
        ({"skill": "CTO"}, "Merrow", "Rowntree"),
    ],
)
def test_filters(cast: Cast, client: Client, query: dict[str, str], found: str, left_out: str) -> None:
    client.force_login(cast.dana.user)
    html = listed(client, **query)
    assert found in html
    assert left_out not in html


def test_no_match_says_so_and_offers_the_way_back(cast: Cast, client: Client) -> None:
    client.force_login(cast.dana.user)
    html = listed(client, q="nobody")
    assert "No one matches these filters" in html
    assert "Clear filters" in html


def test_a_renewed_certification_is_not_expiring(cast: Cast, client: Client) -> None:
    client.force_login(cast.dana.user)
    make_certification(cast.max, cast.skills["PD"], expires_on=date(2026, 12, 20))
    assert "PD Sun Dec 20" in listed(client, q="Max")
    make_certification(
        cast.max, cast.skills["PD"], granted_on=date(2026, 12, 1), expires_on=date(2028, 12, 1)
    )
    assert "PD Sun Dec 20" not in listed(client, q="Max")


def test_queries_do_not_grow_with_people(cast: Cast, client: Client) -> None:
    client.force_login(cast.dana.user)
    with CaptureQueriesContext(
        connection,
    ) as few:
        listed(client)
    for n in range(5):
        make_person(cast.norfield, f"Pat{n}", role=Role.EMPLOYEE, group=cast.groups["A Squad"])
    with CaptureQueriesContext(connection) as many:
        listed(client)
    assert reads(many) == reads(few)
