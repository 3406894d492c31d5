"""One run of the whole system on this machine: servers, preparation, processes, and the way down again."""

from __future__ import annotations

import io
import os
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path

from config.embedded.errors import EmbeddedServiceError
from config.embedded.services import EmbeddedServices
from config.supervisor import plan
from config.supervisor.lock import AlreadyRunningError, only_supervisor
from config.supervisor.port import PortError, require_free_port
from config.supervisor.processes import ChildFailedError, Supervisor
from config.supervisor.servers import ServerWatch
from config.supervisor.stopping import Stopping, StopRequested

READY_SECONDS = 60
Step = tuple[str, Callable[[], object]]


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


def run_session(
    *,
    host: str,
    port: int,
    data_dir: Path,
    steps: Sequence[Step],
    prepare: Step | None,
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
    address = f"http://{host}:{port}"
    stopping = Stopping()
    embedded = EmbeddedServices(
        data_dir,
        needs_postgres=not os.environ.get("DATABASE_URL"),
        needs_redis=not os.environ.get("REDIS_URL"),
    )
    with stopping.listening():
        try:
            with only_supervisor(data_dir, address=f"{address}/"):
                try:
                    require_free_port(host, port)
                    _join(embedded, progress, stopping)
                    for title, step in steps:
                        with progress.step(title):
                            step()
                    watch = ServerWatch(embedded, stopping=stopping, write=print)
                    children = Supervisor(
                        folder=plan.CHECKOUT,
                        environment={"SITE_URL": address, **os.environ, **(environment or {})},
                        on_round=watch,
                    )
                    with children:
                        # All at once: the web server loads while the preparation waits for a worker.
                        children.start([plan.web(host=host, port=port), *plan.background(data_dir)])
                        if prepare is not None:
                            with progress.step(prepare[0]):
                                _run_beside(children, prepare[1])
                        with progress.step("Web server"):
                            _wait_until_ready(children, f"{address}/health/ready")
                        announce(progress.total_seconds())
                        children.watch_until(lambda: False)
                finally:
                    # A second Ctrl-C while stopping would leave servers behind.
                    stopping.ignore()
                    embedded.leave()
        except StopRequested:
            print("Stopped.", flush=True)
        except (EmbeddedServiceError, PortError, AlreadyRunningError, ChildFailedError) as error:
            raise SessionError(str(error)) from error
        except OSError as error:
            place = error.filename or data_dir
            raise SessionError(f"{place} cannot be used: {error.strerror}.") from error


def _join(embedded: EmbeddedServices, progress: Progress, stopping: Stopping) -> None:
    with progress.step("PostgreSQL and Redis"):
        with stopping.held():
            embedded.join()
        for line in embedded.describe() or ["   the ones that DATABASE_URL and REDIS_URL name"]:
            print(f"   {line}", flush=True)


def _run_beside(children: Supervisor, action: Callable[[], object]) -> None:
    """Run the action while the children are tended, since it waits for them; raises what it raises."""
    outcome: Future[object] = Future()

    def work() -> None:
        try:
            outcome.set_result(action())
        except BaseException as error:  # noqa: BLE001  raised again below, in the thread that waits
            outcome.set_exception(error)

    threading.Thread(target=work, name="prepare", daemon=True).start()
    children.watch_until(outcome.done)
    outcome.result()


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
