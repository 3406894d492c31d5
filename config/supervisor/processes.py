"""Starts child processes, passes their output on line by line, restarts those that die, and stops them all.

Knows nothing of Django or of what the children are; that is in plan.py.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

# A child that ran this long was healthy: its next restart waits as little as the first.
HEALTHY_SECONDS = 60.0
FIRST_WAIT_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 30.0
# This many deaths in a row, none after a healthy time, mean that restarting does not help.
MOST_DEATHS = 5
POLL_SECONDS = 0.2

_PR_SET_PDEATHSIG = 1
# Loaded here and not after the fork, where nothing may be imported.
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True)
class ChildPlan:
    """One process to run; `environment` is added to ours."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    niceness: int = 0
    stop_seconds: float = 10.0


class ChildFailedError(Exception):
    """A child died again and again; the text names it and says where to look."""


@dataclass
class Child:
    """A plan and the process that carries it out at the moment, if any."""

    plan: ChildPlan
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    restart_at: float | None = None
    deaths: int = 0


class Supervisor:
    """Use as a context: whatever way it is left, its children are stopped."""

    def __init__(
        self,
        *,
        folder: Path,
        environment: Mapping[str, str],
        write: Callable[[str], None] | None = None,
        on_round: Callable[[], None] | None = None,
    ) -> None:
        self.folder = folder
        self.environment = dict(environment)
        self.children: list[Child] = []
        self._write = write or _write_line
        self._on_round = on_round
        self._readers: list[threading.Thread] = []

    def __enter__(self) -> Supervisor:
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    def start(self, plans: Sequence[ChildPlan]) -> None:
        for plan in plans:
            child = Child(plan=plan)
            self.children.append(child)
            self._spawn(child)

    def watch_until(self, is_done: Callable[[], bool]) -> None:
        """Keep the children running until `is_done`; raises ChildFailedError when one cannot be kept running."""
        while not is_done():
            self.tend()
            time.sleep(POLL_SECONDS)

    def tend(self) -> None:
        """Notice children that died and start again those whose waiting time is over."""
        if self._on_round is not None:
            self._on_round()
        now = time.monotonic()
        for child in self.children:
            if child.process is not None and child.process.poll() is not None:
                # What it has started itself may live on and hold its port.
                self._signal(child.process, signal.SIGKILL)
                self._note_death(child, child.process.returncode, now)
            if child.process is None and child.restart_at is not None and now >= child.restart_at:
                self._spawn(child)

    def stop(self) -> None:
        """Ask every child to end, wait for each as long as its plan says, then end it by force."""
        # Last started first: what serves people goes before what serves it.
        started = [
            (child.plan, child.process) for child in reversed(self.children) if child.process is not None
        ]
        running = [(plan, process) for plan, process in started if process.poll() is None]
        for _, process in running:
            self._signal(process, signal.SIGTERM)
        begun = time.monotonic()
        for plan, process in running:
            left = plan.stop_seconds - (time.monotonic() - begun)
            try:
                process.wait(timeout=max(left, 0.1))
            except subprocess.TimeoutExpired:
                self._write(f"{plan.name} did not end in {plan.stop_seconds:.0f} s and is killed")
                self._signal(process, signal.SIGKILL)
                process.wait()
        for _, process in started:
            # Whatever a child itself has left behind in its process group.
            self._signal(process, signal.SIGKILL)
        for reader in self._readers:
            reader.join(timeout=2)
        self.children = []

    def _spawn(self, child: Child) -> None:
        plan = child.plan
        process = subprocess.Popen(
            list(plan.command),
            cwd=self.folder,
            env={**self.environment, **plan.environment, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            # A group of its own: Ctrl-C reaches us alone, and we end the child with everything it started.
            process_group=0,
            preexec_fn=lambda: _prepare_child(plan.niceness),  # noqa: PLW1509  two system calls, nothing imported
        )
        child.process = process
        child.started_at = time.monotonic()
        child.restart_at = None
        reader = threading.Thread(target=self._pass_on, args=(plan.name, process.stdout), daemon=True)
        reader.start()
        self._readers.append(reader)

    def _pass_on(self, name: str, output: IO[bytes] | None) -> None:
        if output is None:
            return
        with output:
            for line in output:
                self._write(f"{name:<14} | {line.decode(errors='replace').rstrip()}")

    def _note_death(self, child: Child, code: int, now: float) -> None:
        child.process = None
        child.deaths = 1 if now - child.started_at >= HEALTHY_SECONDS else child.deaths + 1
        how = f"by signal {signal.Signals(-code).name}" if code < 0 else f"with code {code}"
        if child.deaths >= MOST_DEATHS:
            raise ChildFailedError(
                f"{child.plan.name} ended {child.deaths} times in a row, last {how}; its own words are above. "
                "Everything is stopped."
            )
        wait = min(FIRST_WAIT_SECONDS * 2 ** (child.deaths - 1), LONGEST_WAIT_SECONDS)
        child.restart_at = now + wait
        self._write(f"{child.plan.name} ended {how} and is started again in {wait:.0f} s")

    @staticmethod
    def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
        # The group may have ended by itself meanwhile.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)


def _prepare_child(niceness: int) -> None:
    """Run in the child before its program: end with the supervisor even if that is killed, and give way."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if niceness:
        os.nice(niceness)


def _write_line(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
