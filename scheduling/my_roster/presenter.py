"""The home of an employee in words: the next shift, this week, the weeks ahead. Pure.

What it is made from is read in `selectors.py`; the mark-up is templates/scheduling/my_roster/.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from scheduling.attendance.domain.own import Confirmation, OwnShift, day_of
from scheduling.attendance.selectors import StandingReport
from scheduling.coverage.domain.types import Position
from scheduling.patterns.domain.hue import HUE_WORDS
from scheduling.patterns.domain.shift_type import ShiftType
from scheduling.roster.domain.breaks import joined
from scheduling.roster.domain.person import PersonRoster
from scheduling.roster.domain.shifts import UNTYPED, Shift, next_shift, shifts_of
from scheduling.roster.hours import hours_worked
from scheduling.time.interval import Interval, Minute, minute_before
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Absence, Key
from scheduling.time.words import (
    date_words,
    dates_words,
    duration_words,
    end_words,
    long_weekday,
    range_words,
    time_words,
    weekday_words,
)
from scheduling.time.workweek import Workweek

_SOON_MINUTES = 24 * 60
_WEEK = timedelta(days=7)
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ShiftCard:
    """One shift: "Next shift, in 2 h 48 m", "06:00 – 18:00", and what can be said of it.

    `state` is open, confirmed or changed since it was confirmed; nothing where there is nothing to confirm. `tag` names
    what is shown, so that exactly that is confirmed.
    """

    heading: str
    when: str
    hours: str
    kind: str
    hue: str
    lines: tuple[str, ...]
    shift_start: Minute
    tag: str
    state: str
    has_begun: bool
    can_report: bool


@dataclass(frozen=True, slots=True)
class StripDay:
    """One day of the week strip; `anchor` leads to its row below, if it has one."""

    weekday: str
    number: int
    label: str
    code: str
    hue: str
    is_today: bool
    anchor: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One shift or day of leave in the list."""

    anchor: str
    weekday: str
    number: int
    title: str
    note: str
    code: str
    hue: str
    shift_start: Minute | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class ShownReport:
    """A report that stands: what was said, of which shifts, and what can still be done about it.

    `withdrawal` is the id of the edit that takes it back: two taps are one.
    """

    id: UUID
    title: str
    lines: tuple[str, ...]
    is_late: bool
    shift_start: Minute
    can_withdraw: bool
    withdrawal: UUID


@dataclass(frozen=True, slots=True)
class Said:
    """One's published shifts by the start that names them, and whether each is confirmed."""

    shifts: Mapping[Minute, OwnShift]
    states: Mapping[Minute, Confirmation]


