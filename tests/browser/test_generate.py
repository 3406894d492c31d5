"""Generate from setup to publication: the live run, the review by keyboard, and what stands on the roster then."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest
from django.db import connection
from playwright.sync_api import expect

from scheduling.adjustments.models import Adjustment
from scheduling.roster.models import ProposalLine
from solver.engine.instance import Instance
from solver.engine.solution import Progress, Solution
from solver.runs import work
from solver.runs.models import Run, RunState
from solver.runs.options import RunOptions
from solver.runs.services import TASK, request_run
from solver.runs.watching import Watch
from staff.people.models import Person
from tests.browser.accessibility import violations
from tests.browser.conftest import OpenPage
from tests.cast import Cast
from tests.solver.small_center import ENDS_BEFORE, QUICK, STARTS_ON, make_flo

pytestmark = pytest.mark.browser

SETUP = "/generate/?period=2026-12-06"


@pytest.fixture(autouse=True)
def _before_the_period(time_machine: Any) -> None:
    time_machine.move_to("2026-11-20T12:00:00Z", tick=True)


@pytest.fixture
def flo(live_cast: Cast) -> Person:
    return make_flo(live_cast)


class Worker:
    """Plays the worker in a thread: each run waits in its search until the test lets it go on."""

    def __init__(self) -> None:
        self.may_go_on = threading.Event()
        self.threads: list[threading.Thread] = []

    def send(self, name: str, args: Sequence[str], *rest: object, **options: object) -> None:
        if name != TASK:
            return
        thread = threading.Thread(target=self._work, args=(UUID(args[0]),))
        self.threads.append(thread)
        thread.start()

    def _work(self, run_id: UUID) -> None:
        try:
            work.carry_out(run_id)
        finally:
            connection.close()

    def search(
        self,
        instance: Instance,
        watch: Watch,
        report: Callable[[Progress], None],
        seconds: float,
        solved: Callable[..., Solution] = work.search,
    ) -> Solution:
        report(Progress(1, 40_000, 10_000, 0.1, "A first roster adds 3 shifts."))
        report(Progress(1, 30_000, 12_000, 0.6))
        while not (self.may_go_on.wait(0.05) or watch.should_stop()):
            pass
        return solved(instance, watch, report, seconds)


@pytest.fixture
def worker() -> Iterator[Worker]:
    played = Worker()
    with (
        patch("solver.runs.services.current_app.send_task", played.send),
        patch.object(work, "search", played.search),
    ):
        yield played
        played.may_go_on.set()
        for thread in played.threads:
            thread.join(timeout=60)


def test_setup_run_review_publish(live_cast: Cast, flo: Person, open_page: OpenPage, worker: Worker) -> None:
    page = open_page(SETUP, live_cast.dana.user)
    expect(page.locator("#check")).to_contain_text("needed")
    assert violations(page) == []
    start = page.get_by_role("button", name=re.compile("^Start run"))
    start.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("stays so in every roster")
    assert violations(page) == []
    page.get_by_role("button", name="Start anyway").press("Enter")

    page.wait_for_url(re.compile("/generate/runs/"))
    expect(page.locator("#live[data-state=running] .best-line")).to_be_attached()
    expect(page.locator("#live .log")).to_contain_text("A first roster adds 3 shifts.")
    assert violations(page) == []
    worker.may_go_on.set()
    expect(page.locator("#live[data-state=done]")).to_be_attached(timeout=20_000)
    page.get_by_role("link", name=re.compile("^Review")).click()

    page.wait_for_url(re.compile("/review/"))
    run = Run.objects.get()
    row = page.locator(f"#person-{flo.pk}")
    take = row.get_by_role("checkbox")
    publish = page.get_by_role("button", name=re.compile("^Publish"))
    expect(take).to_be_checked()
    planned = ProposalLine.objects.filter(proposal=run.proposal, person=flo).count()
    assert planned > 0
    assert violations(page) == []
    page.keyboard.press("j")
    expect(take).to_be_focused()
    page.keyboard.press("Space")
    expect(take).not_to_be_checked()
    assert ProposalLine.objects.filter(proposal=run.proposal, is_dropped=True).count() == planned
    page.keyboard.press("k")
    page.keyboard.press("Space")
    expect(take).to_be_checked()
    page.keyboard.press("o")
    page.wait_for_url(re.compile("/roster/"))
    expect(page.locator(f"#p-{flo.pk}")).to_be_attached()

    page.go_back()
    expect(take).to_be_checked()
    warnings = page.locator("input[name=accepts_warnings]")
    if warnings.count():
        warnings.check()
    reason = page.locator("textarea[name=reason]")
    if reason.count():
        reason.fill("First roster.")
    publish.click()
    expect(page.get_by_role("link", name="Open the roster")).to_have_count(1)
    rows = Adjustment.objects.current().filter(person=flo)
    assert rows.count() == planned
    assert all(row.published_from is not None for row in rows)


def test_stopping_keeps_the_best_roster(
    live_cast: Cast, flo: Person, open_page: OpenPage, worker: Worker
) -> None:
    page = open_page(SETUP, live_cast.dana.user)
    page.get_by_role("button", name=re.compile("^Start run")).click()
    page.get_by_role("button", name="Start anyway").click()
    expect(page.locator("#live[data-state=running] .best-line")).to_be_attached()
    other = open_page(f"/generate/runs/{Run.objects.get().pk}/", live_cast.sam.user)
    expect(other.locator("#live[data-state=running]")).to_be_attached()
    other.get_by_role("button", name=re.compile("^Stop")).click()
    expect(page.locator("#live[data-state=stopped]")).to_be_attached()
    expect(other.locator("#live[data-state=stopped]")).to_be_attached()
    expect(page.get_by_role("link", name=re.compile("^Review"))).to_be_visible()
    assert Run.objects.get().state == RunState.STOPPED


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_roster_fits_and_a_way_out_by_keyboard(
    live_cast: Cast, flo: Person, open_page: OpenPage, worker: Worker, theme: str
) -> None:
    """Every minimum must be met; nobody supervises two days a week, so none can."""
    page = open_page(SETUP, live_cast.dana.user, theme=theme)
    page.get_by_role("checkbox", name=re.compile("^Every minimum must be met")).check()
    page.get_by_role("button", name=re.compile("^Start run")).click()
    page.get_by_role("button", name="Start anyway").click()
    page.wait_for_url(re.compile("/generate/runs/"))
    worker.may_go_on.set()
    expect(page.locator(".no-roster h2").first).to_contain_text("can’t all hold", timeout=20_000)
    assert violations(page) == []
    page.keyboard.press("j")
    best = page.get_by_role("button", name="Take and run again")
    expect(best).to_be_focused()
    page.keyboard.press("o")
    page.wait_for_url(re.compile(r"/roster/.*q="))
    page.go_back()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(best).to_be_focused()
    first = page.url
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/generate/runs/" in url and url != first)
    assert Run.objects.count() == 2
    assert Adjustment.objects.filter(kind="overtime", published_from=None).count() == 1


def test_on_the_phone_a_way_out_is_read_only(
    live_cast: Cast, flo: Person, open_page: OpenPage, worker: Worker
) -> None:
    run = request_run(
        actor=live_cast.dana.user,
        center=live_cast.norfield,
        starts_on=STARTS_ON,
        ends_before=ENDS_BEFORE,
        options=RunOptions(minimums_must_hold=True),
        search=QUICK,
        enqueue=False,
    )
    worker.may_go_on.set()
    work.carry_out(run.pk)
    page = open_page(f"/generate/runs/{run.pk}/", live_cast.dana.user, size=(390, 844), touch=True)
    expect(page.get_by_text("Taking a way out needs the desktop.")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("run again"))).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
