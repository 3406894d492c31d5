"""Puts pip into an environment whose Python came without it: `.venv/bin/python config/fetch_pip.py LOCK`.

A bare Debian has Python with neither pip nor ensurepip. The wheel comes from the package index, is compared with the
locked hash, and installs itself. Runs before anything is installed, so it uses the standard library alone.
"""

from __future__ import annotations

import hashlib
import html
import os
import re
import ssl
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from urllib.parse import urljoin, urlsplit

PUBLIC_INDEX = "https://pypi.org/simple"
TIMEOUT_SECONDS = 30


def main() -> int:
    try:
        version, hashes = read_lock(Path(sys.argv[1]))
        wheel = fetch_wheel(version, hashes)
    except (OSError, LookupError) as error:
        print(f"pip cannot be fetched: {error}", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"pip-{version}-py3-none-any.whl"
        path.write_bytes(wheel)
        # A wheel is an archive that Python runs programs from.
        command = [sys.executable, str(path / "pip"), "install", "-q", "--no-index", "--no-deps", str(path)]
        return subprocess.run(command, check=False).returncode


def read_lock(path: Path) -> tuple[str, frozenset[str]]:
    """Return the locked version and the hashes of its files."""
    text = path.read_text(encoding="utf-8")
    found = re.search(r"^pip==(\S+)", text, flags=re.MULTILINE)
    if found is None:
        raise LookupError(f"{path} does not name pip.")
    return found[1], frozenset(re.findall(r"--hash=sha256:([0-9a-f]{64})", text))


def fetch_wheel(version: str, hashes: frozenset[str]) -> bytes:
    """Return the wheel from the index that pip's or uv's variable names; LookupError when it is not as locked."""
    index = os.environ.get("PIP_INDEX_URL") or os.environ.get("UV_DEFAULT_INDEX") or PUBLIC_INDEX
    page = f"{index.rstrip('/')}/pip/"
    name = f"pip-{version}-py3-none-any.whl"
    for link in re.findall(r"""href=["']([^"']+)""", _read(page).decode(errors="replace")):
        address = urljoin(page, html.unescape(link))
        if urlsplit(address).path.endswith(f"/{name}"):
            wheel = _read(address)
            if hashlib.sha256(wheel).hexdigest() not in hashes:
                raise LookupError(f"{name} from {urlsplit(page).hostname} is not the file that was locked.")
            return wheel
    raise LookupError(f"{urlsplit(page).hostname} has no {name}.")


def _read(address: str) -> bytes:
    context = ssl.create_default_context(cafile=os.environ.get("PIP_CERT") or None)
    with urllib.request.urlopen(address, timeout=TIMEOUT_SECONDS, context=context) as answer:  # noqa: S310  the index
        return bytes(answer.read())


if __name__ == "__main__":
    sys.exit(main())
