"""The entrance: starts the embedded servers, or joins those that run already, and stops them after the last user.

Every using process holds a shared file lock. The kernel frees it however a process ends, so that a killed process
leaves no count behind: servers it leaves running are joined, or replaced if they no longer answer.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.embedded.account import server_account
from config.embedded.binaries import postgres_programs, redis_program
from config.embedded.errors import EmbeddedServiceError
from config.embedded.locations import DATABASE, Locations, locations_for
from config.embedded.postgres import PostgresServer
from config.embedded.redis_server import RedisServer


class EmbeddedServices:
    """The servers of one data folder; `join` before use, `leave` at the end (or use the `services` context)."""

    def __init__(
        self,
        data_dir: Path,
        *,
        is_durable: bool = True,
        needs_postgres: bool = True,
        needs_redis: bool = True,
    ) -> None:
        self.locations: Locations = locations_for(data_dir)
        self.is_durable = is_durable
        self.postgres: PostgresServer | None = None
        self.redis: RedisServer | None = None
        self._needs_postgres = needs_postgres
        self._needs_redis = needs_redis
        self._users: int | None = None

    def join(self) -> None:
        """Make sure the servers run and count this process among their users."""
        try:
            self._make_folders()
            with self._start_lock():
                # In here: the first start of root copies the programs, and two must not do it at once.
                account = server_account()
                if self._needs_postgres:
                    self.postgres = PostgresServer(
                        locations=self.locations,
                        program=postgres_programs(self.locations),
                        account=account,
                        is_durable=self.is_durable,
                    )
                if self._needs_redis:
                    program = redis_program(self.locations)
                    self.redis = RedisServer(locations=self.locations, program=program, account=account)
                # Kept from programs started later (inheritable off), and given up by the kernel at our end.
                self._users = os.open(self.locations.users_lock, os.O_RDWR | os.O_CREAT, 0o600)
                fcntl.flock(self._users, fcntl.LOCK_SH)
                self._start_missing()
        except OSError as error:
            self._forget()
            raise EmbeddedServiceError(_sentence(error, self.locations)) from error
        except EmbeddedServiceError:
            self._forget()
            raise

    def leave(self) -> None:
        """Give up this process's share; whoever is last stops the servers."""
        if self._users is None:
            return
        with self._start_lock():
            try:
                # A second lock on the same open file replaces the first; it fails while another process shares it.
                fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self._forget()
                return
            if self.redis is not None:
                self.redis.stop()
            if self.postgres is not None:
                self.postgres.stop()
            self._forget()

    def mend(self) -> list[str]:
        """Start again those servers that died; return their names. Raises EmbeddedServiceError with a sentence."""
        if self._users is None or all(server.answers() for server in self._servers().values()):
            return []
        with self._start_lock():
            dead = {name: server for name, server in self._servers().items() if not server.answers()}
            try:
                for server in dead.values():
                    server.start()
            except OSError as error:
                raise EmbeddedServiceError(_sentence(error, self.locations)) from error
        return list(dead)

    def _servers(self) -> dict[str, PostgresServer | RedisServer]:
        servers = {"PostgreSQL": self.postgres, "Redis": self.redis}
        return {name: server for name, server in servers.items() if server is not None}

    def describe(self) -> list[str]:
        """Return one line per server: which, from where, which version."""
        lines = []
        if self.postgres is not None:
            lines.append(f"{self.postgres.program.origin} (version {self.postgres.version()})")
        if self.redis is not None:
            lines.append(f"{self.redis.program.origin} (version {self.redis.version()})")
        return lines

    def _start_missing(self) -> None:
        if self.postgres is not None:
            if not self.postgres.is_running():
                self.postgres.start()
            self.postgres.ensure_database(DATABASE)
        if self.redis is not None and not self.redis.is_running():
            self.redis.start()

    def _make_folders(self) -> None:
        locations = self.locations
        account = server_account()
        locations.data_dir.mkdir(parents=True, exist_ok=True)
        locations.start_lock.parent.mkdir(exist_ok=True)
        if locations.server_home != locations.data_dir:
            locations.server_home.mkdir(exist_ok=True)
            _refuse_foreign(locations.server_home)
        if account.uid is not None:
            # The servers' account must pass through, and need not list.
            locations.server_home.chmod(locations.server_home.stat().st_mode | 0o011)
        account.make_folder(locations.postgres_log.parent)
        if locations.socket_dir.exists() and locations.socket_dir.parent == Path("/tmp"):
            _refuse_foreign(locations.socket_dir)
        account.make_folder(locations.socket_dir)

    @contextmanager
    def _start_lock(self) -> Iterator[None]:
        """Let one process at a time start or stop servers."""
        descriptor = os.open(self.locations.start_lock, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _forget(self) -> None:
        if self._users is not None:
            os.close(self._users)
            self._users = None


@contextmanager
def services(data_dir: Path, *, is_durable: bool = True) -> Iterator[EmbeddedServices]:
    embedded = EmbeddedServices(data_dir, is_durable=is_durable)
    embedded.join()
    try:
        yield embedded
    finally:
        embedded.leave()


def _refuse_foreign(folder: Path) -> None:
    """Refuse a folder in a shared place that somebody else may have put there."""
    owner = folder.stat().st_uid
    allowed = {os.geteuid(), server_account().uid}
    if folder.is_symlink() or owner not in allowed:
        raise EmbeddedServiceError(
            f"{folder} belongs to somebody else: remove it, or set WATCHBILL_DATA_DIR."
        )


def _sentence(error: OSError, locations: Locations) -> str:
    if error.errno == 28:
        return f"The disk at {locations.data_dir} is full. Free some space and try again."
    return f"The embedded servers cannot use {error.filename or locations.data_dir}: {error.strerror}."
