"""What may be in the repository: no large files, no names of machines or package hosts, no unfinished marks."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent.parent
LARGEST_BYTES = 1_500_000


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, text=True, check=True
    ).stdout
    return [CHECKOUT / name for name in listed.split("\0") if name and (CHECKOUT / name).is_file()]


def test_no_file_is_large() -> None:
    assert [str(path) for path in tracked_files() if path.stat().st_size > LARGEST_BYTES] == []


def test_the_locks_name_no_host() -> None:
    for path in (CHECKOUT / "requirements").iterdir():
        text = path.read_text(encoding="utf-8")
        assert "://" not in text, path.name
        assert "index-url" not in text, path.name


def test_every_locked_package_has_hashes() -> None:
    for path in (CHECKOUT / "requirements").glob("*.txt"):
        entries = re.split(r"\n(?=[a-z0-9])", path.read_text(encoding="utf-8"))
        without = [entry.split("==")[0] for entry in entries[1:] if "--hash=sha256:" not in entry]
        assert without == [], path.name


def test_the_locks_hold_every_wanted_package() -> None:
    for name in ("base", "dev", "uv"):
        wanted = (CHECKOUT / "requirements" / f"{name}.in").read_text(encoding="utf-8")
        locked = (CHECKOUT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        for package in re.findall(r"^([a-z0-9][a-z0-9-]*)", wanted, flags=re.MULTILINE):
            assert re.search(rf"^{re.escape(package)}(\[.*\])?==", locked, flags=re.MULTILINE), package


def test_no_unfinished_marks() -> None:
    mark = re.compile(r"#\s*(TODO|FIXME|XXX)\b(?! ?\(?#\d)")
    code = [path for path in tracked_files() if path.suffix == ".py"]
    assert [str(path) for path in code if mark.search(path.read_text(encoding="utf-8"))] == []
