"""One numbered slot per test process: a database, a Redis database and a key prefix that nobody else uses meanwhile.

A slot is a locked file; the kernel frees it however the process ends, so a killed run leaves nothing in the way.
"""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path

# The embedded Redis has one database more than this (config/embedded/redis_server.py).
SLOTS = 64


@dataclass
class Slot:
    """Held until the process ends; the descriptor keeps the lock."""

    number: int
    descriptor: int


def take_slot(folder: Path) -> Slot:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, SLOTS + 1):
        descriptor = os.open(folder / str(number), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            continue
        return Slot(number=number, descriptor=descriptor)
    raise RuntimeError(f"All {SLOTS} test slots in {folder} are taken by running processes.")
