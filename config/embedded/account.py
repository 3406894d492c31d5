"""The account that the servers run as: our own, or `nobody` where we are root, since PostgreSQL refuses root."""

from __future__ import annotations

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from config.embedded.errors import EmbeddedServiceError


@dataclass(frozen=True)
class Account:
    """Whom to become for a server's process; None means to stay who we are."""

    uid: int | None
    gid: int | None

    def run(
        self, command: Sequence[str | Path], *, cwd: Path, seconds: int
    ) -> subprocess.CompletedProcess[str]:
        """Run a command to its end and return its exit code and mixed output; it gets a clean environment."""
        # Output goes through a pipe that a server started by pg_ctl must not inherit, hence its own log file there.
        return subprocess.run(
            [str(part) for part in command],
            cwd=cwd,
            env=server_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=seconds,
            check=False,
            umask=0o077,
            user=self.uid,
            group=self.gid,
            extra_groups=[] if self.uid is not None else None,
        )

    def start(self, command: Sequence[str | Path], *, cwd: Path, log: Path) -> subprocess.Popen[bytes]:
        """Start a server in a session of its own, so that Ctrl-C reaches us and not the server."""
        with log.open("ab") as output:
            return subprocess.Popen(
                [str(part) for part in command],
                cwd=cwd,
                env=server_environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                umask=0o077,
                user=self.uid,
                group=self.gid,
                extra_groups=[] if self.uid is not None else None,
            )

    def make_folder(self, folder: Path, mode: int = 0o700) -> None:
        """Make a folder that belongs to this account."""
        folder.mkdir(parents=True, exist_ok=True)
        self.own(folder)
        folder.chmod(mode)

    def own(self, path: Path) -> None:
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)


def server_account() -> Account:
    if os.geteuid() != 0:
        return Account(uid=None, gid=None)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise EmbeddedServiceError(
            "PostgreSQL does not run as root and there is no account `nobody`: "
            "use an ordinary account, or set DATABASE_URL."
        ) from None
    return Account(uid=nobody.pw_uid, gid=nobody.pw_gid)


def server_environment() -> dict[str, str]:
    """Return an environment without PG* variables or locale of the user, which would change what initdb makes."""
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"}
