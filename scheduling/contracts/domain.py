"""The base contract as the roster sees it. Painting it into duty is in `scheduling/roster/domain/base.py`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from scheduling.time.segment import Key


class HolidayRule(StrEnum):
    """What a pattern does on a holiday of the center."""

    WORK = "work"
    OFF = "off"
    PREMIUM = "premium"


@dataclass(frozen=True, slots=True)
class BaseContract:
    """A person works a pattern from `starts_on` until before `ends_before` (None: no end).

    Without a pattern the person is rostered by the solver, `weekly_minutes` per workweek.
    """

    key: Key
    person: Key
    pattern: Key | None
    offset_days: int
    starts_on: date
    ends_before: date | None
    weekly_minutes: int
    holiday_rule: HolidayRule = HolidayRule.WORK
    version: int = 0

    def covers(self, day: date) -> bool:
        """True when a shift that starts on this local date belongs to this contract."""
        return self.starts_on <= day and (self.ends_before is None or day < self.ends_before)
