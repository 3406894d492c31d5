"""GET endpoints of people. Who sees whom is decided in `scheduling/person_roster/access.py`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from scheduling.person_roster.access import person_for_view
from scheduling.roster.people import PersonFacts, people_on_roster
from scheduling.time.interval import minute_before
from scheduling.time.local_time import LocalClock
from staff.api.pagination import Pages
from staff.api.parameters import PAGE, PAGE_SIZE, date_from
from staff.api.views import CenterView
from staff.centers.clock import current_version
from staff.permissions import Permission

ON = OpenApiParameter("on", OpenApiTypes.DATE, description="Employed on this local date. Default: today.")
SEARCH = OpenApiParameter("q", OpenApiTypes.STR, description="Part of the name, or the start of the number.")


class SkillShape(serializers.Serializer[Any]):
    """A certification; both dates are included, no end does not expire."""

    code = serializers.CharField()
    granted_on = serializers.DateField()
    expires_on = serializers.DateField(allow_null=True)


class PersonShape(serializers.Serializer[Any]):
    """A person as employed on the date."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    last_name = serializers.CharField()
    first_name = serializers.CharField()
    job = serializers.ChoiceField(choices=["dispatcher", "supervisor", "trainee"])
    staff_type = serializers.ChoiceField(choices=["regular", "contract", "part_time"])
    group = serializers.CharField(allow_null=True)
    seniority_on = serializers.DateField()
    skills = SkillShape(many=True)


class PeopleShape(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = PersonShape(many=True)


class PeopleView(CenterView):
    """GET /people"""

    permissions = (Permission.VIEW_PEOPLE,)
    parameters = (ON, SEARCH, PAGE, PAGE_SIZE)

    @extend_schema(
        operation_id="people_list",
        tags=["people"],
        parameters=[*parameters],
        responses={200: PeopleShape},
    )
    def get(self, request: Request) -> Response:
        """Who is employed on a date, by group and name."""
        people = self._found(request)
        paginator = Pages()
        page = paginator.paginate_queryset(people, request, view=self)
        shown = [person_values(person) for person in page or []]
        return paginator.get_paginated_response(PersonShape(shown, many=True).data)

    def _found(self, request: Request) -> list[PersonFacts]:
        people = people_on(self, _date_asked(self, request))
        text = request.query_params.get("q", "").strip().casefold()[:80]
        return [
            person for person in people if text in person.name.casefold() or person.number.startswith(text)
        ]


class PersonView(CenterView):
    """GET /people/{id}"""

    permissions = (Permission.VIEW_PEOPLE, Permission.VIEW_OWN_ROSTER)
    parameters = (ON,)

    @extend_schema(
        operation_id="people_retrieve",
        tags=["people"],
        parameters=[*parameters],
        responses={200: PersonShape},
    )
    def get(self, request: Request, person_id: UUID) -> Response:
        """One person as employed on a date. For employees: oneself, everybody else is 404."""
        person = person_for_view(self.actor, self.center, person_id)
        found = people_on(self, _date_asked(self, request), only=person.pk)
        if not found:
            raise Http404("Not employed on this date.")
        return Response(PersonShape(person_values(found[0])).data)


def people_on(endpoint: CenterView, day: date, only: UUID | None = None) -> list[PersonFacts]:
    """Everybody (or one person) employed on a date, as of now."""
    version = current_version(endpoint.center.pk)
    chosen = None if only is None else [only]
    return people_on_roster(endpoint.center, day, day + timedelta(days=1), version, chosen)


def person_values(person: PersonFacts) -> dict[str, Any]:
    """A person by names and codes."""
    employment = person.employments[0]
    return {
        "id": person.id,
        "number": person.number,
        "last_name": person.last_name,
        "first_name": person.first_name,
        "job": employment.job,
        "staff_type": employment.staff_type,
        "group": person.group or None,
        "seniority_on": person.seniority_on,
        "skills": sorted(person.certified, key=lambda skill: (skill.code, skill.granted_on)),
    }


def _date_asked(endpoint: CenterView, request: Request) -> date:
    text = request.query_params.get("on", "")
    if not text:
        return LocalClock(endpoint.center.time_zone).date_of(minute_before(timezone.now()))
    return date_from(text, "on")
