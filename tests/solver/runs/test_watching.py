"""The thread beside a search."""

from __future__ import annotations

import threading
from unittest.mock import patch

import pytest
from django.db import OperationalError

from solver.engine.solution import Progress, Solution, Status
from solver.runs.claims import Claim, claim_run
from solver.runs.errors import UnverifiedAnswerError
from solver.runs.models import Run, RunProgress
from solver.runs.services import request_stop
from solver.runs.watching import STORING_BY_KEEPING, Watch, thinned
from tests.cast import Cast, make_cast
from tests.solver.small_center import ask


@pytest.fixture
def center(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def claim(center: Cast) -> Claim:
    held = claim_run(ask(center).pk)
    assert held is not None
    return held


def progress(tier: int, value: int, message: str = "") -> Progress:
    return Progress(tier, value, 0, 1.0, message)


def test_of_each_half_second_only_the_last_numbers_and_all_words_are_kept() -> None:
    pending = [progress(1, 9), progress(1, 8, "Better roster"), progress(1, 7), progress(2, 5)]
    assert [(row.tier, row.value) for row in thinned(pending)] == [(1, 8), (1, 7), (2, 5)]


def test_what_was_reported_is_written_at_the_latest_when_the_search_ends(claim: Claim) -> None:
    with Watch(claim) as watch:
        watch.on_progress(progress(1, 9))
    assert RunProgress.objects.get().value == 9


def test_heartbeats_are_written_while_the_search_runs(claim: Claim) -> None:
    before = Run.objects.get().heartbeat_at
    assert before is not None
    with patch("solver.runs.watching.HEARTBEAT_EVERY") as every:
        every.total_seconds.return_value = 0
        with Watch(claim):
            pass
    after = Run.objects.get().heartbeat_at
    assert after is not None
    assert after > before


def test_a_stop_request_is_seen(center: Cast, claim: Claim) -> None:
    with Watch(claim) as watch:
        assert not watch.should_stop()
        request_stop(actor=center.dana.user, run=Run.objects.get())
        assert watch._stop.wait(timeout=20)
    assert watch.was_asked_to_stop
    assert not watch.is_lost


def test_a_run_that_was_handed_on_is_stopped_too(claim: Claim) -> None:
    with Watch(claim) as watch:
        Run.objects.update(attempt=5)
        assert watch._lost.wait(timeout=20)
        assert watch.should_stop()
    assert watch.is_lost
    assert not watch.was_asked_to_stop


def test_keeping_a_roster_shows_how_long_storing_will_take(claim: Claim) -> None:
    """The estimate holds until a roster on the way took longer; a quick one does not lower it."""
    moments = iter([100.0, 104.0, 200.0, 200.5])
    with Watch(claim, keep_best=lambda _: None, storing_seconds=2.0) as watch:
        assert watch.storing_seconds() == 2.0
    with patch("solver.runs.watching.time") as clock:
        clock.monotonic.side_effect = lambda: next(moments)
        watch.on_answer(Solution(Status.FEASIBLE, "A roster."))
        watch._write_best()
        assert watch.storing_seconds() == 4.0 * STORING_BY_KEEPING
        watch.on_answer(Solution(Status.FEASIBLE, "A roster."))
        watch._write_best()
    assert watch.storing_seconds() == 4.0 * STORING_BY_KEEPING


def test_a_short_break_of_the_database_ends_nothing(claim: Claim) -> None:
    failures = iter([OperationalError("gone"), OperationalError("gone")])

    def write(self: Watch) -> None:
        for error in failures:
            raise error
        self._ended.set()

    with patch.object(Watch, "_write_progress", write), Watch(claim) as watch:
        watch._thread.join(timeout=20)
    assert not watch.is_lost


def test_a_roster_that_is_refused_on_the_way_ends_neither_the_search_nor_its_watch(claim: Claim) -> None:
    refused = threading.Event()

    def refuse(answer: Solution) -> None:
        refused.set()
        raise UnverifiedAnswerError(["Flo rests 3 hours."])

    with Watch(claim, keep_best=refuse) as watch:
        watch.on_answer(Solution(Status.FEASIBLE, ""))
        assert refused.wait(timeout=20)
        watch.on_progress(progress(1, 9))
    assert (watch.should_stop(), watch.is_lost) == (False, False)
    assert RunProgress.objects.get().value == 9


def test_a_watch_that_fails_stops_the_search_and_says_why(claim: Claim) -> None:
    def fail(answer: Solution) -> None:
        raise ValueError("no such requirement")

    watch = Watch(claim, keep_best=fail)
    watch.__enter__()
    watch.on_answer(Solution(Status.FEASIBLE, ""))
    assert watch._stop.wait(timeout=20)
    assert watch.should_stop()
    with pytest.raises(ValueError, match="no such requirement"):
        watch.__exit__(None, None, None)
