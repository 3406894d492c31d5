"""Pytest plugin: real PostgreSQL and Redis for the tests, started before the settings are loaded (`addopts = -p`).

One cluster per checkout, below .data/test, shared by all processes of all runs and stopped by the last; DATABASE_URL
and REDIS_URL replace it. Each process works in a slot of its own (slots.py) on a database of its own (databases.py).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from config.embedded.errors import EmbeddedServiceError
from config.embedded.services import EmbeddedServices
from tests.support.databases import create_from_template, drop
from tests.support.slots import take_slot

CHECKOUT = Path(__file__).resolve().parent.parent.parent
TEST_DATA = CHECKOUT / ".data" / "test"

# Set for the processes that pytest-xdist starts: they find the servers' addresses here.
DATABASE_SERVER = "WATCHBILL_TEST_DATABASE_SERVER"
REDIS_SERVER = "WATCHBILL_TEST_REDIS_SERVER"


def _start_servers() -> EmbeddedServices | None:
    """Start or join the servers and put their addresses into the environment; the first process of a run does this."""
    given_database = os.environ.get("DATABASE_URL")
    given_redis = os.environ.get("REDIS_URL")
    embedded = EmbeddedServices(
        TEST_DATA, is_durable=False, needs_postgres=not given_database, needs_redis=not given_redis
    )
    try:
        embedded.join()
    except EmbeddedServiceError as error:
        pytest.exit(str(error), returncode=3)
    os.environ[DATABASE_SERVER] = given_database or embedded.locations.database_url
    os.environ[REDIS_SERVER] = given_redis or embedded.locations.redis_url
    return embedded


def _redis_database(url: str, number: int) -> str:
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return f"unix://{parts.path}?db={number}"
    return urlunsplit(parts._replace(path=f"/{number}"))


def _database(url: str, name: str) -> str:
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"postgresql://{parts.netloc}/{name}{query}"


_embedded = _start_servers() if DATABASE_SERVER not in os.environ else None

_slot = take_slot(TEST_DATA / "slots")
_database_name = f"watchbill_test_{_slot.number}"
_admin_dsn = os.environ[DATABASE_SERVER]
os.environ["WATCHBILL_MODE"] = "test"
os.environ["WATCHBILL_DATA_DIR"] = str(TEST_DATA)
os.environ["DATABASE_URL"] = _database(_admin_dsn, _database_name)
os.environ["REDIS_URL"] = _redis_database(os.environ[REDIS_SERVER], _slot.number)
os.environ["REDIS_PREFIX"] = f"test{_slot.number}"


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """Replace pytest-django's fixture: a copy of the migrated template instead of running every migration again."""
    with django_db_blocker.unblock():
        create_from_template(admin_dsn=_admin_dsn, name=_database_name, lock_file=TEST_DATA / "template.lock")
    yield
    with django_db_blocker.unblock():
        from django.db import connections

        connections.close_all()
        with psycopg.connect(_admin_dsn, autocommit=True) as admin:
            drop(admin, _database_name)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    if _embedded is not None:
        _embedded.leave()
