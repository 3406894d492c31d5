"""The settings as each mode loads them, and that docs/settings.md names every variable that is read."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from config.deployment_check import production_environment
from tests.config.variables import variables_read

CHECKOUT = Path(__file__).resolve().parent.parent.parent
DOCUMENTED = (CHECKOUT / "docs" / "settings.md").read_text(encoding="utf-8")

# The system's own, not settings of ours.
SYSTEMS = {"PATH", "DJANGO_SETTINGS_MODULE"}


def load(environment: dict[str, str], expression: str = "''") -> subprocess.CompletedProcess[str]:
    code = f"import django.conf; s = django.conf.settings; s.DEBUG; print({expression})"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=CHECKOUT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_variable_that_is_read_is_documented() -> None:
    found = variables_read()
    assert "SECRET_KEY" in found
    missing = {
        name: where for name, where in found.items() if name not in SYSTEMS and f"`{name}`" not in DOCUMENTED
    }
    assert missing == {}


def test_every_documented_variable_is_read() -> None:
    read = set(variables_read())
    table = re.findall(r"^\| ((?:`[A-Z_]+`(?:, )?)+) ", DOCUMENTED, flags=re.MULTILINE)
    documented = {name for row in table for name in re.findall(r"`([A-Z_]+)`", row)}
    # Read by config/bootstrap.sh, and by the test plugin under names of its own.
    elsewhere = {"PYTHON", "WATCHBILL_TEST_DATABASE_SERVER", "WATCHBILL_TEST_REDIS_SERVER"}
    assert documented - read == elsewhere


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"])
def test_production_does_not_start_without(missing: str) -> None:
    environment = production_environment()
    del environment[missing]
    result = load(environment)
    assert result.returncode != 0
    assert f"Set the environment variable {missing}" in result.stderr


def test_production_is_what_starts_when_nothing_says_otherwise() -> None:
    result = load({})
    assert result.returncode != 0
    assert "SECRET_KEY" in result.stderr


def test_production_defaults_are_closed() -> None:
    names = (
        "DEBUG SECURE_SSL_REDIRECT SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SECURE_HSTS_INCLUDE_SUBDOMAINS"
    )
    expression = f"[getattr(s, name) for name in {names.split()}], s.SECURE_HSTS_SECONDS"
    result = load(production_environment(), expression)
    assert result.stdout.strip() == "[False, True, True, True, True] 31536000", result.stderr


def test_a_checkout_keeps_its_own_secret(tmp_path: Path) -> None:
    environment = {"WATCHBILL_MODE": "development", "WATCHBILL_DATA_DIR": str(tmp_path)}
    first = load(environment, "s.SECRET_KEY")
    assert first.returncode == 0, first.stderr
    assert len(first.stdout.strip()) >= 50
    assert load(environment, "s.SECRET_KEY").stdout == first.stdout
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_deployment_check_finds_nothing() -> None:
    command = [sys.executable, "-m", "config.deployment_check"]
    result = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
