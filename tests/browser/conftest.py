"""One Chromium per test process, a context per test, and pages that fail the test for what a person would not accept:
an error in the console, a request that fails, or one to another host.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from staff.people.models import User
from tests.cast import Cast, make_cast
from tests.support.chromium import ARGUMENTS, require_chromium

# Playwright's synchronous interface runs an event loop in this thread; the ORM is used beside it, never inside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

DESKTOP = (1680, 1000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium; a machine without one fails here with a sentence that says what to do."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(require_chromium()), args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def troubles() -> Iterator[list[str]]:
    """What went wrong in any page of the test; must be empty at its end."""
    found: list[str] = []
    yield found
    assert found == []


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer, troubles: list[str]) -> Iterator[OpenPage]:
    """Open an address as a user (or nobody), in a browser of its own: `open_page("/roster/", user, theme="dark")`."""
    contexts: list[BrowserContext] = []

    def opened(
        path: str,
        user: User | None = None,
        *,
        theme: str = "light",
        size: tuple[int, int] = DESKTOP,
        touch: bool = False,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if theme == "dark" else "light",
            base_url=live_server.url,
            reduced_motion="reduce",
            has_touch=touch,
            is_mobile=touch,
        )
        contexts.append(context)
        context.set_default_timeout(20_000)
        if user is not None:
            client = Client()
            client.force_login(user)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
            )
        page = context.new_page()
        host = urlsplit(live_server.url).netloc
        page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
        page.on(
            "console",
            lambda message: troubles.append(f"console: {message.text}") if message.type == "error" else None,
        )
        page.on(
            "request",
            lambda request: (
                None
                if urlsplit(request.url).netloc in {host, ""}
                else troubles.append(f"other host: {request.url}")
            ),
        )
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    _wait_for_the_last_answer()


def _wait_for_the_last_answer() -> None:
    """What a closing page asked last is still being answered: it must not write into the next test's database.

    The live server has one thread per connection, and a browser that is gone has closed its connections.
    """
    for thread in threading.enumerate():
        if thread.name.endswith("(process_request_thread)"):
            thread.join(timeout=20)
            assert not thread.is_alive(), "The live server is still answering a browser that is closed."


@pytest.fixture
def live_cast(transactional_db: None) -> Cast:
    """The cast in a database that the live server sees too."""
    return make_cast()
