"""What employees use on the phone besides their roster: the week in one line, their account, the error pages."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import violations
from tests.browser.conftest import OpenPage
from tests.cast import Cast
from tests.factories import make_period, publish_period_row

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZE = (320, 800)


def test_the_week_is_one_line(live_cast: Cast, open_page: OpenPage) -> None:
    publish_period_row(make_period(live_cast.norfield))
    page = open_page("/my/", live_cast.cal.user, size=SIZE)
    tops = page.locator(".wk > li").evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
    assert len(tops) == 7
    assert len(set(tops)) == 1


@pytest.mark.parametrize("path", ["/accounts/sessions/", "/accounts/2fa/", "/accounts/password/change/"])
def test_ones_own_account_never_scrolls_sideways(live_cast: Cast, open_page: OpenPage, path: str) -> None:
    page = open_page(path, live_cast.cal.user, size=SIZE)
    expect(page.locator("h1")).to_be_visible()
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
