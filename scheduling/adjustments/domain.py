"""The adjustment as the roster sees it. Painting it is in `scheduling/roster/domain/painting.py`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from scheduling.time.interval import Interval, Minute
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Break, Key, PayKind


class AdjustmentKind(StrEnum):
    """Why a row was written; what it paints is its `Paint`."""

    ASSIGN = "assign"
    REMOVE = "remove"
    REPLACE = "replace"
    LEAVE = "leave"
    OVERTIME = "overtime"
    HOLDOVER = "holdover"
    EARLY_OUT = "early_out"
    LATE = "late"
    TRADE = "trade"
    TRAINING = "training"
    COURT = "court"
    MANDATION = "mandation"
    BREAKS = "breaks"
    RELIEF = "relief"
    SEAT = "seat"


KIND_LABELS = {
    AdjustmentKind.ASSIGN: "Assigned",
    AdjustmentKind.REMOVE: "Removed",
    AdjustmentKind.REPLACE: "Replaced",
    AdjustmentKind.LEAVE: "Leave",
    AdjustmentKind.OVERTIME: "Overtime",
    AdjustmentKind.HOLDOVER: "Held over",
    AdjustmentKind.EARLY_OUT: "Left early",
    AdjustmentKind.LATE: "Late",
    AdjustmentKind.TRADE: "Trade",
    AdjustmentKind.TRAINING: "Training",
    AdjustmentKind.COURT: "Court",
    AdjustmentKind.MANDATION: "Required overtime",
    AdjustmentKind.BREAKS: "Breaks",
    AdjustmentKind.RELIEF: "Relief",
    AdjustmentKind.SEAT: "Seat",
}


LONGEST_DUTY_MINUTES = 26 * 60
"""A day of 24 hours on the wall lasts 25 in autumn; one hour more is an error of typing. A longer row is no shift."""


class Paint(StrEnum):
    """What a row puts over its minutes: duty and off in the duty band, absence in the band above it.

    Seat and breaks change where duty is sat and when it pauses; over free time they paint nothing.
    """

    DUTY = "duty"
    OFF = "off"
    ABSENCE = "absence"
    SEAT = "seat"
    BREAKS = "breaks"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One typed change over `[start, end)`; rows are painted in the order of (`version`, `sequence`).

    `version` is the one that added the row. `shift_start` names the shift that painted duty belongs to;
    without it a change inside a shift stays in that shift, and a row with a shift type of its own, or over
    free time, begins one.
    """

    key: Key
    person: Key
    kind: AdjustmentKind
    paint: Paint
    start: Minute
    end: Minute
    version: int
    sequence: int = 0
    shift_start: Minute | None = None
    shift_type: Key | None = None
    position: Key | None = None
    console: Key | None = None
    breaks: tuple[Break, ...] = ()
    pay: PayKind = PayKind.REGULAR
    absence_kind: str | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise ValueError(f"An adjustment must end after it starts: {self.start} to {self.end}.")

    @property
    def interval(self) -> Interval:
        return Interval(self.start, self.end)


def days_of(start: Minute, end: Minute, shift_start: Minute | None, clock: LocalClock) -> list[date]:
    """The local dates that minutes belong to: the one their shift began on, else every date they touch."""
    if shift_start is not None:
        return [clock.date_of(shift_start)]
    first, last = clock.date_of(start), clock.date_of(end - 1)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
