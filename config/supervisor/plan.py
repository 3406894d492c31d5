"""What runs on one machine: the web server, a worker for each queue, and beat."""

from __future__ import annotations

import sys
from pathlib import Path

from config.supervisor.processes import ChildPlan

CHECKOUT = Path(__file__).resolve().parent.parent.parent


def web(*, host: str, port: int, workers: int = 2) -> ChildPlan:
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "config.asgi:application",
        "--host",
        host,
        "--port",
        str(port),
    ]
    # Small messages: compressing them costs a processor more than it saves the line (measured, docs/adr).
    command += ["--workers", str(workers), "--ws-per-message-deflate", "false", "--lifespan", "off"]
    command += ["--no-access-log", "--log-config", str(CHECKOUT / "config" / "uvicorn_logging.json")]
    return ChildPlan(name="web", command=command, environment={"DATABASE_POOL": "true"})


def worker(queue: str, *, niceness: int = 0) -> ChildPlan:
    command = [
        sys.executable,
        "-m",
        "celery",
        "-q",
        "-A",
        "config.celery",
        "worker",
        "-Q",
        queue,
        "-n",
        f"{queue}@%h",
    ]
    command += ["--concurrency", "1", "--without-gossip", "--without-mingle", "--loglevel", "INFO"]
    return ChildPlan(name=f"worker-{queue}", command=command, niceness=niceness, stop_seconds=15)


def beat(data_dir: Path) -> ChildPlan:
    command = [sys.executable, "-m", "celery", "-q", "-A", "config.celery", "beat", "--loglevel", "WARNING"]
    command += ["--pidfile=", "--schedule", str(data_dir / "celerybeat-schedule")]
    return ChildPlan(name="beat", command=command, niceness=5)


def background(data_dir: Path) -> list[ChildPlan]:
    """Everything but the web server, to which it gives way: live pages matter more than a quicker optimum."""
    return [worker("default", niceness=5), worker("solver", niceness=10), beat(data_dir)]
