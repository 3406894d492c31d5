"""Typed readers of environment variables: what they return, and that every complaint names the variable."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.env import Environment, Mode, celery_broker_url


def test_text_is_required_without_a_default() -> None:
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        Environment({}).text("SECRET_KEY")
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        Environment({"SECRET_KEY": "  "}).text("SECRET_KEY")
    assert Environment({}).text("MAIL_USER", "") == ""
    assert Environment({"MAIL_USER": " dana "}).text("MAIL_USER", "") == "dana"


@pytest.mark.parametrize(
    ("given", "expected"),
    [("true", True), ("1", True), ("ON", True), ("no", False), ("", False), ("0", False)],
)
def test_flag_words(given: str, expected: bool) -> None:
    assert Environment({"DEBUG": given}).flag("DEBUG", default=not expected) is expected


def test_flag_refuses_other_words() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"DEBUG.*'maybe'"):
        Environment({"DEBUG": "maybe"}).flag("DEBUG")


def test_whole_number_bounds() -> None:
    env = Environment({"MAIL_PORT": "25", "BAD": "x", "LOW": "0"})
    assert env.whole_number("MAIL_PORT", 1) == 25
    assert env.whole_number("MISSING", 7) == 7
    with pytest.raises(ImproperlyConfigured, match="BAD"):
        env.whole_number("BAD", 1)
    with pytest.raises(ImproperlyConfigured, match=r"LOW must be at least 1"):
        env.whole_number("LOW", 1, minimum=1)


def test_words_and_path_and_choice() -> None:
    env = Environment(
        {"HOSTS": "a.example, b.example,", "FOLDER": "/srv/data", "WATCHBILL_MODE": "Demo", "X": "?"}
    )
    assert env.words("HOSTS") == ["a.example", "b.example"]
    assert env.words("NONE", ["x"]) == ["x"]
    assert env.path("FOLDER", Path("/")) == Path("/srv/data")
    assert env.choice("WATCHBILL_MODE", Mode, Mode.PRODUCTION) is Mode.DEMO
    with pytest.raises(ImproperlyConfigured, match="production"):
        env.choice("X", Mode, Mode.PRODUCTION)


def test_database_over_the_network_and_by_socket() -> None:
    env = Environment(
        {
            "DATABASE_URL": "postgresql://dana:p%40ss@db.example:5433/roster?sslmode=require",
            "SOCKET": "postgresql://postgres@/watchbill?host=/tmp/run",
        }
    )
    network = env.database("DATABASE_URL")
    assert network["USER"] == "dana"
    assert network["PASSWORD"] == "p@ss"
    assert (network["HOST"], network["PORT"], network["NAME"]) == ("db.example", "5433", "roster")
    assert network["OPTIONS"] == {"sslmode": "require"}
    socket = env.database("SOCKET")
    assert (socket["HOST"], socket["USER"], socket["NAME"]) == ("/tmp/run", "postgres", "watchbill")
    assert socket["OPTIONS"] == {}


@pytest.mark.parametrize(
    "url", ["sqlite:///db", "mysql://h/db", "postgresql://host/", "postgresql://h:port/db"]
)
def test_database_refuses_what_is_no_postgresql_address(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        Environment({"DATABASE_URL": url}).database("DATABASE_URL")


def test_redis_addresses() -> None:
    env = Environment({"A": "redis://h:6379/1", "B": "redis+socket:///run/r.sock?db=2", "C": "http://h"})
    assert env.redis_url("A") == "redis://h:6379/1"
    assert env.redis_url("B") == "unix:///run/r.sock?db=2"
    with pytest.raises(ImproperlyConfigured, match="C must begin"):
        env.redis_url("C")


def test_celery_names_a_unix_socket_differently() -> None:
    assert celery_broker_url("redis://h:6379/1") == "redis://h:6379/1"
    assert celery_broker_url("unix:///run/r.sock?db=3") == "redis+socket:///run/r.sock?virtual_host=3"
