"""One private PostgreSQL: made on the first start, reachable only through its unix socket."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
from pathlib import Path

import psycopg
from psycopg import sql

from config.embedded.account import Account
from config.embedded.binaries import Program
from config.embedded.errors import EmbeddedServiceError
from config.embedded.listening import is_listening
from config.embedded.locations import SUPERUSER, Locations

# What an empty cluster with its first write-ahead logs takes, rounded up.
NEEDED_MEGABYTES = 200
START_SECONDS = 60
# By these words the servers' logs say what is wrong.
COMPLAINTS = ("invalid value", "FATAL:", "PANIC:", "error:")
STOP_SECONDS = 30


class PostgresServer:
    """Starts and stops the server of one place; whether to is decided in services.py."""

    def __init__(self, *, locations: Locations, program: Program, account: Account, is_durable: bool) -> None:
        self.locations = locations
        self.program = program
        self.account = account
        # A test cluster may lose its data with the machine; it is thrown away then.
        self.is_durable = is_durable

    def answers(self) -> bool:
        """Say whether somebody listens at the socket, at the price of one system call or two."""
        return is_listening(self.locations.postgres_socket)

    def is_running(self) -> bool:
        try:
            with self.connect("postgres"):
                return True
        except psycopg.OperationalError:
            return False

    def connect(self, database: str) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=str(self.locations.socket_dir),
            user=SUPERUSER,
            dbname=database,
            autocommit=True,
            connect_timeout=5,
        )

    def start(self) -> None:
        """Start the server, making or mending its data folder first; raises EmbeddedServiceError with a sentence."""
        self._forget_stale_files()
        if not self.locations.postgres_data.exists():
            self._make_cluster()
        log = self.locations.postgres_log
        log.unlink(missing_ok=True)
        configuration = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.locations.socket_dir),
            # The folder of the socket is private; the socket itself too where the server is our own account.
            "unix_socket_permissions": "0700" if self.account.uid is None else "0777",
            "max_connections": "200",
        }
        if not self.is_durable:
            configuration |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
            configuration |= {"wal_level": "minimal", "max_wal_senders": "0", "max_wal_size": "4GB"}
        options = _quoted([f"--{name}={value}" for name, value in configuration.items()])
        result = self._pg_ctl("start", "-w", "-t", str(START_SECONDS), "-l", str(log), "-o", options)
        if result.returncode != 0:
            raise EmbeddedServiceError(self._why("PostgreSQL did not start", result.stdout))

    def ensure_database(self, name: str) -> None:
        with self.connect("postgres") as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def stop(self) -> None:
        """Stop the server, ending open connections; nothing happens when it does not run."""
        self._pg_ctl("stop", "-w", "-m", "fast", "-t", str(STOP_SECONDS))

    def version(self) -> str:
        with self.connect("postgres") as connection:
            row = connection.execute("SHOW server_version").fetchone()
        return str(row[0]) if row else ""

    def _pg_ctl(self, action: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command: list[str | Path] = [
            self.program.path / "pg_ctl",
            action,
            "-D",
            self.locations.postgres_data,
            *arguments,
        ]
        return self.account.run(command, cwd=self.locations.server_home, seconds=START_SECONDS + 30)

    def _make_cluster(self) -> None:
        free = shutil.disk_usage(self.locations.server_home).free // 1_000_000
        if free < NEEDED_MEGABYTES:
            raise EmbeddedServiceError(
                f"PostgreSQL needs {NEEDED_MEGABYTES} MB for its data and only {free} MB are free "
                f"at {self.locations.server_home}: free some space, or set WATCHBILL_DATA_DIR to a folder elsewhere."
            )
        draft = self.locations.postgres_data.with_name("postgres.partial")
        shutil.rmtree(draft, ignore_errors=True)
        self.account.make_folder(draft)
        command: list[str | Path] = [
            self.program.path / "initdb",
            "-D",
            draft,
            "-U",
            SUPERUSER,
            "--auth=trust",
            "--encoding=UTF8",
        ]
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"]
        if not self.is_durable:
            command.append("--no-sync")
        result = self.account.run(command, cwd=self.locations.server_home, seconds=120)
        if result.returncode != 0:
            shutil.rmtree(draft, ignore_errors=True)
            raise EmbeddedServiceError(self._why("PostgreSQL could not make its data folder", result.stdout))
        # Only a whole cluster gets the final name, so that an interrupted first start is simply begun again.
        draft.rename(self.locations.postgres_data)

    def _forget_stale_files(self) -> None:
        """Remove what a killed server left and a new one would take for a living server's."""
        pid_file = self.locations.postgres_data / "postmaster.pid"
        if pid_file.exists():
            if self._is_our_postgres(_first_number(pid_file)):
                # It lives but did not answer: it is starting, stopping or stuck.
                self.stop()
            if not self.is_durable:
                # Without fsync nothing is certain after a crash, and a test cluster is quickly made anew.
                shutil.rmtree(self.locations.postgres_data)
            else:
                pid_file.unlink(missing_ok=True)
        for leftover in self.locations.socket_dir.glob(".s.PGSQL.*"):
            leftover.unlink(missing_ok=True)

    def _is_our_postgres(self, pid: int | None) -> bool:
        """Say whether the process is a postgres of this data folder; its number may have gone to another program."""
        if pid is None:
            return False
        try:
            command = subprocess.run(
                ["ps", "-o", "command=", "-p", str(pid)],
                capture_output=True,
                text=True,
                check=False,
                timeout=10,
            ).stdout
        except FileNotFoundError:
            try:
                command = (
                    Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                )
            except OSError:
                return False
        return "postgres" in command and str(self.locations.postgres_data) in command

    def _why(self, what: str, output: str) -> str:
        """Return one sentence with the reason from the program's output or the server's log."""
        with contextlib.suppress(OSError):
            output += self.locations.postgres_log.read_text(encoding="utf-8", errors="replace")
        if "No space left on device" in output:
            return f"{what}: the disk at {self.locations.server_home} is full. Free some space and try again."
        lines = [line.strip() for line in output.splitlines() if line.strip()]
        # The first complaint is the cause; what follows is its consequence.
        telling = [line for line in lines if any(word in line for word in COMPLAINTS)]
        reason = (telling or lines[-1:] or ["it gave no reason"])[0]
        for word in COMPLAINTS:
            # Without the log's time and process number in front.
            reason = reason[reason.find(word) :] if word in reason else reason
        return f"{what}: {reason} (log: {self.locations.postgres_log})"


def _quoted(options: list[str]) -> str:
    """Join options for pg_ctl, which hands them to a shell."""
    return " ".join("'" + option.replace("'", "'\\''") + "'" for option in options)


def _first_number(path: Path) -> int | None:
    try:
        return int(path.read_text(encoding="ascii", errors="replace").split("\n", 1)[0])
    except (OSError, ValueError):
        return None
