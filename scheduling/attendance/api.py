"""Confirmations and reports over the API: one's own, and for supervisors who has confirmed what."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from scheduling.attendance.confirming import MOST_SHIFTS, Seen, confirm_shifts
from scheduling.attendance.domain.own import Confirmation, own_shifts, states_of
from scheduling.attendance.domain.reports import AbsenceKind, CannotCome, ComesLate
from scheduling.attendance.reporting import own_report, report, withdraw_report
from scheduling.attendance.selectors import (
    NoOwnRoster,
    confirmations,
    own_person,
    own_roster,
    published_dates,
    standing_reports,
)
from scheduling.roster.answers import EditAnswer
from scheduling.roster.as_of.reading import present
from scheduling.roster.domain.commands import CommandError
from scheduling.roster.models import Edit
from scheduling.roster.selectors import Roster, View, load_roster
from scheduling.time.interval import minute_before, minute_of, moment_of
from staff.api.errors import wrong_parameter
from staff.api.fields import MomentField
from staff.api.parameters import FROM, UNTIL, dates_from
from staff.api.views import CenterView
from staff.people.models import Person
from staff.permissions import Permission

STATES = [state.value for state in Confirmation]
STATE = OpenApiParameter("state", OpenApiTypes.STR, enum=STATES, description="Only shifts in this state.")


class ShiftShape(serializers.Serializer[Any]):
    """A published shift. `tag` names what is shown of it: send it back to confirm exactly that."""

    person = serializers.UUIDField()
    shift_start = serializers.DateTimeField(help_text="The start that names the shift.")
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=STATES)
    confirmed_at = serializers.DateTimeField(allow_null=True)
    tag = serializers.CharField()


class ShiftsShape(serializers.Serializer[Any]):
    version = serializers.IntegerField()
    shifts = ShiftShape(many=True)


class SeenShape(serializers.Serializer[Any]):
    shift_start = MomentField()
    tag = serializers.CharField(max_length=64)


class ConfirmShape(serializers.Serializer[Any]):
    shifts = serializers.ListField(child=SeenShape(), min_length=1, max_length=MOST_SHIFTS)


class ConfirmedShape(serializers.Serializer[Any]):
    """What came of it, each shift by its start: a changed one is not confirmed, look at it anew."""

    confirmed = serializers.ListField(child=serializers.DateTimeField())
    changed = serializers.ListField(child=serializers.DateTimeField())
    gone = serializers.ListField(child=serializers.DateTimeField())


class ReportShape(serializers.Serializer[Any]):
    """`cannot_come` needs `kind`, and may say `until`; `comes_late` needs `arrives_at`."""

    edit_id = serializers.UUIDField(help_text="Sent twice it is recorded once.")
    what = serializers.ChoiceField(choices=["cannot_come", "comes_late"])
    shift_start = MomentField()
    kind = serializers.ChoiceField(choices=[kind.value for kind in AbsenceKind], required=False)
    until = MomentField(required=False, help_text="Without it, this shift alone.")
    arrives_at = MomentField(required=False)


class WithdrawalShape(serializers.Serializer[Any]):
    edit_id = serializers.UUIDField()


class RecordedShape(serializers.Serializer[Any]):
    edit_id = serializers.UUIDField()
    version = serializers.IntegerField(allow_null=True)


class StandingShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    what = serializers.ChoiceField(choices=["cannot_come", "comes_late"])
    kind = serializers.CharField(allow_blank=True)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    reported_at = serializers.DateTimeField()


class StandingsShape(serializers.Serializer[Any]):
    reports = StandingShape(many=True)


class ConfirmationsView(CenterView):
    """GET /confirmations, POST /confirmations"""

    permissions = (Permission.VIEW_PUBLISHED_ROSTER, Permission.REPORT_OWN_SHIFTS)
    parameters = (FROM, UNTIL, STATE)

    @extend_schema(
        operation_id="confirmations_list",
        tags=["confirmations"],
        parameters=[*parameters],
        responses={200: ShiftsShape},
    )
    def get(self, request: Request) -> Response:
        """The published shifts of some dates with whether their people confirmed them; employees get their own."""
        span = dates_from(request.query_params)
        state = request.query_params.get("state", "")
        if state and state not in STATES:
            raise wrong_parameter("state", f"Write one of {', '.join(STATES)}.")
        only = None if self.may(Permission.VIEW_PUBLISHED_ROSTER) else [_person(self).pk]
        roster = load_roster(self.center, span.starts_on, span.ends_before, view=View.PUBLISHED, only=only)
        found = [row for row in _rows(self, roster) if not state or row["state"] == state]
        return Response(ShiftsShape({"version": roster.version, "shifts": found}).data)

    @extend_schema(
        operation_id="confirmations_create",
        tags=["confirmations"],
        request=ConfirmShape,
        responses={200: ConfirmedShape},
    )
    def post(self, request: Request) -> Response:
        """Confirm one's own shifts as they were seen; twice is once."""
        given = ConfirmShape(data=request.data)
        given.is_valid(raise_exception=True)
        seen = [Seen(minute_of(each["shift_start"]), each["tag"]) for each in given.validated_data["shifts"]]
        try:
            outcome = confirm_shifts(actor=self.actor, center=self.center, seen=seen)
        except NoOwnRoster:
            raise Http404("No roster of your own.") from None
        answer = {
            "confirmed": [moment_of(each.shift_start) for each in (*outcome.confirmed, *outcome.known)],
            "changed": [moment_of(each.shift_start) for each in outcome.changed],
            "gone": [moment_of(each) for each in outcome.gone],
        }
        return Response(ConfirmedShape(answer).data)


