"""The shapes of answers, as serializers: what is sent is what the documentation says.

Moments are UTC with their offset, dates are local to the center, ends are excluded.
"""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class BreakShape(serializers.Serializer[Any]):
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    is_paid = serializers.BooleanField()
    is_relieved = serializers.BooleanField()
    relief = serializers.UUIDField(allow_null=True)
    is_handover = serializers.BooleanField()


class SourceShape(serializers.Serializer[Any]):
    """Where a segment comes from."""

    layer = serializers.ChoiceField(choices=["contract", "adjustment"])
    id = serializers.UUIDField()
    version = serializers.IntegerField()


class SegmentShape(serializers.Serializer[Any]):
    """A stretch of one person's time: duty or absence; what is neither is off."""

    kind = serializers.ChoiceField(choices=["duty", "absence"])
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    shift_starts_at = serializers.DateTimeField(
        allow_null=True, help_text="Of the shift this duty belongs to."
    )
    shift_type = serializers.CharField(allow_null=True, help_text="Its code.")
    position = serializers.CharField(allow_null=True, help_text="Its name; null when the seat is not named.")
    console = serializers.IntegerField(allow_null=True)
    pay = serializers.CharField(allow_null=True)
    breaks = BreakShape(many=True)
    absence_kind = serializers.CharField(allow_null=True, help_text="Null where the reason is masked.")
    source = SourceShape(  # type: ignore[assignment]
        allow_null=True, help_text="Null where the reason is masked."
    )


class PersonSegmentsShape(serializers.Serializer[Any]):
    person = serializers.UUIDField()
    number = serializers.CharField()
    name = serializers.CharField()
    segments = SegmentShape(many=True)


class RosterShape(serializers.Serializer[Any]):
    """The segments that touch the dates, whole, by person in the order of the board."""

    center = serializers.SlugField()
    time_zone = serializers.CharField()
    version = serializers.IntegerField()
    view = serializers.ChoiceField(choices=["working", "published"])
    starts_on = serializers.DateField()
    ends_before = serializers.DateField()
    count = serializers.IntegerField(help_text="People in all pages.")
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    people = PersonSegmentsShape(many=True)


class StepShape(serializers.Serializer[Any]):
    """Demand and staffed people, constant from start until before end; no demand is null."""

    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    minimum = serializers.IntegerField(allow_null=True)
    target = serializers.IntegerField(allow_null=True)
    maximum = serializers.IntegerField(allow_null=True)
    staffed = serializers.IntegerField()


class DeviationShape(serializers.Serializer[Any]):
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    people = serializers.IntegerField()


class SubjectShape(serializers.Serializer[Any]):
    """Coverage of one position (seats) or one skill (mix)."""

    kind = serializers.ChoiceField(choices=["seats", "mix"])
    id = serializers.UUIDField(help_text="Of the position or the skill.")
    name = serializers.CharField()
    shortfall_person_minutes = serializers.IntegerField()
    steps = StepShape(many=True)
    gaps = DeviationShape(many=True)
    surpluses = DeviationShape(many=True)


class CoverageShape(serializers.Serializer[Any]):
    center = serializers.SlugField()
    time_zone = serializers.CharField()
    version = serializers.IntegerField()
    view = serializers.ChoiceField(choices=["working", "published"])
    starts_on = serializers.DateField()
    ends_before = serializers.DateField()
    subjects = SubjectShape(many=True)


class PeriodShape(serializers.Serializer[Any]):
    """A period as of now. The base version fixes the contracts that employees see of it."""

    starts_on = serializers.DateField()
    ends_before = serializers.DateField()
    state = serializers.ChoiceField(choices=["open", "published", "locked"])
    base_version = serializers.IntegerField(allow_null=True)


class PeriodsShape(serializers.Serializer[Any]):
    version = serializers.IntegerField()
    periods = PeriodShape(many=True)
