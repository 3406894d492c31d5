"""The inbox: a list with one request open, decided by plain form posts; scripts only add keys and news."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from approvals.domain.workflow import TAKE_BACK, Answer, Refusal, Refused
from approvals.impact import NOTHING_CHOSEN, Chosen, Finding
from approvals.inbox.page import Detail, detail_of, findings_of, is_on_route, items_of, saw_of, tabs_of
from approvals.models import Request
from approvals.registry import CannotApply, handler_of, kind_choices, short_together
from approvals.selectors import waiting_for
from approvals.services import decide, decide_each
from approvals.services import take_back as take_back_decision
from approvals.words import day_words
from staff.centers.current import CenterRequest, permission_required
from staff.permissions import Permission

LONGEST_REASON = 300
MOST_AT_ONCE = 100
UNDO = "decided"
"""The session's key for what was decided just now: ids, and until when it can be taken back."""
KEYS = (
    ("J K", "Next, previous request"),
    ("A", "Approve"),
    ("D", "Deny"),
    ("R", "Write a reply"),
    ("X", "Select for approving several"),
    ("Ctrl Z", "Take back, for 10 s"),
)

SHORT_TOGETHER = Finding("Short only together with the others", tone="bad", leaves_short=True)

_REFUSALS = {
    Refusal.NO_REASON: "A no needs a reason. Pick one or write one.",
    Refusal.FOUR_EYES: "You said yes at an earlier step; somebody else decides here.",
    Refusal.NOT_ASKED: "You are not asked at this step.",
    Refusal.OWN_REQUEST: "Nobody decides about their own request.",
    Refusal.ANSWERED: "You have answered this step already.",
    Refusal.OVER: "This ended without an answer.",
}


@require_safe
@permission_required(Permission.DECIDE_REQUESTS)
def inbox(request: CenterRequest, request_id: UUID | None = None) -> HttpResponse:
    """What waits for the user, one of it open: the one in the address, else the first."""
    return _page(request, request_id)


@require_safe
@permission_required(Permission.DECIDE_REQUESTS)
def news(request: CenterRequest, request_id: UUID) -> HttpResponse:
    """The list as it is now, and the buttons of the open request when something happened to it."""
    row = _row(request, request_id)
    events = list(row.events.all())
    now = timezone.now()
    if not is_on_route(request.user, row, events, now, request.center):
        raise Http404("No such request.")
    is_known = request.GET.get("known", "") == str(len(events))
    return _page(request, request_id, template="approvals/inbox/_news.html", only_list=is_known)


@require_POST
@permission_required(Permission.DECIDE_REQUESTS)
def answer(request: CenterRequest, request_id: UUID) -> HttpResponse:
    """Yes or no to one request; then the next one opens. What does not count is said on the page (409 or 422)."""
    kind = _kind_of(request, request_id)
    fields = request.POST
    if fields.get("answer") not in {Answer.YES, Answer.NO}:
        raise BadRequest("An answer is yes or no.")
    said = Answer(fields["answer"])
    picked = fields.get("picked", "") if said is Answer.NO else ""
    reason = " ".join(f"{picked} {fields.get('reason', '')}".replace("\0", "").split())
    if len(reason) > LONGEST_REASON:
        return _page(request, request_id, problem=f"At most {LONGEST_REASON} characters.", status=422)
    following = _next(request, request_id)
    try:
        row = decide(
            actor=request.user,
            center=request.center,
            request_id=request_id,
            answer=said,
            reason=reason,
            saw=saw_of(fields.get("saw", ""), request_id),
            choice=_choice(request, kind) if said is Answer.YES else NOTHING_CHOSEN,
        )
    except Request.DoesNotExist:
        raise Http404("No such request.") from None
    except Refused as error:
        if error.refusal is Refusal.NO_REASON:
            return _page(request, request_id, problem=_REFUSALS[error.refusal], status=422)
        return _page(request, request_id, conflict=_REFUSALS.get(error.refusal, ""), status=409)
    except CannotApply as error:
        return _page(request, request_id, problem=error.message, status=422)
    _remember(request, [row.pk], f"{'Approved' if said is Answer.YES else 'Denied'}: {_short(row)}")
    return HttpResponseRedirect(_address(following, fields.get("kind", "")))


