"""Asking and deciding: each one transaction, serialized by the center's clock, then by the request's row.

The clock is locked first because approving may write to the roster: everybody takes the two in that order.
What follows from what is decided in `domain/workflow.py`; what is done on approval, by the kind's handler.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from approvals import notices
from approvals.audiences import speaker_for
from approvals.domain import workflow
from approvals.domain.routing import Route, route_for
from approvals.domain.stored import route_as_json, voices_as_json
from approvals.domain.workflow import Answer, Refusal, Refused, Status
from approvals.impact import NOTHING_CHOSEN, Chosen
from approvals.models import EventKind, Request, RequestEvent
from approvals.registry import CannotApply, Said, handler_of
from approvals.routes import routes_of
from approvals.selectors import machine_of
from staff.audit import acting_as
from staff.centers.models import Center, CenterClock
from staff.people.models import Person, User


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked for: by its handler's form, checked there for shape and meaning."""

    request_id: UUID
    kind: str
    person: Person
    size: int
    payload: dict[str, Any]
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    note: str = ""
    expires_at: datetime | None = None
    """When the answer no longer matters, if sooner than the route says."""


@dataclass(frozen=True, slots=True)
class Change:
    """What subscribers learn after commit: a request changed by an event (`asked` for a new one)."""

    request_id: UUID
    center_id: UUID
    event: str


_subscribers: list[Callable[[Change], None]] = []


def subscribe(subscriber: Callable[[Change], None]) -> None:
    """Have a function called after each committed change; called at start-up, twice is once."""
    if subscriber not in _subscribers:
        _subscribers.append(subscriber)


class AskedByAnother(Exception):
    """The id of the request is taken by somebody else's."""


def ask(*, actor: User, center: Center, what: Ask) -> Request:
    """A new request, or the one asked before with the same id. Approved at once where its route says so."""
    with acting_as(actor), transaction.atomic():
        _lock_clock(center.pk)
        known = Request.objects.filter(pk=what.request_id).first()
        if known is not None:
            if known.asked_by_id != actor.pk or known.center_id != center.pk or known.kind != what.kind:
                raise AskedByAnother(str(what.request_id))
            return known
        handler = handler_of(what.kind)
        now = timezone.now()
        route = route_for((*routes_of(center.pk, what.kind), *handler.default_routes()), what.kind, what.size)
        row = Request(
            id=what.request_id,
            center=center,
            kind=what.kind,
            person=what.person,
            asked_by=actor,
            asked_at=now,
            starts_at=what.starts_at,
            ends_at=what.ends_at,
            size=what.size,
            payload=what.payload,
            note=what.note,
            route=route_as_json(route),
            expires_at=_earliest(what.expires_at, now + route.expires_after if route.expires_after else None),
        )
        row.is_automatic = (
            bool(route.automatic)
            and route.is_automatic(handler.facts_of(row))
            and handler.may_be_automatic(row)
        )
        machine = machine_of(row, ())
        _mirror(row, machine.route, machine.progress)
        row.save(force_insert=True)
        if machine.progress.status is Status.APPROVED:
            _apply(row, None, Said())
            notices.tell_approved_by_rule(row)
        else:
            notices.tell_asked(row, 0)
        _announce(row, "asked")
        return row


def decide(
    *,
    actor: User,
    center: Center,
    request_id: UUID,
    answer: Answer,
    reason: str = "",
    saw: dict[str, Any] | None = None,
    choice: Chosen = NOTHING_CHOSEN,
) -> Request:
    """One person's answer at the current step; the last yes does what was asked for, in the same transaction.

    `saw` is the impact that was shown, `choice` what was chosen with a yes. Raises Refused when the answer does not
    count (somebody decided first, ...), CannotApply when it can't be done, Request.DoesNotExist for another
    center's; then nothing changed.
    """
    with acting_as(actor), transaction.atomic():
        row, now = _locked(center.pk, request_id)
        speaker = speaker_for(actor, center.pk, row.kind, now)
        after = _advance(row, workflow.Decided(speaker, answer, now, reason))
        said = after.decisions[-1]
        event = _record(
            row,
            EventKind.DECIDED,
            now,
            said.step,
            user=actor,
            principal_id=said.principal,
            answer=answer.value,
            reason=said.reason,
            voices=voices_as_json(speaker),
            saw=saw,
            choice={name: list(values) for name, values in choice.items()} or None,
        )
        if after.status is Status.APPROVED:
            _apply(row, actor, Said(said.reason, saw, choice))
        notices.tell_decided(row, event)
        return row


