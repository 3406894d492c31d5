"""Requests and delegations over the API. What they do is in `services.py`; the pages are in `inbox/` and `asking/`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, QueryDict
from django.utils import timezone
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers, status
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response

from approvals.delegating.services import CannotDelegate, delegate, end_delegation
from approvals.domain.workflow import Answer, Refusal, Refused
from approvals.inbox.page import closed_words, detail_of, is_on_route, saw_of
from approvals.models import Delegation, EventKind, Request
from approvals.registry import CannotApply, Kind, handler_of
from approvals.selectors import waiting_for
from approvals.services import AskedByAnother, ask, decide, take_back, withdraw
from approvals.words import names_of
from staff.api.errors import ConflictError, wrong_parameter
from staff.api.fields import MomentField
from staff.api.pagination import Pages
from staff.api.parameters import PAGE, PAGE_SIZE
from staff.api.views import CenterView
from staff.people.models import Person, User
from staff.permissions import Permission

LONGEST_REASON = 300


class RequestShape(serializers.Serializer[Any]):
    """A request in a list."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    sentence = serializers.SerializerMethodField(help_text="What is asked for, in one line.")
    person = serializers.UUIDField(source="person_id")
    asked_at = serializers.DateTimeField()
    starts_at = serializers.DateTimeField(allow_null=True)
    ends_at = serializers.DateTimeField(allow_null=True)
    size = serializers.IntegerField(help_text="In the unit of its kind.")
    note = serializers.CharField()
    status = serializers.CharField(help_text="waiting, approved, denied, withdrawn or expired.")
    step = serializers.IntegerField(help_text="From 0.")
    expires_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)

    def get_sentence(self, row: Request) -> str:
        return handler_of(row.kind).sentence(row)


class RequestEventShape(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=EventKind.choices)
    at = serializers.DateTimeField()
    user = serializers.UUIDField(source="user_id", allow_null=True)
    principal = serializers.UUIDField(source="principal_id", allow_null=True, help_text="In whose name.")
    step = serializers.IntegerField()
    answer = serializers.CharField()
    reason = serializers.CharField()


class RequestDetailShape(RequestShape):
    """A request with everything that happened to it."""

    payload = serializers.DictField()
    events = RequestEventShape(many=True)


