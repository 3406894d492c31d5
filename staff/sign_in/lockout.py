"""Until when a sign-in is locked after too many failures; the counting itself is allauth's (`ACCOUNT_RATE_LIMITS`)."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from allauth.core.internal.ratelimit import get_cache_key, get_rates
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

from staff.centers.models import Center

_APP = "allauth.account"
_ACTION = "login_failed"


def locked_until(request: HttpRequest, key: str) -> datetime | None:
    """The moment from which another try counts again, rounded up to whole minutes; None when nothing is locked."""
    ends = []
    for rate in get_rates(app=_APP, action=_ACTION):
        cache_key = get_cache_key(request, app=_APP, action=_ACTION, rate=rate, key=key)
        history: list[float] = cache.get(cache_key, [])
        recent = [moment for moment in history if moment > timezone.now().timestamp() - rate.duration]
        if len(recent) >= rate.amount:
            ends.append(recent[-1] + rate.duration)
    if not ends:
        return None
    return datetime.fromtimestamp(math.ceil(max(ends) / 60) * 60, tz=UTC)


def locked_words(until: datetime | None, *, center_slug: str = "") -> str:
    """The sentence for someone who is locked out; local time where the center is known, else UTC."""
    if until is None:
        until = timezone.now().replace(second=0, microsecond=0) + timedelta(minutes=1)
    local = until.astimezone(_zone(center_slug))
    return (
        f"Too many failed sign-ins. Locked until {local:%H:%M %Z}. Try again then, or ask for a new password."
    )


def _zone(center_slug: str) -> ZoneInfo:
    centers = Center.objects.filter(slug=center_slug) if center_slug else Center.objects.all()
    zones = list(centers.values_list("time_zone", flat=True)[:2])
    return ZoneInfo(zones[0] if len(zones) == 1 else "UTC")