def take_back(*, actor: User, center: Center, request_id: UUID) -> Request:
    """Undo one's own last decision while its notice is held; what it did is undone with it."""
    with acting_as(actor), transaction.atomic():
        row, now = _locked(center.pk, request_id)
        step, effect = row.step, row.effect
        _advance(row, workflow.TakenBack(actor.pk, now))
        if effect is not None:
            handler_of(row.kind).revert(row, effect, actor)
        decision = row.events.filter(kind=EventKind.DECIDED, user=actor).latest("number")
        _record(row, EventKind.TAKEN_BACK, now, step, user=actor)
        notices.untell(row, decision)
        return row


def withdraw(*, actor: User, center: Center, request_id: UUID) -> Request:
    """Who asked, or whom it is about, no longer wants it. Raises Refused once it is closed."""
    with acting_as(actor), transaction.atomic():
        row, now = _locked(center.pk, request_id)
        step, asked = row.step, row.audiences
        _advance(row, workflow.Withdrawn(actor.pk, now))
        event = _record(row, EventKind.WITHDRAWN, now, step, user=actor)
        notices.tell_withdrawn(row, event, asked)
        return row


def tend(*, center: Center, request_id: UUID) -> bool:
    """Escalate or expire a request if it is due; False when nothing was. May run twice."""
    with transaction.atomic():
        row, now = _locked(center.pk, request_id)
        step = row.step
        expired: tuple[workflow.Event, EventKind] = (workflow.Expired(now), EventKind.EXPIRED)
        for event, kind in (expired, (workflow.Escalated(now), EventKind.ESCALATED)):
            try:
                _advance(row, event)
            except Refused as refused:
                if refused.refusal not in {Refusal.NOT_DUE, Refusal.CLOSED}:
                    raise
                continue
            recorded = _record(row, kind, now, step)
            (notices.tell_expired if kind is EventKind.EXPIRED else notices.tell_escalated)(row, recorded)
            return True
    return False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one request in a bulk decision: an error says why nothing did."""

    request_id: UUID
    request: Request | None
    error: Refused | CannotApply | None = None


def decide_each(
    *, actor: User, center: Center, request_ids: Iterable[UUID], answer: Answer, reason: str = ""
) -> list[Outcome]:
    """Decide several, each on its own: what can't be decided is left as it was, and said."""
    found: list[Outcome] = []
    for request_id in request_ids:
        try:
            row = decide(actor=actor, center=center, request_id=request_id, answer=answer, reason=reason)
        except (Refused, CannotApply) as error:
            found.append(Outcome(request_id, None, error))
        else:
            found.append(Outcome(request_id, row))
    return found


def _lock_clock(center_id: UUID) -> None:
    CenterClock.objects.select_for_update(no_key=True).get(center_id=center_id)


def _locked(center_id: UUID, request_id: UUID) -> tuple[Request, datetime]:
    """The request under lock, and the moment: read after the lock, so that events are in the order of their time."""
    _lock_clock(center_id)
    row = Request.objects.select_for_update(no_key=True, of=("self",)).get(pk=request_id, center_id=center_id)
    return row, timezone.now()


def _advance(row: Request, event: workflow.Event) -> workflow.Progress:
    machine = machine_of(row)
    after = workflow.advance(machine.route, machine.request, machine.progress, event)
    _mirror(row, machine.route, after)
    row.effect = None
    row.save(
        update_fields=["status", "step", "audiences", "escalates_at", "closed_at", "closed_by", "effect"]
    )
    return after


def _mirror(row: Request, route: Route, progress: workflow.Progress) -> None:
    """Where it stands, beside the events it is computed from, for lists and for what is due."""
    row.status = progress.status.value
    row.step = progress.step
    row.audiences = sorted(workflow.asked_at(route, progress))
    row.escalates_at = workflow.escalates_at(route, progress)
    row.closed_at = progress.closed_at
    row.closed_by_id = progress.closed_by


def _record(row: Request, kind: EventKind, at: datetime, step: int, **fields: Any) -> RequestEvent:
    number = row.events.count() + 1
    event = RequestEvent.objects.create(request=row, number=number, kind=kind, at=at, step=step, **fields)
    _announce(row, kind.value)
    return event


def _apply(row: Request, actor: User | None, said: Said) -> None:
    row.effect = handler_of(row.kind).apply(row, actor, said)
    row.save(update_fields=["effect"])


def _announce(row: Request, event: str) -> None:
    transaction.on_commit(partial(_tell, Change(row.pk, row.center_id, event)))


def _tell(change: Change) -> None:
    for subscriber in _subscribers:
        subscriber(change)


def _earliest(*moments: datetime | None) -> datetime | None:
    return min((each for each in moments if each is not None), default=None)
