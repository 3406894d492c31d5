"""Publishing from the board: the list of changes by person with the checks, and the act itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from approvals.models import Request
from scheduling.board.sentences import issue_of
from scheduling.board.state import BoardState
from scheduling.board.views import posted_state, state_of, viewer
from scheduling.board.words import range_title
from scheduling.roster.as_of.pages import changes_now
from scheduling.roster.gate import PublishRefused
from scheduling.roster.periods import PeriodStateError
from scheduling.roster.publish_list import DraftChange, PublishList, SelectionChanged, publish_list
from scheduling.roster.publishing import publish
from scheduling.roster_requests.rule_override import NoReason, ask_to_publish
from scheduling.rules.levels import Level, Violation
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Absence, Segment
from scheduling.time.words import count_words, date_words, range_words
from staff.centers.models import Center
from staff.people.models import Person
from staff.people.names import in_order
from staff.permissions import Permission, may

MOST_PEOPLE = 200


@dataclass(frozen=True, slots=True)
class PersonDiff:
    """One person's lines: what goes and what comes, each as words."""

    name: str
    removed: tuple[str, ...]
    added: tuple[str, ...]
    is_base: bool


@dataclass(frozen=True, slots=True)
class Check:
    """A rule that somebody would newly break."""

    name: str
    title: str
    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class PublishDialog:
    """The dialog as its template sees it. `others` are the changes of people without a hard break."""

    title: str
    version: int
    change_count: int
    person_count: int
    people: tuple[PersonDiff, ...]
    more_people: int
    outside: tuple[str, ...]
    hard: tuple[Check, ...]
    hard_count: int
    soft: tuple[Check, ...]
    others: tuple[UUID, ...]
    may_override: bool
    may_ask: bool
    button: str
    is_first: bool
    is_empty: bool


@login_required
@require_http_methods(["GET", "POST"])
@changes_now
def publish_dialog(request: HttpRequest) -> HttpResponse:
    """GET lists what would be published; POST does it, with a reason where one is needed."""
    user, center = viewer(request, Permission.PUBLISH_ROSTER)
    if request.method == "GET":
        state = state_of(center, request.GET.dict())
        return _dialog(request, center, state)
    fields = request.POST
    state = posted_state(center, fields.dict())
    try:
        selection = [UUID(each) for each in fields.getlist("change")] if fields.get("only") else None
    except ValueError:
        raise BadRequest("A change is named by its id.") from None
    try:
        if fields.get("ask"):
            found = ask_to_publish(
                actor=user,
                center=center,
                day=state.starts_on,
                selection=selection,
                reason=fields.get("reason", "").replace("\0", ""),
            )
            if isinstance(found, Request):
                messages.success(request, "Asked. You are told when it is answered; the draft stays.")
                return _leads_to(request, reverse("my_request", args=[found.pk]))
            done = found
        else:
            done = publish(
                actor=user,
                center=center,
                day=state.starts_on,
                selection=selection,
                override_reason=fields.get("reason", "").replace("\0", "").strip()
                if fields.get("override")
                else "",
                accepts_warnings=bool(fields.get("accepts_warnings")),
            )
    except PublishRefused as error:
        return _dialog(
            request, center, state, problem=error.sentence, reason=fields.get("reason", ""), status=422
        )
    except (SelectionChanged, PeriodStateError, NoReason) as error:
        return _dialog(
            request, center, state, problem=str(error), reason=fields.get("reason", ""), status=422
        )
    words = count_words(done.changes, "change")
    sentence = f"Published {words} for {count_words(len(done.people), 'person', 'people')}."
    messages.success(request, sentence)
    return _leads_to(request, f"{reverse('board')}?{state.query()}")


def _leads_to(request: HttpRequest, target: str) -> HttpResponse:
    if getattr(request, "htmx", False):
        response = HttpResponse(status=204)
        response.headers["HX-Redirect"] = target
        return response
    return HttpResponseRedirect(target)