@require_POST
@permission_required(Permission.DECIDE_REQUESTS)
def take_back(request: CenterRequest) -> HttpResponse:
    """Undo what was decided just now; too late is said."""
    decided: dict[str, Any] = request.session.pop(UNDO, None) or {}
    done, stays = None, ""
    for text in decided.get("requests", []):
        try:
            row = take_back_decision(actor=request.user, center=request.center, request_id=UUID(text))
        except CannotApply as error:
            stays = error.message
            continue
        except (Refused, Request.DoesNotExist):
            continue
        done = done or row.pk
    if stays:
        messages.warning(request, stays)
    elif done is None:
        messages.warning(request, "Too late to take back: the answer was sent.")
    if done is not None:
        messages.success(request, "Taken back. Nobody was told.")
    return HttpResponseRedirect(_address(done, ""))


@require_POST
@permission_required(Permission.DECIDE_REQUESTS)
def approve_several(request: CenterRequest) -> HttpResponse:
    """First lists which of the chosen would be approved and which would cause a shortage; then approves the former."""
    chosen = _chosen(request)
    rows = [row for row in waiting_for(request.user, request.center.pk, timezone.now()) if row.pk in chosen]
    findings = findings_of(rows)
    now = timezone.now()
    alone = [row for row in rows if not (findings[row.pk].leaves_short or findings[row.pk].is_stale)]
    together = short_together(alone)
    findings |= dict.fromkeys(together, SHORT_TOGETHER)
    approved = [row for row in alone if row.pk not in together]
    stale = [row for row in rows if findings[row.pk].is_stale]
    short = [row for row in rows if row not in approved and row not in stale]
    if not request.POST.get("confirm"):
        context = {
            "approved": items_of(approved, findings, None, now, request.center),
            "left_out": items_of(short, findings, None, now, request.center),
            "stale": items_of(stale, findings, None, now, request.center),
            "gone": len(chosen) - len(rows),
        }
        return render(request, "approvals/inbox/several.html", context)
    outcomes = decide_each(
        actor=request.user,
        center=request.center,
        request_ids=[row.pk for row in approved],
        answer=Answer.YES,
    )
    done = [each.request_id for each in outcomes if each.request is not None]
    failed = len(chosen) - len(done)
    if failed:
        why = next((each.error.message for each in outcomes if isinstance(each.error, CannotApply)), "")
        words = f"{failed} left as they were: decided meanwhile, or short of people."
        messages.warning(request, f"{words} {why}".strip())
    if done:
        _remember(request, done, f"Approved {len(done)} request{'' if len(done) == 1 else 's'}")
    return HttpResponseRedirect(reverse("inbox"))


def _page(
    request: CenterRequest,
    request_id: UUID | None,
    *,
    template: str = "approvals/inbox/inbox.html",
    problem: str = "",
    conflict: str = "",
    status: int = 200,
    only_list: bool = False,
) -> HttpResponse:
    now = timezone.now()
    center, kind = request.center, request.POST.get("kind", request.GET.get("kind", ""))
    if kind and kind not in dict(kind_choices()):
        raise Http404("No such kind.")
    waiting = list(waiting_for(request.user, center.pk, now))
    rows = [row for row in waiting if not kind or row.kind == kind]
    detail = None if only_list else _detail(request, request_id, rows, now)
    open_id = request_id if only_list else detail.id if detail else None
    items = items_of(rows, findings_of(rows), open_id, now, center)
    place = next((n for n, item in enumerate(items) if item.is_open), -1)
    oldest = waiting[0].asked_at.astimezone(center.zone).date() if waiting else None
    context = {
        "items": items,
        "tabs": tabs_of(waiting, kind),
        "kind": kind,
        "query": f"?{urlencode({'kind': kind})}" if kind else "",
        "detail": detail,
        "is_chosen": request_id is not None,
        "previous": items[place - 1].id if place > 0 else None,
        "following": items[place + 1].id if 0 <= place < len(items) - 1 else None,
        "oldest": day_words(oldest, now.astimezone(center.zone).date()) if oldest else "",
        "known": request.GET.get("known", ""),
        "problem": problem,
        "conflict": conflict,
        "reason": request.POST.get("reason", ""),
        "undo": _undo(request, now),
        "page_keys": KEYS,
    }
    return render(request, template, context, status=status)


