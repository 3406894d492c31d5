"""A supervisor at the board: signing in, typing, undoing, publishing; and what the employee sees then."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from scheduling.adjustments.models import Adjustment
from scheduling.patterns.models import ShiftType
from staff.centers.clock import tick
from tests.browser.accessibility import violations
from tests.browser.conftest import OpenPage
from tests.cast import Cast
from tests.factories import PASSWORD

pytestmark = pytest.mark.browser

PERIOD = "/roster/?from=2026-12-06"


@pytest.fixture(autouse=True)
def _before_the_period(time_machine: Any) -> None:
    time_machine.move_to("2026-11-20T12:00:00Z", tick=True)


def ready(page: Page) -> Page:
    """The page once its keys work."""
    expect(page.locator("#grid[data-ready]")).to_be_attached()
    return page


def cell(page: Page, cast: Cast, day: int) -> Any:
    """Cal's cell of a day of the period, the first being 0."""
    return page.locator(f"#p-{cast.cal.pk} .c").nth(day)


def test_by_keyboard_from_sign_in_to_publication(live_cast: Cast, open_page: OpenPage) -> None:
    page = open_page("/roster/")
    page.locator("input[name=login]").fill(live_cast.dana.user.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"://[^/]+/roster/"))
    page.goto(PERIOD)
    page.wait_for_load_state("networkidle")

    off = cell(page, live_cast, 2)
    expect(off).to_have_text("")
    off.click()
    page.keyboard.press("d")
    expect(off).to_have_text("D+")
    publish = page.get_by_role("button", name=re.compile(r"^Publish"))
    expect(publish).to_be_visible()
    assert Adjustment.objects.current().count() == 1

    page.keyboard.press("Control+z")
    expect(off).to_have_text("")
    page.keyboard.press("Control+Shift+z")
    expect(off).to_have_text("D+")

    page.keyboard.press("Delete")
    expect(off).to_have_text("")
    page.keyboard.press("n")
    expect(off).to_have_text("N+")

    publish.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(live_cast.cal.last_name)
    reason = dialog.get_by_label("Reason for overriding")
    if reason.count():
        reason.fill("Agreed with the unit.")
    warnings = dialog.get_by_role("checkbox")
    if warnings.count():
        warnings.first.check()
    dialog.get_by_role("button", name="ublish").last.click()
    expect(dialog).to_be_hidden()
    assert Adjustment.objects.current().get().published_from is not None


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_board(live_cast: Cast, open_page: OpenPage, theme: str) -> None:
    page = open_page(PERIOD, live_cast.dana.user, theme=theme)
    expect(page.get_by_role("grid")).to_be_visible()

    assert violations(page) == []


def test_a_slow_range_switch_turns_the_rows_into_their_skeleton(live_cast: Cast, open_page: OpenPage) -> None:
    page = ready(open_page(PERIOD, live_cast.dana.user))
    expect(cell(page, live_cast, 0)).to_have_text("D")
    held: list[Route] = []
    seen: list[str] = []

    def answer_at_last(color: str) -> None:
        seen.append(color)
        held[0].continue_()

    # The answer comes only once the page has shown that it waits.
    page.route("**/roster/?*weeks=2*", lambda route: held.append(route))  # noqa: PLW0108
    page.expose_function("answerAtLast", answer_at_last)
    page.evaluate(
        """cell => new MutationObserver(() => answerAtLast(getComputedStyle(document.querySelector(cell)).color))
             .observe(document.getElementById("main"), { attributeFilter: ["aria-busy"] })""",
        f"#p-{live_cast.cal.pk} .c",
    )
    page.keyboard.press("2")
    page.wait_for_url("**weeks=2*")
    assert seen == ["rgba(0, 0, 0, 0)"]
    expect(page.locator(".days-14")).to_be_visible()
    expect(page.locator("main")).not_to_have_attribute("aria-busy", "true")


