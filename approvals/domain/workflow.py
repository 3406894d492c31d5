"""What follows from each thing that can happen to a request: a state machine without clock, database or mail.

`advance` is the whole machine; `replay` is the same over a list of events. Which steps there are is in
`routing.py`, who may speak in `speaking.py`. Moments are aware datetimes; the caller says what time it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from approvals.domain.routing import Audience, Route
from approvals.domain.speaking import Speaker, Voice

TAKE_BACK = timedelta(seconds=10)
"""How long a decision can be taken back: notices are held for as long (DESIGN 4.5)."""


class Status(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    DENIED = "denied"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Answer(StrEnum):
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Request:
    """What the machine must know of a request. `about` is the user whose time it is, if they have an account."""

    kind: str
    asked_by: UUID
    asked_at: datetime
    about: UUID | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """One answer at one step: by whom, in whose name (themself or who delegated to them)."""

    step: int
    user: UUID
    principal: UUID
    answer: Answer
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a request stands. `before` is where it stood before the last decision, while that can be taken back."""

    status: Status
    step: int
    entered_at: datetime
    is_escalated: bool = False
    decisions: tuple[Decision, ...] = ()
    closed_at: datetime | None = None
    closed_by: UUID | None = None
    before: Progress | None = None

    @property
    def is_open(self) -> bool:
        return self.status is Status.WAITING


# What can happen.


@dataclass(frozen=True, slots=True)
class Decided:
    """Somebody answers the question of the current step. A no needs a reason."""

    speaker: Speaker
    answer: Answer
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """Somebody takes their own last decision back."""

    user: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Who asked, or who it is about, no longer wants it."""

    user: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Escalated:
    """Nobody answered in time: more people are asked."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Expired:
    """Nobody answered before it no longer mattered."""

    at: datetime


Event = Decided | TakenBack | Withdrawn | Escalated | Expired


class Refusal(StrEnum):
    """Why an event does not count."""

    CLOSED = "closed"
    OVER = "over"
    OWN_REQUEST = "own_request"
    NOT_ASKED = "not_asked"
    ANSWERED = "answered"
    FOUR_EYES = "four_eyes"
    NO_REASON = "no_reason"
    NOT_YOURS = "not_yours"
    TOO_LATE = "too_late"
    NOT_DUE = "not_due"


class Refused(Exception):
    """The event does not count, and nothing changed; `progress` says how things stand (who decided, when)."""

    def __init__(self, refusal: Refusal, progress: Progress) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
        self.progress = progress


def begin(route: Route, request: Request, *, is_automatic: bool = False) -> Progress:
    """A new request: at the first step, or approved at once by rule (then nobody is named as who closed it)."""
    if is_automatic:
        return Progress(Status.APPROVED, len(route.steps), request.asked_at, closed_at=request.asked_at)
    return Progress(Status.WAITING, 0, request.asked_at)


def asked_at(route: Route, progress: Progress) -> frozenset[Audience]:
    """Whose answer counts at the current step; nobody's once it is closed."""
    if not progress.is_open:
        return frozenset()
    step = route.steps[progress.step]
    return step.audiences | step.escalates_to if progress.is_escalated else step.audiences


def escalates_at(route: Route, progress: Progress) -> datetime | None:
    """When more people are asked; None when that has happened, or never does."""
    if not progress.is_open or progress.is_escalated:
        return None
    after = route.steps[progress.step].escalates_after
    return None if after is None else progress.entered_at + after


def advance(route: Route, request: Request, progress: Progress, event: Event) -> Progress:
    """The progress after an event. Raises Refused when it does not count."""
    if isinstance(event, TakenBack):
        return _take_back(progress, event)
    if not progress.is_open:
        raise Refused(Refusal.CLOSED, progress)
    if isinstance(event, Expired):
        if not _is_over(request, event.at):
            raise Refused(Refusal.NOT_DUE, progress)
        return _end(progress, Status.EXPIRED, event.at, None)
    if isinstance(event, Withdrawn):
        if event.user not in {request.asked_by, request.about}:
            raise Refused(Refusal.NOT_YOURS, progress)
        return _end(progress, Status.WITHDRAWN, event.at, event.user)
    if _is_over(request, event.at):
        raise Refused(Refusal.OVER, progress)
    if isinstance(event, Escalated):
        due = escalates_at(route, progress)
        if due is None or event.at < due:
            raise Refused(Refusal.NOT_DUE, progress)
        return replace(progress, is_escalated=True, before=None)
    return _decide(route, request, progress, event)


