"""As of: the version that a moment or a number names, and the moment it stands for. Refuses what never was.

How pages write and read it is in `scheduling/roster/as_of/`, the API in `staff/api/parameters.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from staff.centers.clock import current_version
from staff.centers.models import Center, Event


class NoSuchVersion(Exception):
    """Nothing was recorded there: a moment to come, one before the center's first version, or no such number."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Recorded:
    """A version, and the moment asked about (that of the version where it was named by its number)."""

    version: int
    at: datetime


def recorded_version(center: Center, asked: int | datetime, *, now: datetime) -> Recorded:
    """The version of a number, or the highest recorded at or before an aware moment; one query where there is one.

    Raises NoSuchVersion.
    """
    events = Event.objects.filter(center=center)
    if isinstance(asked, int):
        at = events.filter(version=asked).values_list("recorded_at", flat=True).first()
        if at is None:
            raise NoSuchVersion(f"{center} has versions 1 to {current_version(center.pk)}.")
        return Recorded(asked, at)
    if asked > now:
        raise NoSuchVersion("This moment is yet to come. Write one that has been.")
    version = (
        events.filter(recorded_at__lte=asked).order_by("-version").values_list("version", flat=True).first()
    )
    if version is None:
        first = events.order_by("version").values_list("recorded_at", flat=True).first()
        since = f" It begins on {moment_words(first, center.zone)}." if first else ""
        raise NoSuchVersion(f"{center} had no roster yet.{since}")
    return Recorded(version, asked)


def moment_words(moment: datetime, zone: ZoneInfo) -> str:
    """ "Sun, Dec 6, 2026, 09:00": a moment by the wall clock of a center."""
    local = moment.astimezone(zone)
    return f"{local:%a, %b} {local.day}, {local.year}, {local:%H:%M}"
