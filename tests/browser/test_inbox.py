"""The inbox in a real browser: two supervisors and one request, keys alone, undo, and nothing for axe to find."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from approvals.models import Request
from approvals.registry import Kind
from approvals.services import Ask, ask
from staff.people.models import Person
from tests.browser.accessibility import violations
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenPage = Callable[..., Page]
PHONE = (390, 844)


def asked(cast: Cast, person: Person, day: int = 6) -> Request:
    assert person.user is not None
    payload = {"standing": {"kind": "off", "weekdays": [day], "shift_code": "", "part": "", "weight": 3}}
    what = Ask(uuid.uuid4(), Kind.PREFERENCE, person, 3, payload, note="My sister marries.")
    return ask(actor=person.user, center=cast.norfield, what=what)


def test_a_clear_inbox_shows_a_new_request_by_itself(live_cast: Cast, open_page: OpenPage) -> None:
    page = open_page("/inbox/", live_cast.dana.user)
    expect(page.get_by_text("Inbox is clear.")).to_be_visible()
    with page.expect_response(lambda answer: "/inbox/" in answer.url) as looked:
        asked(live_cast, live_cast.cal)
    assert looked.value.request.headers["watchbill-background"] == "1"
    expect(page.locator(".det h1")).to_contain_text("Merrow, Cal asks")
    page.keyboard.press("a")
    expect(page.locator(".toast")).to_contain_text("Approved: Cal")


def test_two_supervisors_one_request_and_keys_alone(live_cast: Cast, open_page: OpenPage) -> None:
    first, second = asked(live_cast, live_cast.cal), asked(live_cast, live_cast.max)
    dana = open_page("/inbox/", live_cast.dana.user)
    sam = open_page(f"/inbox/{first.pk}/", live_cast.sam.user)
    expect(dana.locator(".det h1")).to_contain_text("Merrow, Cal asks")
    dana.keyboard.press("j")
    expect(dana.locator(".det h1")).to_contain_text("Tiernan, Max asks")
    dana.keyboard.press("k")
    expect(dana.locator(".det h1")).to_contain_text("Merrow, Cal asks")

    dana.keyboard.press("a")
    # The next request opens, and what was done can be undone.
    expect(dana.locator(".det h1")).to_contain_text("Tiernan, Max asks")
    expect(dana.locator(".toast")).to_contain_text("Approved: Cal")
    # The other supervisor's page says so by itself, in place of the buttons.
    expect(sam.locator("#decision")).to_contain_text("Dana Kestrel approved this")
    expect(sam.locator("[data-approve]")).to_have_count(0)

    dana.keyboard.press("Control+z")
    expect(dana.locator(".det h1")).to_contain_text("Merrow, Cal asks")
    expect(dana.locator(".toast")).to_contain_text("Taken back")
    first.refresh_from_db()
    assert first.status == "waiting"
    expect(sam.locator("[data-approve]")).to_have_count(1)

    # A no goes to its reason first, and is said once there is one.
    dana.keyboard.press("d")
    expect(dana.locator("#picked")).to_be_focused()
    dana.locator("#reply").fill("Ask again in May.")
    dana.locator("#reply").blur()
    dana.keyboard.press("d")
    expect(dana.locator(".toast")).to_contain_text("Denied: Cal")
    first.refresh_from_db()
    assert first.status == "denied"

    dana.keyboard.press("x")
    expect(dana.locator("[data-select]:checked")).to_have_count(1)
    dana.get_by_role("button", name="Approve selected").click()
    dana.get_by_role("button", name="Approve 1 request").click()
    expect(dana.get_by_role("heading", name="Inbox is clear.")).to_be_visible()
    second.refresh_from_db()
    assert second.status == "approved"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(live_cast: Cast, open_page: OpenPage, theme: str) -> None:
    asked(live_cast, live_cast.cal)
    asked(live_cast, live_cast.max)
    for path, person, size in (
        ("/inbox/", live_cast.dana, (1680, 960)),
        ("/inbox/", live_cast.dana, PHONE),
        ("/delegations/", live_cast.dana, (1280, 800)),
        ("/notices/", live_cast.dana, (1280, 800)),
        ("/notices/", live_cast.cal, PHONE),
        ("/requests/", live_cast.cal, PHONE),
        ("/requests/new/preference/", live_cast.cal, PHONE),
    ):
        page = open_page(path, person.user, theme=theme, size=size)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    page = open_page("/inbox/", live_cast.dana.user, theme=theme, size=PHONE)
    page.locator(".it a").first.click()
    expect(page.locator(".det h1")).to_be_visible()
    assert violations(page) == []


def test_asking_from_the_phone_shows_only_what_the_choice_needs(live_cast: Cast, open_page: OpenPage) -> None:
    page = open_page("/requests/", live_cast.cal.user, size=PHONE)
    page.get_by_role("link", name="Change of preferences").click()
    page.get_by_label("Off on certain weekdays").check()
    expect(page.get_by_label("Date", exact=True)).to_be_hidden()
    page.get_by_label("Sundays").check()
    page.get_by_role("button", name="Ask for it").click()
    expect(page.locator(".line")).to_contain_text("Waits for an answer.")
    page.get_by_role("button", name="Withdraw this request").click()
    expect(page.locator(".tag")).to_have_text("Withdrawn")
