"""A pattern: a cycle of shift types of any length in days. Known patterns are in `catalogue.py`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import cycle

from scheduling.time.segment import Key


@dataclass(frozen=True, slots=True)
class Pattern:
    """One shift type key per day of the cycle; None is a day off."""

    key: Key
    name: str
    cycle: tuple[Key | None, ...]

    def __post_init__(self) -> None:
        if not self.cycle:
            raise ValueError(f"Pattern {self.name!r} has no days.")

    def shift_on(self, day: date, anchor: date, offset_days: int) -> Key | None:
        """The shift type that starts on a date: `cycle[(day - anchor - offset) mod length]`."""
        return next(self.shifts_from(day, anchor, offset_days))

    def shifts_from(self, day: date, anchor: date, offset_days: int) -> Iterator[Key | None]:
        """The same day by day from a date on, without end."""
        place = ((day - anchor).days - offset_days) % len(self.cycle)
        return cycle((*self.cycle[place:], *self.cycle[:place]))
