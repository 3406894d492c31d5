"""The list of people and one person's page. Who sees whom is in `access.py`, what is shown in `selectors.py`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from scheduling.person_roster.access import person_for_view
from scheduling.person_roster.people_list import PeopleFilter, people_page
from scheduling.person_roster.selectors import moment_card, person_page
from scheduling.roster.as_of.pages import answers_as_of, as_of, shown_as_of
from scheduling.roster.as_of.reading import AsOf
from scheduling.roster.selectors import View
from staff.centers.current import CenterRequest, center_for, permission_required
from staff.centers.years import written_date
from staff.people.models import Person, User
from staff.permissions import Permission, may

ShownT = TypeVar("ShownT")


@require_safe
@vary_on_headers("HX-Request")
@permission_required(Permission.VIEW_PEOPLE)
@answers_as_of
def people(request: CenterRequest) -> HttpResponse:
    """The list, narrowed by the query string; as a fragment for htmx."""
    asked = PeopleFilter(
        text=request.GET.get("q", "").strip()[:80],
        group=request.GET.get("group", ""),
        skill=request.GET.get("skill", ""),
    )
    number = request.GET.get("page", "1")
    at = as_of(request, request.center)
    shown = people_page(
        request.center,
        asked,
        int(number) if number.isdecimal() and len(number) < 10 else 1,
        at=at,
        view=_view_for(request.user, request.center.pk),
    )
    query = request.GET.copy()
    query.pop("page", None)
    # Going back asks for the whole page again, by htmx.
    is_fragment = "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers
    template = "_people_list.html" if is_fragment else "people.html"
    context = {
        "people": shown,
        "asked": asked,
        "query": query.urlencode(),
        "as_of": shown_as_of(request, request.center, at),
    }
    return render(request, f"scheduling/person_roster/{template}", context)


@require_safe
@login_required
@answers_as_of
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """One person over a period: the working roster for planners, the published one for everybody else."""
    at = as_of(request, center_for(request))
    _, page = _shown(request, person_id, person_page, at)
    context = {
        "page": page,
        "as_of": shown_as_of(request, center_for(request), at),
        "keep": [("as_of", at.text)] if at.is_past else [],
    }
    return render(request, "scheduling/person_roster/person.html", context)


@require_safe
@login_required
@answers_as_of
def limits_at(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What each limit reads at a moment of the timeline, as a fragment."""
    found, card = _shown(request, person_id, moment_card, as_of(request, center_for(request)))
    context = {"moment": card, "name": found.first_name}
    return render(request, "scheduling/person_roster/_moment.html", context)


def _shown(
    request: HttpRequest, person_id: UUID, read: Callable[..., ShownT], at: AsOf
) -> tuple[Person, ShownT]:
    """The person of the address, and what `read` says of them on the dates and at the moment asked for."""
    user = cast("User", request.user)
    center = center_for(request)
    found = person_for_view(user, center, person_id)
    shown = read(
        found,
        center,
        _view_for(user, center.pk),
        at=at,
        on=written_date(request.GET.get("on", "")),
        moment=moment_asked(request),
    )
    return found, shown


def moment_asked(request: HttpRequest) -> int | None:
    """Minutes after the start of the shown dates; None for anything that is no such number."""
    text = request.GET.get("at", "")
    return int(text) if text.isdecimal() and len(text) < 7 else None


def _view_for(user: User, center_id: UUID) -> View:
    sees_drafts = may(user, Permission.VIEW_WORKING_ROSTER, center_id)
    return View.WORKING if sees_drafts else View.PUBLISHED
