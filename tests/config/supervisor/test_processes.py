"""The supervisor stops what it started, tells of a death and starts again, and gives up with a sentence."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from config.supervisor import processes
from config.supervisor.processes import ChildFailedError, ChildPlan, Supervisor

CHECKOUT = Path(__file__).resolve().parent.parent.parent.parent
# Waits until it is ended; says so first.
PATIENT = "import signal, sys\nprint('up', flush=True)\nsignal.pause()"
STUBBORN = (
    "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "print('up', flush=True)\nwhile True: signal.pause()"
)
# Starts a child of its own, as uvicorn and Celery do.
PARENT = (
    "import signal, subprocess, sys\n"
    "child = subprocess.Popen([sys.executable, '-c', 'import signal; signal.pause()'])\n"
    "print('child', child.pid, flush=True)\nsignal.pause()"
)


class Lines:
    """What the children printed, and a way to wait for it."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def __call__(self, line: str) -> None:
        self.lines.append(line)

    def find(self, words: str) -> str | None:
        return next((line for line in self.lines if words in line), None)


def wait_until_gone(pids: list[int]) -> None:
    """Wait for the kernel to end what was killed; the test fails when it does not come to that."""
    all_gone = within(10, lambda: not any(is_alive(pid) for pid in pids))
    pause = threading.Event()
    while not all_gone():
        pause.wait(0.01)


@pytest.fixture
def lines() -> Lines:
    return Lines()


@pytest.fixture
def supervisor(lines: Lines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Supervisor:
    monkeypatch.setattr(processes, "FIRST_WAIT_SECONDS", 0.01)
    monkeypatch.setattr(processes, "POLL_SECONDS", 0.01)
    return Supervisor(folder=tmp_path, environment=dict(os.environ), write=lines)


def plan(code: str, name: str = "child", **more: object) -> ChildPlan:
    return ChildPlan(name=name, command=[sys.executable, "-c", code], **more)  # type: ignore[arg-type]


def within(seconds: float, is_done: Callable[[], object]) -> Callable[[], bool]:
    """Return a condition that fails the test when it does not come true in time."""
    deadline = time.monotonic() + seconds

    def check() -> bool:
        if time.monotonic() > deadline:
            pytest.fail("waited too long")
        return bool(is_done())

    return check


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_everything_it_started_is_stopped(supervisor: Supervisor, lines: Lines) -> None:
    with supervisor:
        supervisor.start([plan(PATIENT, "one"), plan(PARENT, "two")])
        supervisor.watch_until(within(20, lambda: lines.find("up") and lines.find("child ")))
        pids = [child.process.pid for child in supervisor.children if child.process is not None]
        told = lines.find("child ")
        assert told is not None
        pids.append(int(told.split()[-1]))
        assert len(pids) == 3
        assert all(is_alive(pid) for pid in pids)
    wait_until_gone(pids)
    assert lines.find("one            | up")


def test_a_child_that_will_not_end_is_killed(supervisor: Supervisor, lines: Lines) -> None:
    with supervisor:
        supervisor.start([plan(STUBBORN, stop_seconds=0.2)])
        supervisor.watch_until(within(20, lambda: lines.find("up")))
        process = supervisor.children[0].process
        assert process is not None
    assert process.returncode == -signal.SIGKILL
    assert lines.find("is killed")


def test_a_dead_child_is_told_of_and_started_again(supervisor: Supervisor, lines: Lines) -> None:
    with supervisor:
        supervisor.start([plan(PATIENT, "web")])
        supervisor.watch_until(within(20, lambda: lines.find("up")))
        first = supervisor.children[0].process
        assert first is not None
        first.kill()
        supervisor.watch_until(within(20, lambda: len([line for line in lines.lines if "up" in line]) == 2))
        second = supervisor.children[0].process
        assert second is not None
        assert second.pid != first.pid
    assert lines.find("web ended by signal SIGKILL and is started again")


def test_what_a_dead_child_had_started_dies_with_it(supervisor: Supervisor, lines: Lines) -> None:
    with supervisor:
        supervisor.start([plan(PARENT, "web")])
        supervisor.watch_until(within(20, lambda: lines.find("child ")))
        process, told = supervisor.children[0].process, lines.find("child ")
        assert process is not None
        assert told is not None
        process.kill()
        supervisor.watch_until(within(20, lambda: lines.find("started again")))
        # It would hold the port that the next one needs.
        wait_until_gone([int(told.split()[-1])])


def test_each_round_looks_at_the_servers_too(tmp_path: Path) -> None:
    rounds: list[int] = []
    watched = Supervisor(
        folder=tmp_path, environment={}, write=lambda line: None, on_round=lambda: rounds.append(1)
    )
    watched.watch_until(lambda: len(rounds) == 2)


def test_a_child_that_dies_at_once_stops_everything_with_a_sentence(
    supervisor: Supervisor, lines: Lines
) -> None:
    with supervisor:
        supervisor.start(
            [plan(PATIENT, "web"), plan("import sys; print('no license'); sys.exit(3)", "broken")]
        )
        with pytest.raises(ChildFailedError, match=r"broken ended 5 times in a row, last with code 3"):
            supervisor.watch_until(within(20, lambda: False))
    assert lines.find("no license")
    assert supervisor.children == []


def test_waits_grow_between_restarts(supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch) -> None:
    child = processes.Child(plan=plan(PATIENT), started_at=0.0)
    monkeypatch.setattr(processes, "FIRST_WAIT_SECONDS", 1.0)
    waits = []
    for now in (1.0, 2.0, 3.0):
        supervisor._note_death(child, 1, now)
        assert child.restart_at is not None
        waits.append(child.restart_at - now)
    assert waits == [1.0, 2.0, 4.0]
    # A long healthy time forgives earlier deaths.
    child.started_at = 3.0
    supervisor._note_death(child, 1, 3.0 + processes.HEALTHY_SECONDS)
    assert child.deaths == 1


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal is Linux's")
def test_children_end_even_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    code = (
        "import os, sys, time\nfrom pathlib import Path\n"
        "from config.supervisor.processes import ChildPlan, Supervisor\n"
        "supervisor = Supervisor(folder=Path(sys.argv[1]), environment=dict(os.environ))\n"
        f"supervisor.start([ChildPlan(name='child', command=[sys.executable, '-c', {PATIENT!r}])])\n"
        "print('pid', supervisor.children[0].process.pid, flush=True)\nsupervisor.watch_until(lambda: False)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        seen = [other.stdout.readline(), other.stdout.readline()]
        pid = next(int(line.split()[1]) for line in seen if line.startswith("pid"))
        assert is_alive(pid)
        other.kill()
    wait_until_gone([pid])
