"""Decides for one manage.py command whether the embedded servers are needed, and holds them while it runs."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.embedded.errors import EmbeddedServiceError
from config.embedded.services import EmbeddedServices

# They only read code, so a server would cost them time for nothing.
COMMANDS_WITHOUT_SERVICES = frozenset(
    {
        "",
        "help",
        "version",
        "--help",
        "-h",
        "--version",
        "collectstatic",
        "findstatic",
        "diffsettings",
        "startapp",
    }
    | {"compilemessages", "makemessages", "spectacular", "check", "run", "demo"}
)


@contextmanager
def services_for_command(arguments: list[str]) -> Iterator[None]:
    """Hold the checkout's embedded servers during a command, where the environment names no others."""
    command = arguments[1] if len(arguments) > 1 else ""
    if (
        os.environ.get("WATCHBILL_MODE") == "production"
        or command in COMMANDS_WITHOUT_SERVICES
        or "--help" in arguments
    ):
        yield
        return
    needs_postgres = not os.environ.get("DATABASE_URL")
    needs_redis = not os.environ.get("REDIS_URL")
    if not needs_postgres and not needs_redis:
        yield
        return
    embedded = EmbeddedServices(data_dir(), needs_postgres=needs_postgres, needs_redis=needs_redis)
    try:
        embedded.join()
    except EmbeddedServiceError as error:
        sys.exit(str(error))
    try:
        yield
    finally:
        embedded.leave()


def data_dir() -> Path:
    """Return the data folder as config/settings.py reads it, without loading the settings."""
    given = os.environ.get("WATCHBILL_DATA_DIR", "").strip()
    checkout = Path(__file__).resolve().parent.parent.parent
    return Path(given).expanduser().absolute() if given else checkout / ".data"
