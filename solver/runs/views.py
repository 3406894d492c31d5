"""Generate over HTTP: setup with its pre-check, the run and its live fragment. The review is in `review_views.py`."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from scheduling.roster.periods import dates_of_period
from scheduling.time.interval import minute_before
from scheduling.time.local_time import LocalClock
from solver.adapter.instance import Search
from solver.adapter.snapshot import Snapshot, read_snapshot
from solver.runs.errors import ActiveRunError, PeriodLockedError
from solver.runs.fixes import WayRefused, take_way
from solver.runs.forms import SetupForm, initial_values, priority_fields
from solver.runs.models import Run
from solver.runs.no_roster import no_roster_page
from solver.runs.options import RunOptions
from solver.runs.precheck import check_before
from solver.runs.precheck_words import PreCheckPage, precheck_page
from solver.runs.run_page import run_page, steps_of
from solver.runs.selectors import is_open, run_at
from solver.runs.services import request_run, request_stop
from solver.runs.setup import board_url, first_choice, period_choices, setup_of
from staff.centers.current import CenterRequest, permission_required
from staff.centers.models import Center
from staff.permissions import Permission

STOP_POLLING = 286
"""The status htmx knows as "this is the last answer"."""

SETUP_KEYS = (("Ctrl K", "Search"),)
WAY_KEYS = (
    ("J", "Next way out"),
    ("K", "Way out before"),
    ("Enter", "Take the way in focus"),
    ("O", "Open its person on the board"),
)


@permission_required(Permission.GENERATE_ROSTER)
@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: CenterRequest) -> HttpResponse:
    """The setup of a run; posting it starts one."""
    if request.method == "POST":
        return _start(request)
    starts_on = _chosen(request.center, request.GET.get("period", ""))
    form = SetupForm(initial_values(starts_on, RunOptions()))
    form.is_valid()
    return _setup_page(request, form, starts_on)


def _start(request: CenterRequest) -> HttpResponse:
    form = SetupForm(request.POST)
    if not form.is_valid():
        return _setup_page(request, form, _chosen(request.center, request.POST.get("period", "")), status=422)
    starts_on, ends_before = dates_of_period(request.center, form.cleaned_data["period"])
    try:
        run = request_run(
            actor=request.user,
            center=request.center,
            starts_on=starts_on,
            ends_before=ends_before,
            options=form.options(),
            search=form.search(secrets.randbelow(2**31)),
        )
    except ActiveRunError as error:
        messages.warning(request, f"{error} This is it.")
        return _to(error.run)
    except PeriodLockedError as error:
        form.add_error(None, str(error))
        return _setup_page(request, form, starts_on, status=409)
    return _to(run)


def _setup_page(
    request: CenterRequest, form: SetupForm, starts_on: date, *, status: int = 200
) -> HttpResponse:
    snapshot = _snapshot(request.center, starts_on)
    clock = snapshot.roster.clock
    now = minute_before(timezone.now())
    options = form.options() if form.is_valid() else RunOptions()
    fields = {preference.name: field for preference, field in priority_fields(form)}
    facts = setup_of(snapshot, options, fields, now)
    context: dict[str, Any] = {
        "form": form,
        "setup": facts,
        "has_past": any(row.field == "keeps_past" for row in facts.kept),
        "check": _check(snapshot, options),
        "periods": period_choices(request.center, starts_on, clock.date_of(now)),
        "steps": steps_of(None, at="setup"),
        "page_keys": SETUP_KEYS,
    }
    return render(request, "solver/setup.html", context, status=status)


@permission_required(Permission.GENERATE_ROSTER)
@require_GET
def check(request: CenterRequest) -> HttpResponse:
    """The pre-check again, after a change in the form; and the prices at the new priorities."""
    form = SetupForm(request.GET)
    starts_on = _chosen(request.center, request.GET.get("period", ""))
    if not form.is_valid():
        problems = [str(problem) for found in form.errors.values() for problem in found]
        return render(request, "solver/_check_problem.html", {"problems": problems}, status=422)
    snapshot = _snapshot(request.center, starts_on)
    context = {"check": _check(snapshot, form.options()), "is_answer": True}
    return render(request, "solver/_check.html", context)


def _check(snapshot: Snapshot, options: RunOptions) -> PreCheckPage:
    return precheck_page(snapshot, check_before(snapshot, options))


def _snapshot(center: Center, starts_on: date) -> Snapshot:
    return read_snapshot(center, *dates_of_period(center, starts_on))


def _chosen(center: Center, text: str) -> date:
    """The first day of the period of a date in the address; of the next one to publish without it."""
    today = LocalClock(center.time_zone).date_of(minute_before(timezone.now()))
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return first_choice(center, today)
    return (
        dates_of_period(center, day)[0] if abs((day - today).days) < 20 * 366 else first_choice(center, today)
    )


@permission_required(Permission.GENERATE_ROSTER)
@require_GET
def run(request: CenterRequest, run_id: UUID) -> HttpResponse:
    """The page of a run, whatever its state."""
    return render(request, "solver/run.html", _run_context(request, run_at(request.center, run_id)))


@permission_required(Permission.GENERATE_ROSTER)
@require_GET
def live(request: CenterRequest, run_id: UUID) -> HttpResponse:
    """The part of the page that changes; asked for once a second while the run is not finished."""
    found = run_at(request.center, run_id)
    if not found.is_active and request.GET.get("then") == "review" and is_open(found):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("generate_review", args=[found.pk])})
    if not found.is_active and found.summary.get("verdict"):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("generate_run", args=[found.pk])})
    context = _run_context(request, found) | {"is_live_answer": True}
    return render(request, "solver/_live.html", context, status=200 if found.is_active else STOP_POLLING)


def _run_context(request: CenterRequest, found: Run) -> dict[str, Any]:
    tier = request.GET.get("tier", "")
    page = run_page(request.user, found, timezone.now(), tier=int(tier) if tier in set("12345") else None)
    query = QueryDict(mutable=True)
    for name in ("tier", "then"):
        if request.GET.get(name):
            query[name] = request.GET[name]
    return {
        "page": page,
        "no_roster": None
        if found.is_active
        else no_roster_page(found, place_in(request.GET.get("short", ""))),
        "page_keys": WAY_KEYS if found.summary.get("verdict") else (),
        "run": found,
        "is_open": is_open(found),
        "board_url": board_url(found.starts_on),
        "live_query": query.urlencode(),
        "then": request.GET.get("then", ""),
    }


@permission_required(Permission.GENERATE_ROSTER)
@require_POST
def stop(request: CenterRequest, run_id: UUID) -> HttpResponse:
    """Stop and keep the best; with `then=review` the review opens as soon as it is kept."""
    found = run_at(request.center, run_id)
    request_stop(actor=request.user, run=found)
    return _to(found, then="review" if request.POST.get("then") == "review" else "")


@permission_required(Permission.GENERATE_ROSTER)
@require_POST
def again(request: CenterRequest, run_id: UUID) -> HttpResponse:
    """The same setup once more, with another seed."""
    found = run_at(request.center, run_id)
    try:
        new = request_run(
            actor=request.user,
            center=request.center,
            starts_on=found.starts_on,
            ends_before=found.ends_before,
            options=RunOptions.from_json(found.options),
            search=_search_like(found),
        )
    except (ActiveRunError, PeriodLockedError) as error:
        messages.warning(request, str(error))
        return _to(error.run if isinstance(error, ActiveRunError) else found)
    return _to(new)


@permission_required(Permission.GENERATE_ROSTER)
@require_POST
def take_way_out(request: CenterRequest, run_id: UUID) -> HttpResponse:
    """Take a way out of a shortage, as draft changes or as accepted, and run again."""
    found = run_at(request.center, run_id)
    try:
        new = take_way(
            actor=request.user,
            run=found,
            account=place_in(request.POST.get("short", "")),
            way=place_in(request.POST.get("way", "")),
            search=_search_like(found),
        )
    except (ActiveRunError, PeriodLockedError, WayRefused) as error:
        messages.warning(request, str(error))
        return _to(error.run if isinstance(error, ActiveRunError) else found)
    return _to(new)


def place_in(text: str) -> int:
    """Where something stands in a list; -1, which is nowhere, for what is no small number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else -1


def _search_like(found: Run) -> Search:
    return Search(seconds=found.seconds, seed=secrets.randbelow(2**31), workers=found.workers)


def _to(found: Run, *, then: str = "") -> HttpResponseRedirect:
    address = reverse("generate_run", args=[found.pk])
    return HttpResponseRedirect(f"{address}?then={then}" if then else address)


def is_htmx(request: HttpRequest) -> bool:
    """Whether a fragment is wanted."""
    return request.headers.get("HX-Request") == "true"
