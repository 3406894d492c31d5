"""What the inbox shows, as plain values for its templates; the reading is in `approvals/selectors.py` and handlers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core import signing

from approvals.audiences import speaker_for
from approvals.domain.workflow import Status
from approvals.impact import NOTHING_CHOSEN, Chosen, Finding, Impact
from approvals.models import EventKind, Request, RequestEvent
from approvals.registry import Handler, handler_of, handlers
from approvals.selectors import machine_of
from approvals.steps import StepLine, step_lines
from approvals.words import ago_words, moment_words, names_of, time_of
from staff.centers.models import Center
from staff.people.models import User

SALT = "approvals.saw"
_CLOSED = {
    Status.APPROVED.value: "approved",
    Status.DENIED.value: "denied",
    Status.WITHDRAWN.value: "withdrew",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the list."""

    id: UUID
    icon: str
    name: str
    when: str
    sentence: str
    finding: Finding
    is_open: bool


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    kind: str
    count: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class Detail:
    """The request that is open. `closed` says in words why it can't be answered (any more); empty while it can."""

    id: UUID
    initials: str
    title: str
    subtitle: str
    first_name: str
    note: str
    impact: Impact
    saw: str
    steps: list[StepLine]
    deny_reasons: tuple[str, ...]
    closed: str
    state: int
    row: Request


def findings_of(rows: Iterable[Request]) -> dict[UUID, Finding]:
    """The finding of each request, asked for kind by kind."""
    by_kind: dict[str, list[Request]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row)
    found: dict[UUID, Finding] = {}
    for kind, alike in by_kind.items():
        found.update(handler_of(kind).findings(alike))
    return found


def items_of(
    rows: Sequence[Request],
    findings: Mapping[UUID, Finding],
    open_id: UUID | None,
    now: datetime,
    center: Center,
) -> list[Item]:
    """The lines of the list, in the order given."""
    return [
        Item(
            id=row.pk,
            icon=handler_of(row.kind).icon,
            name=str(row.person),
            when=time_of(row, now, center.zone),
            sentence=handler_of(row.kind).sentence(row),
            finding=findings[row.pk],
            is_open=row.pk == open_id,
        )
        for row in rows
    ]


def tabs_of(rows: Sequence[Request], kind: str) -> list[Tab]:
    """All, and each kind that waits or is chosen."""
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        counts[row.kind] += 1
    shown: list[Handler] = [each for each in handlers() if counts[each.kind] or each.kind == kind]
    return [
        Tab("All", "", len(rows), not kind),
        *(Tab(each.label, each.kind.value, counts[each.kind], each.kind == kind) for each in shown),
    ]


def is_on_route(
    user: User, row: Request, events: Sequence[RequestEvent], now: datetime, center: Center
) -> bool:
    """Whether somebody is asked at one of the steps, in their own name or another's; never who asked."""
    if user.pk in {row.asked_by_id, row.person.user_id}:
        return False
    route = machine_of(row, events).route
    audiences = frozenset(name for step in route.steps for name in step.audiences | step.escalates_to)
    return bool(speaker_for(user, center.pk, row.kind, now).voices_for(audiences))


def detail_of(
    user: User, row: Request, now: datetime, center: Center, choice: Chosen = NOTHING_CHOSEN
) -> Detail | None:
    """One request for somebody on its route, with what they chose so far; None for everybody else."""
    events = list(row.events.all())
    if not is_on_route(user, row, events, now, center):
        return None
    names = names_of([*(event.user_id for event in events), row.asked_by_id])
    handler = handler_of(row.kind)
    impact = handler.impact(row, choice)
    person = row.person
    by = f" by {names[row.asked_by_id]}" if row.asked_by_id != person.user_id else ""
    return Detail(
        id=row.pk,
        initials=f"{person.first_name[:1]}{person.last_name[:1]}".upper(),
        title=f"{person} asks: {handler.sentence(row)}",
        subtitle=f"{handler.label}. Sent {moment_words(row.asked_at, now, center.zone)}{by}.",
        first_name=person.first_name,
        note=row.note,
        impact=impact,
        saw=signing.dumps({"request": str(row.pk), "saw": impact.saw}, salt=SALT),
        steps=step_lines(row, events, names, now, center.zone),
        deny_reasons=handler.deny_reasons,
        closed=closed_words(user, row, events, names, now, center),
        state=len(events),
        row=row,
    )


def closed_words(
    user: User,
    row: Request,
    events: Sequence[RequestEvent],
    names: Mapping[UUID | None, str],
    now: datetime,
    center: Center,
) -> str:
    """ "Ren Vance approved this 5 s ago"; what the user did themself is said as such; empty while an answer counts."""
    if row.status != Status.WAITING.value:
        if row.closed_at is None or row.status == Status.EXPIRED.value:
            return "This ended without an answer."
        who = "You" if row.closed_by_id == user.pk else names.get(row.closed_by_id, "A rule of your center")
        return f"{who} {_CLOSED[row.status]} this {ago_words(row.closed_at, now, center.zone)}"
    if row.expires_at is not None and row.expires_at <= now:
        return "This ended without an answer."
    progress = machine_of(row, events).progress
    mine = [each for each in progress.decisions if each.user == user.pk]
    if mine:
        return f"You said yes {ago_words(mine[-1].at, now, center.zone)}. It waits for others now."
    speaker = speaker_for(user, center.pk, row.kind, now)
    return "" if speaker.voices_for(frozenset(row.audiences)) else "It is another step's turn."


def saw_of(text: str, request_id: UUID) -> dict[str, object] | None:
    """The impact that was shown, from the form; None for what this page did not write."""
    try:
        said = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    return said["saw"] if said.get("request") == str(request_id) else None


def takes_back(user: User, row: Request, events: Sequence[RequestEvent]) -> bool:
    """Whether the last thing that happened to a request is this user's own decision."""
    last = events[-1] if events else None
    return last is not None and last.kind == EventKind.DECIDED and last.user_id == user.pk
