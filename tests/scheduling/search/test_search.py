"""Search: people, dates and pages, and only what the user may open."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scheduling.search.domain import dates_meant
from staff.people.models import Person
from tests.cast import Cast

TODAY = date(2026, 12, 9)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("today", [date(2026, 12, 9)]),
        ("9999-12-31", []),
        ("1/1/0001", []),
        ("Tomorrow", [date(2026, 12, 10)]),
        ("wed", [date(2026, 12, 9)]),
        ("tuesday", [date(2026, 12, 15)]),
        ("Dec 24", [date(2026, 12, 24)]),
        ("24 december", [date(2026, 12, 24)]),
        ("12/24", [date(2026, 12, 24)]),
        ("Jan 2", [date(2027, 1, 2)]),
        ("Nov 30", [date(2026, 11, 30)]),
        ("Dec 24, 2027", [date(2027, 12, 24)]),
        ("2026-12-24", [date(2026, 12, 24)]),
        ("2026-02-30", []),
        ("feb 30", []),
        ("13/24", []),
        ("dana", []),
        ("we", []),
        ("", []),
    ],
)
def test_dates_people_type(text: str, meant: list[date]) -> None:
    assert list(dates_meant(text, TODAY)) == meant


def results(viewer: Person, client: Client, text: str) -> str:
    client.force_login(viewer.user)
    answer = client.get(reverse("search"), {"q": text}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("text", ["merrow", "cal", "Merrow, Cal", "cal mer", "1003"])
def test_people_are_found_by_name_and_number(cast: Cast, client: Client, text: str) -> None:
    html = results(cast.dana, client, text)
    assert "Merrow, Cal" in html
    assert "Rowntree" not in html


def test_people_of_another_center_are_not_found(cast: Cast, client: Client) -> None:
    assert "Nothing matches" in results(cast.dana, client, "kowal")


def test_employees_find_pages_but_no_people(cast: Cast, client: Client) -> None:
    assert "Kestrel" not in results(cast.cal, client, "kestrel")
    assert "People" not in results(cast.cal, client, "people")


def test_pages_are_found_by_their_beginning(cast: Cast, client: Client) -> None:
    assert f'href="{reverse("people")}"' in results(cast.dana, client, "peo")


def test_without_script_the_search_is_a_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.dana.user)
    html = client.get(reverse("search"), {"q": "cal"}).content.decode()
    assert "<html" in html
    assert "Merrow, Cal" in html


def test_a_search_asks_the_database_once(cast: Cast, client: Client) -> None:
    client.force_login(cast.dana.user)
    client.get(reverse("search"), {"q": "mer"})
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("search"), {"q": "mer"}, headers={"HX-Request": "true"})
    about_people = [query for query in queries if "LIKE UPPER" in query["sql"]]
    assert len(about_people) == 1


def test_a_date_leads_to_its_day_and_to_its_period(cast: Cast, client: Client) -> None:
    client.force_login(cast.dana.user)
    page = client.get("/search/?q=2026-12-16").content.decode()
    assert "/day/2026-12-16/" in page
    assert "/roster/?from=2026-12-06&amp;on=2026-12-16" in page
