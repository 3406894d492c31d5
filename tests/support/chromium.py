"""Finds a Chromium for browser tests, and installs one where the machine allows (`python -m tests.support.chromium`).

Order: CHROMIUM, the system's, Playwright's own; else root on Debian installs the system's. In CI, none is an error.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# What a test needs on a machine without a display, and nothing that calls home.
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

MISSING = (
    "There is no Chromium for the browser tests: install one (on Debian: apt-get install chromium), "
    "name one with CHROMIUM=/path/to/chromium, or run `.venv/bin/playwright install chromium`."
)


DRIVER_FAILS = (
    "Playwright's driver, which runs the browser tests, does not start: a library of the system is missing "
    "(on Debian: apt-get install libatomic1)."
)


class ChromiumMissingError(Exception):
    """No browser was found; the text says what to do."""


def find_chromium() -> Path | None:
    given = os.environ.get("CHROMIUM", "").strip()
    if given:
        if not os.access(given, os.X_OK):
            raise ChromiumMissingError(f"CHROMIUM names {given}, which is no program.")
        return Path(given)
    for name in SYSTEM_NAMES:
        found = shutil.which(name) or shutil.which(name, path="/usr/bin:/usr/local/bin:/snap/bin")
        if found:
            return Path(found)
    return _playwrights_own()


def require_chromium() -> Path:
    found = find_chromium()
    if found is None:
        raise ChromiumMissingError(MISSING)
    if not driver_runs():
        raise ChromiumMissingError(DRIVER_FAILS)
    return found


def driver_runs() -> bool:
    """Say whether the driver's program starts: a bare Debian lacks a library that it is linked with."""
    from playwright._impl._driver import compute_driver_executable

    program = compute_driver_executable()[0]
    return subprocess.run([program, "--version"], capture_output=True, check=False).returncode == 0


def _playwrights_own() -> Path | None:
    from playwright.sync_api import sync_playwright

    if not driver_runs():
        return None
    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.exists() else None


def can_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install() -> None:
    print("Installing Chromium for the browser tests ...", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "libatomic1"],
    ):
        result = subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if result.returncode != 0:
            last = (result.stderr.strip().splitlines() or ["no reason given"])[-1]
            print(f"{' '.join(command)} failed: {last}", flush=True)
            return


def main() -> int:
    try:
        if can_install() and (find_chromium() is None or not driver_runs()):
            install()
        print(f"Browser tests use {require_chromium()}", flush=True)
    except ChromiumMissingError as error:
        print(error, file=sys.stderr, flush=True)
        # The tests themselves report it: each browser test fails in CI and is listed as skipped elsewhere.
        return 1 if os.environ.get("CI") else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
