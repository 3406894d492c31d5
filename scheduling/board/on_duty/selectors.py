"""Reads the published roster around now for the wall screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduling.board.on_duty.wall import Wall, wall_at
from scheduling.roster.as_of.reading import AsOf
from scheduling.roster.selectors import View, load_roster
from scheduling.time.interval import minute_before
from scheduling.time.local_time import LocalClock
from scheduling.time.words import long_weekday, time_words
from staff.centers.clock import current_version
from staff.centers.models import Center

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_RULES_LOOK = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class WallPage:
    """The wall with its clock; `stamp` says which version and minute it shows, `wall` is None without a roster."""

    center: Center
    stamp: str
    date: str
    time: str
    epoch_ms: int
    wall: Wall | None


def stamp_of(center: Center, now: datetime) -> str:
    """What a display has seen: the same stamp means the same picture."""
    return f"{current_version(center.pk)}.{minute_before(now)}"


def wall_page(center: Center, at: AsOf) -> WallPage:
    """The wall of a moment as of its version, from what was published then; a fixed number of queries."""
    clock = LocalClock(center.time_zone)
    now, version = at.now, at.version
    minute = minute_before(now)
    today = clock.date_of(minute)
    roster = load_roster(
        center,
        today - timedelta(days=1),
        today + timedelta(days=2),
        view=View.PUBLISHED,
        as_of=version,
        margin=_RULES_LOOK,
    )
    is_published = any(
        period.is_published and period.starts_on <= today < period.ends_before for period in roster.periods
    )
    has_duty = is_published or any(roster.evaluation.rosters[person.id].segments for person in roster.people)
    return WallPage(
        center=center,
        stamp=f"{version}.{minute}",
        date=f"{long_weekday(today)}, {_MONTHS[today.month - 1]} {today.day}",
        time=time_words(minute, clock)[:5],
        epoch_ms=int(now.timestamp() * 1000),
        wall=wall_at(roster, minute) if has_duty else None,
    )
