"""The admin in a real browser: a pattern as a strip of days, by keyboard, and an import with its preview."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from scheduling.patterns.models import Pattern
from staff.centers.models import Event
from staff.preferences.models import Wish
from tests.browser.accessibility import violations
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenPage = Callable[..., Page]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_pattern_is_typed_into_a_strip(live_cast: Cast, open_page: OpenPage, theme: str) -> None:
    page = open_page("/admin/scheduling/pattern/add/", live_cast.ada.user, theme=theme)
    page.get_by_label("Name").fill("Three on three off")
    days = page.locator("[data-strip-days] input")
    expect(days).to_have_count(14)
    page.get_by_label("Days", exact=True).fill("6")
    expect(days).to_have_count(6)
    days.first.focus()
    for code in "DDN":
        page.keyboard.type(code)
        page.keyboard.press("ArrowRight")
    expect(page.get_by_label("Day 4", exact=True)).to_be_focused()
    expect(days.nth(2).locator("..")).to_have_class("strip-day n")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("was added successfully")
    pattern = Pattern.objects.get(name="Three on three off")
    codes = pattern.days.values_list("day", "shift_type__code")
    assert (pattern.length_days, list(codes)) == (6, [(0, "D"), (1, "D"), (2, "N")])


def test_files_are_previewed_then_imported(live_cast: Cast, open_page: OpenPage) -> None:
    page = open_page("/admin/import/", live_cast.ada.user)
    header = b"number,wish,date,shift,weight\n"

    def choose(data: bytes) -> None:
        page.goto("/admin/import/")
        page.get_by_label("Files").set_input_files(
            [{"name": "wishes.csv", "mimeType": "text/csv", "buffer": data}]
        )
        page.get_by_role("button", name="Preview").click()

    choose(header + b"1001,off,2026-13-24,,3\n")
    expect(page.get_by_role("row", name="wishes.csv 2 date")).to_contain_text("there is no month 13")
    expect(page.get_by_role("button", name="Import")).to_have_count(0)
    choose(header + b"1001,off,2026-12-24,,3\n")
    assert not Wish.objects.exists()
    page.get_by_role("button", name="Import 1 change into Norfield").click()
    expect(page.locator(".messagelist")).to_contain_text("1 change imported into Norfield")
    assert Wish.objects.get().person == live_cast.dana


@pytest.mark.parametrize("path", ["/admin/", "/admin/audit/", "/admin/staff/person/?q=a"])
def test_on_a_phone_nothing_scrolls_sideways(live_cast: Cast, open_page: OpenPage, path: str) -> None:
    page = open_page(path, live_cast.ada.user, size=(375, 740))
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    assert violations(page) == []


def test_the_page_of_the_api_can_be_read(live_cast: Cast, open_page: OpenPage) -> None:
    page = open_page("/api/v1/docs/")
    expect(page.locator(".opblock-summary-method").first).to_be_visible()
    assert [each for each in violations(page) if each.startswith("color-contrast")] == []


def test_the_admin_is_set_in_the_products_font(live_cast: Cast, open_page: OpenPage) -> None:
    page = open_page("/admin/", live_cast.ada.user)
    page.wait_for_function("document.fonts.check('13px \\'Inter Variable\\'')")
    loaded = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)")
    assert any("Inter Variable" in family for family in loaded)
    assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Inter Variable"')


def test_the_admin_follows_the_system_and_the_saved_theme(live_cast: Cast, open_page: OpenPage) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    page = open_page("/admin/", live_cast.ada.user, theme="dark")
    dark = page.evaluate(ground)
    light = open_page("/admin/", live_cast.ada.user, theme="light").evaluate(ground)
    assert (dark, light) == ("rgb(12, 14, 17)", "rgb(244, 245, 247)")
    page.context.add_cookies([{"name": "theme", "value": "light", "url": page.url}])
    page.reload()
    assert page.evaluate(ground) == light


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_for_axe_to_find_in_what_is_ours(
    live_cast: Cast, open_page: OpenPage, troubles: list[str], theme: str
) -> None:
    event = Event.objects.filter(center=live_cast.norfield).latest("version")
    for path in (
        "/admin/import/",
        "/admin/scheduling/pattern/catalogue/",
        "/admin/audit/",
        "/admin/staff/person/",
        f"/admin/staff/person/{live_cast.cal.pk}/change/",
        f"/admin/staff/user/{live_cast.cal.user_id}/change/",
        f"/admin/staff/event/{event.pk}/change/",
    ):
        page = open_page(path, live_cast.ada.user, theme=theme)
        assert troubles == []
        assert violations(page) == [], path
        # axe tries to add a style to pages with links in text, and the page's policy rightly forbids it.
        troubles.clear()
