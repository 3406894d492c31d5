"""Uploaded files between preview and apply: what was previewed is what is applied.

They are kept in the cache for an hour, for the user who uploaded them; they hold names, so they are never written to
the database or to disk.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.core.cache import cache

from scheduling.center_files.domain.report import RowOutcome

SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Preview:
    """Files by name, the center they were previewed for (None: a new one), and each row's outcome then."""

    files: Mapping[str, bytes]
    center_id: UUID | None
    outcomes: tuple[RowOutcome, ...]


def keep(preview: Preview, *, user_id: UUID) -> str:
    """Keep a preview; returns the token under which its user finds it."""
    token = secrets.token_urlsafe(24)
    cache.set(_key(token, user_id), preview, SECONDS)
    return token


def find(token: str, *, user_id: UUID) -> Preview | None:
    """The preview of a token; None when it is another user's, too old or applied."""
    found = cache.get(_key(token, user_id)) if token else None
    return found if isinstance(found, Preview) else None


def forget(token: str, *, user_id: UUID) -> None:
    cache.delete(_key(token, user_id))


def _key(token: str, user_id: UUID) -> str:
    return f"import:{user_id}:{token}"
