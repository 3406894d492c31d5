"""The thread beside a search: heartbeats, stop requests and progress, so that the search never waits for the
database.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from types import TracebackType

from django.db import DatabaseError, connection

from solver.engine.solution import Progress, Solution
from solver.runs.claims import HEARTBEAT_EVERY, LOST_AFTER, Claim
from solver.runs.errors import RunLostError, UnverifiedAnswerError
from solver.runs.models import RunProgress

STORING_BY_KEEPING = 1.5
"""Storing what a run ends with takes so many times what keeping a roster on the way took: the proposal comes on top."""

POLL_SECONDS = 0.5
"""Progress is written at most twice a second, and so often a stop request is looked for."""

logger = logging.getLogger(__name__)


class Watch:
    """Context manager around one search. `should_stop` and `on_progress` may be called from any thread."""

    def __init__(
        self,
        claim: Claim,
        *,
        keep_best: Callable[[Solution], None] | None = None,
        storing_seconds: float = 0.0,
    ) -> None:
        self._claim = claim
        self._storing_seconds = storing_seconds
        self._keep_best = keep_best
        self._pending: list[Progress] = []
        self._best: Solution | None = None
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._stop = threading.Event()
        self._lost = threading.Event()
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._watch, name=f"watch-{claim.run_id}", daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()
        if self._error is not None and error is None:
            raise self._error

    @property
    def is_lost(self) -> bool:
        """The run was handed on or ended by somebody else: nothing may be written any more."""
        return self._lost.is_set()

    @property
    def was_asked_to_stop(self) -> bool:
        return self._stop.is_set()

    def storing_seconds(self) -> float:
        """How long storing the run's end will take: as estimated, or as keeping the rosters on the way showed."""
        return self._storing_seconds

    def should_stop(self) -> bool:
        return self._stop.is_set() or self._lost.is_set()

    def on_progress(self, progress: Progress) -> None:
        """Take note; the thread writes it."""
        with self._lock:
            self._pending.append(progress)

    def on_answer(self, answer: Solution) -> None:
        """Take note of a better roster; the thread has it verified and kept."""
        with self._lock:
            self._best = answer

    def _watch(self) -> None:
        beaten_at = alive_at = time.monotonic()
        try:
            while True:
                is_last = self._ended.wait(POLL_SECONDS)
                try:
                    self._write_progress()
                    if not is_last:
                        self._write_best()
                    if self._claim.is_stop_requested():
                        self._stop.set()
                    if time.monotonic() - beaten_at >= HEARTBEAT_EVERY.total_seconds():
                        self._claim.beat()
                        beaten_at = time.monotonic()
                    alive_at = time.monotonic()
                except DatabaseError as error:
                    logger.warning("the watch over run %s can't write: %s", self._claim.run_id, error)
                    connection.close()
                    if time.monotonic() - alive_at > LOST_AFTER.total_seconds():
                        raise RunLostError("The database was out of reach for too long.") from error
                if is_last:
                    return
        except RunLostError as error:
            logger.warning("%s", error)
            self._lost.set()
        except Exception as error:  # noqa: BLE001 - raised again where the search was started
            # Without its watch the search would go on unheard and be given up for lost: it ends with this reason.
            self._error = error
            self._stop.set()
        finally:
            connection.close()

    def _write_progress(self) -> None:
        with self._lock:
            pending, self._pending = self._pending, []
        rows = thinned(pending)
        RunProgress.objects.bulk_create(
            RunProgress(
                run_id=self._claim.run_id,
                elapsed_ms=max(0, round(progress.seconds * 1000)),
                tier=progress.tier,
                value=progress.value,
                bound=progress.bound,
                line=progress.message[:200],
            )
            for progress in rows
        )

    def _write_best(self) -> None:
        with self._lock:
            best, self._best = self._best, None
        if best is None or self._keep_best is None:
            return
        started = time.monotonic()
        try:
            self._keep_best(best)
        except UnverifiedAnswerError as error:
            # The search goes on and may end with a sound one; what it ends with is checked again.
            logger.error("a roster on the way was refused: %s", error)  # noqa: TRY400 - a decision, not a crash
        took = time.monotonic() - started
        self._storing_seconds = max(self._storing_seconds, STORING_BY_KEEPING * took)


def thinned(pending: list[Progress]) -> list[Progress]:
    """What of half a second is worth keeping: every line of words, and the last numbers of each tier."""
    last = {progress.tier: n for n, progress in enumerate(pending)}
    return [progress for n, progress in enumerate(pending) if progress.message or last[progress.tier] == n]
