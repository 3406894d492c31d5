"""The cell of one person on one date: what its letters, ground and marks say. Pure.

Rows are put together in rows.py, the head of the board in coverage_head.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from scheduling.patterns.domain.hue import hue_of
from scheduling.patterns.domain.shift_type import ShiftType
from scheduling.roster.domain.person import PersonRoster
from scheduling.rules.levels import Level, Violation
from scheduling.rules.registry import RESTS
from scheduling.time.interval import Interval, Minute
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Absence, Duty, Key, PayKind
from scheduling.time.words import MINUS, TO, range_words

EXTRA_PAY = frozenset({PayKind.OVERTIME, PayKind.HOLDOVER, PayKind.MANDATION})
AWAY_CODES = {PayKind.TRAINING: "TR", PayKind.COURT: "CO"}
ABSENCE_CODES = {
    "vacation": "V",
    "sick": "SK",
    "family": "F",
    "training": "TL",
    "court": "CL",
    "jury": "J",
    "military": "ML",
    "bereavement": "BL",
}
REST_RULE = "minimum_rest"

Cell = tuple[str, str, str]
"""Class names after "c", the letters, and the shift's code where the letters are its times."""

EMPTY: Cell = ("", "", "")
"""A date off."""


def hue_at(start: Minute, clock: LocalClock) -> str:
    """The class name of the hue of a shift that starts in this minute."""
    local = clock.local(start)
    return hue_of(local.hour * 60 + local.minute).value


def absence_code(kind: str) -> str:
    return ABSENCE_CODES.get(kind, kind[:2].upper() or "L")


@dataclass(frozen=True, slots=True)
class Shift:
    """The duty of one shift: its segments in order, and the leave inside its hours."""

    on: date
    segments: tuple[Duty, ...]

    @property
    def interval(self) -> Interval:
        return Interval(self.segments[0].start, self.segments[-1].end)

    @property
    def minutes(self) -> int:
        return sum(segment.end - segment.start for segment in self.segments)

    @property
    def extra_minutes(self) -> int:
        return sum(segment.end - segment.start for segment in self.segments if segment.pay in EXTRA_PAY)


@dataclass(slots=True)
class DayOfPerson:
    """What is known of one date of one person before it is drawn."""

    shifts: list[Shift] = field(default_factory=list)
    absences: list[Absence] = field(default_factory=list)
    would_work: bool = False


def shifts_of(duty: Iterable[Duty], clock: LocalClock, within: Interval | None = None) -> list[Shift]:
    """Segments joined to shifts, each on the local date of its start; `within` limits the starts."""
    by_start: dict[Minute, list[Duty]] = {}
    for segment in duty:
        if within is None or within.start <= segment.shift_start < within.end:
            by_start.setdefault(segment.shift_start, []).append(segment)
    return [Shift(clock.date_of(start), tuple(segments)) for start, segments in by_start.items()]


def days_of(
    roster: PersonRoster, clock: LocalClock, days: Mapping[date, Interval]
) -> dict[date, DayOfPerson]:
    """The dates of one person on which there is anything, among those shown, which follow one another."""
    found: dict[date, DayOfPerson] = {}
    bounds = list(days.values())
    if not bounds:
        return found
    within = Interval(bounds[0].start, bounds[-1].end)
    for shift in shifts_of(roster.worked(), clock, within):
        known = found.get(shift.on)
        if known is None:
            known = found[shift.on] = DayOfPerson()
        known.shifts.append(shift)
    absences = [leave for leave in roster.absences() if leave.start < within.end and within.start < leave.end]
    if not absences:
        return found
    for shift in shifts_of(roster.duty, clock, within):
        found.setdefault(shift.on, DayOfPerson()).would_work = True
    for on, day in days.items():
        touching = [leave for leave in absences if leave.start < day.end and day.start < leave.end]
        if touching:
            found.setdefault(on, DayOfPerson()).absences.extend(touching)
    return found


class CellWriter:
    """Turns what is known of a date into letters and class names; one per board."""

    def __init__(
        self,
        clock: LocalClock,
        shift_types: Mapping[Key, ShiftType],
        today: date,
        *,
        shows_times: bool = False,
    ) -> None:
        self.clock = clock
        self.shows_times = shows_times
        self.shift_types = shift_types
        self.today = today
        self._hues: dict[Minute, str] = {}

    def cell(self, on: date, known: DayOfPerson | None, before: DayOfPerson | None, marks: str) -> Cell:
        """`before` is the same date in the published roster where a draft changed it, else None."""
        classes, letters, code = self._what(known)
        if not letters and before is not None and before.shifts:
            _, was, _ = self._what(before)
            classes, letters = "rm", f"{MINUS}{was}"
        if letters and on < self.today:
            classes += " pa"
        return f"{classes}{marks}".strip(), letters, code

    def _what(self, known: DayOfPerson | None) -> Cell:
        if known is None:
            return "", "", ""
        if not known.shifts:
            if not known.absences:
                return "", "", ""
            code = absence_code(known.absences[0].kind)
            return ("o", code, "") if known.would_work else ("oo", "", "")
        shift = (
            known.shifts[0] if len(known.shifts) == 1 else max(known.shifts, key=lambda each: each.minutes)
        )
        classes, letters, code = self._shift(shift)
        if known.would_work and any(_is_cut(leave, shift) for leave in known.absences):
            classes += " cut"
        return classes, letters + ("²" if len(known.shifts) > 1 else ""), code

    def _shift(self, shift: Shift) -> Cell:
        first = shift.segments[0]
        if first.pay in AWAY_CODES:
            return "t", AWAY_CODES[first.pay], ""
        kind = self.hue(first.start)
        named = self.shift_types.get(first.shift_type) if first.shift_type is not None else None
        code = named.code if named else ""
        extra = "+" if shift.extra_minutes else ""
        if self.shows_times:
            interval = shift.interval
            words = range_words(interval.start, interval.end, self.clock).replace(TO, "–")
            return kind, words.replace(":00", "") + extra, code
        return kind, (code or f"{self.clock.local(first.start):%H}") + extra, ""

    def hue(self, start: Minute) -> str:
        found = self._hues.get(start)
        if found is None:
            found = self._hues[start] = hue_at(start, self.clock)
        return found


def _length(shift: Shift) -> int:
    return shift.minutes


def _is_cut(leave: Absence, shift: Shift) -> bool:
    return leave.start <= shift.interval.end and shift.interval.start <= leave.end


def date_of_violation(violation: Violation, shifts: Iterable[Shift]) -> date | None:
    """The date whose cell carries the mark: the shift after too short a rest, else the last one inside."""
    found: Shift | None = None
    for shift in shifts:
        start = shift.interval.start
        last = violation.interval.end if violation.rule in RESTS else violation.interval.end - 1
        if start <= last and (found is None or start > found.interval.start):
            found = shift
    return found.on if found else None


def is_break(violation: Violation) -> bool:
    """A rule break blocks or needs approval; the rest are warnings or only shown."""
    return violation.level in (Level.BLOCK, Level.APPROVAL)
