"""Answers that make a checkout run without any environment variable: a secret of its own and the embedded addresses.

Only the local modes (development, demo, test) ask here. The servers themselves are started by config/embedded.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config.embedded.locations import locations_for


def development_secret(data_dir: Path) -> str:
    """Return this checkout's own random secret, made on the first call and readable by its owner only."""
    try:
        return _kept_secret(data_dir)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{error.filename or data_dir} cannot be used: {error.strerror}. Give the folder to this account "
            "(chown -R), free some space, or set WATCHBILL_DATA_DIR to another folder."
        ) from error


def _kept_secret(data_dir: Path) -> str:
    path = data_dir / "secret-key"
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        pass
    data_dir.mkdir(parents=True, exist_ok=True)
    secret = secrets.token_urlsafe(64)
    draft = path.with_name(f"secret-key.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secret)
    try:
        # A link fails where another process was quicker, so that both end up with the same secret.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text(encoding="ascii")


def development_database_url(data_dir: Path) -> str:
    return locations_for(data_dir).database_url


def development_redis_url(data_dir: Path) -> str:
    return locations_for(data_dir).redis_url
