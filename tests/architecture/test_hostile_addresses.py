"""No address answers 500 to what somebody types into it: far dates, odd notations, NUL, mark-up, huge numbers."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from tests.architecture.walk import address, make_world, routes

DATES = ("0001-01-01", "9999-12-31", "1999-12-31", "2199-12-31", "2026-W50-1", "20261206", "soon")
PARAMETERS = (
    "from", "until", "on", "day", "week", "month", "period", "as_of", "weeks", "view", "group", "skill", "q", "page",
    "page_size", "by", "person", "tier", "seen", "start_minute", "end_minute", "format",
)  # fmt: skip
VALUES = (
    *DATES,
    "%00",
    "%FF",
    "-1",
    "9" * 5000,
    "%27%20OR%201=1--",
    "%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
)


@pytest.mark.parametrize("day", DATES)
@pytest.mark.django_db
def test_no_date_in_an_address_is_a_fault(day: str) -> None:
    world = make_world()
    world.named.update({"day": day, "starts_on": day})
    client = Client(raise_request_exception=False)
    client.force_login(world.cast.dana.user)
    dated = [route for route in routes() if "day>" in route or "starts_on>" in route]
    assert dated
    for route in dated:
        for method in ("get", "post"):
            answer = getattr(client, method)(address(route, world))
            assert answer.status_code < 500, (method, route)


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.django_db
def test_no_query_is_a_fault(value: str) -> None:
    cache.clear()
    world = make_world()
    client = Client(raise_request_exception=False)
    client.force_login(world.cast.ada.user)
    query = "&".join(f"{name}={value}" for name in PARAMETERS)
    for route in routes():
        answer = client.get(f"{address(route, world)}?{query}")
        assert answer.status_code < 500, route
        assert b"<script>alert(1)" not in getattr(answer, "content", b""), route


@pytest.mark.django_db
def test_nul_in_an_address_is_a_bad_request() -> None:
    world = make_world()
    client = Client()
    client.force_login(world.cast.dana.user)
    assert client.get("/people/?q=a%00b").status_code == 400
    answer = client.get("/api/v1/people?q=%00")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
