"""The theme is saved by the server and written into the page before it is painted."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory

from config.appearance import set_theme


def post(**fields: str) -> HttpResponse:
    return set_theme(RequestFactory().post("/appearance/", fields))


@pytest.mark.parametrize(
    ("field", "value"), [("theme", "light"), ("theme", "dark"), ("dim", "1"), ("dim", "0")]
)
def test_a_choice_is_remembered_and_the_page_shown_again(field: str, value: str) -> None:
    answer = post(**{field: value, "next": "/roster/?weeks=2"})
    assert answer.cookies[field].value == value
    assert answer.headers["Location"] == "/roster/?weeks=2"


@pytest.mark.parametrize(("field", "value"), [("theme", "pink"), ("dim", "yes")])
def test_an_unknown_choice_is_not_stored(field: str, value: str) -> None:
    assert field not in post(**{field: value}).cookies


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"]
)
def test_the_way_back_never_leaves_the_site(target: str) -> None:
    assert post(theme="dark", next=target).headers["Location"] == "/"


@pytest.mark.parametrize("status", ["400", "403", "404", "500", "csrf"])
def test_error_pages_need_neither_request_nor_database(status: str) -> None:
    page = render_to_string(
        f"errors/{status}.html", {"status": status, "detail": "", "request_id": "abc-1", "path": "/x/"}
    )
    assert "For the help desk: abc-1" in page
    assert "<h1>" in page
