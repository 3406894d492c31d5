"""Sign-in in a real browser, under the content policy: by keyboard, with the app's code, and with a passkey."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from staff.people.models import User
from tests.browser.accessibility import violations
from tests.browser.conftest import OpenPage
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.totp import code_now, switch_on_totp

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOGIN = "/accounts/login/"
SIZE = (1000, 800)


@pytest.fixture(autouse=True)
def _no_tries_counted() -> None:
    cache.clear()


def with_authenticator(page: Page) -> Page:
    """Give the browser a passkey device that says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_is_accessible(live_cast: Cast, open_page: OpenPage, theme: str) -> None:
    page = open_page(LOGIN, theme=theme, size=SIZE)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert violations(page) == []


def test_by_keyboard_with_the_apps_code(live_cast: Cast, open_page: OpenPage) -> None:
    switch_on_totp(live_cast.cal.user)
    page = open_page(LOGIN, size=SIZE)
    expect(page.get_by_label("Employee number or e-mail")).to_be_focused()
    page.keyboard.type("1003")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Enter the 6-digit code")).to_be_visible()
    # Nothing is pressed after the sixth digit; the cells show what was typed.
    code = code_now()
    page.keyboard.type(code[:5])
    expect(page.locator(".otp span").nth(4)).to_have_text(code[4])
    page.keyboard.type(code[5])
    page.wait_for_url("**/my/")


def test_a_pasted_code_signs_in(live_cast: Cast, open_page: OpenPage) -> None:
    switch_on_totp(live_cast.cal.user)
    page = open_page(LOGIN, size=SIZE)
    page.get_by_label("Employee number or e-mail").fill("1003")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    code = code_now()
    page.get_by_label("Code", exact=True).fill(f"{code[:3]} {code[3:]}")
    page.wait_for_url("**/my/")


def test_a_passkey_is_added_and_then_signs_in_alone(live_cast: Cast, open_page: OpenPage) -> None:
    page = with_authenticator(open_page(LOGIN, size=SIZE))
    page.get_by_label("Employee number or e-mail").fill("1003")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/my/")
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.context.clear_cookies()
    page.goto(LOGIN)
    # The browser offers the passkey by itself in the first field; the device says yes at once.
    page.wait_for_url("**/my/")
    assert User.objects.get(pk=live_cast.cal.user_id).last_login is not None


def test_a_device_that_says_no_leaves_the_password(live_cast: Cast, open_page: OpenPage) -> None:
    page = open_page(LOGIN, size=SIZE)
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.get_by_role("button", name="Continue with passkey").click()
    expect(page.get_by_text("No passkey was used.")).to_be_visible()
    expect(page.get_by_label("Password")).to_be_editable()


def test_the_apis_page_works_from_our_own_files(live_cast: Cast, open_page: OpenPage) -> None:
    page = open_page("/api/v1/docs/", size=SIZE)
    expect(page.get_by_text("/api/v1/roster", exact=True).first).to_be_visible()
