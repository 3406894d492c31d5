"""The board over HTTP: the page, and edits through the door as form posts; fragments, or redirects without htmx.

The inspector's and the publish dialog's views are next door (inspector_views.py, publish_views.py).
"""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from scheduling.board.conflicts import applied_words, present_conflicts
from scheduling.board.context import MOST_ROWS, delta, page_context, shows_all
from scheduling.board.edits import edit_from, left_alone_words, touched_by
from scheduling.board.queries import load_board
from scheduling.board.sentences import rules_words
from scheduling.board.state import BoardState, read_state
from scheduling.roster.answers import EditAnswer
from scheduling.roster.as_of.pages import answers_as_of, as_of, changes_now, shown_as_of
from scheduling.roster.conflicts import EditRefused
from scheduling.roster.copying import NothingToCopy, copy_last_period
from scheduling.roster.domain.commands import CommandError
from scheduling.roster.door import apply_edit
from scheduling.roster.gate import PublishRefused
from scheduling.roster.periods import dates_of_period
from scheduling.roster.undo import NothingToUndo, redo, undo
from scheduling.time.interval import minute_before
from scheduling.time.local_time import LocalClock
from scheduling.time.words import count_words
from staff.centers.current import center_for
from staff.centers.models import Center
from staff.centers.years import written_date
from staff.people.models import User
from staff.permissions import Permission, require


@login_required
@require_GET
@answers_as_of
def board(request: HttpRequest) -> HttpResponse:
    """The roster board; its whole state is in the address."""
    user, center = viewer(request)
    at = as_of(request, center)
    facts = load_board(user, center, state_of(center, request.GET.dict(), at.now), at)
    on = written_date(request.GET.get("on", ""))
    context = {**page_context(facts, on), "as_of": shown_as_of(request, center, at)}
    return render(request, "scheduling/board/board.html", context)


@login_required
@require_POST
@changes_now
def edit(request: HttpRequest) -> HttpResponse:
    """Do one edit. Answers with the fragments that changed; 422 with a sentence, 409 with the conflict."""
    user, center = viewer(request, Permission.EDIT_ROSTER)
    fields = request.POST.dict()
    try:
        wanted = edit_from(fields)
        answer = apply_edit(actor=user, center=center, edit=wanted)
    except CommandError as error:
        return refused(request, fields, error.message, field=error.field)
    except EditRefused as error:
        return _conflict(request, center, fields, error)
    except PublishRefused as error:
        return refused(request, fields, rules_words(error))
    return changed(request, user, center, fields, answer)


@login_required
@require_POST
@changes_now
def undo_or_redo(request: HttpRequest) -> HttpResponse:
    """One step back or forward in the planner's own list of the period."""
    user, center = viewer(request, Permission.EDIT_ROSTER)
    fields = request.POST.dict()
    state = posted_state(center, fields)
    try:
        step = {"undo": undo, "redo": redo}[fields.get("direction", "")]
    except KeyError:
        raise BadRequest("A step goes back (undo) or forward (redo).") from None
    try:
        answer = step(actor=user, center=center, day=state.starts_on, edit_id=_edit_id(fields))
    except (NothingToUndo, CommandError) as error:
        return refused(request, fields, str(error))
    except PublishRefused as error:
        return refused(request, fields, f"Left as it is. {rules_words(error)}")
    return changed(request, user, center, fields, answer)


@login_required
@require_POST
@changes_now
def copy_period(request: HttpRequest) -> HttpResponse:
    """Fill an empty period with the shifts of the one before it, as draft changes."""
    user, center = viewer(request, Permission.EDIT_ROSTER)
    state = posted_state(center, request.POST.dict())
    try:
        taken = copy_last_period(actor=user, center=center, day=state.starts_on, edit_id=uuid.uuid4())
    except NothingToCopy as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, f"Copied {count_words(taken.lines, 'shift')} as drafts. Ctrl Z takes all back."
        )
    return HttpResponseRedirect(f"{reverse('board')}?{state.query()}")


