"""What comes before serving on one machine, as steps whose failures are sentences."""

from __future__ import annotations

import os
from collections.abc import Callable

import redis
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, connections
from kombu.exceptions import OperationalError as BrokerError
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.supervisor.session import SessionError, Step

SECONDS = 5


def local_steps() -> list[Step]:
    return [
        ("Database migrations", with_sentence("The database could not be prepared", _migrate)),
        ("Static files", with_sentence("The static files could not be collected", _collect_static)),
    ]


def with_sentence(what: str, action: Callable[[], object]) -> Callable[[], object]:
    """Return the action with a sentence instead of the trace of a server, network or disk that fails it."""

    def run() -> object:
        try:
            return action()
        except (DatabaseError, redis.RedisError, BrokerError, OSError) as error:
            reason = " ".join(str(error).split("\n", 1)[0].split()) or type(error).__name__
            raise SessionError(
                f"{what}: {reason.rstrip('.')}. When that is mended, run the same command again: "
                "it goes on where it stopped."
            ) from error
        finally:
            # The thread or process goes on to something else, and idle connections are counted.
            connections.close_all()

    return run


def _migrate() -> None:
    check_servers()
    call_command("migrate", verbosity=0, interactive=False)


def _collect_static() -> None:
    call_command("collectstatic", verbosity=0, interactive=False)


def check_servers() -> None:
    """Raise SessionError with the name of the variable when a server that the environment names does not answer."""
    try:
        connection.ensure_connection()
    except (DatabaseError, ValueError) as error:
        raise SessionError(_unreachable("DATABASE_URL", "PostgreSQL", error)) from error
    try:
        client = redis.Redis.from_url(
            settings.REDIS_URL,
            socket_timeout=SECONDS,
            socket_connect_timeout=SECONDS,
            retry=Retry(NoBackoff(), 0),
        )
        client.ping()
        client.close()
    except (redis.RedisError, ValueError) as error:
        raise SessionError(_unreachable("REDIS_URL", "Redis", error)) from error


def _unreachable(variable: str, server: str, error: Exception) -> str:
    reason = str(error).strip().split("\n", 1)[0].rstrip(".") + "."
    if not os.environ.get(variable):
        return f"{server} stopped answering: {reason} Run the same command again."
    return (
        f"The {server} that {variable} names does not answer: {reason} "
        "Correct it, or unset it to use the bundled one."
    )