class RequestsShape(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = RequestShape(many=True)


class AskShape(serializers.Serializer[Any]):
    """What is asked for, by the fields of its kind's form."""

    id = serializers.UUIDField(help_text="Chosen by who asks: the same twice is asked once.")
    kind = serializers.ChoiceField(choices=[kind.value for kind in Kind])
    note = serializers.CharField(required=False, allow_blank=True, max_length=300)
    fields_of_kind = serializers.DictField(
        required=False,
        help_text="As on the form of the kind: overtime takes on, on_2, on_3, start, end, position; "
        "overtime_worked what, shift, until, on, start, end; adjustment what, shift, at, to, start, end (a shift is "
        "named by the minute it begins, since 1970); preference what, weekdays, shifts, on, weight.",
    )


class AnswerShape(serializers.Serializer[Any]):
    answer = serializers.ChoiceField(choices=[each.value for each in Answer])
    reason = serializers.CharField(
        required=False, allow_blank=True, max_length=LONGEST_REASON, help_text="A no needs one."
    )
    saw = serializers.CharField(
        required=False,
        help_text="That of GET /requests/{id}/impact; rules are overridden only when it was seen.",
    )
    choice = serializers.DictField(
        required=False,
        child=serializers.ListField(child=serializers.CharField(max_length=LONGEST_REASON), max_length=100),
        help_text="With a yes: cover, part, start, end, as the impact names them.",
    )


class OptionShape(serializers.Serializer[Any]):
    value = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField()
    tag = serializers.CharField()


class ChoiceShape(serializers.Serializer[Any]):
    name = serializers.CharField()
    title = serializers.CharField()
    takes_several = serializers.BooleanField()
    options = OptionShape(many=True)


class EntryShape(serializers.Serializer[Any]):
    name = serializers.CharField()
    words = serializers.CharField(source="label")
    value = serializers.CharField()


class CheckShape(serializers.Serializer[Any]):
    words = serializers.CharField()
    tone = serializers.CharField()


class FindingShape(serializers.Serializer[Any]):
    title = serializers.CharField()
    text = serializers.CharField()
    tone = serializers.CharField()
    leaves_short = serializers.BooleanField()
    is_stale = serializers.BooleanField()


class ImpactShape(serializers.Serializer[Any]):
    """What an approver is shown; `numbers` are what is kept with the decision."""

    finding = FindingShape()
    approve = serializers.CharField(help_text="What a yes does.")
    checks = CheckShape(many=True)
    choices = ChoiceShape(many=True)
    part = EntryShape(many=True)
    numbers = serializers.DictField(source="saw")


class DelegationShape(serializers.Serializer[Any]):
    id = serializers.UUIDField(read_only=True)
    principal = serializers.UUIDField(source="principal_id", read_only=True)
    delegate = serializers.UUIDField(source="delegate_id")
    starts_at = MomentField()
    ends_at = MomentField()
    kinds = serializers.ListField(
        child=serializers.ChoiceField(choices=[kind.value for kind in Kind]),
        required=False,
        help_text="None: all.",
    )
    ended_at = serializers.DateTimeField(read_only=True, allow_null=True)


class DelegationsShape(serializers.Serializer[Any]):
    results = DelegationShape(many=True)


class WaitingView(CenterView):
    """GET /approvals"""

    permissions = (Permission.DECIDE_REQUESTS,)
    parameters = (PAGE, PAGE_SIZE)

    @extend_schema(
        operation_id="approvals_list",
        tags=["approvals"],
        parameters=[*parameters],
        responses={200: RequestsShape},
    )
    def get(self, request: ApiRequest) -> Response:
        """What waits for one's answer, the oldest first."""
        return _listed(self, request, waiting_for(self.actor, self.center.pk, timezone.now()))


class AnswerView(CenterView):
    """POST /requests/{id}/answer"""

    permissions = (Permission.DECIDE_REQUESTS,)

    @extend_schema(
        operation_id="requests_answer",
        tags=["approvals"],
        request=AnswerShape,
        responses={200: RequestDetailShape},
    )
    def post(self, request: ApiRequest, request_id: UUID) -> Response:
        """Yes or no at the current step. 409 says who decided when another was faster."""
        row = _open_to(self, request_id)
        given = AnswerShape(data=request.data)
        given.is_valid(raise_exception=True)
        said, reason = Answer(given.validated_data["answer"]), given.validated_data.get("reason", "")
        choice = given.validated_data.get("choice", {}) if said is Answer.YES else {}
        unknown = sorted(set(choice) - set(handler_of(row.kind).choices))
        if unknown:
            raise wrong_parameter("choice", f"There is no choice “{unknown[0]}” here.")
        try:
            row = decide(
                actor=self.actor,
                center=self.center,
                request_id=row.pk,
                answer=said,
                reason=reason,
                saw=saw_of(given.validated_data.get("saw", ""), row.pk),
                choice=choice,
            )
        except Refused as refused:
            if refused.refusal is Refusal.NO_REASON:
                raise wrong_parameter("reason", "A no needs a reason.") from refused
            raise _conflict(self, row, refused) from refused
        except CannotApply as error:
            raise ConflictError(error.message, code="cannot_apply") from error
        return Response(RequestDetailShape(row).data)


class ImpactView(CenterView):
    """GET /requests/{id}/impact"""

    permissions = (Permission.DECIDE_REQUESTS,)

    @extend_schema(
        operation_id="requests_impact",
        tags=["approvals"],
        responses={
            200: inline_serializer("SeenImpact", {"impact": ImpactShape(), "saw": serializers.CharField()})
        },
    )
    def get(self, request: ApiRequest, request_id: UUID) -> Response:
        """What a yes would mean as the roster stands now; `saw` comes back with the answer."""
        row = _open_to(self, request_id)
        detail = detail_of(self.actor, row, timezone.now(), self.center)
        if detail is None:
            raise Http404("No such request.")
        return Response({"impact": ImpactShape(detail.impact).data, "saw": detail.saw})


class TakeBackView(CenterView):
    """POST /requests/{id}/take-back"""

    permissions = (Permission.DECIDE_REQUESTS,)

    @extend_schema(
        operation_id="requests_take_back",
        tags=["approvals"],
        request=None,
        responses={200: RequestDetailShape},
    )
    def post(self, request: ApiRequest, request_id: UUID) -> Response:
        """Undo one's own last answer within 10 seconds."""
        row = _open_to(self, request_id)
        try:
            row = take_back(actor=self.actor, center=self.center, request_id=row.pk)
        except Refused as refused:
            raise _conflict(self, row, refused) from refused
        except CannotApply as error:
            raise ConflictError(error.message, code="cannot_apply") from error
        return Response(RequestDetailShape(row).data)


class RequestsView(CenterView):
    """GET and POST /requests"""

    permissions = (Permission.VIEW_OWN_ROSTER,)
    parameters = (PAGE, PAGE_SIZE)

    @extend_schema(
        operation_id="requests_list",
        tags=["approvals"],
        parameters=[*parameters],
        responses={200: RequestsShape},
    )
    def get(self, request: ApiRequest) -> Response:
        """What one asked for and what was asked about one's time, the latest first."""
        return _listed(self, request, _mine(self).order_by("-asked_at", "id"))

    @extend_schema(
        operation_id="requests_create",
        tags=["approvals"],
        request=AskShape,
        responses={201: RequestDetailShape},
    )
    def post(self, request: ApiRequest) -> Response:
        """Ask for something about one's own time. The same id twice is asked once."""
        given = AskShape(data=request.data)
        given.is_valid(raise_exception=True)
        asked = given.validated_data
        handler = handler_of(asked["kind"])
        if handler.form is None:
            raise wrong_parameter("kind", "This is asked for elsewhere in the product.")
        person = Person.objects.filter(user=self.actor, center=self.center).first()
        if person is None:
            raise Http404("No roster of your own.")
        data = _form_data(asked)
        form = handler.form(data, person=person, center=self.center)
        if not form.is_valid():
            problems = {
                f"fields_of_kind/{name}": [str(each) for each in found] for name, found in form.errors.items()
            }
            raise serializers.ValidationError(problems)
        try:
            row = ask(actor=self.actor, center=self.center, what=form.ask())
        except AskedByAnother as error:
            raise ConflictError("The id is taken by another request.", code="id_taken") from error
        except CannotApply as error:
            raise ConflictError(error.message, code="cannot_apply") from error
        return Response(RequestDetailShape(row).data, status=status.HTTP_201_CREATED)


class RequestView(CenterView):
    """GET /requests/{id}"""

    permissions = (Permission.VIEW_OWN_ROSTER,)

    @extend_schema(operation_id="requests_retrieve", tags=["approvals"], responses={200: RequestDetailShape})
    def get(self, request: ApiRequest, request_id: UUID) -> Response:
        """One of one's own requests, or one on whose route one is."""
        row = _mine(self).filter(pk=request_id).first() or _open_to(self, request_id)
        return Response(RequestDetailShape(row).data)


class WithdrawView(CenterView):
    """POST /requests/{id}/withdraw"""

    permissions = (Permission.VIEW_OWN_ROSTER,)

    @extend_schema(
        operation_id="requests_withdraw",
        tags=["approvals"],
        request=None,
        responses={200: RequestDetailShape},
    )
    def post(self, request: ApiRequest, request_id: UUID) -> Response:
        """No longer wanted. 409 once it is answered."""
        row = _mine(self).filter(pk=request_id).first()
        if row is None:
            raise Http404("No such request.")
        try:
            row = withdraw(actor=self.actor, center=self.center, request_id=request_id)
        except Refused as refused:
            raise _conflict(self, row, refused) from refused
        return Response(RequestDetailShape(row).data)


class DelegationsView(CenterView):
    """GET and POST /delegations"""

    permissions = (Permission.DELEGATE_DECISIONS,)

    @extend_schema(operation_id="delegations_list", tags=["approvals"], responses={200: DelegationsShape})
    def get(self, request: ApiRequest) -> Response:
        """Delegations from and to oneself that are not over."""
        mine = Q(principal=self.actor) | Q(delegate=self.actor)
        rows = Delegation.objects.filter(
            mine, center=self.center, ended_at__isnull=True, ends_at__gt=timezone.now()
        )
        return Response({"results": DelegationShape(rows, many=True).data})

    @extend_schema(
        operation_id="delegations_create",
        tags=["approvals"],
        request=DelegationShape,
        responses={201: DelegationShape},
    )
    def post(self, request: ApiRequest) -> Response:
        """Have another decide in one's name for a time."""
        given = DelegationShape(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        to = User.objects.filter(pk=data["delegate_id"]).first()
        try:
            if to is None:
                raise CannotDelegate("delegate", "Choose somebody else who may decide here.")
            row = delegate(
                actor=self.actor,
                center=self.center,
                to=to,
                starts_at=data["starts_at"],
                ends_at=data["ends_at"],
                kinds=data.get("kinds", ()),
            )
        except CannotDelegate as error:
            raise wrong_parameter(error.field, error.message) from error
        return Response(DelegationShape(row).data, status=status.HTTP_201_CREATED)


class EndDelegationView(CenterView):
    """POST /delegations/{id}/end"""

    permissions = (Permission.DELEGATE_DECISIONS,)

    @extend_schema(
        operation_id="delegations_end", tags=["approvals"], request=None, responses={200: DelegationShape}
    )
    def post(self, request: ApiRequest, delegation_id: UUID) -> Response:
        """Decide for oneself again; twice is once."""
        try:
            row = end_delegation(actor=self.actor, center=self.center, delegation_id=delegation_id)
        except Delegation.DoesNotExist:
            raise Http404("No such delegation.") from None
        return Response(DelegationShape(row).data)


def _listed(endpoint: CenterView, request: ApiRequest, rows: QuerySet[Request]) -> Response:
    paginator = Pages()
    page = paginator.paginate_queryset(rows, request, view=endpoint)
    return paginator.get_paginated_response(RequestShape(page, many=True).data)


def _mine(endpoint: CenterView) -> QuerySet[Request]:
    own = Q(asked_by=endpoint.actor) | Q(person__user=endpoint.actor)
    return Request.objects.filter(own, center=endpoint.center).select_related("person", "center")


def _open_to(endpoint: CenterView, request_id: UUID) -> Request:
    """A request on whose route the user is. Raises Http404 for others."""
    rows = Request.objects.filter(center=endpoint.center, pk=request_id).select_related("person", "center")
    row = rows.first()
    if row is None or not endpoint.may(Permission.DECIDE_REQUESTS):
        raise Http404("No such request.")
    if not is_on_route(endpoint.actor, row, list(row.events.all()), timezone.now(), endpoint.center):
        raise Http404("No such request.")
    return row


def _conflict(endpoint: CenterView, row: Request, refused: Refused) -> ConflictError:
    """Why an answer does not count: who decided, and when."""
    row.refresh_from_db()
    events = list(row.events.all())
    names = names_of(event.user_id for event in events)
    words = closed_words(endpoint.actor, row, events, names, timezone.now(), endpoint.center)
    return ConflictError(words or "This does not count now.", code=refused.refusal.value)


def _form_data(asked: dict[str, Any]) -> QueryDict:
    """The fields as a form sends them: lists as several values."""
    data = QueryDict(mutable=True)
    for name, value in (asked.get("fields_of_kind") or {}).items():
        values = value if isinstance(value, list) else [value]
        data.setlist(str(name), ["" if each is None else str(each) for each in values])
    data["request_id"] = str(asked["id"])
    data["note"] = asked.get("note", "")
    return data
