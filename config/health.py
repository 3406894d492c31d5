"""Health endpoints: /health/live says that the process answers, /health/ready that it can do its work.

A load balancer sends requests while `ready` is 200 and restarts nothing because of it; `live` is for restarts.
Without Redis the board still reads and edits, so that taking every replica away would make a small fault a big one:
`ready` then answers 200 and says "degraded".
"""

from __future__ import annotations

import time
from collections.abc import Callable

import redis
import structlog
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.backoff import NoBackoff
from redis.retry import Retry

logger = structlog.get_logger(__name__)

# Short, so that a hanging service makes the answer 503 before the prober gives up.
TIMEOUT_SECONDS = 2

# Set once migrations were seen to be complete: they cannot become incomplete while this process runs.
_migrations_seen_applied = False


def check_database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def check_migrations() -> str:
    global _migrations_seen_applied
    if _migrations_seen_applied:
        return ""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        first = plan[0][0]
        return f"{len(plan)} not applied, first {first.app_label}.{first.name}"
    _migrations_seen_applied = True
    return ""


def check_redis() -> str:
    client = redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=TIMEOUT_SECONDS,
        socket_connect_timeout=TIMEOUT_SECONDS,
        # The prober asks again by itself; redis-py's own tries would only delay the answer.
        retry=Retry(NoBackoff(), 0),
    )
    try:
        client.ping()
    finally:
        client.close()
    return ""


CHECKS: dict[str, Callable[[], str]] = {
    "database": check_database,
    "migrations": check_migrations,
    "redis": check_redis,
}
DISPENSABLE = frozenset({"redis"})
"""What the pages can do without for a while; an alert looks at `down`, a load balancer at the status code."""


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "live"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Run every check and name those that fail; 503 when pages can't be served. Reasons go to the log, since anybody
    may ask here.
    """
    checks: dict[str, dict[str, object]] = {}
    for name, check in CHECKS.items():
        started = time.perf_counter()
        try:
            complaint = check()
        except Exception as error:  # noqa: BLE001  whatever is wrong, it is down
            complaint = f"{type(error).__name__}: {error}"
        if complaint:
            logger.warning("health_check_failed", check=name, reason=complaint)
        checks[name] = {
            "status": "down" if complaint else "up",
            "ms": round((time.perf_counter() - started) * 1000, 1),
        }
    down = [name for name, result in checks.items() if result["status"] == "down"]
    is_served = DISPENSABLE.issuperset(down)
    status = "unavailable" if not is_served else "degraded" if down else "ready"
    return JsonResponse({"status": status, "down": down, "checks": checks}, status=200 if is_served else 503)
