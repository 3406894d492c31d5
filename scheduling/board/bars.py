"""The board by week: bars at their true minutes under the curve of people on duty against the minimum. Pure.

Marks and counts of a person are those of rows.py; places are class names of geometry.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise

from scheduling.board.cells import AWAY_CODES, EXTRA_PAY, REST_RULE, Shift, hue_at, is_break, shifts_of
from scheduling.board.coverage_head import balance, subject_name
from scheduling.board.facts import BoardFacts
from scheduling.board.geometry import at, point, span
from scheduling.board.rows import GroupBlock, PersonRow, RowWriter, shown_people
from scheduling.board.words import hours_number
from scheduling.coverage.domain.types import RequirementKind
from scheduling.rules.levels import Level, Violation
from scheduling.time.interval import Interval
from scheduling.time.segment import Absence, Key
from scheduling.time.words import MINUS, date_words, duration_words, end_words, range_words, time_words

CURVE_HEIGHT = 84
MARGIN_ZERO = 18
ABOVE_SHOWN = 4
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
class ShortageBar:
    place: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class ShortageLine:
    """A requirement's shortages over the week."""

    name: str
    bars: tuple[ShortageBar, ...]
    short_hours: str


@dataclass(frozen=True, slots=True)
class WeekCurve:
    """Paths of the curve and of the margin strip, in minutes across; what is said of them in words."""

    minutes: int
    on_duty: str
    minimum: str
    between: str
    short: str
    above: str
    below: tuple[tuple[str, str], ...]
    low: int
    high: int
    words: str


@dataclass(frozen=True, slots=True)
class Week:
    """The week as its template sees it."""

    span_class: str
    days: tuple[tuple[str, str, int, str], ...]
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
            "td" if on == facts.today else "past" if on < facts.today else "",
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
        shortages=_shortages(facts),
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
    last = violation.interval.end if violation.rule == REST_RULE else violation.interval.end - 1
    found = [n for n, shift in enumerate(shifts) if shift.interval.start <= last]
    return max(found, key=lambda n: shifts[n].interval.start) if found else None


def week_curve(facts: BoardFacts) -> WeekCurve:
    """People in seats against the sum of all minimums, as steps; below it people above and short."""
    curve, start, end = facts.evaluation.curve, facts.focus.start, facts.focus.end
    seats = [n for n, (kind, _) in enumerate(curve.subjects) if kind is RequirementKind.SEATS]
    short, _ = balance(curve)
    steps: list[tuple[int, int, int, int, int]] = []
    for (begin, until), needs, staffed, missing in zip(
        pairwise([*curve.times, end]), curve.needs, curve.results, short, strict=True
    ):
        least = sum(need.minimum for n in seats if (need := needs[n]) is not None)
        steps.append((begin - start, until - start, sum(staffed[n] for n in seats), least, missing))
    low = max(0, min(min(on, least) for _, _, on, least, _ in steps) - 2)
    high = max(max(on, least) for _, _, on, least, _ in steps) + 2

    def y(people: int) -> str:
        return f"{CURVE_HEIGHT - (people - low) / (high - low) * CURVE_HEIGHT:.1f}"

    on_duty = "M0 " + y(steps[0][2]) + "".join(f"V{y(on)}H{until}" for _, until, on, _, _ in steps)
    minimum = "M0 " + y(steps[0][3]) + "".join(f"V{y(least)}H{until}" for _, until, _, least, _ in steps)
    between = "".join(
        f"M{begin} {y(on)}H{until}V{y(least)}H{begin}z" for begin, until, on, least, gap in steps if not gap
    )
    red = "".join(f"M{begin} 0H{until}V{CURVE_HEIGHT}H{begin}z" for begin, until, _, _, gap in steps if gap)
    above = "".join(
        f"M{begin} {MARGIN_ZERO}H{until}v-{min(on - least, ABOVE_SHOWN) * 4}H{begin}z"
        for begin, until, on, least, gap in steps
        if on > least and not gap
    )
    sizes = [(begin, until, min(gap, 3)) for begin, until, _, _, gap in steps if gap]
    below = tuple(
        (
            f"def{size}",
            "".join(
                f"M{begin} {MARGIN_ZERO}H{until}v{size * 6}H{begin}z"
                for begin, until, gap in sizes
                if gap == size
            ),
        )
        for size in (1, 2, 3)
    )
    missing = sum((until - begin) * gap for begin, until, _, _, gap in steps)
    words = (
        f"On duty against minimum: {hours_number(missing)} hours short."
        if missing
        else "Every minimum is met."
    )
    return WeekCurve(
        facts.focus.minutes, on_duty, minimum, between, red, above, below, low + 2, high - 2, words
    )


def _shortages(facts: BoardFacts) -> tuple[ShortageLine, ...]:
    curve = facts.evaluation.curve
    positions = {position.key: position.name for position in facts.evaluation.input.positions}
    found = []
    for n, subject in enumerate(curve.subjects):
        if all(needs[n] is None for needs in curve.needs):
            continue
        gaps = curve.gaps_by_subject[n]
        bars = tuple(
            ShortageBar(
                at(gap.interval.start - facts.focus.start, gap.interval.minutes),
                f"z{min(gap.people, 3)}",
                f"{MINUS}{gap.people}",
            )
            for gap in gaps
        )
        minutes = sum(gap.person_minutes for gap in gaps)
        short = f"{hours_number(minutes)} h short" if minutes else ""
        found.append(ShortageLine(subject_name(subject, positions, facts.skill_names), bars, short))
    return tuple(found)
