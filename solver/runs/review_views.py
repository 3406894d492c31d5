"""The review over HTTP: taking and leaving changes, conflicts, and what becomes of the proposal."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from scheduling.board.words import range_title
from scheduling.roster.gate import PublishRefused
from scheduling.roster.models import ProposalLine
from scheduling.roster.periods import PeriodStateError
from scheduling.roster.proposals import ProposalClosed, discard_proposal, mark_lines
from scheduling.roster.publish_list import SelectionChanged
from scheduling.time.words import count_words
from solver.runs.fixes import WayRefused, add_way
from solver.runs.models import Run
from solver.runs.review import review_of
from solver.runs.run_page import steps_of
from solver.runs.selectors import is_open, run_to_review
from solver.runs.setup import board_url
from solver.runs.taking import take_run
from solver.runs.views import is_htmx, place_in
from staff.centers.current import CenterRequest, permission_required
from staff.permissions import Permission, may

VIEWS = (("person", "By person"), ("day", "By day"), ("coverage", "Coverage"))
KEYS = (
    ("J", "Next person"),
    ("K", "Person before"),
    ("Space", "Take or leave the changes of this person"),
    ("O", "Open this person on the board"),
)


@permission_required(Permission.GENERATE_ROSTER)
@require_GET
def review(request: CenterRequest, run_id: UUID) -> HttpResponse:
    """The changes to look through; what became of them once they are taken or discarded."""
    run = run_to_review(request.user, request.center, run_id)
    if not is_open(run):
        return render(request, "solver/taken.html", _taken_context(run))
    return render(request, "solver/review.html", _context(request, run))


def _context(request: CenterRequest, run: Run, **more: Any) -> dict[str, Any]:
    view = request.GET.get("view", "")
    view = view if view in dict(VIEWS) else "person"
    return {
        "review": review_of(run),
        "run": run,
        "view": view,
        "views": [(label, f"?view={name}", name == view) for name, label in VIEWS],
        "steps": steps_of(run, at="review"),
        "board_url": board_url(run.starts_on),
        "may_publish": may(request.user, Permission.PUBLISH_ROSTER, request.center.pk),
        "may_override": may(request.user, Permission.OVERRIDE_RULES, request.center.pk),
        "page_keys": KEYS,
    } | more


def _taken_context(run: Run) -> dict[str, Any]:
    proposal = run.proposal
    published = False
    if proposal is not None and proposal.taken_version is not None:
        published = run.center.events.filter(
            version=proposal.taken_version, payload__has_key="changes"
        ).exists()
    changes = 0 if proposal is None else proposal.lines.filter(is_dropped=False).count()
    what = count_words(changes, "change")
    board = ("Open the roster", board_url(run.starts_on))
    setup = ("Set up another run", f"{reverse('generate')}?period={run.starts_on.isoformat()}")
    return {
        "run": run,
        "proposal": proposal,
        "title": range_title(run.starts_on, run.ends_before),
        "heading": f"{what} published" if published else f"{what} kept as drafts",
        "actions": [board, setup],
        "is_published": published,
        "steps": steps_of(run, at="publish" if published else "review"),
        "board_url": board_url(run.starts_on),
    }


@permission_required(Permission.GENERATE_ROSTER)
@require_POST
def mark(request: CenterRequest, run_id: UUID) -> HttpResponse:
    """Take or leave all changes of one person."""
    run = run_to_review(request.user, request.center, run_id)
    wanted = request.POST.get("take") == "1"
    person = _id_of(request.POST.get("person", ""))
    lines = [line.pk for line in _lines(run) if line.person_id == person]
    return _marked(request, run, lines, person=person, dropped=not wanted)


@permission_required(Permission.GENERATE_ROSTER)
@require_POST
def insist(request: CenterRequest, run_id: UUID) -> HttpResponse:
    """Take a change in spite of a later one of somebody else, or keep theirs after all."""
    run = run_to_review(request.user, request.center, run_id)
    line = _id_of(request.POST.get("line", ""))
    lines = [known.pk for known in _lines(run) if known.pk == line]
    return _marked(request, run, lines, pinned=request.POST.get("take") == "1")


@permission_required(Permission.GENERATE_ROSTER)
@require_POST
def add(request: CenterRequest, run_id: UUID) -> HttpResponse:
    """Put a way out of a shortage into the changes under review."""
    run = run_to_review(request.user, request.center, run_id)
    try:
        who = add_way(
            actor=request.user,
            run=run,
            account=place_in(request.POST.get("short", "")),
            way=place_in(request.POST.get("way", "")),
        )
    except ProposalClosed:
        return _closed(request, run)
    except WayRefused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, f"Added for {who}. It is taken with the other changes.")
    return HttpResponseRedirect(reverse("generate_review", args=[run.pk]))


def _lines(run: Run) -> list[ProposalLine]:
    return [] if run.proposal is None else list(run.proposal.lines.all())


def _marked(
    request: CenterRequest,
    run: Run,
    lines: list[UUID],
    *,
    person: UUID | None = None,
    dropped: bool = False,
    pinned: bool = False,
) -> HttpResponse:
    if run.proposal is None:
        return HttpResponse(status=404)
    try:
        mark_lines(actor=request.user, proposal=run.proposal, lines=lines, dropped=dropped, pinned=pinned)
    except ProposalClosed:
        return _closed(request, run)
    if not is_htmx(request):
        return HttpResponseRedirect(reverse("generate_review", args=[run.pk]))
    context = _context(request, run)
    rows = [row for row in context["review"].people if row.id == person]
    return render(request, "solver/_marked.html", context | {"rows": rows})


@permission_required(Permission.GENERATE_ROSTER)
@require_POST
def take(request: CenterRequest, run_id: UUID) -> HttpResponse:
    """Publish the changes that are taken, or keep them as drafts."""
    run = run_to_review(request.user, request.center, run_id)
    publishes = request.POST.get("how") == "publish"
    reason = request.POST.get("reason", "").strip()
    try:
        taken = take_run(
            actor=request.user,
            run=run,
            publishes=publishes,
            override_reason=reason,
            accepts_warnings=request.POST.get("accepts_warnings") == "1",
        )
    except ProposalClosed:
        return _closed(request, run)
    except PublishRefused as refused:
        problem = _refusal(refused)
        return render(
            request, "solver/review.html", _context(request, run, problem=problem, reason=reason), status=422
        )
    except (PeriodStateError, SelectionChanged) as error:
        return render(request, "solver/review.html", _context(request, run, problem=str(error)), status=409)
    changes = count_words(taken.lines, "change")
    left = (
        f" {count_words(len(taken.conflicts), 'change')} left to the edits of others."
        if taken.conflicts
        else ""
    )
    words = f"Published {changes}." if publishes else f"{changes} kept as drafts."
    messages.success(request, words + left)
    return HttpResponseRedirect(reverse("generate_review", args=[run.pk]))


def _refusal(refused: PublishRefused) -> str:
    if refused.reason_length:
        return refused.sentence
    if refused.needs_reason:
        return f"{count_words(len(refused.violations), 'rule break')} need a reason before this is published."
    return f"{count_words(len(refused.violations), 'warning')}: tick that they are known, then publish again."


@permission_required(Permission.GENERATE_ROSTER)
@require_POST
def discard(request: CenterRequest, run_id: UUID) -> HttpResponse:
    """Close the proposal; nothing of it comes on the roster."""
    run = run_to_review(request.user, request.center, run_id)
    if run.proposal is not None:
        try:
            discard_proposal(actor=request.user, proposal=run.proposal)
        except ProposalClosed:
            return _closed(request, run)
    messages.success(request, f"Run {run.number} is discarded. The roster is as it was.")
    return HttpResponseRedirect(f"{reverse('generate')}?period={run.starts_on.isoformat()}")


def _closed(request: CenterRequest, run: Run) -> HttpResponse:
    messages.warning(request, "This run was taken or discarded before.")
    address = reverse("generate_review", args=[run.pk])
    if is_htmx(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _id_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
