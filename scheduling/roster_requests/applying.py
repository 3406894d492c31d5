"""Doing what a request asks for, once it is decided, and taking that back: through the door, whole, under the clock.

Everything is looked at again here: the roster may have moved on since the approver saw it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from approvals.domain.workflow import TAKE_BACK
from approvals.models import Request
from approvals.registry import CannotApply, Said
from scheduling.adjustments.domain import Paint
from scheduling.roster.answers import violation_of
from scheduling.roster.approved import Approval
from scheduling.roster.conflicts import EditRefused
from scheduling.roster.domain.commands import Change, CommandError, Edit, RevokeAdjustment, SetDay
from scheduling.roster.door import apply_approved
from scheduling.roster.gate import NeedsApproval, PublishRefused, one_line
from scheduling.roster.hours import hours_terms
from scheduling.roster.rows import drafts_on
from scheduling.roster.undo import ChangedSince, take_back_approved
from scheduling.roster_requests.domain.asked import Asked, asked_of, narrowed
from scheduling.roster_requests.domain.covering import NONE
from scheduling.roster_requests.shown import COVER, cover_of
from scheduling.roster_requests.weighing import Weighed, roster_for, weigh_on
from scheduling.rules import wording
from scheduling.rules.levels import Violation
from scheduling.time.local_time import LocalClock
from staff.people.models import User

LONGEST_REASON = 300


def apply_request(
    request: Request, actor: User | None, said: Said, *, reason: str, known: Iterable[Violation] = ()
) -> dict[str, Any]:
    """Record what is asked for, or the part of it that is approved, with the cover that was chosen.

    `reason` is kept with rules that the decision overrides; `known` are rule breaks that the request itself names.
    Raises CannotApply where anything stands against it.
    """
    roster = roster_for([request])
    asked = _part(request, said, roster.clock)
    weighed = weigh_on(roster, request, asked)
    if weighed.trial is None:
        raise CannotApply(weighed.problem)
    cover = _cover(weighed, said)
    _check_drafts(request, asked, roster.clock)
    edit = Edit(
        uuid.uuid4(), roster.version, (*(_explained(each, request) for each in asked.changes), *cover)
    )
    approval = Approval(
        request.pk,
        one_line(f"Approved request. {said.reason or reason}")[:LONGEST_REASON],
        (*known, *seen_in(said)),
        TAKE_BACK if actor else timedelta(0),
    )
    try:
        answer = apply_approved(
            actor=actor or request.asked_by, center=request.center, edit=edit, approval=approval
        )
    except CommandError as error:
        raise CannotApply(error.message) from error
    except PublishRefused as error:
        raise CannotApply(refusal_words(error)) from error
    except EditRefused as error:
        raise CannotApply("Somebody changed these minutes just now. Look at it again.") from error
    if answer.version is None:
        raise CannotApply("This is recorded already.")
    return {"edit": str(edit.edit_id), "version": answer.version}


def revert_request(request: Request, effect: dict[str, Any], actor: User) -> None:
    """Take back what a decision recorded, whole. Raises CannotApply where others built on it meanwhile."""
    try:
        take_back_approved(actor=actor, center=request.center, edit_id=UUID(effect["edit"]))
    except ChangedSince as error:
        raise CannotApply(f"This can\u2019t be taken back any more. {' '.join(error.days)}") from error


def refusal_words(error: PublishRefused) -> str:
    """Which rules stand against it, and what to do."""
    titles = "; ".join(dict.fromkeys(wording.title(each) for each in error.violations))
    if isinstance(error, NeedsApproval):
        return f"{titles}. The approver has not seen this: look at the request again, then decide."
    return f"{titles}. A rule that blocks stands against it; it can\u2019t be approved."


def _part(request: Request, said: Said, clock: LocalClock) -> Asked:
    try:
        asked = narrowed(asked_of(request.payload), said.choice, clock)
    except CommandError as error:
        raise CannotApply(error.message) from error
    if not asked.changes:
        raise CannotApply("Choose at least one part, or deny it.")
    return asked


def _cover(weighed: Weighed, said: Said) -> tuple[Change, ...]:
    """The cover that was chosen. Without one, leaving people short needs a reason."""
    if not weighed.leaves_short:
        return ()
    wanted = next(iter(said.choice.get(COVER, ())), NONE)
    if wanted == NONE:
        if not said.reason:
            raise CannotApply("This leaves people short. Choose cover, or give a reason in the reply.")
        return ()
    terms = hours_terms(weighed.request.center, weighed.roster.version)
    cover = cover_of(weighed, terms, said.choice)
    if cover is None or cover.chosen is None:
        raise CannotApply("Whoever was to cover can\u2019t any more. Choose again.")
    return (cover.chosen.change,)


def _check_drafts(request: Request, asked: Asked, clock: LocalClock) -> None:
    """A day that planners are still at is not set by a request: half of their work would be published with it."""
    days = [(change.person, change.day) for change in asked.changes if isinstance(change, SetDay)]
    if days and any(row.paint != Paint.ABSENCE for row in drafts_on(request.center, days, clock)):
        raise CannotApply("Planners have changes on this day that are not published. Publish them first.")


def _explained(change: Change, request: Request) -> Change:
    """The change with the note of whoever asked as its reason, where it has none of its own."""
    if isinstance(change, RevokeAdjustment) or change.reason:
        return change
    return replace(change, reason=request.note or "Approved request.")


def seen_in(said: Said) -> list[Violation]:
    """The rule breaks that whoever decided was shown."""
    shown = said.saw.get("broken", []) if said.saw else []
    return [violation_of(each) for each in shown]