def _dialog(
    request: HttpRequest,
    center: Center,
    state: BoardState,
    *,
    problem: str = "",
    reason: str = "",
    status: int = 200,
) -> HttpResponse:
    listed = publish_list(center, state.starts_on)
    user: Any = request.user
    context = {
        "dialog": present_publish(
            center, listed, may_override=may(user, Permission.OVERRIDE_RULES, center.pk)
        ),
        "problem": problem,
        "reason": reason,
        "board_query": state.query(),
    }
    htmx = getattr(request, "htmx", False)
    return render(
        request,
        f"scheduling/board/{'_publish' if htmx else 'publish'}.html",
        context,
        status=status if htmx else 200,
    )


def present_publish(center: Center, listed: PublishList, *, may_override: bool) -> PublishDialog:
    """What publishing would do, in words; one query for the names."""
    clock = LocalClock(center.time_zone)
    named: set[Any] = {change.person_id for change in listed.people}
    named |= {each.person for each in listed.violations}
    named |= {change.person_id for change in listed.changes if change.is_outside_employment}
    names = {person.pk: str(person) for person in Person.objects.filter(center=center, pk__in=named)}
    people = sorted(listed.people, key=lambda change: in_order(names.get(change.person_id, "")))
    drafted = {change.person_id for change in listed.changes}
    hard = listed.at(Level.BLOCK) + listed.at(Level.APPROVAL)
    broken = {violation.person for violation in hard}
    title = range_title(listed.period.starts_on, listed.period.ends_before)
    changes = count_words(len(listed.changes), "change")
    return PublishDialog(
        title=title,
        version=listed.version,
        change_count=len(listed.changes),
        person_count=len(people),
        people=tuple(
            PersonDiff(
                names.get(change.person_id, ""),
                tuple(_words(segment, clock) for segment in change.removed),
                tuple(_words(segment, clock) for segment in change.added),
                change.person_id not in drafted,
            )
            for change in people[:MOST_PEOPLE]
        ),
        more_people=max(0, len(people) - MOST_PEOPLE),
        outside=tuple(
            f"{names.get(change.person_id, '')}, {_row_words(change, clock)}"
            for change in listed.changes
            if change.is_outside_employment
        ),
        hard=_checks(hard, clock, names),
        soft=_checks(listed.at(Level.WARN), clock, names),
        hard_count=len(hard),
        # The first publication takes everybody's pattern along, so leaving changes out would not help.
        others=tuple(each.adjustment_id for each in listed.changes if each.person_id not in broken)
        if listed.period.is_published
        else (),
        may_override=may_override,
        may_ask=bool(hard) and not listed.at(Level.BLOCK),
        button=f"Publish {changes}" if listed.changes else f"Publish {title}",
        is_first=not listed.period.is_published,
        is_empty=not listed.changes and not people and listed.period.is_published,
    )


def _checks(violations: Iterable[Violation], clock: LocalClock, names: dict[Any, str]) -> tuple[Check, ...]:
    """One line per person and rule: the first such violation, and how many more there are."""
    grouped: dict[tuple[Any, str], list[Violation]] = {}
    for violation in violations:
        grouped.setdefault((violation.person, violation.rule), []).append(violation)
    found = []
    for alike in grouped.values():
        first = min(alike, key=lambda each: each.interval.start)
        issue = issue_of(first, clock)
        on = clock.date_of(first.interval.end - 1)
        more = f" And {count_words(len(alike) - 1, 'more day')} like it." if len(alike) > 1 else ""
        title = f"{date_words(on, on)}. {issue.title}"
        found.append(Check(names.get(first.person, ""), title, issue.text + more, issue.tone))
    return tuple(found)


def _row_words(change: DraftChange, clock: LocalClock) -> str:
    on = clock.date_of(change.row.start)
    return f"{date_words(on, on)} {range_words(change.row.start, change.row.end, clock)}"


def _words(segment: Segment, clock: LocalClock) -> str:
    on = clock.date_of(segment.start)
    times = range_words(segment.start, segment.end, clock)
    if isinstance(segment, Absence):
        return f"{date_words(on, on)} {segment.kind.replace('_', ' ')} {times}"
    return f"{date_words(on, on)} {times}"
