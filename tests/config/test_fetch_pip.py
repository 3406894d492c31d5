"""config/fetch_pip.py against an index of its own: the locked wheel or a sentence, nothing in between."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from config import fetch_pip

CHECKOUT = Path(__file__).resolve().parent.parent.parent
WHEEL = b"the wheel"


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and writes no log."""

    def log_message(self, *words: object) -> None:  # type: ignore[override]
        return


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    (tmp_path / "simple" / "pip").mkdir(parents=True)
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "pip-1.2-py3-none-any.whl").write_bytes(WHEEL)
    links = [f'<a href="../../files/pip-{number}-py3-none-any.whl#sha256=0">' for number in ("1.1", "1.2")]
    (tmp_path / "simple" / "pip" / "index.html").write_text("".join(links), encoding="utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{server.server_port}/simple/")
        monkeypatch.delenv("PIP_CERT", raising=False)
        yield tmp_path
        server.shutdown()


def test_the_locked_wheel_is_fetched(index: Path) -> None:
    assert fetch_pip.fetch_wheel("1.2", frozenset({hashlib.sha256(WHEEL).hexdigest()})) == WHEEL


def test_another_file_under_its_name_is_refused(index: Path) -> None:
    with pytest.raises(LookupError, match="not the file that was locked"):
        fetch_pip.fetch_wheel("1.2", frozenset({"0" * 64}))


def test_a_version_that_the_index_lacks_is_a_sentence(index: Path) -> None:
    with pytest.raises(LookupError, match=r"127.0.0.1 has no pip-1.3-py3-none-any.whl"):
        fetch_pip.fetch_wheel("1.3", frozenset())


def test_without_an_index_it_says_so(
    index: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "file:///nowhere")
    monkeypatch.setattr("sys.argv", ["fetch_pip.py", str(CHECKOUT / "requirements" / "pip.txt")])
    assert fetch_pip.main() == 1
    assert "pip cannot be fetched" in capsys.readouterr().err


def test_the_lock_is_read() -> None:
    version, hashes = fetch_pip.read_lock(CHECKOUT / "requirements" / "pip.txt")
    assert version[0].isdigit()
    assert len(hashes) == 2
