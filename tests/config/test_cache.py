"""The cache while Redis is down: answers from memory, counts on, and goes back to Redis by itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings as live_settings
from django.core.cache import caches
from django.test import Client, override_settings

from config import cache as module
from config.cache import EnduringRedisCache
from staff.people.models import User

NOWHERE = "unix:///nowhere/redis.sock"


@pytest.fixture
def lost() -> Iterator[EnduringRedisCache]:
    """A cache whose Redis does not answer."""
    cache = EnduringRedisCache(NOWHERE, {})
    yield cache
    cache.clear()
    module._rests_until.clear()


def test_without_redis_memory_answers(lost: EnduringRedisCache) -> None:
    assert lost.get("tries", 0) == 0
    lost.set("tries", 1)
    assert lost.incr("tries") == 2
    assert not lost.add("tries", 7)
    lost.set_many({"a": 1, "b": 2})
    assert lost.get_many(["a", "b"]) == {"a": 1, "b": 2}
    lost.delete("tries")
    assert not lost.has_key("tries")
    # Another thread's instance sees the same.
    assert EnduringRedisCache(NOWHERE, {}).get("a") == 1


def test_it_asks_redis_again_after_a_rest(lost: EnduringRedisCache, monkeypatch: pytest.MonkeyPatch) -> None:
    address = str(live_settings.CACHES["default"]["LOCATION"])
    cache = EnduringRedisCache(address, {"KEY_PREFIX": "test_cache"})
    cache.set("kept", "in Redis")
    monkeypatch.setitem(module._rests_until, address, float("inf"))
    assert cache.get("kept") is None
    monkeypatch.setitem(module._rests_until, address, 0.0)
    assert cache.get("kept") == "in Redis"
    cache.delete("kept")


@pytest.mark.django_db
def test_people_sign_in_without_redis_and_guessing_stays_limited(client: Client) -> None:
    User.objects.create_user(email="ida@example.org", password="a long pass phrase")
    broken = {"default": {**live_settings.CACHES["default"], "LOCATION": NOWHERE}}
    address = "/accounts/login/"
    with override_settings(CACHES=broken):
        caches["default"].clear()
        for _ in range(5):
            guess = client.post(address, {"login": "ida@example.org", "password": "a guess of mine"})
            assert guess.status_code == 200
        locked = client.post(address, {"login": "ida@example.org", "password": "a long pass phrase"})
        assert "Locked until" in locked.content.decode()
        caches["default"].clear()
        right = client.post(address, {"login": "ida@example.org", "password": "a long pass phrase"})
        assert right.status_code == 302
        caches["default"].clear()
    module._rests_until.clear()
