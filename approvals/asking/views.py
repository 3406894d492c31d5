"""One's own requests: the list with every step, the form of a kind, and taking a request back before it is decided."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from approvals.domain.workflow import Refused, Status
from approvals.forms import RequestForm
from approvals.models import Request, RequestEvent
from approvals.registry import CannotApply, Handler, handler_of, handlers
from approvals.services import AskedByAnother, ask
from approvals.services import withdraw as withdraw_request
from approvals.steps import StepLine, step_lines
from approvals.words import names_of, time_of
from staff.centers.current import CenterRequest, permission_required
from staff.centers.models import Center
from staff.people.models import Person, User
from staff.permissions import Permission

PER_PAGE = 20
_TONES = {Status.APPROVED.value: "ok", Status.DENIED.value: "bad"}


@dataclass(frozen=True, slots=True)
class Mine:
    """One of one's own requests."""

    id: UUID
    sentence: str
    when: str
    status: str
    tone: str
    note: str
    steps: list[StepLine]
    can_withdraw: bool


@require_safe
@permission_required(Permission.VIEW_OWN_ROSTER)
def my_requests(request: CenterRequest) -> HttpResponse:
    """What the user asked for and what was asked about their time, the latest first."""
    page = Paginator(_of(request.user, request.center), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "requests": present(list(page), timezone.now(), request.center),
        "kinds": _kinds(request),
    }
    return render(request, "approvals/asking/my_requests.html", context)


@require_safe
@permission_required(Permission.VIEW_OWN_ROSTER)
def my_request(request: CenterRequest, request_id: UUID) -> HttpResponse:
    """One of them, with its note and every step."""
    row = _of(request.user, request.center).filter(pk=request_id).first()
    if row is None:
        raise Http404("No such request.")
    context = {"mine": present([row], timezone.now(), request.center)[0]}
    return render(request, "approvals/asking/my_request.html", context)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.VIEW_OWN_ROSTER)
def ask_for(request: CenterRequest, kind: str) -> HttpResponse:
    """The form of a kind; sent twice it asks once."""
    handler, form_class = _askable(kind)
    person = _person(request)
    form = form_class(request.POST or None, person=person, center=request.center)
    if request.method == "POST" and form.is_valid():
        try:
            row = ask(actor=request.user, center=request.center, what=form.ask())
        except CannotApply as error:
            form.add_error(None, error.message)
        except AskedByAnother:
            form.add_error(None, "This form was used already. Load the page again.")
        else:
            words = (
                "Approved at once."
                if row.status == Status.APPROVED.value
                else "Sent. You are told when it is answered."
            )
            messages.success(request, words)
            return HttpResponseRedirect(reverse("my_request", args=[row.pk]))
    status = 422 if request.method == "POST" else 200
    return render(request, "approvals/asking/ask.html", {"handler": handler, "form": form}, status=status)


@require_POST
@permission_required(Permission.VIEW_OWN_ROSTER)
def withdraw(request: CenterRequest, request_id: UUID) -> HttpResponse:
    """No longer wanted; once it is closed, that is said."""
    if not _of(request.user, request.center).filter(pk=request_id).exists():
        raise Http404("No such request.")
    try:
        withdraw_request(actor=request.user, center=request.center, request_id=request_id)
    except Refused:
        messages.warning(request, "This was answered meanwhile.")
    else:
        messages.success(request, "Withdrawn. Whoever was asked is told.")
    return HttpResponseRedirect(reverse("my_request", args=[request_id]))


def present(rows: list[Request], now: datetime, center: Center) -> list[Mine]:
    """Requests with their steps; two or three queries for any number."""
    events: dict[UUID, list[RequestEvent]] = defaultdict(list)
    for event in RequestEvent.objects.filter(request__in=rows).order_by("request", "number"):
        events[event.request_id].append(event)
    names = names_of(event.user_id for found in events.values() for event in found)
    return [
        Mine(
            id=row.pk,
            sentence=handler_of(row.kind).sentence(row),
            when=time_of(row, now, center.zone),
            status=row.get_status_display(),
            tone=_TONES.get(row.status, ""),
            note=row.note,
            steps=step_lines(row, events[row.pk], names, now, center.zone),
            can_withdraw=row.status == Status.WAITING.value,
        )
        for row in rows
    ]


def _of(user: User, center: Center) -> QuerySet[Request]:
    mine = Request.objects.filter(Q(asked_by=user) | Q(person__user=user), center=center)
    return mine.select_related("person").order_by("-asked_at", "id")


def _kinds(request: CenterRequest) -> list[Handler]:
    """What the user can ask for: nothing without a person of their own here."""
    if not Person.objects.filter(center=request.center, user=request.user).exists():
        return []
    return [each for each in handlers() if each.form is not None]


def _askable(kind: str) -> tuple[Handler, type[RequestForm]]:
    try:
        handler = handler_of(kind)
    except KeyError:
        raise Http404("No such kind.") from None
    if handler.form is None:
        raise Http404("This is asked for elsewhere.")
    return handler, handler.form


def _person(request: CenterRequest) -> Person:
    person = Person.objects.filter(center=request.center, user=request.user).first()
    if person is None:
        raise Http404("No roster of your own.")
    return person
