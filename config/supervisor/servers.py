"""Starts PostgreSQL and Redis again when they die while the processes use them."""

from __future__ import annotations

import time
from collections.abc import Callable

from config.embedded.errors import EmbeddedServiceError
from config.embedded.services import EmbeddedServices
from config.supervisor.stopping import Stopping

LOOK_SECONDS = 1.0
# So many failures in a row mean that starting again does not help.
MOST_FAILURES = 5


class ServerWatch:
    """Called by the supervisor at each round; looks at the servers now and then."""

    def __init__(
        self, services: EmbeddedServices, *, stopping: Stopping, write: Callable[[str], None]
    ) -> None:
        self.services = services
        self.stopping = stopping
        self._write = write
        self._look_at = 0.0
        self._failures = 0

    def __call__(self) -> None:
        """Raises EmbeddedServiceError with a sentence when a server cannot be kept running."""
        now = time.monotonic()
        if now < self._look_at:
            return
        self._look_at = now + LOOK_SECONDS
        try:
            with self.stopping.held():
                mended = self.services.mend()
        except EmbeddedServiceError as error:
            self._failures += 1
            if self._failures >= MOST_FAILURES:
                raise
            self._write(f"{error} Trying again.")
            return
        self._failures = 0
        for name in mended:
            self._write(f"{name} had ended and was started again")
