"""The workweek advisor and the fatigue timeline in a browser: both themes, the slider by keyboard, tables by a key."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import violations
from tests.cast import Cast
from tests.factories import make_period, make_rule_limits, publish_period_row

OpenPage = Callable[..., Page]
pytestmark = pytest.mark.browser


@pytest.fixture
def limited(live_cast: Cast) -> Cast:
    publish_period_row(make_period(live_cast.norfield))
    for rule, value in (("minimum_rest", 480), ("maximum_minutes_in_24_hours", 600), ("consecutive_days", 6)):
        make_rule_limits(live_cast.norfield, rule, block=value)
    return live_cast


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_advisor_and_the_person(
    limited: Cast, open_page: OpenPage, theme: str
) -> None:
    page = open_page("/reports/workweek/", limited.dana.user, theme=theme)
    page.wait_for_load_state("networkidle")
    assert violations(page) == []
    page.goto(f"/people/{limited.cal.pk}/?on=2026-12-06")
    assert violations(page) == []


def test_arrow_keys_move_the_moment_by_a_quarter_of_an_hour(limited: Cast, open_page: OpenPage) -> None:
    page = open_page(f"/people/{limited.cal.pk}/?on=2026-12-06&at=600", limited.cal.user)
    title = page.locator("#moment-title")
    expect(title).to_contain_text("10:00")
    page.locator("#moment").focus()
    page.keyboard.press("ArrowRight")
    expect(title).to_contain_text("10:15")
    expect(page.locator("#moment")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(title).to_contain_text("09:45")


def test_a_table_is_one_key_away(limited: Cast, open_page: OpenPage) -> None:
    page = open_page("/reports/workweek/", limited.dana.user)
    table = page.locator("details.as-table").first
    expect(table).not_to_have_attribute("open", "")
    page.keyboard.press("Alt+t")
    expect(table).to_have_attribute("open", "")
    page.keyboard.press("t")
    expect(table).not_to_have_attribute("open", "")


@pytest.mark.parametrize("path", ["/reports/workweek/", "/people/{person}/?on=2026-12-06"])
def test_no_page_of_hours_scrolls_sideways_on_a_phone(limited: Cast, open_page: OpenPage, path: str) -> None:
    page = open_page(path.format(person=limited.cal.pk), limited.dana.user, size=(390, 800))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
