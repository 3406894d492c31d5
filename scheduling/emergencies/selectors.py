"""Which emergencies hold over a span of minutes, for the rules and for the board."""

from __future__ import annotations

from scheduling.emergencies.models import DeclaredEmergency
from scheduling.rules.emergencies import Emergency
from scheduling.time.interval import Interval, minute_of, moment_of
from staff.centers.models import Center


def emergencies_in(center: Center, version: int, span: Interval) -> tuple[Emergency, ...]:
    """As of a version, in order of start."""
    rows = DeclaredEmergency.objects.as_of(version).filter(
        center=center, starts_at__lt=moment_of(span.end), ends_at__gt=moment_of(span.start)
    )
    return tuple(
        Emergency(Interval(minute_of(starts_at), minute_of(ends_at)), frozenset(rules), reason)
        for starts_at, ends_at, rules, reason in rows.values_list("starts_at", "ends_at", "rules", "reason")
    )
