"""One private Redis: keeps nothing on disk, reachable only through its unix socket.

What must survive is in PostgreSQL; Redis carries the queue, the cache and live messages.
"""

from __future__ import annotations

import time
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.embedded.account import Account
from config.embedded.binaries import Program
from config.embedded.errors import EmbeddedServiceError
from config.embedded.listening import is_listening
from config.embedded.locations import Locations

START_SECONDS = 10
POLL_SECONDS = 0.01
# One for each process of a parallel test run, besides the first.
DATABASES = 65


class RedisServer:
    """Starts and stops the server of one place; whether to is decided in services.py."""

    def __init__(self, *, locations: Locations, program: Program, account: Account) -> None:
        self.locations = locations
        self.program = program
        self.account = account

    def _client(self) -> redis.Redis:
        # redis-py would try again for seconds; here a refused connection is an answer.
        retry = Retry(NoBackoff(), 0)
        return redis.Redis(unix_socket_path=str(self.locations.redis_socket), socket_timeout=5, retry=retry)

    def answers(self) -> bool:
        """Say whether somebody listens at the socket, at the price of one system call or two."""
        return is_listening(self.locations.redis_socket)

    def is_running(self) -> bool:
        client = self._client()
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
        finally:
            client.close()

    def start(self) -> None:
        """Start the server and wait until it answers; raises EmbeddedServiceError with a sentence."""
        locations = self.locations
        command: list[str | Path] = [self.program.path, "--port", "0", "--unixsocket", locations.redis_socket]
        command += [
            "--unixsocketperm",
            "700",
            "--save",
            "",
            "--appendonly",
            "no",
            "--databases",
            str(DATABASES),
        ]
        command += [
            "--dir",
            locations.socket_dir,
            "--maxmemory-policy",
            "noeviction",
            "--loglevel",
            "warning",
        ]
        locations.redis_log.unlink(missing_ok=True)
        process = self.account.start(command, cwd=locations.server_home, log=locations.redis_log)
        deadline = time.monotonic() + START_SECONDS
        while not self.is_running():
            if process.poll() is not None or time.monotonic() > deadline:
                process.kill()
                raise EmbeddedServiceError(
                    f"Redis did not start: {self._reason()} (log: {locations.redis_log})"
                )
            time.sleep(POLL_SECONDS)

    def stop(self) -> None:
        """Stop the server; nothing happens when it does not run."""
        client = self._client()
        try:
            client.shutdown(nosave=True)
        except redis.RedisError:
            pass
        finally:
            client.close()
        self.locations.redis_socket.unlink(missing_ok=True)

    def version(self) -> str:
        client = self._client()
        try:
            return str(client.info("server")["redis_version"])
        finally:
            client.close()

    def _reason(self) -> str:
        try:
            lines = self.locations.redis_log.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            lines = []
        lines = [line for line in lines if line.strip()]
        return lines[-1].strip() if lines else "it gave no reason"
