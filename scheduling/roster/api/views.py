"""GET endpoints of roster, coverage and periods. What they send is in `shapes.py`, how it is made in `plain.py`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from scheduling.coverage.domain.types import RequirementKind
from scheduling.roster.api.plain import person_segments, subjects
from scheduling.roster.api.shapes import CoverageShape, PeriodShape, PeriodsShape, RosterShape
from scheduling.roster.people import PersonFacts, people_on_roster
from scheduling.roster.periods import PeriodFacts, periods_touching
from scheduling.roster.selectors import Roster, View, load_roster, version_of
from staff.api.errors import wrong_parameter
from staff.api.pagination import Pages
from staff.api.parameters import (
    AS_OF,
    FROM,
    PAGE,
    PAGE_SIZE,
    UNTIL,
    VIEW,
    as_of_from,
    dates_from,
    number_from,
)
from staff.api.views import CenterView
from staff.centers.years import YEARS
from staff.people.models import Person
from staff.permissions import Permission
from staff.skills.models import Skill

PERSON = OpenApiParameter("person", OpenApiTypes.UUID, many=True, description="Only these people.")


def people_asked(endpoint: CenterView, request: Request) -> list[UUID] | None:
    """The people named in the query; for those who see only their own roster, themselves."""
    asked = [_uuid(text) for text in request.query_params.getlist("person")] or None
    if endpoint.may(Permission.VIEW_PUBLISHED_ROSTER):
        return asked
    own = list(
        Person.objects.filter(user=endpoint.actor, center=endpoint.center).values_list("pk", flat=True)
    )
    if asked is not None and set(asked) - set(own):
        raise Http404("Nobody else's roster is open to you.")
    return own


class PeopleOverDates(CenterView):
    """What holds for everybody over some dates, as of a version or moment, a page of people at a time."""

    permissions = (Permission.VIEW_PUBLISHED_ROSTER, Permission.VIEW_OWN_ROSTER)
    parameters = (FROM, UNTIL, AS_OF, VIEW, PERSON, PAGE, PAGE_SIZE)
    shape: type[Serializer[Any]]
    etag_parts: tuple[str, ...] = ()

    def answer(self, request: Request) -> Response:
        """The page that is asked for; employees get their own, as published."""
        query = request.query_params
        span = dates_from(query)
        view = view_from(self, query.get("view", ""))
        version = version_of(self.center, as_of_from(query, self.center))
        asked = people_asked(self, request)
        page, size = number_from(query, "page", 1), number_from(query, "page_size", Pages.page_size)
        size = min(size, Pages.max_page_size)
        same = self.unchanged(request, *self.etag_parts, version, view.value, span, asked, page, size)
        if same is not None:
            return same
        people = people_on_roster(self.center, span.starts_on, span.ends_before, version, asked)
        pages = max(1, math.ceil(len(people) / size))
        if page > pages:
            raise wrong_parameter("page", f"The last page is {pages}.")
        shown = people[(page - 1) * size : page * size]
        roster = load_roster(
            self.center,
            span.starts_on,
            span.ends_before,
            view=view,
            as_of=version,
            only=[person.id for person in shown],
        )
        answer = {
            "center": self.center.slug,
            "time_zone": self.center.time_zone,
            "version": version,
            "view": view.value,
            "starts_on": span.starts_on,
            "ends_before": span.ends_before,
            "count": len(people),
            "page": page,
            "pages": pages,
            "people": self.people(roster, shown, version),
        }
        return Response(self.shape(answer).data)

    def people(self, roster: Roster, shown: Sequence[PersonFacts], version: int) -> list[dict[str, Any]]:
        """What is said of each person of the page."""
        raise NotImplementedError


class RosterView(PeopleOverDates):
    """GET /roster"""

    shape = RosterShape

    @extend_schema(
        operation_id="roster",
        tags=["roster"],
        parameters=[*PeopleOverDates.parameters],
        responses={200: RosterShape},
    )
    def get(self, request: Request) -> Response:
        """Everybody's segments over some dates, as of a version or moment, with where each comes from.

        Employees get their own published roster. Reasons of absence are shown to those who may see them, and
        to oneself.
        """
        return self.answer(request)

    def people(self, roster: Roster, shown: Sequence[PersonFacts], version: int) -> list[dict[str, Any]]:
        own = Person.objects.filter(user=self.actor, center=self.center).values_list("pk", flat=True).first()
        sees_all = self.may(Permission.VIEW_ABSENCE_REASONS)
        return [
            person_segments(roster, person, may_see_reasons=sees_all or person.id == own) for person in shown
        ]


class CoverageView(CenterView):
    """GET /coverage"""

    permissions = (Permission.VIEW_COVERAGE,)
    parameters = (FROM, UNTIL, AS_OF, VIEW)

    @extend_schema(
        operation_id="coverage",
        tags=["coverage"],
        parameters=[*parameters],
        responses={200: CoverageShape},
    )
    def get(self, request: Request) -> Response:
        """Demand against staffed people as step functions, with gaps and surpluses, per position and skill."""
        span = dates_from(request.query_params)
        view = view_from(self, request.query_params.get("view", ""))
        version = version_of(self.center, as_of_from(request.query_params, self.center))
        same = self.unchanged(request, version, view.value, span)
        if same is not None:
            return same
        roster = load_roster(self.center, span.starts_on, span.ends_before, view=view, as_of=version)
        names: dict[Any, str] = {
            (RequirementKind.SEATS, key): position.name for key, position in roster.positions.items()
        }
        for pk, name in Skill.objects.filter(center=self.center).values_list("pk", "name"):
            names[RequirementKind.MIX, pk] = name
        answer = {
            "center": self.center.slug,
            "time_zone": self.center.time_zone,
            "version": version,
            "view": view.value,
            "starts_on": span.starts_on,
            "ends_before": span.ends_before,
            "subjects": subjects(roster.evaluation.curve, names),
        }
        return Response(CoverageShape(answer).data)


class PeriodsView(CenterView):
    """GET /periods"""

    permissions = (Permission.VIEW_OWN_ROSTER, Permission.VIEW_PUBLISHED_ROSTER)
    parameters = (FROM, UNTIL, AS_OF)

    @extend_schema(
        operation_id="periods_list", tags=["periods"], parameters=[*parameters], responses={200: PeriodsShape}
    )
    def get(self, request: Request) -> Response:
        """The periods that share a date with the span, in order."""
        span = dates_from(request.query_params)
        version = version_of(self.center, as_of_from(request.query_params, self.center))
        found = periods_touching(self.center, span.starts_on, span.ends_before, version)
        return Response(PeriodsShape({"version": version, "periods": found}).data)


class PeriodView(CenterView):
    """GET /periods/{starts_on}"""

    permissions = PeriodsView.permissions
    parameters = (AS_OF,)

    @extend_schema(
        operation_id="periods_retrieve",
        tags=["periods"],
        parameters=[AS_OF, OpenApiParameter("starts_on", OpenApiTypes.DATE, OpenApiParameter.PATH)],
        responses={200: PeriodShape},
    )
    def get(self, request: Request, starts_on: date) -> Response:
        """The period that starts on a date; another date is 404."""
        if starts_on.year not in YEARS:
            raise Http404("No period starts on this date.")
        version = version_of(self.center, as_of_from(request.query_params, self.center))
        found: PeriodFacts = periods_touching(self.center, starts_on, starts_on + timedelta(days=1), version)[
            0
        ]
        if found.starts_on != starts_on:
            raise Http404("No period starts on this date.")
        return Response(PeriodShape(found).data)


def view_from(endpoint: CenterView, text: str) -> View:
    """The view asked for, or the most one may see. Raises PermissionDenied through `require` for the working one."""
    may_see_drafts = endpoint.may(Permission.VIEW_WORKING_ROSTER)
    if not text:
        return View.WORKING if may_see_drafts else View.PUBLISHED
    if text not in set(View):
        raise wrong_parameter("view", "Write working or published.")
    if text == View.WORKING and not may_see_drafts:
        endpoint.permission_denied(endpoint.request, message="Draft changes are open to planners only.")
    return View(text)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise wrong_parameter("person", f"“{text[:40]}” is no id of a person.") from None
