"""Reading requests: one with its whole story, an inbox, what is due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from approvals.audiences import audiences_by_user
from approvals.domain import workflow
from approvals.domain.routing import Audience, Route
from approvals.domain.stored import route_of, speaker_of
from approvals.domain.workflow import Answer, Event, Progress, Status, replay
from approvals.models import Delegation, EventKind, Request, RequestEvent
from staff.people.models import User

DUE_SOON = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Machine:
    """A request as the workflow knows it: its route, what it is, and where its events have brought it."""

    route: Route
    request: workflow.Request
    progress: Progress


def machine_of(row: Request, events: Iterable[RequestEvent] | None = None) -> Machine:
    """Where a request stands, computed from its events (read here when not given)."""
    route = route_of(row.route)
    request = workflow.Request(
        kind=row.kind,
        asked_by=row.asked_by_id,
        asked_at=row.asked_at,
        about=row.person.user_id,
        expires_at=row.expires_at,
    )
    stored = row.events.all() if events is None else events
    story = [_event_of(each) for each in stored]
    return Machine(route, request, replay(route, request, story, is_automatic=row.is_automatic))


def waiting_for(user: User, center_id: UUID, at: datetime) -> QuerySet[Request]:
    """What waits for a user's answer at a center, in their name or that of somebody away, oldest first.

    Their own requests are not among them. Whether an answer counts is decided when it is given.
    """
    delegated = list(
        Delegation.objects.filter(
            center_id=center_id, delegate=user, starts_at__lte=at, ends_at__gt=at, ended_at__isnull=True
        )
    )
    known = audiences_by_user(center_id, [user.pk, *(each.principal_id for each in delegated)])
    asked = Q(audiences__overlap=sorted(known.get(user.pk, frozenset[Audience]())))
    for each in delegated:
        theirs = Q(audiences__overlap=sorted(known.get(each.principal_id, frozenset[Audience]())))
        asked |= theirs & Q(kind__in=each.kinds) if each.kinds else theirs
    return (
        Request.objects.filter(asked, center_id=center_id, status=Status.WAITING.value)
        .filter(Q(expires_at__isnull=True) | Q(expires_at__gt=at))
        .exclude(asked_by=user)
        .exclude(person__user=user)
        .select_related("person", "asked_by", "center")
        .order_by("asked_at", "id")
    )


def count_waiting(user: User, center_id: UUID, at: datetime) -> tuple[int, bool]:
    """How many requests wait for a user, and whether one is due in 48 hours: it ends, or what it asks for begins."""
    soon = at + DUE_SOON
    hot = Q(expires_at__lte=soon) | Q(starts_at__gt=at, starts_at__lte=soon)
    rows = waiting_for(user, center_id, at).order_by()
    found = rows.aggregate(count=Count("pk"), due=Count("pk", filter=hot))
    return found["count"], found["due"] > 0


def due(at: datetime) -> QuerySet[Request]:
    """Requests of all centers that should have escalated or expired by now."""
    return (
        Request.objects.filter(Q(expires_at__lte=at) | Q(escalates_at__lte=at), status=Status.WAITING.value)
        .select_related("center")
        .order_by("asked_at")
    )


def _event_of(row: RequestEvent) -> Event:
    if row.kind == EventKind.DECIDED:
        assert row.user_id is not None  # noqa: S101 - a constraint of the table
        return workflow.Decided(speaker_of(row.user_id, row.voices), Answer(row.answer), row.at, row.reason)
    if row.kind == EventKind.ESCALATED:
        return workflow.Escalated(row.at)
    if row.kind == EventKind.EXPIRED:
        return workflow.Expired(row.at)
    assert row.user_id is not None  # noqa: S101 - written so by the services
    if row.kind == EventKind.WITHDRAWN:
        return workflow.Withdrawn(row.user_id, row.at)
    return workflow.TakenBack(row.user_id, row.at)
