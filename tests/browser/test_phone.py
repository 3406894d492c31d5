"""What employees use on the phone besides their roster: the week in one line, the copy without a network,
their account, the error pages."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from staff.centers.clock import current_version, tick
from staff.centers.models import CenterSettings
from tests.browser.accessibility import violations
from tests.browser.conftest import OpenPage
from tests.cast import Cast
from tests.factories import make_period, publish_period_row
from tests.scheduling.attendance.saying import published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZE = (320, 800)


def test_the_week_is_one_line(live_cast: Cast, open_page: OpenPage) -> None:
    publish_period_row(make_period(live_cast.norfield))
    page = open_page("/my/", live_cast.cal.user, size=SIZE)
    tops = page.locator(".wk > li").evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
    assert len(tops) == 7
    assert len(set(tops)) == 1


def test_ones_roster_as_of_earlier_never_scrolls_sideways(live_cast: Cast, open_page: OpenPage) -> None:
    version = current_version(live_cast.norfield.pk)
    published(live_cast)
    page = open_page(f"/my/?as_of={version}", live_cast.cal.user, size=SIZE)
    expect(page.locator(".as-of")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == SIZE[0]


@pytest.mark.parametrize("path", ["/accounts/sessions/", "/accounts/2fa/", "/accounts/password/change/"])
def test_ones_own_account_never_scrolls_sideways(live_cast: Cast, open_page: OpenPage, path: str) -> None:
    page = open_page(path, live_cast.cal.user, size=SIZE)
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == SIZE[0]
    assert violations(page) == []


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/password/reset/", "/accounts/signup/"])
def test_the_entrance_never_scrolls_sideways(open_page: OpenPage, db: None, path: str) -> None:
    page = open_page(path, size=SIZE)
    assert page.evaluate("document.documentElement.scrollWidth") == SIZE[0]
    assert violations(page) == []


@pytest.mark.parametrize("path", ["/people/", "/people/{cal}/", "/inbox/", "/notices/", "/reports/workweek/"])
def test_what_supervisors_look_up_never_scrolls_sideways(
    live_cast: Cast, open_page: OpenPage, path: str
) -> None:
    publish_period_row(make_period(live_cast.norfield))
    page = open_page(path.format(cal=live_cast.cal.pk), live_cast.dana.user, size=SIZE, touch=True)
    expect(page.locator("h1")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") == SIZE[0]
    assert violations(page) == []


@pytest.mark.parametrize(("path", "heading"), [("/people/", "You may not open this"), ("/nope/", "nothing")])
def test_error_pages_are_accessible(
    live_cast: Cast, open_page: OpenPage, troubles: list[str], path: str, heading: str
) -> None:
    page = open_page(path, live_cast.cal.user, size=SIZE)
    expect(page.locator("h1")).to_contain_text(heading)
    assert violations(page) == []
    # Chromium writes each answer of 400 and more into the console.
    troubles.clear()


@pytest.fixture
def kept(live_cast: Cast, open_page: OpenPage) -> Page:
    """Cal's home on his phone, which has kept a copy."""
    publish_period_row(make_period(live_cast.norfield))
    page = open_page("/my/", live_cast.cal.user, size=(390, 844), touch=True)
    page.wait_for_selector("html[data-kept]")
    return page


def test_the_home_is_shown_without_a_network_and_says_so(kept: Page, troubles: list[str]) -> None:
    note = kept.get_by_text("No connection.")
    expect(note).to_be_hidden()
    shift = kept.locator(".nx .hours").inner_text()
    time = kept.locator(".mh p.mut").inner_text()
    kept.context.set_offline(True)
    kept.reload()
    expect(note).to_be_visible()
    expect(kept.get_by_text(f"This is the copy from {time}.")).to_be_visible()
    assert kept.locator(".nx .hours").inner_text() == shift
    assert kept.evaluate("getComputedStyle(document.querySelector('.nx')).display") == "grid"
    kept.context.set_offline(False)
    kept.reload()
    expect(note).to_be_hidden()
    troubles.clear()  # Chromium writes into the console what it could not load.


def test_signing_out_deletes_the_copy(kept: Page) -> None:
    assert kept.evaluate("caches.has('my-roster')")
    kept.get_by_label("your account").click()
    kept.get_by_role("button", name="Sign out").click()
    kept.wait_for_url("**/accounts/login/")
    kept.wait_for_function("caches.has('my-roster').then(one => !one)")


def test_a_console_keeps_no_copy(live_cast: Cast, open_page: OpenPage) -> None:
    publish_period_row(make_period(live_cast.norfield))
    page = open_page("/my/", live_cast.cal.user)
    page.wait_for_load_state("networkidle")
    assert not page.evaluate("caches.has('my-roster')")
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


@pytest.fixture
def _at_three_on_sunday(time_machine: Any) -> None:
    time_machine.move_to("2026-12-06T08:12:00Z", tick=True)


@pytest.mark.usefixtures("_at_three_on_sunday")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_who_cant_come_says_so_from_the_phone_and_comes_after_all(
    live_cast: Cast, open_page: OpenPage, theme: str
) -> None:
    published(live_cast)
    page = open_page("/my/", live_cast.cal.user, size=SIZE, theme=theme)

    def looks_right() -> None:
        assert page.evaluate("document.documentElement.scrollWidth") == SIZE[0]
        assert violations(page) == []

    page.locator(".nx").get_by_role("link", name="I can’t come").click()
    expect(page.get_by_label("Until which day")).to_be_hidden()
    page.get_by_text("Until…").click()
    expect(page.get_by_label("Until which day")).to_be_visible()
    looks_right()
    page.get_by_text("This shift", exact=True).click()
    page.get_by_role("button", name="Report it now").click()
    expect(page.get_by_text("You can’t come: Sick")).to_be_visible()
    looks_right()
    page.get_by_role("button", name="I can come after all").click()
    expect(page.get_by_text("You can’t come: Sick")).to_be_hidden()


@pytest.mark.usefixtures("_at_three_on_sunday")
def test_without_a_network_the_page_dials_the_floor(live_cast: Cast, open_page: OpenPage) -> None:
    with tick(actor=None, center_id=live_cast.norfield.pk, kind="test_setup") as opened:
        old = CenterSettings.objects.current().get(center=live_cast.norfield)
        opened.replace(old, CenterSettings(floor_phone="555 0100"))
    published(live_cast)
    page = open_page("/my/", live_cast.cal.user, size=(390, 844))
    call = page.get_by_role("link", name="Call the floor, 555 0100")
    expect(call).to_be_hidden()
    page.context.set_offline(True)
    expect(call).to_be_visible()
    assert call.get_attribute("href") == "tel:5550100"
    expect(page.get_by_role("button", name="Confirm").first).to_be_hidden()
    page.context.set_offline(False)
    expect(call).to_be_hidden()
