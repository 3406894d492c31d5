"""One supervisor per data folder: two would run two beats and import the demo center side by side."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunningError(Exception):
    """Another supervisor works on this data folder; the text is for the person at the keyboard."""


@contextmanager
def only_supervisor(data_dir: Path, *, address: str) -> Iterator[None]:
    """Hold the folder while the supervisor runs; the kernel gives it up however the process ends."""
    path = data_dir / "run" / "supervisor.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            other = os.read(descriptor, 200).decode(errors="replace").strip() or "at another address"
            raise AlreadyRunningError(
                f"This checkout is already served ({other}): use that one, or stop it with Ctrl-C and try again."
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{address}, process {os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)