@dataclass(frozen=True, slots=True)
class Week:
    """A week of the list with its hours."""

    title: str
    hours: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What shifts and seats are called at the center."""

    shift_types: Mapping[Key, ShiftType]
    positions: Mapping[Key, Position]
    clock: LocalClock


def next_of(roster: PersonRoster, now: Minute, words: Words, said: Said) -> ShiftCard | None:
    """The shift going on, or the next one; None when none is published."""
    found = next_shift(shifts_of(roster.segments), now)
    return card_of(found, now, words, said, title="Next shift") if found is not None else None


def card_of(found: Shift, now: Minute, words: Words, said: Said, *, title: str = "Shift") -> ShiftCard:
    """A shift as its card shows it."""
    clock = words.clock
    today = clock.date_of(now)
    if found.start <= now:
        heading = f"On duty now, {duration_words(found.end - now)} to go"
    elif found.start - now <= _SOON_MINUTES:
        heading = f"{title}, in {duration_words(found.start - now)}"
    else:
        heading = title
    day = found.day(clock)
    when = "Today" if day == today else "Tomorrow" if day == today + _ONE_DAY else _long_date(day)
    hue = found.hue(clock)
    own = said.shifts.get(found.shift_start)
    has_begun = found.start <= now
    return ShiftCard(
        heading=heading,
        when=when,
        hours=range_words(found.start, found.end, clock),
        kind=_kind_words(found, words) or HUE_WORDS[hue],
        hue=hue.value,
        lines=tuple(line for line in (_seat_words(found, words), _break_words(found, clock)) if line),
        shift_start=found.shift_start,
        tag=own.tag if own is not None else "",
        state=_state(found.shift_start, said) if not has_begun else "",
        has_begun=has_begun,
        can_report=own is not None,
    )


def _state(shift_start: Minute, said: Said) -> str:
    state = said.states.get(shift_start)
    return state.value if state is not None else ""


def _long_date(day: date) -> str:
    return f"{long_weekday(day)}, {date_words(day, day).partition(' ')[2]}"


def _kind_words(shift: Shift, words: Words) -> str:
    known = words.shift_types.get(shift.shift_type())
    return known.name if known is not None else ""


def _seat_words(shift: Shift, words: Words) -> str:
    seats = []
    for piece in shift.pieces:
        position = words.positions.get(piece.position)
        if position is not None:
            seats.append(position.name if piece.console is None else f"{position.name} {piece.console}")
    extra = "Overtime" if shift.is_overtime else "Training" if shift.is_training else ""
    return ". ".join([*dict.fromkeys(seats), *([extra] if extra else [])])


def _break_words(shift: Shift, clock: LocalClock) -> str:
    pauses = joined(shift.pieces)
    times = [time_words(pause.start, clock) for pause in pauses if not pause.is_handover]
    handover = [range_words(pause.start, pause.end, clock) for pause in pauses if pause.is_handover]
    words = [f"Break at {' and '.join(times)}"] if times else []
    words += [f"Handover {' and '.join(handover)}"] if handover else []
    return ". ".join(words)


def week_strip(roster: PersonRoster, starts_on: date, today: date, words: Words) -> list[StripDay]:
    """Seven days with the letter of each shift; leave where it took a shift away."""
    shifts = _by_day(shifts_of(roster.segments), words.clock)
    away = _away_by_day(roster, words.clock)
    found = []
    for n in range(7):
        day = starts_on + timedelta(days=n)
        shift, absence = shifts.get(day), away.get(day)
        code, hue, label = "", "", "off"
        if shift is not None:
            code, hue = _code(shift, words), shift.hue(words.clock).value
            label = range_words(shift.start, shift.end, words.clock)
        elif absence is not None:
            code, hue, label = absence.kind[:1].upper() or "A", "o", _absence_words(absence)
        has_row = bool(code) and day >= today
        if day < today:
            # What is over is flat: its letter stays, its color goes.
            hue = ""
        found.append(
            StripDay(
                weekday=weekday_words(day),
                number=day.day,
                label=f"{date_words(day, today)}: {label}",
                code=code,
                hue=hue,
                is_today=day == today,
                anchor=_anchor(day) if has_row else "",
            )
        )
    return found


def weeks_ahead(
    roster: PersonRoster,
    workweek: Workweek,
    starts_on: date,
    ends_before: date,
    now: Minute,
    provisional: frozenset[date],
    words: Words,
    said: Said,
) -> list[Week]:
    """The weeks with anything from today on; what is only the pattern of an unpublished period says so."""
    clock, today = words.clock, words.clock.date_of(now)
    shifts = _by_day(shifts_of(roster.segments), clock)
    away = _away_by_day(roster, clock)
    found = []
    first = starts_on
    while first < ends_before:
        days = [first + timedelta(days=n) for n in range(7)]
        entries = [
            entry
            for day in days
            if (entry := _entry(day, shifts.get(day), away.get(day), now, provisional, words, said))
            is not None
        ]
        if entries:
            minutes = hours_worked(roster, workweek.starting_on(first, clock))
            title = (
                "This week"
                if first <= today < first + _WEEK
                else "Next week"
                if first - _WEEK <= today < first
                else dates_words(first, first + _WEEK)
            )
            found.append(Week(title, duration_words(minutes), tuple(entries)))
        first += _WEEK
    return found


def _entry(
    day: date,
    shift: Shift | None,
    absence: Absence | None,
    now: Minute,
    provisional: frozenset[date],
    words: Words,
    said: Said,
) -> Entry | None:
    clock = words.clock
    if shift is not None:
        if shift.end <= now:
            return None
        notes = [_kind_words(shift, words), _seat_words(shift, words)]
        if absence is not None:
            notes.append(f"{_absence_words(absence)} {_overlap_words(shift, absence, clock)}".strip())
        if day in provisional:
            notes.append("Provisional")
        note = ". ".join(part for part in notes if part)
        title, code, hue = (
            range_words(shift.start, shift.end, clock),
            _code(shift, words),
            shift.hue(clock).value,
        )
    elif absence is not None and absence.end > now and day >= clock.date_of(now):
        title, note = _absence_words(absence), "Leave"
        code, hue = absence.kind[:1].upper() or "A", "o"
    else:
        return None
    start = shift.shift_start if shift is not None and shift.shift_start in said.shifts else None
    state = _state(start, said) if shift is not None and start is not None and shift.start > now else ""
    return Entry(_anchor(day), weekday_words(day), day.day, title, note, code, hue, start, state)


def shown_report(report: StandingReport, now: Minute, today: date, words: Words) -> ShownReport:
    """A report in words."""
    clock = words.clock
    shifts = [
        f"{date_words(day_of(shift, clock), today)}, {range_words(shift.start, shift.end, clock)}"
        for shift in report.shifts
    ]
    told = minute_before(report.recorded_at)
    when = time_words(told, clock)
    if clock.date_of(told) != today:
        when = f"{date_words(clock.date_of(told), today)}, {when}"
    if report.is_late:
        title = f"You arrive at {time_words(report.interval.end, clock)}"
        can_withdraw = report.shifts[0].shift_start > now
    else:
        title = f"You can’t come: {absence_title(report.kind)}"
        can_withdraw = any(shift.start > now for shift in report.shifts)
    lines = (*shifts, f"Your supervisors were told at {when}.")
    return ShownReport(
        report.id, title, lines, report.is_late, report.shifts[0].shift_start, can_withdraw, uuid.uuid4()
    )


def unconfirmed(said: Said, now: Minute) -> list[OwnShift]:
    """The shifts ahead that wait for a yes, in order."""
    ahead = [shift for shift in said.shifts.values() if shift.start > now]
    return [shift for shift in ahead if said.states.get(shift.shift_start) is not Confirmation.CONFIRMED]


def _overlap_words(shift: Shift, absence: Absence, clock: LocalClock) -> str:
    return (
        f"from {time_words(absence.start, clock)}"
        if absence.start >= shift.end
        else (f"until {end_words(absence.end, clock)}" if absence.end <= shift.start else "")
    )


def _by_day(shifts: Iterable[Shift], clock: LocalClock) -> dict[date, Shift]:
    found: dict[date, Shift] = {}
    for shift in shifts:
        found.setdefault(shift.day(clock), shift)
    return found


def _away_by_day(roster: PersonRoster, clock: LocalClock) -> dict[date, Absence]:
    """Leave by date, where it took duty away."""
    found: dict[date, Absence] = {}
    for absence in roster.absences():
        for duty in roster.duty:
            if Interval(duty.start, duty.end).overlaps(absence.interval):
                found.setdefault(clock.date_of(duty.shift_start), absence)
    return found


def _code(shift: Shift, words: Words) -> str:
    code = shift.code(words.shift_types)
    if code == UNTYPED:
        return time_words(shift.start, words.clock)[:2]
    return f"{code}+" if shift.is_overtime else code


def _absence_words(absence: Absence) -> str:
    return absence_title(absence.kind)


def absence_title(kind: str) -> str:
    """A kind of absence as a word of its own."""
    words = kind.replace("_", " ")
    return words[:1].upper() + words[1:] if words else "Away"


def _anchor(day: date) -> str:
    return f"d-{day:%Y-%m-%d}"


def published_words(days: Sequence[tuple[date, bool]], today: date) -> str:
    """Until when the roster is published: "Published until Sat Dec 5", or that it is not."""
    last = None
    for day, is_published in days:
        if day < today:
            continue
        if not is_published:
            break
        last = day
    return (
        f"Published until {date_words(last, today)}."
        if last
        else "The roster from today on is not published yet."
    )
