"""Which environment variables the code reads, found in its text; used by the tests of settings and of deployment."""

from __future__ import annotations

import re
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent.parent
READERS = re.compile(
    r"\benv\.(?:text|flag|whole_number|words|path|choice|database|redis_url)\(\s*\"([A-Z_]+)\""
)
ENVIRON = re.compile(r"os\.environ(?:\.get|\.setdefault)?[\[(]\s*\"([A-Z_]+)\"")
FOLDERS = ("config", "staff", "approvals", "scheduling", "timeoff", "solver", "tests/support")


def variables_read() -> dict[str, str]:
    """Return each variable with one file that reads it."""
    found: dict[str, str] = {}
    for folder in FOLDERS:
        for path in (CHECKOUT / folder).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            for name in READERS.findall(text) + ENVIRON.findall(text):
                found[name] = str(path.relative_to(CHECKOUT))
    return found
