"""The board by week: bars at their true minutes. Pure. The curve above them is in week_head.py.

Marks and counts of a person are those of rows.py; places are class names of geometry.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from scheduling.board.cells import AWAY_CODES, EXTRA_PAY, REST_RULE, Shift, hue_at, is_break, shifts_of
from scheduling.board.facts import BoardFacts
from scheduling.board.geometry import at, point, span
from scheduling.board.rows import GroupBlock, PersonRow, RowWriter, shown_people
from scheduling.board.week_head import ShortageLine, WeekCurve, shortages, week_curve
from scheduling.rules.levels import Level, Violation
from scheduling.rules.registry import RESTS
from scheduling.time.interval import Interval
from scheduling.time.segment import Absence, Key
from scheduling.time.words import MINUS, date_words, duration_words, end_words, range_words, time_words

NARROW_MINUTES = 8 * 60


@dataclass(frozen=True, slots=True)
class Bar:
    """One shift or leave: where, its words (long and short), marks, and the date whose cell it is."""

    place: str
    kind: str
    on: date
    long: str
    short: str
    name: str
    extra: str
    draft_place: str
    mark_place: str
    mark: str
    rest_place: str
    rest: str


@dataclass(frozen=True, slots=True)
class WeekRow:
    row: PersonRow
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class WeekGroup:
    block: GroupBlock
    rows: tuple[WeekRow, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """The week as its template sees it."""

    span_class: str
    days: tuple[tuple[str, str, int, str, str], ...]
    ticks: tuple[tuple[str, str], ...]
    lines: tuple[tuple[str, str], ...]
    curve: WeekCurve
    shortages: tuple[ShortageLine, ...]
    groups: tuple[WeekGroup, ...]


def present_week(facts: BoardFacts) -> Week:
    """Rows, curve and lines of the week that the facts are about."""
    writer = RowWriter(facts)
    bars = _Bars(facts)
    groups = tuple(
        WeekGroup(block, tuple(WeekRow(row, bars.of(row)) for row in block.people))
        for block in writer.groups(shown_people(facts), 1)
    )
    start, days = facts.focus.start, facts.days
    heads = tuple(
        (
            point(day.start - start),
            f"{on:%a}",
            on.day,
            "today" if on == facts.today else "past" if on < facts.today else "",
            facts.holidays.get(on, ""),
        )
        for on, day in days.items()
    )
    quarters = [(facts.clock.minute(on, time(hour)) - start, hour) for on in days for hour in (6, 12, 18)]
    lines = [(at(day.start - start, day.minutes), "we") for on, day in days.items() if on.weekday() >= 5]
    lines += [(point(day.start - start), "l") for day in days.values()]
    lines += [(point(minute), "h") for minute, _ in quarters]
    if start <= facts.now < facts.focus.end:
        lines.append((point(facts.now - start), "now"))
    return Week(
        span_class=span(facts.focus.minutes),
        days=heads,
        ticks=tuple((point(minute), f"{hour:02d}") for minute, hour in quarters),
        lines=tuple(lines),
        curve=week_curve(facts),
        shortages=shortages(facts),
        groups=groups,
    )


class _Bars:
    def __init__(self, facts: BoardFacts) -> None:
        self.facts = facts
        self.types = facts.evaluation.input.shift_types

    def of(self, row: PersonRow) -> tuple[Bar, ...]:
        facts = self.facts
        roster = facts.evaluation.roster(row.id)
        shifts = shifts_of(roster.worked(), facts.clock)
        marks, rests = self._marks(row.id, shifts)
        drafted = {
            facts.clock.date_of(
                change.row.start if change.row.shift_start is None else change.row.shift_start
            )
            for change in facts.drafts_by_person.get(row.id, ())
        }
        found: list[tuple[int, Bar]] = []
        for n, shift in enumerate(shifts):
            if shift.interval.overlaps(facts.focus):
                found.append(
                    (
                        shift.interval.start,
                        self._bar(shift, shift.on in drafted, marks.get(n, ""), rests.get(n)),
                    )
                )
        found += [
            (leave.start, self._leave(leave))
            for leave in roster.absences()
            if leave.interval.overlaps(facts.focus)
        ]
        removed = self._removed(row.id, shifts, drafted)
        found += [(shift.interval.start, self._gone(shift)) for shift in removed]
        return tuple(bar for _, bar in sorted(found, key=lambda each: each[0]))

    def _bar(self, shift: Shift, is_draft: bool, mark: str, rest: Interval | None) -> Bar:
        facts, clock = self.facts, self.facts.clock
        interval = shift.interval
        place, clipped = self._place(interval)
        first = shift.segments[0]
        away = AWAY_CODES.get(first.pay)
        kind = "t" if away else hue_at(interval.start, clock)
        if interval.end <= facts.now:
            kind += " pa"
        long = (
            "Training"
            if away == "TR"
            else "Court"
            if away
            else range_words(interval.start, interval.end, clock)
        )
        long = long.replace(" – ", "–")
        if clipped.minutes < NARROW_MINUTES:
            if interval.start < facts.focus.start:
                long = end_words(interval.end, clock)
            elif interval.end > facts.focus.end:
                long = time_words(interval.start, clock)
        if interval.start < facts.focus.start:
            kind, long = f"{kind} cl", f"‹ {long}"
        if interval.end > facts.focus.end:
            kind, long = f"{kind} cr", f"{long} ›"
        extra = next((segment for segment in shift.segments if segment.pay in EXTRA_PAY), None)
        extra_place = ""
        if extra is not None and len(shift.segments) > 1:
            extra_place = at(extra.start - interval.start, extra.end - extra.start)
        offset = clipped.start - facts.focus.start
        words = range_words(interval.start, interval.end, clock)
        return Bar(
            place=place,
            kind=kind,
            on=shift.on,
            long=long,
            short=long.replace(":00", ""),
            name=f"{date_words(shift.on, facts.today)}, {words}{', overtime' if extra else ''}",
            extra=extra_place,
            draft_place=point(offset) if is_draft else "",
            mark_place=point(clipped.end - facts.focus.start) if mark else "",
            mark=mark,
            rest_place=at(rest.start - facts.focus.start, rest.minutes) if rest else "",
            rest=duration_words(rest.minutes) if rest else "",
        )

    def _leave(self, leave: Absence) -> Bar:
        facts = self.facts
        place, _ = self._place(leave.interval)
        words = leave.kind.replace("_", " ").capitalize()
        return Bar(
            place, "o", facts.clock.date_of(leave.start), words, words,
            f"{words}, {range_words(leave.start, leave.end, facts.clock)}", "", "", "", "", "", "",
        )  # fmt: skip

    def _gone(self, shift: Shift) -> Bar:
        place, clipped = self._place(shift.interval)
        words = range_words(shift.interval.start, shift.interval.end, self.facts.clock).replace(" – ", "–")
        return Bar(
            place, "gone", shift.on, f"{MINUS} {words}", f"{MINUS} {words}".replace(":00", ""),
            f"{date_words(shift.on, self.facts.today)}, {words}, removed in draft", "",
            point(clipped.start - self.facts.focus.start), "", "", "", "",
        )  # fmt: skip

    def _removed(self, person: Key, shifts: list[Shift], drafted: set[date]) -> list[Shift]:
        published = self.facts.published.get(person)  # type: ignore[call-overload]
        if published is None:
            return []
        kept = {shift.on for shift in shifts}
        return [
            shift
            for shift in shifts_of(published.worked(), self.facts.clock)
            if shift.on not in kept and shift.on in self.facts.days and shift.on in drafted
        ]

    def _place(self, interval: Interval) -> tuple[str, Interval]:
        focus = self.facts.focus
        clipped = Interval(max(interval.start, focus.start), min(interval.end, focus.end))
        return at(clipped.start - focus.start, clipped.minutes), clipped

    def _marks(self, person: Key, shifts: list[Shift]) -> tuple[dict[int, str], dict[int, Interval]]:
        """Marks by place in the list of shifts, and the rests that are too short."""
        marks: dict[int, str] = {}
        rests: dict[int, Interval] = {}
        for violation in self.facts.evaluation.violations_of(person):
            if violation.level is Level.INFORM:
                continue
            n = _shift_of(violation, shifts)
            if n is None:
                continue
            if marks.get(n) != "e":
                marks[n] = "e" if is_break(violation) else "w"
            if violation.rule == REST_RULE and violation.interval.overlaps(self.facts.focus):
                rests[n] = violation.interval
        return marks, rests


def _shift_of(violation: Violation, shifts: list[Shift]) -> int | None:
    last = violation.interval.end if violation.rule in RESTS else violation.interval.end - 1
    found = [n for n, shift in enumerate(shifts) if shift.interval.start <= last]
    return max(found, key=lambda n: shifts[n].interval.start) if found else None
