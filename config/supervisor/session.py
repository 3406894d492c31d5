"""One run of the whole system on this machine: servers, preparation, processes, and the way down again."""

from __future__ import annotations

import io
import os
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from config.embedded.errors import EmbeddedServiceError
from config.embedded.services import EmbeddedServices
from config.supervisor import plan
from config.supervisor.port import PortError, require_free_port
from config.supervisor.processes import ChildFailedError, Supervisor

READY_SECONDS = 60


class SessionError(Exception):
    """The system cannot run; the text is one sentence for the person at the keyboard."""


class Progress:
    """Prints each step with the seconds it took, so that nobody waits in the dark."""

    def __init__(self, started_at: float) -> None:
        self.started_at = started_at

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        print(f"-> {title} ...", flush=True)
        began = time.monotonic()
        yield
        print(f"   {title}: {time.monotonic() - began:.1f} s", flush=True)

    def total_seconds(self) -> float:
        """Return the seconds since the command was typed, which is before this process began."""
        return time.time() - self.started_at


class StopRequested(BaseException):
    """Ctrl-C or SIGTERM arrived; like KeyboardInterrupt it must pass every `except Exception`."""


def run_session(
    *,
    host: str,
    port: int,
    data_dir: Path,
    steps: Sequence[tuple[str, Callable[[], object]]],
    prepare: tuple[str, Callable[[], object]] | None,
    announce: Callable[[float], None],
    environment: Mapping[str, str] | None = None,
) -> None:
    """Run until Ctrl-C or SIGTERM; raises SessionError with a sentence when something does not come up.

    `steps` run once the servers are up and before the processes; `prepare` runs beside the processes; `announce`
    is told the seconds since the start once the pages are served.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Into a pipe or a file too each line goes at once: somebody waits for it.
        sys.stdout.reconfigure(line_buffering=True)
    progress = Progress(float(os.environ.get("WATCHBILL_STARTED") or time.time()))
    # Ctrl-C too: a shell starts what it puts into the background with that signal ignored.
    previous = {number: signal.signal(number, _raise_stop) for number in (signal.SIGINT, signal.SIGTERM)}
    embedded: EmbeddedServices | None = None
    try:
        require_free_port(host, port)
        needs_postgres = not os.environ.get("DATABASE_URL")
        needs_redis = not os.environ.get("REDIS_URL")
        embedded = EmbeddedServices(data_dir, needs_postgres=needs_postgres, needs_redis=needs_redis)
        with progress.step("PostgreSQL and Redis"):
            embedded.join()
            for line in embedded.describe() or ["   the ones that DATABASE_URL and REDIS_URL name"]:
                print(f"   {line}", flush=True)
        for title, step in steps:
            with progress.step(title):
                step()
        with Supervisor(
            folder=plan.CHECKOUT, environment={**os.environ, **(environment or {})}
        ) as supervisor:
            # All at once: the web server loads while the preparation waits for a worker.
            supervisor.start([plan.web(host=host, port=port), *plan.background(data_dir)])
            if prepare is not None:
                with progress.step(prepare[0]):
                    prepare[1]()
            with progress.step("Web server"):
                _wait_until_ready(supervisor, f"http://{host}:{port}/health/ready")
            announce(progress.total_seconds())
            supervisor.watch_until(lambda: False)
    except StopRequested:
        print("\nStopping.", flush=True)
    except (EmbeddedServiceError, PortError, ChildFailedError) as error:
        raise SessionError(str(error)) from error
    finally:
        # A second Ctrl-C while stopping would leave servers behind.
        for number in previous:
            signal.signal(number, signal.SIG_IGN)
        if embedded is not None:
            embedded.leave()
        for number, handler in previous.items():
            signal.signal(number, handler)


def _raise_stop(number: int, frame: FrameType | None) -> None:
    # The next one must not interrupt the way down.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise StopRequested


def _wait_until_ready(supervisor: Supervisor, address: str) -> None:
    deadline = time.monotonic() + READY_SECONDS
    answer = "no answer"

    def is_ready() -> bool:
        nonlocal answer
        try:
            with urllib.request.urlopen(address, timeout=5) as response:  # noqa: S310  our own address
                return bool(response.status == 200)
        except urllib.error.HTTPError as error:
            answer = error.read().decode(errors="replace")
        except OSError as error:
            answer = str(error)
        if time.monotonic() > deadline:
            raise SessionError(f"The web server was not ready within {READY_SECONDS} s: {answer}")
        return False

    supervisor.watch_until(is_ready)


def exit_with_sentence(error: Exception) -> None:
    print(f"watchbill: {error}", file=sys.stderr, flush=True)
    raise SystemExit(1)
