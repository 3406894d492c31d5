"""POST /roster/edits: one edit through the door, as JSON. What it may say is read in `domain/border.py`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from scheduling.roster.answers import EditAnswer
from scheduling.roster.bulk import apply_bulk
from scheduling.roster.conflicts import EditRefused
from scheduling.roster.domain.border import CHANGE_TYPES, is_bulk, parse_bulk, parse_edit
from scheduling.roster.domain.commands import CommandError
from scheduling.roster.door import apply_edit
from scheduling.roster.gate import NeedsApproval, PublishRefused
from scheduling.rules import wording
from scheduling.time.interval import moment_of
from scheduling.time.segment import PayKind
from staff.api.errors import ConflictError
from staff.api.views import CenterView
from staff.permissions import Permission

MOMENT = "A moment with its zone, or minutes since 1970."


class WantedShape(serializers.Serializer[Any]):
    """A shift by its code, or times on the wall; an end at or before the start is on the next day."""

    shift = serializers.CharField(allow_null=True, required=False)
    start = serializers.CharField(allow_null=True, required=False)
    end = serializers.CharField(allow_null=True, required=False)
    position = serializers.UUIDField(allow_null=True, required=False)
    console = serializers.IntegerField(allow_null=True, required=False)
    pay = serializers.ChoiceField(choices=[pay.value for pay in PayKind], allow_null=True, required=False)


class ChangeShape(serializers.Serializer[Any]):
    """One change; which fields it takes is decided by its type."""

    type = serializers.ChoiceField(choices=CHANGE_TYPES)
    person = serializers.UUIDField(required=False)
    day = serializers.DateField(required=False)
    wanted = WantedShape(allow_null=True, required=False)
    start = serializers.CharField(required=False, help_text=MOMENT)
    end = serializers.CharField(required=False, help_text=MOMENT)
    kind = serializers.CharField(required=False, help_text="Of leave.")
    position = serializers.UUIDField(allow_null=True, required=False)
    console = serializers.IntegerField(allow_null=True, required=False)
    shift_start = serializers.CharField(required=False, help_text=MOMENT)
    until = serializers.CharField(required=False, help_text=MOMENT)
    at = serializers.CharField(required=False, help_text=MOMENT)
    taker = serializers.UUIDField(required=False)
    adjustment = serializers.UUIDField(required=False)
    reason = serializers.CharField(required=False, max_length=300)


class FillShape(serializers.Serializer[Any]):
    people = serializers.ListField(child=serializers.UUIDField())
    days = serializers.ListField(child=serializers.DateField())
    wanted = WantedShape(allow_null=True, required=False)
    reason = serializers.CharField(required=False, max_length=300)


_CopyWeekShape = type(
    "CopyWeekShape",
    (serializers.Serializer,),
    {
        "from": serializers.DateField(),
        "to": serializers.DateField(),
        "people": serializers.ListField(child=serializers.UUIDField(), required=False),
    },
)
_MoveBlockShape = type(
    "MoveBlockShape",
    (serializers.Serializer,),
    {
        "person": serializers.UUIDField(),
        "from": serializers.DateField(),
        "until": serializers.DateField(),
        "days": serializers.IntegerField(required=False),
        "minutes": serializers.IntegerField(required=False),
    },
)


class EditShape(serializers.Serializer[Any]):
    """One gesture: `changes`, or one of `fill`, `copy_week` and `move_block`. The same `edit_id` twice is done once."""

    edit_id = serializers.UUIDField()
    base_version = serializers.IntegerField(min_value=0)
    changes = ChangeShape(many=True, required=False)
    fill = FillShape(required=False)
    copy_week = _CopyWeekShape(required=False)
    move_block = _MoveBlockShape(required=False)
    publishes = serializers.BooleanField(required=False)
    override_reason = serializers.CharField(required=False, max_length=300)
    accepts_warnings = serializers.BooleanField(required=False)


class TouchedShape(serializers.Serializer[Any]):
    person = serializers.UUIDField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class BrokenShape(serializers.Serializer[Any]):
    """A rule newly broken for employees: overridden, known, or only told."""

    person = serializers.UUIDField()
    rule = serializers.CharField()
    level = serializers.ChoiceField(choices=["block", "approval", "warn", "inform"])
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    measured = serializers.IntegerField()
    limit = serializers.IntegerField()


class EditAnswerShape(serializers.Serializer[Any]):
    """What an edit did; no version when everything was like that already."""

    edit_id = serializers.UUIDField()
    version = serializers.IntegerField(allow_null=True)
    touched = TouchedShape(many=True)
    conflicts = serializers.ListField(child=serializers.DictField())
    broken = BrokenShape(many=True)


class EditsView(CenterView):
    """POST /roster/edits"""

    permissions = (Permission.EDIT_ROSTER,)

    @extend_schema(
        operation_id="roster_edit", tags=["roster"], request=EditShape, responses={200: EditAnswerShape}
    )
    def post(self, request: Request) -> Response:
        """Do one edit. Drafts are seen by planners; what employees see at once passes the labor rules first."""
        with edit_errors():
            answer = self._apply(request.data)
        return Response(answer_data(answer))

    def _apply(self, data: Any) -> EditAnswer:
        if is_bulk(data):
            bulk, terms = parse_bulk(data)
            return apply_bulk(actor=self.actor, center=self.center, bulk=bulk, terms=terms)
        return apply_edit(actor=self.actor, center=self.center, edit=parse_edit(data))


@contextmanager
def edit_errors() -> Iterator[None]:
    """What the door refuses, as errors of the API."""
    try:
        yield
    except CommandError as error:
        raise ValidationError(_nested(error.field.split("."), error.message)) from error
    except EditRefused as error:
        raise ConflictError(str(error), code="edit_conflict") from error
    except PublishRefused as error:
        raise ConflictError(_stands(error), code=_code(error)) from error


def answer_data(answer: EditAnswer) -> dict[str, Any]:
    """The answer of an edit as it is sent."""
    return dict(EditAnswerShape(_plain(answer)).data)


def _nested(path: list[str], message: str) -> dict[str, Any]:
    """A field's path as REST framework nests details; `edit` is the whole."""
    if path[0] == "edit":
        path = path[1:] or ["non_field_errors"]
    inside: Any = [message]
    for part in reversed(path):
        inside = {part: inside}
    found: dict[str, Any] = inside
    return found


def _stands(error: PublishRefused) -> str:
    titles = dict.fromkeys(wording.title(each) for each in error.violations)
    return f"{'; '.join(titles)}. {error.sentence}"


def _code(error: PublishRefused) -> str:
    if isinstance(error, NeedsApproval):
        return "needs_approval"
    return "rules_broken" if error.needs_reason else "needs_click"


def _plain(answer: EditAnswer) -> dict[str, Any]:
    return {
        "edit_id": answer.edit_id,
        "version": answer.version,
        "touched": [
            {"person": person, "starts_at": moment_of(each.start), "ends_at": moment_of(each.end)}
            for person, each in answer.touched
        ],
        "conflicts": answer.conflicts,
        "broken": [
            each | {"starts_at": moment_of(each["start"]), "ends_at": moment_of(each["end"])}
            for each in answer.broken
        ],
    }
