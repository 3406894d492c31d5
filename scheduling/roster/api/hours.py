"""GET /hours: hours worked and overtime by person and workweek, both counts with their reasons."""

from __future__ import annotations

import math
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from scheduling.roster.api.views import PERSON, people_asked, view_from
from scheduling.roster.hours import HoursTerms, hours_terms
from scheduling.roster.people import PersonFacts, people_on_roster
from scheduling.roster.selectors import Roster, load_roster, version_of
from scheduling.roster.workweeks import workweek_of
from scheduling.time.interval import moment_of
from scheduling.workweek.domain.overtime import Part, Reason, WeekHours
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
from staff.permissions import Permission

REASONS = [reason.value for reason in Reason]


class PartShape(serializers.Serializer[Any]):
    """Minutes of overtime without interruption, for one reason."""

    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    reason = serializers.ChoiceField(choices=REASONS)


class WeekHoursShape(serializers.Serializer[Any]):
    """One workweek. Floor is overtime by the law, contract by the unit's contract; the greater is owed.

    `only_contract` and `only_floor` are the minutes in which the two differ.
    """

    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    worked_minutes = serializers.IntegerField()
    leave_minutes = serializers.IntegerField()
    floor_minutes = serializers.IntegerField()
    contract_minutes = serializers.IntegerField()
    overtime_minutes = serializers.IntegerField()
    comp_minutes = serializers.IntegerField()
    floor = PartShape(many=True)
    contract = PartShape(many=True)
    only_contract = PartShape(many=True)
    only_floor = PartShape(many=True)


class PersonHoursShape(serializers.Serializer[Any]):
    person = serializers.UUIDField()
    number = serializers.CharField()
    name = serializers.CharField()
    workweek = serializers.CharField()
    weeks = WeekHoursShape(many=True)


class HoursShape(serializers.Serializer[Any]):
    center = serializers.CharField()
    time_zone = serializers.CharField()
    version = serializers.IntegerField()
    view = serializers.ChoiceField(choices=["working", "published"])
    starts_on = serializers.DateField()
    ends_before = serializers.DateField()
    count = serializers.IntegerField()
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    people = PersonHoursShape(many=True)


class HoursView(CenterView):
    """GET /hours"""

    permissions = (Permission.VIEW_PUBLISHED_ROSTER, Permission.VIEW_OWN_ROSTER)
    parameters = (FROM, UNTIL, AS_OF, VIEW, PERSON, PAGE, PAGE_SIZE)

    @extend_schema(
        operation_id="hours", tags=["hours"], parameters=[*parameters], responses={200: HoursShape}
    )
    def get(self, request: Request) -> Response:
        """Every workweek that touches the dates, whole, of everybody; employees get their own published hours."""
        query = request.query_params
        span = dates_from(query)
        view = view_from(self, query.get("view", ""))
        version = version_of(self.center, as_of_from(query, self.center))
        asked = people_asked(self, request)
        page, size = number_from(query, "page", 1), number_from(query, "page_size", Pages.page_size)
        size = min(size, Pages.max_page_size)
        same = self.unchanged(request, "hours", version, view.value, span, asked, page, size)
        if same is not None:
            return same
        people = people_on_roster(self.center, span.starts_on, span.ends_before, version, asked)
        pages = max(1, math.ceil(len(people) / size))
        if page > pages:
            raise wrong_parameter("page", f"There are {pages} pages.")
        shown = people[(page - 1) * size : page * size]
        chosen: list[UUID] = [person.id for person in shown]
        roster = load_roster(
            self.center, span.starts_on, span.ends_before, view=view, as_of=version, only=chosen
        )
        terms = hours_terms(self.center, version)
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
            "people": [person_hours(roster, terms, person) for person in shown],
        }
        return Response(HoursShape(answer).data)


def person_hours(roster: Roster, terms: HoursTerms, person: PersonFacts) -> dict[str, Any]:
    """One person's workweeks that touch the dates of the roster."""
    unit = person.bargaining_unit_id
    found = terms.weeks(roster.evaluation.roster(person.id), unit, roster.input.focus)
    return {
        "person": person.id,
        "number": person.number,
        "name": person.name,
        "workweek": workweek_of(terms.workweeks, unit).words(roster.starts_on),
        "weeks": [_week(week) for week in found],
    }


def _week(week: WeekHours) -> dict[str, Any]:
    return {
        "starts_at": moment_of(week.week.start),
        "ends_at": moment_of(week.week.end),
        "worked_minutes": week.worked_minutes,
        "leave_minutes": week.leave_minutes,
        "floor_minutes": week.floor_minutes,
        "contract_minutes": week.contract_minutes,
        "overtime_minutes": week.overtime_minutes,
        "comp_minutes": week.comp_minutes,
        "floor": _parts(week.floor),
        "contract": _parts(week.contract),
        "only_contract": _parts(week.only_contract),
        "only_floor": _parts(week.only_floor),
    }


def _parts(parts: tuple[Part, ...]) -> list[dict[str, Any]]:
    return [
        {
            "starts_at": moment_of(part.interval.start),
            "ends_at": moment_of(part.interval.end),
            "reason": part.reason.value,
        }
        for part in parts
    ]
