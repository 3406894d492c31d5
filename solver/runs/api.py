"""Runs over the API: list, detail, request and stop. What they do is in `services.py`, the page in `views.py`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from solver.adapter.instance import Search
from solver.runs.errors import ActiveRunError, PeriodLockedError
from solver.runs.models import Run, RunState
from solver.runs.options import InvalidOptions, RunOptions
from solver.runs.services import request_run, request_stop
from staff.api.errors import ConflictError, wrong_parameter
from staff.api.pagination import Pages
from staff.api.parameters import LONGEST_SPAN_DAYS, PAGE, PAGE_SIZE
from staff.api.views import CenterView
from staff.centers.years import OUT_OF_YEARS, YEARS
from staff.permissions import Permission

LONGEST_SECONDS = 3600
MOST_WORKERS = 8


class RunShape(serializers.Serializer[Any]):
    """A run in a list."""

    id = serializers.UUIDField()
    number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=RunState.choices)
    starts_on = serializers.DateField()
    ends_before = serializers.DateField()
    base_version = serializers.IntegerField()
    seed = serializers.IntegerField()
    seconds = serializers.IntegerField(help_text="Time limit of the search.")
    workers = serializers.IntegerField()
    requested_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    status = serializers.CharField(help_text="The engine's outcome; empty while there is none.")
    message = serializers.CharField(help_text="What went wrong, in words; empty when nothing did.")
    proposal = serializers.UUIDField(source="proposal_id", allow_null=True)


class RunDetailShape(RunShape):
    """A run with what it was asked and what it found."""

    options = serializers.DictField()
    findings = serializers.ListField(child=serializers.DictField())
    summary = serializers.DictField(help_text="Tiers with bound and gap, shortage before and after.")


class RunsShape(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = RunShape(many=True)


class RunRequestShape(serializers.Serializer[Any]):
    """What a new run needs to know."""

    starts_on = serializers.DateField()
    ends_before = serializers.DateField(help_text="The date after the last; at most 92 days later.")
    seconds = serializers.IntegerField(min_value=1, max_value=LONGEST_SECONDS, default=60)
    seed = serializers.IntegerField(min_value=0, max_value=2**31 - 1, default=1)
    workers = serializers.IntegerField(min_value=1, max_value=MOST_WORKERS, default=1)
    options = serializers.DictField(
        required=False, help_text="What may change and what matters: names and values as in a run's detail."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The dates in order, of the years that rosters have."""
        for name in ("starts_on", "ends_before"):
            if attrs[name].year not in YEARS:
                raise serializers.ValidationError({name: OUT_OF_YEARS})
        if attrs["ends_before"] <= attrs["starts_on"]:
            raise serializers.ValidationError({"ends_before": "It must be later than the first date."})
        if (attrs["ends_before"] - attrs["starts_on"]).days > LONGEST_SPAN_DAYS:
            raise serializers.ValidationError({"ends_before": f"At most {LONGEST_SPAN_DAYS} days at once."})
        return attrs


class RunsView(CenterView):
    """GET and POST /runs"""

    permissions = (Permission.GENERATE_ROSTER,)
    parameters = (PAGE, PAGE_SIZE)

    @extend_schema(
        operation_id="runs_list", tags=["runs"], parameters=[*parameters], responses={200: RunsShape}
    )
    def get(self, request: Request) -> Response:
        """The center's runs, the latest first."""
        runs = Run.objects.filter(center=self.center).defer("instance", "best").order_by("-number")
        paginator = Pages()
        page = paginator.paginate_queryset(runs, request, view=self)
        return paginator.get_paginated_response(RunShape(page, many=True).data)

    @extend_schema(
        operation_id="runs_create", tags=["runs"], request=RunRequestShape, responses={201: RunDetailShape}
    )
    def post(self, request: Request) -> Response:
        """Ask for a run; a worker takes it up. 409 while another run for some of the dates is not finished."""
        given = RunRequestShape(data=request.data)
        given.is_valid(raise_exception=True)
        asked = given.validated_data
        try:
            run = request_run(
                actor=self.actor,
                center=self.center,
                starts_on=asked["starts_on"],
                ends_before=asked["ends_before"],
                options=_options(asked.get("options") or {}),
                search=Search(asked["seconds"], asked["seed"], asked["workers"]),
            )
        except (ActiveRunError, PeriodLockedError) as error:
            raise ConflictError(str(error)) from error
        location = request.build_absolute_uri(f"{request.path.rstrip('/')}/{run.pk}")
        return Response(
            RunDetailShape(run).data, status=status.HTTP_201_CREATED, headers={"Location": location}
        )


class RunView(CenterView):
    """GET /runs/{id}"""

    permissions = (Permission.GENERATE_ROSTER,)

    @extend_schema(operation_id="runs_retrieve", tags=["runs"], responses={200: RunDetailShape})
    def get(self, request: Request, run_id: UUID) -> Response:
        """A run as it stands."""
        return Response(RunDetailShape(run_of(self, run_id)).data)


class StopRunView(CenterView):
    """POST /runs/{id}/stop"""

    permissions = (Permission.GENERATE_ROSTER,)

    @extend_schema(operation_id="runs_stop", tags=["runs"], request=None, responses={202: RunDetailShape})
    def post(self, request: Request, run_id: UUID) -> Response:
        """Ask a run to stop; it keeps the best it has found. Stopping twice is stopping once."""
        run = run_of(self, run_id)
        request_stop(actor=self.actor, run=run)
        run.refresh_from_db()
        return Response(RunDetailShape(run).data, status=status.HTTP_202_ACCEPTED)


def run_of(endpoint: CenterView, run_id: UUID) -> Run:
    """A run of the center. Raises Http404 for others."""
    run = Run.objects.filter(center=endpoint.center, pk=run_id).defer("instance", "best").first()
    if run is None:
        raise Http404("No such run.")
    return run


def _options(stored: dict[str, Any]) -> RunOptions:
    try:
        return RunOptions.from_json(stored)
    except InvalidOptions as error:
        raise wrong_parameter("options", str(error)) from error
    except (TypeError, AttributeError) as error:
        raise wrong_parameter("options", "A value has the wrong type.") from error
