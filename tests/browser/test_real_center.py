"""The demo center, 312 people and 28 days, imported and generated: the board at its real size, and its picture.

`WATCHBILL_PICTURES=1 make test ARGS=tests/browser/test_real_center.py` writes docs/pictures/ anew.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Page, expect

from scheduling.center_files.services import import_center
from scheduling.center_files.sources import files_in_folder
from staff.centers.models import Center
from staff.people.models import Role, RoleAssignment, User
from tests.browser.accessibility import violations
from tests.browser.conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PICTURES = Path(settings.BASE_DIR) / "docs" / "pictures"
PERIOD = "2026-12-06"
SEARCH_SECONDS = 12


@pytest.fixture
def supervisor(transactional_db: None, time_machine: Any) -> User:
    """A supervisor of the real center, two days into its first period, which the solver has rostered."""
    time_machine.move_to("2026-11-25T14:00:00Z", tick=True)
    report = import_center(actor=None, files=files_in_folder(Path(settings.BASE_DIR) / "demo" / "center"))
    assert report.is_good
    center = Center.objects.get()
    user = User.objects.create_user("supervisor@norfield.example")
    RoleAssignment.objects.create(user=user, center=center, role=Role.SUPERVISOR)
    call_command(
        "generate",
        period=PERIOD,
        seconds=SEARCH_SECONDS,
        workers=1,
        publish=True,
        reason="First roster.",
        verbosity=0,
    )
    time_machine.move_to("2026-12-15T14:00:00Z", tick=True)
    return user


def picture(page: Page, name: str) -> None:
    """Keep a picture for the documents when asked to."""
    if os.environ.get("WATCHBILL_PICTURES"):
        PICTURES.mkdir(exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png")


def test_the_board_at_real_size(supervisor: User, open_page: OpenPage) -> None:
    page = open_page(f"/roster/?from={PERIOD}", supervisor)
    grid = page.get_by_role("grid")
    expect(grid).to_be_visible()
    page.wait_for_load_state("networkidle")

    assert page.locator("#grid .p").count() == 312
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    cell = page.locator("#grid .p").nth(20).locator(".c").nth(20)
    cell.scroll_into_view_if_needed()
    cell.click()
    page.keyboard.press("i")
    expect(page.locator("#inspector h2")).to_be_visible()
    assert violations(page) == []
    picture(page, "board")

    dark = open_page(f"/roster/?from={PERIOD}", supervisor, theme="dark")
    expect(dark.get_by_role("grid")).to_be_visible()
    picture(dark, "board-dark")
