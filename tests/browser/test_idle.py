"""The warning ahead of an idle sign-out: staying by keyboard, signing out, what is use, the page that gives way."""

from __future__ import annotations

import time

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from tests.browser.accessibility import violations
from tests.browser.conftest import OpenPage
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZE = (1000, 800)
IDLE_SECONDS = 15 * 60


def leave_idle(page: Page, seconds: int) -> None:
    """As if the last use were that long ago, and the page looked after it."""
    store = SessionStore(Session.objects.get().session_key)
    store["last_seen"] = int(time.time()) - seconds
    store.save()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


@pytest.mark.parametrize("path", ["/my/", "/admin/"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_staying_is_one_key(live_cast: Cast, open_page: OpenPage, path: str, theme: str) -> None:
    page = open_page(path, live_cast.ada.user, size=SIZE, theme=theme)
    warning = page.get_by_role("dialog", name="You are signed out in")
    expect(warning).to_have_count(0)
    leave_idle(page, IDLE_SECONDS - 100)
    expect(warning).to_be_visible()
    expect(warning.get_by_role("button", name="Stay signed in")).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(warning).to_have_count(0)
    assert SessionStore(Session.objects.get().session_key)["last_seen"] > time.time() - 60


def test_scrolling_and_typing_are_use(live_cast: Cast, open_page: OpenPage) -> None:
    page = open_page("/my/", live_cast.cal.user, size=SIZE)
    page.mouse.wheel(0, 50)
    with page.expect_response(
        lambda answer: (
            answer.url.endswith("/sessions/idle/") and "watchbill-background" not in answer.request.headers
        )
    ):
        leave_idle(page, IDLE_SECONDS - 100)
    expect(page.get_by_role("dialog", name="You are signed out in")).to_have_count(0)


def test_signing_out_is_offered(live_cast: Cast, open_page: OpenPage) -> None:
    page = open_page("/my/", live_cast.cal.user, size=SIZE)
    leave_idle(page, IDLE_SECONDS - 100)
    page.get_by_role("dialog").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/")


def test_the_page_gives_way_when_the_time_is_over(live_cast: Cast, open_page: OpenPage) -> None:
    page = open_page("/my/?week=1", live_cast.cal.user, size=SIZE)
    leave_idle(page, IDLE_SECONDS)
    page.wait_for_url("**/accounts/login/?next=%2Fmy%2F%3Fweek%3D1")
    expect(page.get_by_text("You were signed out after 15 minutes without use.")).to_be_visible()