class ReportsView(CenterView):
    """GET /reports, POST /reports"""

    permissions = (Permission.REPORT_OWN_SHIFTS,)

    @extend_schema(operation_id="reports_list", tags=["reports"], responses={200: StandingsShape})
    def get(self, request: Request) -> Response:
        """One's own reports of which something stands."""
        person, at = _person(self), present(self.center, timezone.now())
        own, _ = own_roster(person, self.center, minute_before(at.now), at.version)
        found = [
            {
                "id": each.id,
                "what": "comes_late" if each.is_late else "cannot_come",
                "kind": each.kind,
                "starts_at": moment_of(each.interval.start),
                "ends_at": moment_of(each.interval.end),
                "reported_at": each.recorded_at,
            }
            for each in standing_reports(person, own, at)
        ]
        return Response(StandingsShape({"reports": found}).data)

    @extend_schema(
        operation_id="reports_create", tags=["reports"], request=ReportShape, responses={201: RecordedShape}
    )
    def post(self, request: Request) -> Response:
        """Report that one can't come to a shift, or comes late: recorded and told to supervisors at once."""
        given = ReportShape(data=request.data)
        given.is_valid(raise_exception=True)
        fields = given.validated_data
        try:
            answer = report(
                actor=self.actor, center=self.center, edit_id=fields["edit_id"], what=_report(fields)
            )
        except NoOwnRoster:
            raise Http404("No roster of your own.") from None
        except CommandError as error:
            raise _at_field(error) from None
        return Response(_recorded(answer), status=201)


class WithdrawReportView(CenterView):
    """POST /reports/{id}/withdraw"""

    permissions = (Permission.REPORT_OWN_SHIFTS,)

    @extend_schema(
        operation_id="reports_withdraw",
        tags=["reports"],
        request=WithdrawalShape,
        responses={200: RecordedShape},
    )
    def post(self, request: Request, report_id: UUID) -> Response:
        """One can come after all; another's report is 404."""
        try:
            own_report(actor=self.actor, center=self.center, report_id=report_id)
        except (Edit.DoesNotExist, NoOwnRoster):
            raise Http404("No such report.") from None
        given = WithdrawalShape(data=request.data)
        given.is_valid(raise_exception=True)
        edit_id = given.validated_data["edit_id"]
        try:
            answer = withdraw_report(
                actor=self.actor, center=self.center, edit_id=edit_id, report_id=report_id
            )
        except CommandError as error:
            raise _at_field(error) from None
        return Response(_recorded(answer))


def _rows(view: CenterView, roster: Roster) -> list[dict[str, Any]]:
    """The published shifts that belong to the dates asked for, in order of time."""
    span, days = roster.input.span, published_dates(roster)
    said = confirmations(view.center, span, [person.id for person in roster.people])
    found: list[dict[str, Any]] = []
    for person in roster.people:
        shifts = own_shifts(roster.evaluation.roster(person.id).segments)
        known = said.get(person.id, {})
        states = states_of(shifts, known, roster.clock)
        for shift in shifts:
            day = roster.clock.date_of(shift.shift_start)
            if not roster.starts_on <= day < roster.ends_before or day not in days:
                continue
            last = known.get(shift.shift_start)
            found.append(
                {
                    "person": person.id,
                    "shift_start": moment_of(shift.shift_start),
                    "starts_at": moment_of(shift.start),
                    "ends_at": moment_of(shift.end),
                    "state": states[shift.shift_start].value,
                    "confirmed_at": last.at if last is not None else None,
                    "tag": shift.tag,
                }
            )
    return sorted(found, key=lambda row: (row["starts_at"], str(row["person"])))


def _report(fields: dict[str, Any]) -> CannotCome | ComesLate:
    start = minute_of(fields["shift_start"])
    if fields["what"] == "comes_late":
        if "arrives_at" not in fields:
            raise ValidationError({"arrives_at": ["Say when you arrive."]})
        return ComesLate(start, minute_of(fields["arrives_at"]))
    if "kind" not in fields:
        raise ValidationError({"kind": ["Say what it is."]})
    until = minute_of(fields["until"]) if "until" in fields else None
    return CannotCome(start, AbsenceKind(fields["kind"]), until)


def _person(view: CenterView) -> Person:
    try:
        return own_person(view.actor, view.center)
    except NoOwnRoster:
        raise Http404("No roster of your own.") from None


def _recorded(answer: EditAnswer) -> Any:
    return RecordedShape({"edit_id": answer.edit_id, "version": answer.version}).data


def _at_field(error: CommandError) -> ValidationError:
    return ValidationError({error.field.rpartition(".")[2] or error.field: [error.message]})
