"""A declared emergency is told to everybody else who plans at the center."""

from __future__ import annotations

from scheduling.emergencies.models import DeclaredEmergency
from scheduling.time.interval import minute_of
from scheduling.time.local_time import LocalClock
from scheduling.time.words import date_words, time_words
from staff.centers.models import Center
from staff.notices.models import Notice
from staff.notices.registry import NoticeKind, Words, register
from staff.notices.services import tell
from staff.people.models import RoleAssignment, User
from staff.permissions import PERMISSIONS, Permission

DECLARED = "emergency_declared"


def tell_planners(center: Center, row: DeclaredEmergency, actor: User, version: int) -> None:
    """Tell all who see the working roster, but not who declared it; belongs into the declaring transaction."""
    roles = [role for role, held in PERMISSIONS.items() if Permission.VIEW_WORKING_ROSTER in held]
    found = RoleAssignment.objects.filter(center=center, role__in=roles).exclude(user=actor)
    tell(
        center=center,
        users=[each.user for each in found.select_related("user")],
        kind=DECLARED,
        key=f"{DECLARED}:{center.pk}:{version}",
        context={"when": when_words(row, center), "rules": row.rule_labels, "reason": row.reason},
    )


def when_words(row: DeclaredEmergency, center: Center) -> str:
    """ "Mon Dec 7, 06:00 to Tue Dec 8, 18:00", on the center's clock."""
    clock = LocalClock(center.time_zone)
    moments = []
    for moment in (row.starts_at, row.ends_at):
        minute = minute_of(moment)
        day = clock.date_of(minute)
        moments.append(f"{date_words(day, day)}, {time_words(minute, clock)}")
    return " to ".join(moments)


def _words(notice: Notice) -> Words:
    said = notice.context
    text = f"{said['when']}. Suspended: {', '.join(said['rules'])}."
    return Words(f"Emergency declared: {said['reason']}", text, "/emergencies/")


def register_kinds() -> None:
    """Have the kind known; called at start-up."""
    register([NoticeKind(DECLARED, "An emergency was declared", _words)])
