"""The forms by kind in a real browser: by keys from the board and the day, the gate's answers in place, nothing for
axe to find."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from playwright.sync_api import Page, expect

from scheduling.adjustments.models import Adjustment
from scheduling.roster.models import RuleOverride
from tests.browser.accessibility import violations
from tests.browser.test_board import PERIOD, cell, ready
from tests.cast import Cast
from tests.factories import make_period, make_rule_limits, publish_period_row

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenPage = Callable[..., Page]


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 12, 6, 15, 0, tzinfo=UTC), tick=True):
        yield


def test_a_holdover_is_recorded_by_keys_with_an_override(
    live_cast: Cast, open_page: OpenPage, troubles: list[str]
) -> None:
    publish_period_row(make_period(live_cast.norfield))
    make_rule_limits(live_cast.norfield, "longest_continuous_duty", block=780)
    page = ready(open_page(PERIOD, live_cast.dana.user))
    cell(page, live_cast, 0).click()
    page.keyboard.press("i")
    page.locator("#inspector .more summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Hold over", exact=True)).to_be_visible()
    for _leave_overtime_hold_over in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    dialog = page.locator("#dialog")
    expect(dialog.get_by_role("heading")).to_contain_text("Hold over: Merrow, Cal")
    dialog.get_by_label("Held over until").fill("19:30")
    dialog.get_by_label("Reason").fill("Cardiac arrest on the line.")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("Rules stand against this.")
    # Chromium itself writes a line for every answer 422, which here is the answer meant.
    troubles[:] = [each for each in troubles if "422" not in each]
    assert violations(page) == []
    dialog.get_by_label("Reason for the override").fill("Nobody else could come.")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    row = Adjustment.objects.get()
    assert (row.kind, row.published_from) == ("holdover", row.from_version)
    assert RuleOverride.objects.get().reason == "Nobody else could come."


def test_the_day_offers_the_same_and_shows_what_it_means(live_cast: Cast, open_page: OpenPage) -> None:
    page = open_page("/day/2026-12-06/", live_cast.dana.user)
    page.locator(f"#r-{live_cast.cal.pk}-20261206 [data-bar]").focus()
    page.keyboard.press("Enter")
    dialog = page.locator("#dialog")
    dialog.locator(".more summary").click()
    dialog.get_by_role("link", name="Let go early").click()
    dialog.get_by_label("Let go at").fill("12:00")
    dialog.get_by_label("Reason").fill("Fever.")
    dialog.get_by_role("button", name="See what it means").click()
    expect(dialog.get_by_role("region", name="What it means")).to_contain_text("Call-taking")
    assert violations(page) == []
    assert not Adjustment.objects.exists()
    dialog.get_by_role("button", name="Record").click()
    expect(page.get_by_text("Employees see it now")).to_be_visible()
    assert Adjustment.objects.get().kind == "early_out"