def viewer(
    request: HttpRequest, permission: Permission = Permission.VIEW_WORKING_ROSTER
) -> tuple[User, Center]:
    """The signed-in user and their center. Raises Http404 without one, PermissionDenied where not allowed."""
    user: Any = request.user
    center = center_for(request)
    require(user, permission, center.pk)
    return user, center


def state_of(center: Center, query: dict[str, str], now: datetime | None = None) -> BoardState:
    """The state of an address at a center, on its today (or that of an earlier moment)."""
    clock = LocalClock(center.time_zone)
    today = clock.date_of(minute_before(now or timezone.now()))
    return read_state(query, today=today, period_starts_on=dates_of_period(center, today)[0])


def posted_state(center: Center, fields: dict[str, str]) -> BoardState:
    """The state of the board that a form was posted from."""
    return state_of(center, dict(parse_qsl(fields.get("board", ""))))


def changed(
    request: HttpRequest, user: User, center: Center, fields: dict[str, str], answer: EditAnswer
) -> HttpResponse:
    """The board after an edit: only what looks different, or the whole page again where that is more."""
    state = posted_state(center, fields)
    sentence = _sentence(center, answer)
    if not getattr(request, "htmx", False):
        if sentence:
            messages.info(request, sentence)
        return HttpResponseRedirect(f"{reverse('board')}?{state.query()}")
    facts = shows_all(load_board(user, center, state))
    touched = touched_by(facts, answer.touched)
    events: dict[str, Any] = {
        "boardChanged": {
            "version": facts.version,
            "people": [str(person) for person in touched.people],
            "editId": str(answer.edit_id),
            "changes": len(answer.touched),
        }
    }
    if sentence:
        events["toast"] = {"text": sentence, "tone": "warn"}
    response = HttpResponse()
    if len(touched.people) > MOST_ROWS:
        response.headers["HX-Refresh"] = "true"
    else:
        response.write(delta(request, facts, touched))
    response.headers["HX-Trigger"] = json.dumps(events)
    return response


def refused(request: HttpRequest, fields: dict[str, str], sentence: str, *, field: str = "") -> HttpResponse:
    """Nothing was changed, and why."""
    if not getattr(request, "htmx", False):
        messages.error(request, sentence)
        return HttpResponseRedirect(f"{reverse('board')}?{fields.get('board', '')}")
    response = HttpResponse(status=422)
    response.headers["HX-Reswap"] = "none"
    response.headers["HX-Trigger"] = json.dumps({"editRefused": {"text": sentence, "field": field}})
    return response


def _conflict(
    request: HttpRequest, center: Center, fields: dict[str, str], error: EditRefused
) -> HttpResponse:
    """What both planners did, and the choice; Use mine sends the same edit again on the newest version."""
    shown = present_conflicts(center, error)
    if not getattr(request, "htmx", False):
        return refused(request, fields, shown.sentence)
    data = json.loads(fields["edit"]) if "edit" in fields else None
    if data is not None:
        data |= {"edit_id": str(uuid.uuid4()), "base_version": shown.version}
    context = {
        "conflicts": shown,
        "edit": json.dumps(data) if data else "",
        "board_query": fields.get("board", ""),
    }
    response = render(request, "scheduling/board/_conflicts.html", context, status=409)
    response.headers["HX-Retarget"] = "#dialog-body"
    response.headers["HX-Reswap"] = "innerHTML"
    response.headers["HX-Trigger"] = json.dumps({"editRefused": {"text": shown.sentence, "field": ""}})
    return response


def _sentence(center: Center, answer: EditAnswer) -> str:
    if answer.left_alone:
        return left_alone_words(answer.left_alone)
    return applied_words(center, answer.conflicts)


def _edit_id(fields: dict[str, str]) -> uuid.UUID:
    try:
        return uuid.UUID(fields.get("edit_id", ""))
    except ValueError:
        return uuid.uuid4()