def replay(
    route: Route, request: Request, events: Iterable[Event], *, is_automatic: bool = False
) -> Progress:
    """The progress after all events in order; what is stored beside them must equal this."""
    progress = begin(route, request, is_automatic=is_automatic)
    for event in events:
        progress = advance(route, request, progress, event)
    return progress


def _decide(route: Route, request: Request, progress: Progress, event: Decided) -> Progress:
    voice = _voice(route, request, progress, event.speaker)
    reason = event.reason.strip()
    if event.answer is Answer.NO and not reason:
        raise Refused(Refusal.NO_REASON, progress)
    decision = Decision(progress.step, event.speaker.user, voice.principal, event.answer, reason, event.at)
    decided = replace(
        progress, decisions=(*progress.decisions, decision), before=replace(progress, before=None)
    )
    if event.answer is Answer.NO:
        return _close(decided, Status.DENIED, event.at, event.speaker.user)
    if len(_answers_at(decided, progress.step)) < route.steps[progress.step].quorum:
        return decided
    if progress.step + 1 == len(route.steps):
        return _close(replace(decided, step=len(route.steps)), Status.APPROVED, event.at, event.speaker.user)
    return replace(decided, step=progress.step + 1, entered_at=event.at, is_escalated=False)


def _voice(route: Route, request: Request, progress: Progress, speaker: Speaker) -> Voice:
    """The voice in which somebody may answer now, their own before a delegated one."""
    own = {request.asked_by, request.about}
    if speaker.user in own:
        raise Refused(Refusal.OWN_REQUEST, progress)
    voices = speaker.voices_for(asked_at(route, progress))
    if not voices:
        raise Refused(Refusal.NOT_ASKED, progress)
    # Who asked is away and delegated: their delegate may not say yes to it in their name.
    voices = tuple(voice for voice in voices if voice.principal not in own)
    if not voices:
        raise Refused(Refusal.OWN_REQUEST, progress)
    here = _answers_at(progress, progress.step)
    if any(decision.user == speaker.user for decision in here):
        raise Refused(Refusal.ANSWERED, progress)
    voices = tuple(voice for voice in voices if all(each.principal != voice.principal for each in here))
    if not voices:
        raise Refused(Refusal.ANSWERED, progress)
    if route.four_eyes:
        earlier = {each.user for each in progress.decisions} | {each.principal for each in progress.decisions}
        if speaker.user in earlier:
            raise Refused(Refusal.FOUR_EYES, progress)
        voices = tuple(voice for voice in voices if voice.principal not in earlier)
        if not voices:
            raise Refused(Refusal.FOUR_EYES, progress)
    return voices[0]


def _take_back(progress: Progress, event: TakenBack) -> Progress:
    if all(decision.user != event.user for decision in progress.decisions):
        raise Refused(Refusal.NOT_YOURS, progress)
    last = progress.decisions[-1]
    if last.user != event.user or progress.before is None or event.at >= last.at + TAKE_BACK:
        raise Refused(Refusal.TOO_LATE, progress)
    return progress.before


def _answers_at(progress: Progress, step: int) -> list[Decision]:
    return [decision for decision in progress.decisions if decision.step == step]


def _close(progress: Progress, status: Status, at: datetime, by: UUID | None) -> Progress:
    return replace(progress, status=status, closed_at=at, closed_by=by)


def _end(progress: Progress, status: Status, at: datetime, by: UUID | None) -> Progress:
    """Closed by something else than a decision: none can be taken back any more."""
    return replace(_close(progress, status, at, by), before=None)


def _is_over(request: Request, at: datetime) -> bool:
    return request.expires_at is not None and at >= request.expires_at
