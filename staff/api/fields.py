"""Fields that several endpoints read the same way."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from rest_framework import serializers

from staff.centers.years import OUT_OF_YEARS, YEARS


class MomentField(serializers.DateTimeField):
    """A whole minute with its offset, in the years that rosters have; a naive one would be a guess."""

    default_error_messages: ClassVar = {
        "naive": "A moment is written with its zone, as 2026-12-06T06:00-05:00.",
        "seconds": "Times are whole minutes, without seconds.",
        "years": OUT_OF_YEARS,
    }

    def enforce_timezone(self, value: datetime) -> datetime:
        if value.tzinfo is None:
            self.fail("naive")
        if value.year not in YEARS:
            self.fail("years")
        return super().enforce_timezone(value)

    def to_internal_value(self, value: Any) -> datetime:
        found = super().to_internal_value(value)
        if found.second or found.microsecond:
            self.fail("seconds")
        return found