@pytest.mark.parametrize("path", [PERIOD, f"{PERIOD}&weeks=2", f"{PERIOD}&weeks=1"])
def test_no_board_scrolls_the_page_sideways_on_a_phone(
    live_cast: Cast, open_page: OpenPage, path: str
) -> None:
    page = open_page(path, live_cast.dana.user, size=(320, 640))
    expect(page.locator(".day-list")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert violations(page) == []


def test_a_letter_that_is_a_code_sets_it_and_with_shift_is_the_boards_key(
    live_cast: Cast, open_page: OpenPage
) -> None:
    with tick(actor=None, center_id=live_cast.norfield.pk, kind="test_setup") as opened:
        opened.add(ShiftType(code="G", name="Graveyard", starts_at=time(22), ends_at=time(6)))
    page = ready(open_page(PERIOD, live_cast.dana.user))
    off = cell(page, live_cast, 2)
    off.click()
    page.keyboard.press("Shift+G")
    expect(page.locator("#search input")).to_be_focused()
    page.keyboard.press("Escape")
    expect(off).to_have_text("")
    off.focus()
    page.keyboard.press("g")
    expect(off).to_have_text("G+")


def test_trying_again_sends_the_same_edit_again(
    live_cast: Cast, open_page: OpenPage, troubles: list[str]
) -> None:
    page = ready(open_page(PERIOD, live_cast.dana.user))
    page.route("**/roster/edit/", lambda route: route.fulfill(status=500, body=""), times=1)
    off = cell(page, live_cast, 2)
    off.click()
    page.keyboard.press("n")
    expect(page.locator(".toast")).to_contain_text("Nothing was changed")
    expect(off).to_have_text("")
    page.get_by_role("button", name="Try again").click()
    expect(off).to_have_text("N+")
    assert Adjustment.objects.current().count() == 1
    assert all("500" in trouble for trouble in troubles)
    troubles.clear()


def test_back_returns_to_the_cell_that_had_the_focus(live_cast: Cast, open_page: OpenPage) -> None:
    page = ready(open_page(PERIOD, live_cast.dana.user))
    here = cell(page, live_cast, 9)
    here.click()
    page.keyboard.press("2")
    page.wait_for_url("**weeks=2*")
    ready(page).go_back()
    page.wait_for_url(f"**{PERIOD}")
    expect(here).to_be_focused()
    page.reload()
    expect(here).to_be_focused()


def test_who_fits_is_a_table_with_its_buttons_in_line(live_cast: Cast, open_page: OpenPage) -> None:
    page = ready(open_page(PERIOD, live_cast.dana.user))
    cell(page, live_cast, 0).click()
    page.keyboard.press("i")
    page.locator("#inspector").get_by_text("Give to").click()
    row = page.get_by_role("dialog").locator("tbody tr").first
    expect(row).to_be_visible()
    shown = row.locator("td").evaluate_all("cells => cells.map((cell) => getComputedStyle(cell).display)")
    assert set(shown) == {"table-cell"}
    assert violations(page) == []


def test_a_selection_gets_other_times_by_keys(live_cast: Cast, open_page: OpenPage) -> None:
    page = ready(open_page(PERIOD, live_cast.dana.user))
    cell(page, live_cast, 0).click()
    page.keyboard.press("Shift+ArrowRight")
    page.get_by_role("toolbar", name="Selection").get_by_role("button", name="Times…").click()
    dialog = page.locator("#dialog")
    expect(dialog.get_by_role("heading")).to_contain_text("Times for several")
    dialog.get_by_label("Start").fill("07:10")
    expect(dialog.locator(".htmx-settling, .htmx-request")).to_have_count(0)
    assert violations(page) == []
    dialog.get_by_label("End", exact=True).fill("19:05")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator(".toast")).to_contain_text("Ctrl Z takes all back")
    assert Adjustment.objects.drafts().filter(paint="duty").count() == 2
