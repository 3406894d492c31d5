"""What `as_of` in an address means: a version by its number, or a moment by the center's wall clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from scheduling.time.interval import moment_of
from scheduling.time.local_time import LocalClock
from staff.centers.as_of import NoSuchVersion, recorded_version
from staff.centers.models import Center, CenterClock
from staff.centers.years import YEARS

LONGEST_NUMBER = 18
"""Digits of a version; nothing counts further."""
UNREADABLE = "Write a date and a time such as 2026-12-06 09:00, or a version."


@dataclass(frozen=True, slots=True)
class AsOf:
    """The version a page is drawn from, and the moment it calls now. Without `text` that is the present.

    `saved_at` is when the latest version was recorded; of an earlier moment nothing is said of it.
    """

    version: int
    now: datetime
    text: str = ""
    saved_at: datetime | None = None

    @property
    def is_past(self) -> bool:
        """An earlier moment was asked for; then nothing on the page can be changed."""
        return bool(self.text)

    @property
    def query(self) -> str:
        """What an address carries to stay as of this moment; nothing for the present."""
        return urlencode({"as_of": self.text}) if self.text else ""


def present(center: Center, now: datetime) -> AsOf:
    """As of now."""
    version, saved_at = CenterClock.objects.values_list("version", "ticked_at").get(center=center)
    return AsOf(version, now, saved_at=saved_at)


def read_as_of(center: Center, text: str, now: datetime) -> AsOf:
    """What an address asks for; empty is the present. Raises NoSuchVersion for what can't be read or never was."""
    text = text.strip()
    if not text:
        return present(center, now)
    found = recorded_version(center, _asked(center, text), now=now)
    return AsOf(found.version, found.at, text)


def _asked(center: Center, text: str) -> int | datetime:
    if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER:
        return int(text)
    try:
        # A plus sign in an address arrives as a space.
        written = datetime.fromisoformat(
            text if len(text) == len("2026-12-06 09:00") else text.replace(" ", "+")
        )
    except ValueError:
        raise NoSuchVersion(UNREADABLE) from None
    if written.year not in YEARS or written.second or written.microsecond:
        raise NoSuchVersion(UNREADABLE)
    if written.tzinfo is not None:
        return written
    # A skipped time moves forward, a doubled one means the first; its second hour is asked for by version.
    return moment_of(LocalClock(center.time_zone).minute(written.date(), written.time()))
