"""`manage.py benchmark demo`: seconds of `make demo` on a copy of the last commit, cold and warm, until it is served.

Cold is a new folder, an empty home and empty package caches; warm is the same command again in the same folder.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parent.parent.parent
LONGEST_SECONDS = 600
# Printed by config/management/commands/demo.py once the pages are served.
READY_WORDS = "Watchbill runs at"
STEP = re.compile(r"^ {3}(?P<title>[^:|]+): (?P<seconds>[0-9.]+) s$")


def measure() -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="watchbill-bench-") as folder:
        clone = Path(folder) / "checkout"
        subprocess.run(["git", "clone", "-q", str(CHECKOUT), str(clone)], check=True)
        environment = _clean_environment(Path(folder))
        cold, cold_steps = _seconds_until_served(clone, environment)
        cold_busy = _busy_seconds()
        warm, warm_steps = _seconds_until_served(clone, environment)
        warm_busy = _busy_seconds() - cold_busy
    return {
        "cold_seconds": cold,
        "warm_seconds": warm,
        # Until stopped, without PostgreSQL and Redis; on a shared machine the rest is waiting for a core.
        "cold_processor_seconds": round(cold_busy, 1),
        "warm_processor_seconds": round(warm_busy, 1),
        "cold_steps": cold_steps,
        "warm_steps": warm_steps,
        "how": "git clone of the last commit; empty HOME, pip and uv caches; `make demo` until it says where it runs",
    }


def _clean_environment(folder: Path) -> dict[str, str]:
    """Return an environment of somebody who has never installed anything; network settings stay."""
    ours = ("WATCHBILL_", "DATABASE_", "REDIS_", "DJANGO_", "VIRTUAL_ENV", "PYTHON", "MAKE", "MFLAGS")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    for name in ("home", "pip-cache", "uv-cache"):
        (folder / name).mkdir()
    return {
        **kept,
        "HOME": str(folder / "home"),
        "PIP_CACHE_DIR": str(folder / "pip-cache"),
        "UV_CACHE_DIR": str(folder / "uv-cache"),
    }


def _seconds_until_served(clone: Path, environment: dict[str, str]) -> tuple[float, dict[str, float]]:
    make = shutil.which("make") or "make"
    began = time.monotonic()
    process = subprocess.Popen(
        [make, "demo", f"PORT={_free_port()}"],
        cwd=clone,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    lines: list[str] = []
    seconds = None
    try:
        for line in process.stdout or ():
            lines.append(line.rstrip())
            if READY_WORDS in line:
                seconds = time.monotonic() - began
                break
            if time.monotonic() - began > LONGEST_SECONDS:
                break
        if seconds is None:
            raise RuntimeError("make demo did not come up:\n" + "\n".join(lines[-20:]))
    finally:
        _interrupt(process)
    steps = {match["title"].strip(): float(match["seconds"]) for match in map(STEP.match, lines) if match}
    return round(seconds, 1), steps


def _busy_seconds() -> float:
    """Return the processor time of all processes that were started and have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _interrupt(process: subprocess.Popen[str]) -> None:
    """Do what Ctrl-C does, and wait until everything it started has stopped."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            os.killpg(process.pid, number)
        try:
            process.communicate(timeout=60)
            return
        except subprocess.TimeoutExpired:
            continue


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