def _detail(
    request: CenterRequest, request_id: UUID | None, rows: list[Request], now: datetime
) -> Detail | None:
    row = _row(request, request_id) if request_id else next(iter(rows), None)
    if row is None:
        return None
    detail = detail_of(request.user, row, now, request.center, _choice(request, row.kind))
    if detail is None and request_id is not None:
        raise Http404("No such request.")
    return detail


def _row(request: CenterRequest, request_id: UUID) -> Request:
    found = Request.objects.filter(center=request.center, pk=request_id)
    row = found.select_related("person", "asked_by", "center").first()
    if row is None:
        raise Http404("No such request.")
    return row


def _kind_of(request: CenterRequest, request_id: UUID) -> str:
    kind = Request.objects.filter(center=request.center, pk=request_id).values_list("kind", flat=True).first()
    if kind is None:
        raise Http404("No such request.")
    return str(kind)


def _choice(request: CenterRequest, kind: str) -> Chosen:
    """What was chosen on the form, or in the address, of what this kind lets choose."""
    fields = request.POST if request.method == "POST" else request.GET
    chosen = {name: fields.getlist(name)[:MOST_AT_ONCE] for name in handler_of(kind).choices}
    if any(len(text) > LONGEST_REASON or "\0" in text for texts in chosen.values() for text in texts):
        raise BadRequest("This is no choice of the page.")
    return {name: texts for name, texts in chosen.items() if texts}


def _next(request: CenterRequest, request_id: UUID) -> UUID | None:
    """The request after this one in the list as it is now, else the first of the others."""
    kind = request.POST.get("kind", "")
    rows = [
        row.pk
        for row in waiting_for(request.user, request.center.pk, timezone.now())
        if not kind or row.kind == kind
    ]
    place = rows.index(request_id) if request_id in rows else -1
    others = [*rows[place + 1 :], *rows[: max(place, 0)]]
    return others[0] if others else None


def _chosen(request: CenterRequest) -> set[UUID]:
    try:
        chosen = {UUID(text) for text in request.POST.getlist("request")[: MOST_AT_ONCE + 1]}
    except ValueError:
        raise BadRequest("A request is named by its id.") from None
    if not chosen or len(chosen) > MOST_AT_ONCE:
        raise BadRequest(f"Choose 1 to {MOST_AT_ONCE} requests.")
    return chosen


def _remember(request: CenterRequest, done: list[UUID], words: str) -> None:
    until = timezone.now() + TAKE_BACK
    request.session[UNDO] = {
        "requests": [str(each) for each in done],
        "until": until.isoformat(),
        "words": words,
    }


def _undo(request: CenterRequest, now: datetime) -> str:
    """What the toast with Undo says; empty once it is too late."""
    decided: dict[str, Any] | None = request.session.get(UNDO)
    if decided is None or datetime.fromisoformat(decided["until"]) <= now + timedelta(seconds=1):
        return ""
    return str(decided["words"])


def _short(row: Request) -> str:
    return f"{row.person.first_name}, {handler_of(row.kind).sentence(row)}"


def _address(request_id: UUID | None, kind: str) -> str:
    address = reverse("inbox_request", args=[request_id]) if request_id else reverse("inbox")
    return f"{address}?{urlencode({'kind': kind})}" if kind in dict(kind_choices()) else address
