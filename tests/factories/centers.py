"""Centers with their clock, and moments written as the people there would write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.utils.text import slugify

from staff.centers.clock import Tick, tick
from staff.centers.models import Center, CenterClock, CenterSettings
from staff.centers.versioned import Versioned

RowT = TypeVar("RowT", bound=Versioned)

ANCHOR = date(2026, 1, 4)
"""A Sunday; 12 periods of 28 days later, 2026-12-06, the period begins that most tests use."""


def make_center(name: str = "Norfield", *, time_zone: str = "America/New_York", **fields: object) -> Center:
    """A center with its clock and its first settings (version 1)."""
    values: dict[str, object] = {"slug": slugify(name), "pattern_anchor": ANCHOR, "first_period_on": ANCHOR}
    center = Center.objects.create(name=name, time_zone=time_zone, **(values | fields))
    CenterClock.objects.create(center=center)
    write(CenterSettings(center=center))
    return center


def write(row: RowT, *, opened: Tick | None = None) -> RowT:
    """Add a versioned row, in an open tick or in one of its own."""
    if opened is not None:
        return opened.add(row)
    with tick(actor=None, center_id=row.center_id, kind="test_setup") as own:
        return own.add(row)


def moment(center: Center, text: str) -> datetime:
    """The UTC moment of a local time at a center: `moment(norfield, "2026-12-07 06:00")`."""
    local = datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(center.time_zone))
    return local.astimezone(UTC)
