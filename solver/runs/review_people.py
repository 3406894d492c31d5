"""The changes of a review, person by person and day by day, each with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from scheduling.board.cells import hue_at, shifts_of
from scheduling.roster.domain.person import PersonRoster
from scheduling.roster.models import ProposalLine
from scheduling.time.interval import Interval, minute_of
from scheduling.time.segment import PayKind
from scheduling.time.words import MINUS, date_words, month_day
from solver.runs.reviewing import Reviewing
from solver.runs.words import hours_amount


@dataclass(frozen=True, slots=True)
class Cell:
    """One date of one person: the code, its hue, and whether the shift is new, gone or as before."""

    code: str
    hue: str
    change: str
    words: str
    begins_week: bool


@dataclass(frozen=True, slots=True)
class PersonRow:
    """All changes of one person; taken unless every line was left out."""

    id: UUID
    name: str
    group: str
    is_taken: bool
    cells: tuple[Cell, ...]
    hours: str
    overtime: str
    why: str
    reasons: tuple[tuple[str, str], ...]
    lines: int


@dataclass(frozen=True, slots=True)
class DayRow:
    """All changes whose shift begins on a date."""

    title: str
    added: int
    removed: int
    changes: tuple[tuple[str, Cell, str], ...]


def people_rows(work: Reviewing) -> Iterable[PersonRow]:
    lines = work.of_person()
    for facts in work.base.people:
        own = lines.get(facts.id)
        if not own:
            continue
        before, after = work.before.roster(facts.id), work.with_all.roster(facts.id)
        minutes = after.planned_minutes(work.base.input.focus) - before.planned_minutes(work.base.input.focus)
        overtime = sum(_overtime(line) for line in own)
        yield PersonRow(
            id=facts.id,
            name=facts.name,
            group=facts.group,
            is_taken=any(not line.is_dropped for line in own),
            cells=tuple(_cells(work, before, after, own)),
            hours=_signed(minutes),
            overtime=_signed(overtime) if overtime else "0",
            why=_why(own),
            reasons=tuple(
                (month_day(work.clock.date_of(minute_of(line.starts_at))), line.reason) for line in own
            ),
            lines=len(own),
        )


def _overtime(line: ProposalLine) -> int:
    if line.addition is None or line.addition["pay"] != PayKind.OVERTIME.value:
        return 0
    return minute_of(line.ends_at) - minute_of(line.starts_at)


def _signed(minutes: int) -> str:
    sign = "+" if minutes > 0 else MINUS if minutes < 0 else ""
    return f"{sign}{hours_amount(abs(minutes))} h"


def _cells(
    work: Reviewing, before: PersonRoster, after: PersonRoster, lines: Iterable[ProposalLine]
) -> Iterable[Cell]:
    was, will = _codes(work, before), _codes(work, after)
    reasons: dict[date, list[str]] = {}
    for line in lines:
        start = line.addition["shift_start"] if line.addition else None
        on = work.clock.date_of(minute_of(line.starts_at) if start is None else start)
        reasons.setdefault(on, []).append(line.reason)
    for day in work.days:
        yield _cell(day, was.get(day), will.get(day), reasons.get(day, ()), work.run.starts_on)


def _cell(
    day: date,
    was: tuple[str, str, Interval] | None,
    will: tuple[str, str, Interval] | None,
    reasons: Sequence[str],
    starts_on: date,
) -> Cell:
    begins_week = day.weekday() == starts_on.weekday()
    why = ". ".join(reasons)
    if was == will:
        return Cell(was[0] if was else "", was[1] if was else "", "", "", begins_week)
    if will is None and was is not None:
        return Cell(
            f"{MINUS}{was[0]}", was[1], "gone", f"{month_day(day)}: {was[0]} removed. {why}", begins_week
        )
    if will is None:
        return Cell("", "", "", "", begins_week)
    words = f"{month_day(day)}: {will[0]} new" + (f", was {was[0]}" if was else "")
    return Cell(will[0], will[1], "new", f"{words}. {why}", begins_week)


def _codes(work: Reviewing, roster: PersonRoster) -> dict[date, tuple[str, str, Interval]]:
    """The shift of each date: its code, hue and hours."""
    found: dict[date, tuple[str, str, Interval]] = {}
    types = work.base.input.shift_types
    for shift in shifts_of(roster.worked(), work.clock):
        named = types.get(shift.segments[0].shift_type)
        code = "•" if named is None else named.code
        found[shift.on] = (code, hue_at(shift.interval.start, work.clock), shift.interval)
    return found


def _why(lines: Sequence[ProposalLine]) -> str:
    """The reasons in one line: those that fill the same requirement are counted."""
    if len(lines) == 1:
        return lines[0].reason
    words: Counter[str] = Counter()
    for line in lines:
        reason = line.reason.rstrip(".")
        words["Fills " + reason.split(", ", 1)[1] if reason.startswith("Fills ") else reason] += 1
    (first, count), *others = words.most_common()
    rest = sum(count for _, count in others)
    said = (
        first
        if count == 1
        else f"{first} on {count} days"
        if first.startswith("Fills")
        else f"{first}, {count} shifts"
    )
    return f"{said}, and {rest} more" if rest else said


def day_rows(work: Reviewing) -> Iterable[DayRow]:
    changes: dict[date, list[tuple[str, Cell, str]]] = {}
    lines = work.of_person()
    for facts in work.base.people:
        own = lines.get(facts.id)
        if not own:
            continue
        cells = _cells(work, work.before.roster(facts.id), work.with_all.roster(facts.id), own)
        for day, cell in zip(work.days, cells, strict=True):
            if cell.change:
                changes.setdefault(day, []).append((facts.name, cell, cell.words.split(". ", 1)[-1]))
    for day in work.days:
        found = changes.get(day, [])
        if found:
            yield DayRow(
                date_words(day, work.run.starts_on),
                sum(cell.change == "new" for _, cell, _ in found),
                sum(cell.change == "gone" for _, cell, _ in found),
                tuple(found),
            )
