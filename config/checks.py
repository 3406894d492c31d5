"""System checks of our own, run by `manage.py check`: settings that would start but be wrong."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from approvals.registry import missing_handlers
from config.env import Mode

SHORTEST_SECRET = 50


@register(Tags.security, deploy=True)
def check_production_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse what only a local mode may have."""
    problems: list[CheckMessage] = []
    if settings.MODE is not Mode.PRODUCTION:
        return problems
    if settings.DEBUG:
        problems.append(Error("DEBUG is on in production.", hint="Unset DEBUG.", id="watchbill.E001"))
    if "*" in settings.ALLOWED_HOSTS:
        problems.append(
            Error("ALLOWED_HOSTS allows every host.", hint="Name the hosts.", id="watchbill.E002")
        )
    if len(settings.SECRET_KEY) < SHORTEST_SECRET:
        problems.append(
            Error(
                f"SECRET_KEY is shorter than {SHORTEST_SECRET} characters.",
                hint="Make one with: python -c 'import secrets; print(secrets.token_urlsafe(64))'",
                id="watchbill.E003",
            )
        )
    if any(len(key) < SHORTEST_SECRET for key in settings.MFA_ENCRYPTION_KEYS):
        problems.append(
            Error(
                f"A key of MFA_ENCRYPTION_KEYS is shorter than {SHORTEST_SECRET} characters.",
                hint="Make one with: python -c 'import secrets; print(secrets.token_urlsafe(64))'",
                id="watchbill.E005",
            )
        )
    return problems


@register(Tags.security)
def check_no_inline_script(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a content security policy that lets a page run inline scripts or load from other hosts."""
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    allowed = set(directives["script-src"])
    if allowed != {"'self'"}:
        message = f"script-src allows {sorted(allowed)}; only 'self' is allowed."
        return [Error(message, hint="Move the script into a file under static/js.", id="watchbill.E004")]
    return []


@register()
def check_every_kind_has_a_handler(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse to start with a kind of request that nobody answers for."""
    missing = ", ".join(missing_handlers())
    if not missing:
        return []
    message = f"Nothing answers for requests of kind {missing}."
    return [
        Error(message, hint="Register a handler at start-up (approvals/registry.py).", id="watchbill.E006")
    ]
