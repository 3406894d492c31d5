"""The day view in a real browser: times moved by keys and by drag, the form, and nothing for axe to find."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from playwright.sync_api import Locator, Page, expect

from scheduling.adjustments.models import Adjustment
from tests.browser.accessibility import violations
from tests.cast import Cast
from tests.factories import make_period, publish_period_row

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAY = "/day/2026-12-06/"
OpenPage = Callable[..., Page]


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    # It ticks: the browser's own timers go on.
    with time_machine.travel(datetime(2026, 12, 6, 15, 0, tzinfo=UTC), tick=True):
        yield


def bar_of(page: Page, cast: Cast) -> Locator:
    return page.locator(f"#r-{cast.cal.pk}-20261206 [data-bar]")


def test_keys_alone_move_an_end(live_cast: Cast, open_page: OpenPage) -> None:
    page = open_page(DAY, live_cast.dana.user)
    bar = bar_of(page, live_cast)
    bar.focus()
    page.keyboard.press("]")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Alt+ArrowLeft")
    expect(page.locator("#moving")).to_contain_text("06:00 – 17:44")
    expect(page.locator("#moving-facts")).to_contain_text("Week")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("Saved as a draft")
    expect(bar).to_contain_text("06:00 – 17:44")
    expect(bar).to_be_focused()
    assert Adjustment.objects.drafts().count() > 0


def test_escape_leaves_everything_as_it_was(live_cast: Cast, open_page: OpenPage) -> None:
    page = open_page(DAY, live_cast.dana.user)
    bar = bar_of(page, live_cast)
    bar.focus()
    before = bar.bounding_box()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(page.locator("#moving")).to_be_hidden()
    assert bar.bounding_box() == before
    assert not Adjustment.objects.exists()


def test_an_edge_is_dragged_in_quarters_of_an_hour(live_cast: Cast, open_page: OpenPage) -> None:
    page = open_page(DAY, live_cast.dana.user)
    bar = bar_of(page, live_cast)
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box is not None
    hour = box["width"] / 12
    page.mouse.move(box["x"] + 2, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + 2 - 1.05 * hour, box["y"] + 8, steps=6)
    expect(page.locator("#moving")).to_contain_text("05:00 – 18:00")
    page.mouse.up()
    expect(bar).to_contain_text("05:00 – 18:00")


def test_the_form_says_what_is_wrong_and_saves(
    live_cast: Cast, open_page: OpenPage, troubles: list[str]
) -> None:
    page = open_page(DAY, live_cast.dana.user)
    bar = bar_of(page, live_cast)
    bar.focus()
    page.keyboard.press("t")
    expect(page.locator("#id_start")).to_be_focused()
    page.fill("#id_end", "quarter past")
    page.keyboard.press("Enter")
    expect(page.locator(".problem")).to_contain_text("Write a time as 06:00.")
    # Chromium itself writes a line for every answer 422, which here is the answer meant.
    troubles[:] = [each for each in troubles if "422" not in each]
    page.fill("#id_end", "16:30")
    page.keyboard.press("Enter")
    expect(page.locator("#dialog")).to_be_hidden()
    expect(bar).to_contain_text("06:00 – 16:30")


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("path", [DAY, "/on-duty/", "/people/", "/my/", "person"])
def test_axe_finds_nothing(live_cast: Cast, open_page: OpenPage, path: str, theme: str) -> None:
    publish_period_row(make_period(live_cast.norfield))
    address = f"/people/{live_cast.cal.pk}/" if path == "person" else path
    page = open_page(address, live_cast.dana.user, theme=theme)
    assert violations(page) == []


def test_search_finds_a_person_by_keys_alone(live_cast: Cast, open_page: OpenPage) -> None:
    page = open_page("/people/", live_cast.dana.user)
    page.keyboard.press("Control+k")
    page.keyboard.type("merr")
    expect(page.locator("#search-results a.on")).to_contain_text("Merrow, Cal")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Merrow, Cal")


@pytest.mark.parametrize(("width", "percent"), [(390, 100), (320, 200)])
def test_the_phone_page_never_scrolls_sideways(
    live_cast: Cast, open_page: OpenPage, width: int, percent: int
) -> None:
    publish_period_row(make_period(live_cast.norfield))
    page = open_page("/my/", live_cast.cal.user, size=(width, 844))
    page.evaluate(f"document.documentElement.style.setProperty('font-size', '{percent}%')")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    small = page.locator("main a, nav a, summary").evaluate_all(
        "all => all.filter(each => each.offsetParent && each.getBoundingClientRect().height < 44).length"
    )
    assert small == 0


def test_the_wall_says_how_old_its_data_is(live_cast: Cast, open_page: OpenPage, troubles: list[str]) -> None:
    publish_period_row(make_period(live_cast.norfield))
    page = open_page("/on-duty/", live_cast.dana.user, theme="dark", size=(1920, 1080))
    expect(page.locator("#clock small")).not_to_be_empty()
    page.route("**/on-duty/?seen=*", lambda route: route.abort())
    expect(page.locator("#old")).to_contain_text("Data from 10:0", timeout=15_000)
    page.unroute("**/on-duty/?seen=*")
    expect(page.locator("#old")).to_be_empty(timeout=15_000)
    # What the browser and htmx write about the aborted requests is meant.
    troubles.clear()


@pytest.mark.parametrize("width", [320, 400, 719])
def test_the_day_is_a_list_on_narrow_screens(live_cast: Cast, open_page: OpenPage, width: int) -> None:
    page = open_page(DAY, live_cast.dana.user, size=(width, 800))
    bar = bar_of(page, live_cast)
    expect(bar).to_be_visible()
    for part in ("html", "#timeline"):
        assert page.locator(part).evaluate("e => e.scrollWidth - e.clientWidth") == 0
    box = bar.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert box["x"] + box["width"] <= width
    bar.click()
    expect(page.get_by_role("dialog").get_by_label("Start")).to_have_value("06:00")
    assert violations(page) == []


def test_the_ranges_of_the_board_hold_the_day_that_was_shown(live_cast: Cast, open_page: OpenPage) -> None:
    page = open_page("/day/2026-12-16/", live_cast.dana.user)
    page.keyboard.press("4")
    page.wait_for_url("**/roster/?from=2026-12-06&on=2026-12-16")
    page.go_back()
    page.keyboard.press("1")
    page.wait_for_url("**/roster/?from=2026-12-13&weeks=1&on=2026-12-16")


def test_breaks_are_set_by_keys_and_hatched(live_cast: Cast, open_page: OpenPage) -> None:
    page = open_page(DAY, live_cast.dana.user)
    bar_of(page, live_cast).focus()
    page.keyboard.press("b")
    dialog = page.locator("#dialog")
    expect(dialog.get_by_label("Start").first).to_be_focused()
    assert violations(page) == []
    page.keyboard.type("12:00")
    page.keyboard.press("Tab")
    page.keyboard.type("30")
    page.keyboard.press("Enter")
    expect(page.locator(".b .brk")).to_have_attribute("title", "Break 12:00 – 12:30, unpaid")
