"""Runs `manage.py check --deploy` on the settings as production loads them, with throw-away secrets (`make lint`)."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent


def production_environment() -> dict[str, str]:
    """Return the smallest environment that production starts with; nothing in it reaches a real service."""
    return {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "WATCHBILL_MODE": "production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "MFA_ENCRYPTION_KEYS": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "watchbill.example",
        "DATABASE_URL": "postgresql://watchbill:secret@database.example/watchbill",
        "REDIS_URL": "redis://redis.example:6379/0",
    }


def main() -> int:
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=CHECKOUT, env=production_environment(), check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
