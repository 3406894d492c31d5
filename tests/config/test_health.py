"""What /health/live and /health/ready answer, with everything up and with parts down."""

from __future__ import annotations

import pytest
from django.test import Client, override_settings

from config import health


@pytest.fixture(autouse=True)
def _forget_seen_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_migrations_seen_applied", False)


def test_live_asks_no_service(client: Client) -> None:
    # Without the django_db mark a query would raise.
    response = client.get("/health/live")
    assert response.status_code == 200
    assert response.json() == {"status": "live"}


@pytest.mark.django_db
def test_ready_when_all_is_up(client: Client) -> None:
    response = client.get("/health/ready")
    assert response.status_code == 200
    body = response.json()
    assert body["status"] == "ready"
    assert set(body["checks"]) == {"database", "migrations", "redis"}
    assert "no-cache" in response.headers["Cache-Control"]


@pytest.mark.django_db
@override_settings(REDIS_URL="unix:///nowhere/redis.sock")
def test_without_redis_pages_are_served_and_the_answer_says_what_is_missing(client: Client) -> None:
    response = client.get("/health/ready")
    assert response.status_code == 200
    assert (response.json()["status"], response.json()["down"]) == ("degraded", ["redis"])
    assert "nowhere" not in response.content.decode()


@pytest.mark.django_db
def test_ready_names_migrations_that_are_missing(client: Client) -> None:
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder.Migration.objects.filter(app="sessions").delete()
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json()["down"] == ["migrations"]


def test_ready_names_the_database_when_it_is_down(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> str:
        raise ConnectionError("connection to server failed")

    monkeypatch.setitem(health.CHECKS, "database", broken)
    monkeypatch.setitem(health.CHECKS, "migrations", broken)
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json()["down"] == ["database", "migrations"]


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.post("/health/live").status_code == 405
