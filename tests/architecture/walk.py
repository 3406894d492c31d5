"""Every address that the project really routes, and the world in which they are asked for."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from approvals.models import Delegation
from approvals.registry import Kind
from approvals.services import Ask, ask
from scheduling.board.on_duty.models import WallDisplay
from scheduling.roster.models import Proposal
from solver.runs.models import Run, RunState
from staff.notices.models import Notice
from staff.people.models import Invitation, Role, User
from tests.cast import Cast, make_cast
from tests.factories import make_emergency, make_period, make_user, moment, publish_period_row

AUDIENCES = ("anonymous", "employee", "supervisor", "admin", "api client", "outsider", "outside admin")
"""In the order of the matrix's columns. The last two supervise and administer another center."""

SUNDAYS = {"kind": "off", "weekdays": [6], "shift_code": "", "part": "", "weight": 3}

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class World:
    """The cast, and one object of Norfield for each kind that an address can name."""

    cast: Cast
    outside_admin: User
    named: dict[str, object]

    def user(self, audience: str) -> User | None:
        """Who asks. The employee is Cal; objects named are Max's or the center's."""
        people: dict[str, User | None] = {
            "anonymous": None,
            "employee": self.cast.cal.user,
            "supervisor": self.cast.dana.user,
            "admin": self.cast.ada.user,
            "api client": self.cast.robot,
            "outsider": self.cast.olga.user,
            "outside admin": self.outside_admin,
        }
        return people[audience]


def make_world() -> World:
    """The first period of the cast published, a finished run with its proposal, a display, an open invitation,
    requests of Max and Cal."""
    cast = make_cast()
    publish_period_row(make_period(cast.norfield, date(2026, 12, 6)))
    run = Run.objects.create(
        center=cast.norfield,
        number=1,
        owner=cast.dana.user,
        starts_on=date(2026, 12, 6),
        ends_before=date(2027, 1, 3),
        base_version=1,
        options={},
        seed=1,
        seconds=5,
        state=RunState.DONE,
        status="optimal",
        finished_at=timezone.now(),
        proposal=Proposal.objects.create(
            center=cast.norfield, owner=cast.dana.user, base_version=1, title="Run 1"
        ),
    )
    display = WallDisplay.objects.create(center=cast.norfield, name="Floor", created_by=cast.ada.user)
    invitation = Invitation.objects.create(
        center=cast.norfield,
        email="lee@norfield.example",
        role="supervisor",
        invited_by=cast.ada.user,
        token_hash="0" * 64,
        expires_at=timezone.now() + timedelta(days=7),
    )
    requests = {
        person: ask(
            actor=person.user,
            center=cast.norfield,
            what=Ask(uuid.uuid4(), Kind.PREFERENCE, person, 3, {"standing": SUNDAYS}),
        )
        for person in (cast.max, cast.cal)
        if person.user is not None
    }
    delegation = Delegation.objects.create(
        center=cast.norfield,
        principal=cast.dana.user,
        delegate=cast.sam.user,
        starts_at=timezone.now(),
        ends_at=timezone.now() + timedelta(days=7),
    )
    day = moment(cast.norfield, "2026-12-07 00:00")
    emergency = make_emergency(cast.norfield, day, day + timedelta(days=1), "minimum_rest")
    notice = Notice.objects.filter(user=cast.dana.user).first()
    assert notice is not None
    named: dict[str, object] = {
        "request_id": requests[cast.max].pk,
        "own_request": requests[cast.cal].pk,
        "delegation_id": delegation.pk,
        "emergency_id": emergency.pk,
        "notice_id": notice.pk,
        "kind": Kind.PREFERENCE.value,
        "person_id": cast.max.pk,
        "run_id": run.pk,
        "display_id": display.pk,
        "invitation_id": invitation.pk,
        "action": "fill",
        "day": "2026-12-07",
        "starts_on": "2026-12-06",
        "shift_start": 29942580,
        "report_id": notice.pk,
        "token": "unknown",
        "uidb36": "1",
        "key": "abc-def",
        "pk": 1,
        "own": cast.cal.pk,
    }
    outside_admin = make_user("admin@southmere.example", center=cast.southmere, role=Role.ADMIN)
    return World(cast, outside_admin, named)


def routes() -> list[str]:
    """Every route as Django writes it, without those of the admin (they have a rule of their own)."""
    return sorted({route for route in _walk(get_resolver()) if not route.startswith("admin/")})


def admin_routes() -> list[str]:
    return sorted({route for route in _walk(get_resolver()) if route.startswith("admin/")})


def _walk(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield route


def address(route: str, world: World, args: dict[str, str] | None = None) -> str:
    """The route with its parameters filled in from the world; `args` names other objects for some of them."""
    if route.startswith("accounts/^password/reset/key/"):
        return f"/accounts/password/reset/key/{world.named['uidb36']}-{world.named['key']}/"
    parts: list[Any] = []
    for piece in route.split("<"):
        if ">" not in piece:
            parts.append(piece)
            continue
        parameter, rest = piece.split(">", 1)
        name = parameter.split(":")[-1]
        parts += [world.named[(args or {}).get(name, name)], rest]
    return "/" + "".join(str(part) for part in parts)
