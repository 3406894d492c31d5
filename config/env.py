"""Typed readers of environment variables; every setting that comes from outside is read through one of them.

What the variables mean is written in docs/settings.md (a test compares the two). Who uses them: config/settings.py.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

ChoiceT = TypeVar("ChoiceT", bound=Enum)

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off", ""})


class Mode(Enum):
    """How the process runs. Only production refuses to start without secrets."""

    DEVELOPMENT = "development"
    DEMO = "demo"
    TEST = "test"
    PRODUCTION = "production"


class Environment:
    """Reads variables from a mapping and names the variable in every complaint."""

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self._values: Mapping[str, str] = os.environ if values is None else values

    def text(self, name: str, default: str | None = None) -> str:
        """Return the text, or the default; without a default the variable must be set and not be blank."""
        value = self._values.get(name, "").strip()
        if value:
            return value
        if default is None:
            raise ImproperlyConfigured(f"Set the environment variable {name}; see docs/settings.md.")
        return default

    def flag(self, name: str, default: bool = False) -> bool:
        value = self._values.get(name)
        if value is None:
            return default
        word = value.strip().lower()
        if word in TRUE_WORDS:
            return True
        if word in FALSE_WORDS:
            return False
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")

    def whole_number(self, name: str, default: int, minimum: int | None = None) -> int:
        value = self._values.get(name, "").strip()
        if not value:
            return default
        try:
            number = int(value)
        except ValueError:
            raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None
        if minimum is not None and number < minimum:
            raise ImproperlyConfigured(f"{name} must be at least {minimum}, not {number}.")
        return number

    def words(self, name: str, default: list[str] | None = None) -> list[str]:
        """Return the comma-separated words, without blanks; without a default there must be one."""
        value = self.text(name, None if default is None else "")
        words = [word.strip() for word in value.split(",") if word.strip()]
        return words or list(default or [])

    def path(self, name: str, default: Path) -> Path:
        value = self._values.get(name, "").strip()
        return Path(value).expanduser().absolute() if value else default

    def choice(self, name: str, kind: type[ChoiceT], default: ChoiceT) -> ChoiceT:
        value = self._values.get(name, "").strip().lower()
        if not value:
            return default
        try:
            return kind(value)
        except ValueError:
            allowed = ", ".join(str(member.value) for member in kind)
            raise ImproperlyConfigured(f"{name} must be one of {allowed}, not {value!r}.") from None

    def database(self, name: str, default: str | None = None) -> dict[str, object]:
        """Return Django's database settings for postgresql://USER:PASSWORD@HOST:PORT/NAME?option=value.

        A host that is a folder (a private unix socket) is given as ?host=/path.
        """
        url = self.text(name, default)
        parts = urlsplit(url)
        if parts.scheme not in {"postgres", "postgresql"}:
            raise ImproperlyConfigured(f"{name} must begin with postgresql://; only PostgreSQL is supported.")
        options = dict(parse_qsl(parts.query))
        try:
            port = str(parts.port or "")
        except ValueError:
            raise ImproperlyConfigured(f"{name} has a port that is no number.") from None
        database = unquote(parts.path.lstrip("/"))
        if not database:
            raise ImproperlyConfigured(f"{name} must name a database after the host: postgresql://host/name.")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": database,
            "USER": unquote(parts.username or options.pop("user", "")),
            "PASSWORD": unquote(parts.password or options.pop("password", "")),
            "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
            "PORT": options.pop("port", "") or port,
            "OPTIONS": dict(options),
        }

    def redis_url(self, name: str, default: str | None = None) -> str:
        """Return the address as redis-py takes it: redis://, rediss:// or unix:///path?db=0."""
        url = self.text(name, default)
        if url.startswith("redis+socket://"):
            url = "unix://" + url.removeprefix("redis+socket://")
        if urlsplit(url).scheme not in {"redis", "rediss", "unix"}:
            raise ImproperlyConfigured(f"{name} must begin with redis://, rediss:// or unix://.")
        return url


def celery_broker_url(redis_url: str) -> str:
    """Return a Redis address as Celery takes it: a unix socket is redis+socket://, its database virtual_host."""
    if not redis_url.startswith("unix://"):
        return redis_url
    parts = urlsplit(redis_url)
    database = dict(parse_qsl(parts.query)).get("db", "0")
    return f"redis+socket://{parts.path}?virtual_host={database}"
