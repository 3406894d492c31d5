"""Signals become one exception, wait while something must not be cut in two, and do nothing on the way down."""

from __future__ import annotations

import os
import signal

import pytest

from config.supervisor.stopping import Stopping, StopRequested


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_is_an_exception_once(number: signal.Signals) -> None:
    stopping = Stopping()
    before = signal.getsignal(number)
    with stopping.listening():
        with pytest.raises(StopRequested):
            os.kill(os.getpid(), number)
        # The next ones would leave children behind.
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGTERM)
    assert signal.getsignal(number) is before


def interrupted(done: list[str], *, fails: bool) -> None:
    """Start a server that a signal reaches in the middle."""
    stopping = Stopping()
    with stopping.listening(), stopping.held():
        os.kill(os.getpid(), signal.SIGINT)
        if fails:
            # Ctrl-C reaches initdb as well, which then gives up.
            raise OSError("initdb was interrupted")
        done.append("server started")


def test_a_signal_waits_for_the_end_of_what_must_be_whole() -> None:
    done: list[str] = []
    with pytest.raises(StopRequested):
        interrupted(done, fails=False)
    assert done == ["server started"]


def test_the_wish_to_stop_wins_over_what_it_broke() -> None:
    with pytest.raises(StopRequested):
        interrupted([], fails=True)
