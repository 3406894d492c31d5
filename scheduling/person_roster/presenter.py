"""One person's page as words and cells: three layers over the same dates, hours by workweek, limits. Pure.

What it is made from is read in `selectors.py`; the mark-up is templates/scheduling/person_roster/.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scheduling.adjustments.domain import KIND_LABELS, Adjustment, Paint
from scheduling.patterns.domain.shift_type import ShiftType
from scheduling.person_roster.limits import TightestPoint
from scheduling.roster.domain.person import PersonRoster
from scheduling.roster.domain.shifts import Shift, next_shift, shifts_of
from scheduling.roster.hours import difference_words, hours_worked
from scheduling.rules.levels import Level, Violation
from scheduling.rules.registry import RESTS
from scheduling.time.interval import Interval, Minute
from scheduling.time.local_time import LocalClock, dates
from scheduling.time.segment import Absence, Key
from scheduling.time.words import (
    MINUS,
    count_words,
    date_words,
    dates_words,
    duration_words,
    end_words,
    hours_words,
    moment_words,
    range_words,
    time_words,
    weekday_words,
)
from scheduling.time.workweek import OVERTIME_AFTER_MINUTES
from scheduling.workweek.domain.overtime import WeekHours

_BAR_MINUTES = 60 * 60
_MARKED = frozenset({Level.APPROVAL, Level.BLOCK})


@dataclass(frozen=True, slots=True)
class DayColumn:
    """The head of a column: "T 11"."""

    letter: str
    number: int
    label: str
    is_today: bool
    begins_week: bool


@dataclass(frozen=True, slots=True)
class LayerCell:
    """One date in one layer; `marks` are classes of a shift chip, `label` is what a reader hears."""

    code: str = ""
    hue: str = ""
    marks: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class WorkweekRow:
    """One workweek: hours as words, and the bar in percent of its track."""

    dates: str
    planned: str
    worked: str
    leave: str
    over: str
    regular_percent: float
    over_percent: float
    line_percent: float
    status: str
    tone: str
    owed: str
    difference: str
    holiday: str
    label: str


@dataclass(frozen=True, slots=True)
class LimitRow:
    """The tightest point of one rule: "45 m under the limit of 16 h"."""

    label: str
    measured: str
    words: str
    where: str
    percent: float
    limit_percent: float
    tone: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """The three layers over the same dates."""

    title: str
    columns: tuple[DayColumn, ...]
    pattern: tuple[LayerCell, ...]
    changes: tuple[LayerCell, ...]
    result: tuple[LayerCell, ...]
    is_empty: bool


def calendar(
    roster: PersonRoster,
    shift_types: Mapping[Key, ShiftType],
    violations: Iterable[Violation],
    drafts: frozenset[Key],
    starts_on: date,
    ends_before: date,
    today: date,
    clock: LocalClock,
) -> Calendar:
    """Pattern, changes and result by local date; a shift stands on the date on which it starts."""
    days = dates(starts_on, ends_before)
    by_day = _by_day(shifts_of(roster.segments), clock)
    base = _by_day(shifts_of(roster.base), clock)
    would = _by_day(shifts_of(roster.duty), clock)
    absent = _absent_by_day(roster, clock)
    broken = _broken_by_day(violations, clock)
    result = tuple(
        _result_cell(
            by_day.get(day), would.get(day), absent.get(day), broken.get(day), drafts, shift_types, clock
        )
        for day in days
    )
    pattern = tuple(_pattern_cell(base.get(day), shift_types, clock) for day in days)
    changed = _changes_by_day(roster.changes, clock)
    changes = tuple(
        _change_cell(changed.get(day, ()), base.get(day), drafts, shift_types, clock) for day in days
    )
    return Calendar(
        title=dates_words(starts_on, ends_before),
        columns=tuple(
            DayColumn(
                letter=weekday_words(day)[0],
                number=day.day,
                label=date_words(day, today),
                is_today=day == today,
                begins_week=day.weekday() == 6,
            )
            for day in days
        ),
        pattern=pattern,
        changes=changes,
        result=result,
        is_empty=not any(cell.code for cell in (*pattern, *changes, *result)),
    )


def _by_day(shifts: Iterable[Shift], clock: LocalClock) -> dict[date, Shift]:
    found: dict[date, Shift] = {}
    for shift in shifts:
        found.setdefault(shift.day(clock), shift)
    return found


def _absent_by_day(roster: PersonRoster, clock: LocalClock) -> dict[date, Absence]:
    """Absence by date, where it took duty away."""
    found: dict[date, Absence] = {}
    for absence in roster.absences():
        for duty in roster.duty:
            if duty.start < absence.end and absence.start < duty.end:
                found.setdefault(clock.date_of(duty.shift_start), absence)
    return found


def _broken_by_day(violations: Iterable[Violation], clock: LocalClock) -> dict[date, Violation]:
    """The hardest violation by the date on which it ends, where the shift that breaks the rule is."""
    found: dict[date, Violation] = {}
    for violation in violations:
        ends = violation.interval.end
        day = clock.date_of(ends if violation.rule in RESTS else ends - 1)
        if day not in found or found[day].level.rank < violation.level.rank:
            found[day] = violation
    return found


def _pattern_cell(shift: Shift | None, shift_types: Mapping[Key, ShiftType], clock: LocalClock) -> LayerCell:
    if shift is None:
        return LayerCell()
    return LayerCell(shift.code(shift_types), label=range_words(shift.start, shift.end, clock))


def _result_cell(
    shift: Shift | None,
    would: Shift | None,
    absence: Absence | None,
    broken: Violation | None,
    drafts: frozenset[Key],
    shift_types: Mapping[Key, ShiftType],
    clock: LocalClock,
) -> LayerCell:
    if shift is None:
        if absence is None or would is None:
            return LayerCell()
        kind = absence_words(absence.kind)
        return LayerCell(kind[:1], "o", "", f"{kind}, {range_words(would.start, would.end, clock)}")
    marks = []
    if shift.sources() & drafts:
        marks.append("draft")
    words = range_words(shift.start, shift.end, clock)
    if broken is not None:
        marks.append("breaks" if broken.level in _MARKED else "warns")
        words += ", breaks a rule" if broken.level in _MARKED else ", warning"
    if shift.is_overtime:
        words += ", overtime"
    if "draft" in marks:
        words += ", draft"
    code = shift.code(shift_types) + ("+" if shift.is_overtime else "")
    return LayerCell(code, shift.hue(clock).value, " ".join(marks), words)


def _changes_by_day(changes: Sequence[Adjustment], clock: LocalClock) -> dict[date, list[Adjustment]]:
    found: dict[date, list[Adjustment]] = {}
    for change in changes:
        first = clock.date_of(change.start if change.shift_start is None else change.shift_start)
        last = clock.date_of(change.end - 1) if change.paint is Paint.ABSENCE else first
        for day in dates(first, last + timedelta(days=1)):
            found.setdefault(day, []).append(change)
    return found


_INSIDE = "·"
"""The code of a change inside a shift, which stays what it is: another seat, or its breaks."""


def _change_cell(
    changes: Sequence[Adjustment],
    base: Shift | None,
    drafts: frozenset[Key],
    shift_types: Mapping[Key, ShiftType],
    clock: LocalClock,
) -> LayerCell:
    if not changes:
        return LayerCell()
    # Of a gesture with several rows (off here, duty there) the one that says most is shown.
    order = {Paint.ABSENCE: 0, Paint.DUTY: 1, Paint.OFF: 2, Paint.SEAT: 3, Paint.BREAKS: 4}
    change = min(changes, key=lambda row: (order[row.paint], -row.version))
    words = f"{change_words(change)}, {range_words(change.start, change.end, clock)}"
    marks = "draft" if change.key in drafts else ""
    if change.paint is Paint.DUTY:
        found = shift_types.get(change.shift_type)
        sign = "" if base is not None else "+"
        return LayerCell(f"{sign}{found.code if found else '•'}", "", marks, words)
    if change.paint is Paint.ABSENCE:
        return LayerCell(absence_words(change.absence_kind or "")[:1], "", marks, words)
    if change.paint in {Paint.SEAT, Paint.BREAKS}:
        return LayerCell(_INSIDE, "", marks, words)
    if base is not None and change.interval.covers(base.interval):
        return LayerCell(f"{MINUS}{base.code(shift_types)}", "", marks, words)
    return LayerCell(f"{MINUS}{hours_words(change.end - change.start)}", "", marks, words)


def change_words(change: Adjustment) -> str:
    """What kind of change it is: "Overtime", "Vacation"."""
    if change.paint is Paint.ABSENCE:
        return absence_words(change.absence_kind or "")
    return KIND_LABELS[change.kind]


def absence_words(kind: str) -> str:
    """ "family_leave" as "Family leave"."""
    words = kind.replace("_", " ").strip()
    return words[:1].upper() + words[1:] if words else "Away"


def workweek_rows(
    weeks: Iterable[WeekHours],
    roster: PersonRoster,
    published: Sequence[WeekHours] | None,
    is_published: Mapping[date, bool],
    now: Minute,
    clock: LocalClock,
) -> list[WorkweekRow]:
    """Hours of each workweek; unpaid breaks, leave and hours in trades are no hours worked.

    `published` is what employees see of the same weeks (None where that is the roster shown), so that what is in
    draft can be told; `is_published` says of a date whether its period is.
    """
    rows = []
    for n, counted in enumerate(weeks):
        week, planned = counted.week, counted.worked_minutes
        worked = hours_worked(roster, Interval(week.start, min(week.end, now))) if now > week.start else 0
        leave = counted.leave_minutes
        over = counted.floor_minutes
        track = max(_BAR_MINUTES, planned)
        draft = abs(planned - published[n].worked_minutes) if published is not None else 0
        status, tone = _week_status(week, draft, is_published, now, clock)
        first, last = clock.date_of(week.start), clock.date_of(week.end)
        words = dates_words(first, max(last, first + timedelta(days=1)))
        rows.append(
            WorkweekRow(
                dates=words,
                planned=hours_words(planned),
                worked=hours_words(worked) if worked else "–",
                leave=hours_words(leave) if leave else "–",
                over=hours_words(over) if over else "–",
                regular_percent=round(100 * (planned - over) / track, 2),
                over_percent=round(100 * over / track, 2),
                line_percent=round(100 * OVERTIME_AFTER_MINUTES / track, 2),
                status=status,
                tone=tone,
                owed=hours_words(counted.overtime_minutes),
                difference=difference_words(counted),
                holiday=hours_words(counted.holiday_minutes) if counted.holiday_minutes else "",
                label=f"{words}: {duration_words(planned)} planned"
                + (f", {duration_words(over)} over 40 h" if over else ""),
            )
        )
    return rows


def _week_status(
    week: Interval, draft: int, is_published: Mapping[date, bool], now: Minute, clock: LocalClock
) -> tuple[str, str]:
    if is_published.get(clock.date_of(week.start), False) and draft:
        return f"{duration_words(draft)} in draft", "acc"
    if week.end <= now:
        return "Worked", "mut"
    if week.start <= now:
        return "In progress", "mut"
    if is_published.get(clock.date_of(week.start), False):
        return "Published", "mut"
    return "Not published", "mut"


def limit_rows(points: Iterable[TightestPoint], today: date, clock: LocalClock) -> list[LimitRow]:
    """The tightest point of each rule, closest first."""
    return [_limit_row(point, today, clock) for point in points]


def _limit_row(point: TightestPoint, today: date, clock: LocalClock) -> LimitRow:
    measured, limit, room = point.measured, point.limit.value, point.room
    shown = max(limit * 2 if point.rule.is_minimum else limit * 1.25, 1)
    if point.rule.unit == "minutes":
        amount, room_words = duration_words(measured), duration_words(abs(room))
        limit_words = duration_words(limit)
    else:
        unit = point.rule.unit.rstrip("s")
        amount, room_words = count_words(measured, unit), count_words(abs(room), unit)
        limit_words = count_words(limit, unit)
    if room == 0:
        words = f"at the limit of {limit_words}"
    else:
        inside = "above" if point.rule.is_minimum else "under"
        outside = "below" if point.rule.is_minimum else "over"
        words = f"{room_words} {inside if room > 0 else outside} the limit of {limit_words}"
    tone = "" if room >= 0 else "bad" if point.limit.level in _MARKED else "warn"
    if point.rule.is_minimum:
        where = f"before {moment_words(point.interval.end, clock, today)}"
    elif point.rule.unit != "minutes":
        first, last = clock.date_of(point.interval.start), clock.date_of(point.interval.end - 1)
        where = dates_words(first, last + timedelta(days=1))
    else:
        last = clock.date_of(point.interval.end - 1)
        where = f"until {date_words(last, today)} {end_words(point.interval.end, clock)}"
    return LimitRow(
        label=point.rule.label,
        measured=amount,
        words=words,
        where=where,
        percent=round(min(100.0, 100 * measured / shown), 2),
        limit_percent=round(100 * limit / shown, 2),
        tone=tone,
    )


def now_words(
    roster: PersonRoster | None, now: Minute, today: date, clock: LocalClock, *, look: str = "in two weeks"
) -> str:
    """ "On duty until 18:00", "Off now. Next shift today 06:00 – 18:00"."""
    if roster is None:
        return "Not on the roster now"
    here = roster.at(now)
    shifts = shifts_of(roster.segments)
    if isinstance(here, Absence):
        until = f"{date_words(clock.date_of(here.end), today)} {time_words(here.end, clock)}"
        return f"{absence_words(here.kind)} until {until}"
    found = next_shift(shifts, now)
    if found is None:
        return f"Off now. No shift {look}" if look else "Off now"
    if found.start <= now:
        return f"On duty until {end_words(found.end, clock)}"
    day = found.day(clock)
    return f"Off now. Next shift {near_date(day, today)} {range_words(found.start, found.end, clock)}"


def near_date(day: date, today: date) -> str:
    """ "today", "tomorrow" or "Thu Aug 13"."""
    if day == today:
        return "today"
    return "tomorrow" if day == today + timedelta(days=1) else date_words(day, today)


@dataclass(frozen=True, slots=True)
class CertificationRow:
    """A skill and until when it is held; under 60 days with the days left."""

    name: str
    words: str
    tone: str


SOON_DAYS = 60


def certification_row(name: str, expires_on: date | None, today: date) -> CertificationRow:
    """ "Sep 14, 34 days" within 60 days, else the date; nothing expires without a date."""
    if expires_on is None:
        return CertificationRow(name, "No end", "mut")
    left = (expires_on - today).days
    words = date_words(expires_on, today)
    if left < 0:
        return CertificationRow(name, f"Expired {words}", "bad")
    if left < SOON_DAYS:
        return CertificationRow(name, f"{words}, {count_words(left, 'day') if left else 'last day'}", "warn")
    return CertificationRow(name, words, "mut")
