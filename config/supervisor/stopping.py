"""Ctrl-C and SIGTERM as an exception that passes every `except Exception`, and moments they must not cut in two."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class StopRequested(BaseException):
    """Ctrl-C or SIGTERM arrived."""


class Stopping:
    """While in use as a context the signals raise StopRequested, once; afterwards they mean what they meant before."""

    def __init__(self) -> None:
        self._is_held = False
        self._is_requested = False

    @contextmanager
    def listening(self) -> Iterator[None]:
        # Ctrl-C too: a shell starts what it puts into the background with that signal ignored.
        previous = {number: signal.signal(number, self._note) for number in SIGNALS}
        try:
            yield
        finally:
            for number, handler in previous.items():
                signal.signal(number, handler)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let a signal wait for the end of this block: a server that is half started could not be stopped."""
        self._is_held = True
        try:
            yield
        finally:
            self._is_held = False
            if self._is_requested:
                self._raise()

    def ignore(self) -> None:
        """Let nothing interrupt the way down."""
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self._is_requested = True
        if not self._is_held:
            self._raise()

    def _raise(self) -> None:
        self._is_requested = False
        self.ignore()
        with contextlib.suppress(OSError):
            # Not print: the signal may have come in the middle of one.
            os.write(1, b"\nStopping.\n")
        raise StopRequested
