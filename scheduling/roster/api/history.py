"""GET /history: who changed what, when and why, newest first; read and said as on the page (`../history/`)."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from scheduling.roster.history.access import reader_of
from scheduling.roster.history.forms import HistoryForm
from scheduling.roster.history.kinds import GROUP_LABELS
from scheduling.roster.history.lines import ChangeLine, Entry, entries
from scheduling.roster.history.selectors import load_history
from scheduling.roster.selectors import version_of
from scheduling.time.interval import minute_before
from scheduling.time.local_time import LocalClock
from staff.api.errors import wrong_parameter
from staff.api.pagination import Pages
from staff.api.parameters import AS_OF, PAGE_SIZE, as_of_from, number_from
from staff.api.views import CenterView
from staff.permissions import Permission

SIGNS = {"+": "added", "→": "changed"}


class HistoryChangeShape(serializers.Serializer[Any]):
    """One change: what was added, changed or ended, in words, and whether employees see it."""

    what = serializers.ChoiceField(choices=["added", "changed", "ended"])
    person = serializers.UUIDField(allow_null=True)
    name = serializers.CharField()
    on = serializers.DateField(allow_null=True)
    words = serializers.CharField()
    details = serializers.ListField(child=serializers.DictField(child=serializers.CharField()))
    published = serializers.CharField()
    reason = serializers.CharField()


class HistoryEventShape(serializers.Serializer[Any]):
    """One version: `more` counts the changes that are not named."""

    version = serializers.IntegerField()
    recorded_at = serializers.DateTimeField()
    actor = serializers.CharField()
    kind = serializers.CharField()
    title = serializers.CharField()
    changes = HistoryChangeShape(many=True)
    more = serializers.IntegerField()
    notes = serializers.ListField(child=serializers.CharField())


class HistoryShape(serializers.Serializer[Any]):
    """A page; `older` is the `before` of the next one, null on the last."""

    center = serializers.CharField()
    time_zone = serializers.CharField()
    version = serializers.IntegerField()
    older = serializers.IntegerField(allow_null=True)
    events = HistoryEventShape(many=True)


class HistoryView(CenterView):
    """GET /history"""

    permissions = (Permission.VIEW_WORKING_ROSTER, Permission.VIEW_OWN_ROSTER)
    parameters = (
        OpenApiParameter("person", OpenApiTypes.UUID, description="Only changes of this person."),
        OpenApiParameter("actor", OpenApiTypes.UUID, description="Only changes by this user."),
        OpenApiParameter("kind", OpenApiTypes.STR, enum=list(GROUP_LABELS), description="Only of this kind."),
        OpenApiParameter("period", OpenApiTypes.DATE, description="Only what touched the period of a date."),
        OpenApiParameter(
            "before", {"type": "integer", "minimum": 1}, description="Go on before this version."
        ),
        AS_OF,
        PAGE_SIZE,
    )

    @extend_schema(
        operation_id="history", tags=["history"], parameters=[*parameters], responses={200: HistoryShape}
    )
    def get(self, request: Request) -> Response:
        """Events with what each added, changed and ended; employees get what became visible of themselves."""
        reader = reader_of(request, self.center)
        query = request.query_params
        version = version_of(self.center, as_of_from(query, self.center))
        size = min(number_from(query, "page_size", Pages.page_size), Pages.max_page_size)
        form = HistoryForm(query.dict(), self.center, reader)
        for name in query:
            if name not in form.fields and name not in {"as_of", "page_size"}:
                raise wrong_parameter(name, "Employees see their own history only.")
        for name, problems in form.errors.items():
            raise wrong_parameter(name, str(problems[0]))
        today = LocalClock(self.center.time_zone).date_of(minute_before(timezone.now()))
        same = self.unchanged(request, "history", version, today, sorted(query.items()))
        if same is not None:
            return same
        facts = load_history(self.center, form.asked(size), reader, version)
        answer = {
            "center": self.center.slug,
            "time_zone": self.center.time_zone,
            "version": version,
            "older": facts.older,
            "events": [_event(entry) for entry in entries(facts, reader, today)],
        }
        return Response(HistoryShape(answer).data)


def _event(entry: Entry) -> dict[str, Any]:
    return {
        "version": entry.version,
        "recorded_at": entry.at,
        "actor": entry.actor,
        "kind": entry.kind,
        "title": entry.title,
        "changes": [_change(line) for line in entry.lines],
        "more": entry.more,
        "notes": list(entry.notes),
    }


def _change(line: ChangeLine) -> dict[str, Any]:
    return {
        "what": SIGNS.get(line.sign, "ended"),
        "person": line.person,
        "name": line.name,
        "on": line.on,
        "words": line.words,
        "details": [{"field": label, "old": old, "new": new} for label, old, new in line.details],
        "published": line.published,
        "reason": line.reason,
    }
