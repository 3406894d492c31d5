"""What must be in place before a process serves anything: asked by the web server and by workers as they start."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from approvals.registry import missing_handlers


def require_handlers() -> None:
    """Raises ImproperlyConfigured for a kind of request that nobody answers for."""
    missing = ", ".join(missing_handlers())
    if missing:
        raise ImproperlyConfigured(f"Nothing answers for requests of kind {missing}.")
