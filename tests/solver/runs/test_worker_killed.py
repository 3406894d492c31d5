"""A real worker, killed in the middle of a run: the next one finishes it, and nothing is left running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.utils import timezone

from solver.runs.claims import LOST_AFTER
from solver.runs.models import Run, RunProgress, RunState
from solver.runs.services import request_stop
from solver.runs.tending import tend_lost_runs
from tests.cast import Cast, make_cast
from tests.solver.small_center import ask, make_flo

CHECKOUT = Path(__file__).resolve().parents[3]
OPTIONS = [
    "worker",
    "-Q",
    "solver",
    "--concurrency",
    "1",
    "--without-gossip",
    "--without-mingle",
    "--without-heartbeat",
    "--loglevel",
    "WARNING",
]
ENDLESS = ["-m", "tests.solver.runs.endless_worker", *OPTIONS]
REAL = ["-m", "celery", "-q", "-A", "config.celery", *OPTIONS]

pytestmark = pytest.mark.slow


@contextmanager
def worker(command: list[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker in a process group of its own, on this test's database and broker."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=CHECKOUT,
            env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """As the kernel does when memory runs out: at once, the parent and what it forked."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=30)


def until(holds: Callable[[], bool], log: Path, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    tick = threading.Event()
    while not holds():
        if time.monotonic() > deadline:
            pytest.fail(f"It did not happen within {seconds} s. The worker said: {log.read_text()[-2000:]}")
        tick.wait(0.1)


@pytest.fixture
def center(transactional_db: None) -> Cast:
    cast = make_cast()
    make_flo(cast)
    return cast


def state_of(run: Run) -> str:
    return Run.objects.values_list("state", flat=True).get(pk=run.pk)


def test_a_run_whose_worker_is_killed_is_finished_by_the_next_one(center: Cast, tmp_path: Path) -> None:
    log = tmp_path / "worker.log"
    run = ask(center, enqueue=True)
    with worker(ENDLESS, log) as first:
        until(lambda: RunProgress.objects.filter(run=run).exists(), log)
        kill(first)
    assert state_of(run) == RunState.RUNNING
    assert tend_lost_runs(timezone.now()) == 0  # its last heartbeat is not old enough yet
    assert tend_lost_runs(timezone.now() + LOST_AFTER * 2) == 1
    assert state_of(run) == RunState.QUEUED
    with worker(REAL, log):
        until(lambda: state_of(run) not in {RunState.QUEUED, RunState.RUNNING}, log)
    run.refresh_from_db()
    assert (run.state, run.attempt) == (RunState.DONE, 2), run.message
    assert run.proposal is not None


def test_a_stop_request_reaches_a_real_worker(center: Cast, tmp_path: Path) -> None:
    log = tmp_path / "worker.log"
    run = ask(center, enqueue=True)
    with worker(ENDLESS, log):
        until(lambda: RunProgress.objects.filter(run=run).exists(), log)
        request_stop(actor=center.sam.user, run=run)
        until(lambda: state_of(run) == RunState.STOPPED, log)
    run.refresh_from_db()
    assert run.message == "Stopped before a roster was found."
