"""What people are told about requests: who is asked, what was decided, what ended without an answer.

Called inside the transaction of what is told. What follows from a decision is held while it can be taken back.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from approvals.audiences import members
from approvals.domain.workflow import TAKE_BACK, Status
from approvals.models import Request, RequestEvent
from approvals.registry import handler_of
from staff.notices.models import Notice
from staff.notices.registry import NoticeKind, Words, register
from staff.notices.services import take_back_notices, tell
from staff.people.models import User

ASKED, DECIDED, ESCALATED = "request_asked", "request_decided", "request_escalated"
EXPIRED, WITHDRAWN = "request_expired", "request_withdrawn"


def tell_asked(row: Request, number: int, *, hold: timedelta = timedelta(0)) -> None:
    """The audience of the step that a request has come to, except who asked and whom it is about."""
    _tell(row, ASKED, number, _asked(row), hold=hold)


def tell_decided(row: Request, event: RequestEvent) -> None:
    """After an answer: the next audience where a step follows, or who asked, once it is closed. Held."""
    if row.status != Status.WAITING:
        said = {"answer": row.status, "by": _name(event.user), "reason": event.reason}
        _tell(row, DECIDED, event.number, _askers(row, event.user), hold=TAKE_BACK, **said)
    elif row.step != event.step:
        tell_asked(row, event.number, hold=TAKE_BACK)


def tell_approved_by_rule(row: Request) -> None:
    """Who asked learns at once that nobody needs to be asked."""
    _tell(row, DECIDED, 0, _askers(row, None), answer=row.status, by="", reason="")


def untell(row: Request, event: RequestEvent) -> None:
    """Cancel what is still held of a decision that is taken back."""
    take_back_notices(about=row.pk, since=event.at)


def tell_escalated(row: Request, event: RequestEvent) -> None:
    """Those who are asked as well now; who was asked before knows."""
    _tell(row, ESCALATED, event.number, _asked(row))


def tell_expired(row: Request, event: RequestEvent) -> None:
    """Who asked and whom it is about."""
    _tell(row, EXPIRED, event.number, _askers(row, None))


def tell_withdrawn(row: Request, event: RequestEvent, asked: Iterable[str]) -> None:
    """Those who were asked need not answer any more, and whom it is about learns it."""
    users = [*_members(row, asked), *_askers(row, event.user)]
    _tell(row, WITHDRAWN, event.number, users, by=_name(event.user))


def _asked(row: Request) -> list[User]:
    return _members(row, row.audiences)


def _members(row: Request, audiences: Iterable[str]) -> list[User]:
    own = {row.asked_by_id, row.person.user_id}
    return [user for user in members(row.center_id, audiences) if user.pk not in own]


def _askers(row: Request, actor: User | None) -> list[User]:
    known = [row.asked_by, row.person.user]
    return [user for user in known if user is not None and user != actor]


def _tell(
    row: Request,
    kind: str,
    number: int,
    users: Iterable[User],
    *,
    hold: timedelta = timedelta(0),
    **more: Any,
) -> None:
    handler = handler_of(row.kind)
    context = {
        "request": str(row.pk),
        "label": handler.label,
        "sentence": handler.sentence(row),
        "person": str(row.person),
        **more,
    }
    key = f"{row.pk}:{kind}:{number}"
    tell(center=row.center, users=users, kind=kind, key=key, context=context, about=row.pk, hold=hold)


def _name(user: User | None) -> str:
    if user is None:
        return ""
    person = getattr(user, "person", None)
    return str(person) if person is not None else user.email


def _asked_words(notice: Notice) -> Words:
    said = notice.context
    return Words(
        f"{said['person']} asks: {said['sentence']}",
        "It waits for your answer.",
        f"/inbox/{said['request']}/",
    )


def _escalated_words(notice: Notice) -> Words:
    said = notice.context
    title = f"Nobody answered {said['person']} yet: {said['sentence']}"
    return Words(title, "You are asked as well now.", f"/inbox/{said['request']}/")


def _decided_words(notice: Notice) -> Words:
    said = notice.context
    word = "Approved" if said["answer"] == Status.APPROVED else "Denied"
    by = f"By {said['by']}." if said["by"] else "By a rule of your center; nobody needed to be asked."
    return Words(
        f"{word}: {said['sentence']}", f"{by} {said['reason']}".strip(), f"/requests/{said['request']}/"
    )


def _expired_words(notice: Notice) -> Words:
    said = notice.context
    text = "Nobody answered in time. Ask again, or talk to your supervisor."
    return Words(f"No answer: {said['sentence']}", text, f"/requests/{said['request']}/")


def _withdrawn_words(notice: Notice) -> Words:
    said = notice.context
    return Words(f"Withdrawn: {said['sentence']}", f"{said['by']} no longer asks for it.")


def register_kinds() -> None:
    """Have the kinds of this file known; called at start-up."""
    register(
        [
            NoticeKind(ASKED, "A request waits for me", _asked_words),
            NoticeKind(ESCALATED, "A request waits that nobody answered", _escalated_words),
            NoticeKind(DECIDED, "My request was answered", _decided_words),
            NoticeKind(EXPIRED, "My request ended without an answer", _expired_words),
            NoticeKind(WITHDRAWN, "A request was withdrawn", _withdrawn_words, channels=frozenset()),
        ]
    )
