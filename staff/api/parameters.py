"""Query parameters that several endpoints take: a span of dates, a version or moment, a view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from staff.api.errors import wrong_parameter
from staff.centers.as_of import NoSuchVersion, recorded_version
from staff.centers.models import Center
from staff.centers.years import OUT_OF_YEARS, written_date

LONGEST_SPAN_DAYS = 92
LONGEST_NUMBER = 18
"""Digits of a version or page; nothing here counts further."""


@dataclass(frozen=True, slots=True)
class Dates:
    """Local dates from the first until before the second."""

    starts_on: date
    ends_before: date


FROM = OpenApiParameter("from", OpenApiTypes.DATE, required=True, description="First local date.")
UNTIL = OpenApiParameter(
    "until", OpenApiTypes.DATE, required=True, description="The date after the last; at most 92 days later."
)
AS_OF = OpenApiParameter(
    "as_of", OpenApiTypes.STR, description="A version, or a moment with its offset. Default: now."
)
PAGE = OpenApiParameter(
    "page", {"type": "integer", "minimum": 1}, description="From 1, the first by default."
)
PAGE_SIZE = OpenApiParameter(
    "page_size", {"type": "integer", "minimum": 1, "default": 50}, description="Rows in a page: at most 500."
)
VIEW = OpenApiParameter(
    "view",
    OpenApiTypes.STR,
    enum=["working", "published"],
    description="Default: working for those who may see it, else published.",
)


def dates_from(query: Mapping[str, str]) -> Dates:
    """`from` and `until`. Raises ValidationError for anything but a span of 1 to 92 days."""
    starts_on, ends_before = (date_from(query.get(name, ""), name) for name in ("from", "until"))
    if ends_before <= starts_on:
        raise wrong_parameter("until", "The date after the last must be later than the first.")
    if (ends_before - starts_on).days > LONGEST_SPAN_DAYS:
        raise wrong_parameter("until", f"At most {LONGEST_SPAN_DAYS} days at once.")
    return Dates(starts_on, ends_before)


def as_of_from(query: Mapping[str, str], center: Center) -> int | None:
    """The version that `as_of` names: by its number, or the highest at or before an aware moment; None for now."""
    text = query.get("as_of", "").strip()
    if not text:
        return None
    if text.isdecimal() and len(text) <= LONGEST_NUMBER:
        return _recorded(center, int(text))
    try:
        # A plus sign in a query string arrives as a space.
        moment = datetime.fromisoformat(text.replace(" ", "+"))
        if moment.tzinfo is not None:
            moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise wrong_parameter("as_of", "Write a version, or a moment such as 2026-12-06T06:00Z.") from None
    if moment.tzinfo is None:
        raise wrong_parameter("as_of", "A moment needs its offset, such as Z or -05:00.")
    return _recorded(center, moment)


def _recorded(center: Center, asked: int | datetime) -> int:
    try:
        return recorded_version(center, asked, now=timezone.now()).version
    except NoSuchVersion as error:
        raise wrong_parameter("as_of", error.message) from None


def date_from(text: str, name: str) -> date:
    """A date of the years that rosters have. Raises ValidationError for anything else."""
    found = written_date(text)
    if found is None:
        raise wrong_parameter(name, f"Write a date such as 2026-12-06. {OUT_OF_YEARS}")
    return found


def number_from(query: Mapping[str, str], name: str, default: int) -> int:
    """A whole number from 1. Raises ValidationError for anything else."""
    text = query.get(name, "")
    if not text:
        return default
    if not text.isdecimal() or len(text) > LONGEST_NUMBER or int(text) < 1:
        raise wrong_parameter(name, "Write a number from 1.")
    return int(text)
