"""The cache in Redis, and a memory of this process in its place while Redis is down.

The cache counts tries at sign-in and requests of the API. Without Redis both must go on: a center works in an outage,
and nobody gets to guess passwords without limit, since each process goes on counting by itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import structlog
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = structlog.get_logger(__name__)

# So long after a failure Redis is not asked: an address that does not even refuse would make each request wait.
REST_SECONDS = 2.0

# Address to the moment from which it is asked again; for all threads of this process.
_rests_until: dict[str, float] = {}

_ANSWERED_IN_MEMORY = (
    "add", "get", "set", "touch", "delete", "get_many", "set_many", "delete_many", "has_key", "incr", "clear",
)  # fmt: skip


class EnduringRedisCache(RedisCache):
    """Django's Redis cache whose methods never fail for want of Redis."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        # redis-py would try again for seconds; one more try renews a connection that a restart has cut.
        options = {**params.get("OPTIONS", {}), "retry": Retry(NoBackoff(), 1)}
        super().__init__(server, {**params, "OPTIONS": options})
        # By name, so that the instances of all threads of this process share it.
        self._memory = LocMemCache(f"{__name__}:{server}", dict(params, OPTIONS={}))
        self._server_name = str(server)


def _enduring(name: str) -> Callable[..., Any]:
    ask_redis = getattr(RedisCache, name)
    ask_memory = getattr(LocMemCache, name)

    def method(self: EnduringRedisCache, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= _rests_until.get(self._server_name, 0.0):
            try:
                return ask_redis(self, *args, **kwargs)
            except RedisError as error:
                logger.warning("cache_in_memory", reason=f"{type(error).__name__}: {error}")
                _rests_until[self._server_name] = time.monotonic() + REST_SECONDS
        return ask_memory(self._memory, *args, **kwargs)

    method.__name__ = name
    return method


for _name in _ANSWERED_IN_MEMORY:
    setattr(EnduringRedisCache, _name, _enduring(_name))
