"""Where the embedded servers keep data, sockets and logs, as a pure function of the data folder.

Settings use it to know the addresses without starting anything; services.py makes the folders.
"""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

# The kernel takes at most 108 bytes for a socket's path, 104 on macOS; PostgreSQL adds a name and a lock's suffix.
LONGEST_SOCKET_FOLDER = 80
SUPERUSER = "postgres"
DATABASE = "watchbill"


@dataclass(frozen=True)
class Locations:
    """All paths of one set of servers."""

    data_dir: Path
    # Where the servers' account can reach: the data folder, or for root below /var/tmp if a parent is closed.
    server_home: Path
    socket_dir: Path

    @property
    def postgres_data(self) -> Path:
        return self.server_home / "postgres"

    @property
    def binaries(self) -> Path:
        return self.server_home / "binaries"

    @property
    def postgres_log(self) -> Path:
        return self.server_home / "log" / "postgres.log"

    @property
    def redis_log(self) -> Path:
        return self.server_home / "log" / "redis.log"

    @property
    def postgres_socket(self) -> Path:
        return self.socket_dir / ".s.PGSQL.5432"

    @property
    def redis_socket(self) -> Path:
        return self.socket_dir / "redis.sock"

    @property
    def start_lock(self) -> Path:
        return self.data_dir / "run" / "start.lock"

    @property
    def users_lock(self) -> Path:
        return self.data_dir / "run" / "users.lock"

    @property
    def database_url(self) -> str:
        return self.database_url_for(DATABASE)

    @property
    def redis_url(self) -> str:
        return f"unix://{self.redis_socket}?db=0"

    def database_url_for(self, database: str) -> str:
        return f"postgresql://{SUPERUSER}@/{database}?host={quote(str(self.socket_dir), safe='/')}"


def locations_for(data_dir: Path) -> Locations:
    data_dir = data_dir.absolute()
    server_home = data_dir
    if os.geteuid() == 0 and not others_can_reach(data_dir):
        server_home = Path("/var/tmp") / f"watchbill-{_short_name(data_dir)}"
    socket_dir = server_home / "run"
    if len(os.fsencode(socket_dir)) > LONGEST_SOCKET_FOLDER:
        socket_dir = Path("/tmp") / f"watchbill-{os.geteuid()}-{_short_name(data_dir)}"
    return Locations(data_dir=data_dir, server_home=server_home, socket_dir=socket_dir)


def others_can_reach(folder: Path) -> bool:
    """Say whether an ordinary account may pass through every existing parent of the folder."""
    for parent in folder.parents:
        try:
            if not parent.stat().st_mode & stat.S_IXOTH:
                return False
        except OSError:
            continue
    return True


def _short_name(data_dir: Path) -> str:
    return hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
