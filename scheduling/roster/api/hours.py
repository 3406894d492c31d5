"""GET /hours: hours worked and overtime by person and workweek, both counts with their reasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from scheduling.roster.api.views import PeopleOverDates
from scheduling.roster.hours import HoursTerms, hours_terms
from scheduling.roster.people import PersonFacts
from scheduling.roster.selectors import Roster
from scheduling.roster.workweeks import workweek_of
from scheduling.time.interval import moment_of
from scheduling.workweek.domain.overtime import Part, Reason, WeekHours

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
    holiday_minutes = serializers.IntegerField()
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


class HoursView(PeopleOverDates):
    """GET /hours"""

    shape = HoursShape
    etag_parts = ("hours",)

    @extend_schema(
        operation_id="hours",
        tags=["hours"],
        parameters=[*PeopleOverDates.parameters],
        responses={200: HoursShape},
    )
    def get(self, request: Request) -> Response:
        """Every workweek that touches the dates, whole, of everybody; employees get their own published hours."""
        return self.answer(request)

    def people(self, roster: Roster, shown: Sequence[PersonFacts], version: int) -> list[dict[str, Any]]:
        terms = hours_terms(self.center, version)
        return [person_hours(roster, terms, person) for person in shown]


def person_hours(roster: Roster, terms: HoursTerms, person: PersonFacts) -> dict[str, Any]:
    """One person's workweeks that touch the dates of the roster."""
    unit = person.bargaining_unit_id
    found = terms.weeks(
        roster.evaluation.roster(person.id), unit, roster.input.focus, roster.premium_on.get(person.id, ())
    )
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
        "holiday_minutes": week.holiday_minutes,
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
