"""The fatigue timeline in words and paths: every limit of one person over the shown dates, and one moment of it. Pure.

The lines are those of `scheduling/workweek/domain/timeline.py`; the mark-up is templates/scheduling/person_roster/.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scheduling.roster.domain.shifts import shifts_of
from scheduling.rules import minimum_rest
from scheduling.rules.levels import Level
from scheduling.rules.registry import RULES
from scheduling.rules.rule import Rule
from scheduling.rules.work import Work
from scheduling.time.interval import Interval, Minute
from scheduling.time.local_time import LocalClock, dates
from scheduling.time.segment import Duty
from scheduling.time.words import (
    count_words,
    dates_words,
    duration_words,
    moment_words,
    range_words,
    weekday_words,
)
from scheduling.workweek.domain.legal_again import Wait, legal_again
from scheduling.workweek.domain.timeline import Line, Point, timeline

STEP_MINUTES = 15
_WIDTH, _FLOOR, _HEIGHT = 1000, 52, 46
_MARK_PERCENT = 9.0
"""How far apart the middles of two marks must be to be read."""

_MARKED = frozenset({Level.APPROVAL, Level.BLOCK})
_LEVELS = {
    Level.BLOCK: "blocks",
    Level.APPROVAL: "needs approval",
    Level.WARN: "warns",
    Level.INFORM: "informs",
}
_SHOWN_CAUSES = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a limit is broken: its place in percent, and by how much."""

    x: float
    words: str
    tone: str


@dataclass(frozen=True, slots=True)
class LimitLine:
    """One limit: three paths in a box of 1000 by 54, and what they say."""

    label: str
    limit_words: str
    area: str
    value: str
    limit: str
    marks: tuple[Mark, ...]
    peak: str
    cause: str
    tone: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ShiftBar:
    x: float
    width: float
    hue: str
    words: str


@dataclass(frozen=True, slots=True)
class MomentCard:
    """What each limit reads at a moment, and when work is legal again."""

    title: str
    rows: tuple[tuple[str, str, str], ...]
    again: str
    why: str
    tone: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """All limits over the same dates; `at` is the chosen moment in minutes after their start."""

    dates: str
    days: tuple[tuple[float, str], ...]
    shifts: tuple[ShiftBar, ...]
    lines: tuple[LimitLine, ...]
    minutes: int
    at: int
    at_percent: float
    moment: MomentCard


def present_timeline(work: Work, today: date, at: Minute) -> Timeline:
    """The timeline of one person over the focus of their work; `at` is cut to it."""
    clock, focus = work.terms.clock, work.focus
    at = moment_in(focus, at)
    first, last = clock.date_of(focus.start), clock.date_of(focus.end - 1)
    days = dates(first, last + timedelta(days=1))
    lines = timeline(work)
    every = 1 if len(days) <= 14 else 7
    return Timeline(
        dates=dates_words(first, last + timedelta(days=1)),
        days=tuple(
            (_percent(focus, clock.minute(day)), f"{weekday_words(day)} {day.day}") for day in days[::every]
        ),
        shifts=tuple(_bars(work)),
        lines=tuple(_line(line, work, today) for line in lines),
        minutes=focus.minutes,
        at=at - focus.start,
        at_percent=_percent(focus, at),
        moment=present_moment(work, lines, today, at),
    )


def moment_in(focus: Interval, at: Minute) -> Minute:
    """The step of a quarter of an hour at or before a moment, inside the shown dates."""
    inside = max(focus.start, min(at, focus.end - 1))
    return inside - (inside - focus.start) % STEP_MINUTES


def present_moment(work: Work, lines: Iterable[Line], today: date, at: Minute) -> MomentCard:
    """The limits at one moment."""
    clock = work.terms.clock
    again = legal_again(work, at)
    title = moment_words(at, clock, today)
    rows = tuple(_reading(line, work, at) for line in lines)
    if not again.waits:
        return MomentCard(
            title,
            rows,
            f"May work at {title}.",
            "No limit that blocks or needs approval stands against it.",
            "ok",
        )
    why = ", ".join(_wait_words(wait) for wait in again.waits)
    return MomentCard(
        title, rows, f"Legal again {moment_words(again.at, clock, today)}.", f"By then kept: {why}.", "bad"
    )


def _wait_words(wait: Wait) -> str:
    rule = RULES[wait.rule]
    label = rule.label.lower()
    return label if wait.limit is None else f"{label} {_limit_words(rule, wait.limit.value)}"


def _limit_words(rule: Rule, value: int) -> str:
    return f"{'at least' if rule.is_minimum else 'at most'} {_rule_amount(rule, value)}"


def _amount(line: Line, value: int) -> str:
    return _rule_amount(line.rule, value)


def _rule_amount(rule: Rule, value: int) -> str:
    if rule.unit == "minutes":
        return duration_words(value)
    return count_words(value, rule.unit.removesuffix("s"))


def _reading(line: Line, work: Work, at: Minute) -> tuple[str, str, str]:
    limit = line.limit_at(at)
    value = line.value(at)
    if limit is None:
        return line.label, _amount(line, value), ""
    if line.rule.is_minimum:
        if any(start <= at < end for start, end in work.stretches):
            return line.label, "on duty", ""
        if not any(end <= at and (start is None or at < start) for end, start in line.rests):
            is_any = line.rule.name == minimum_rest.NAME
            return line.label, "no shift before" if is_any else "no nights before", ""
    broken = line.limits.broken(value, at)
    tone = "" if broken is None else "bad sb" if broken.level in _MARKED else "warn sb"
    return line.label, f"{_amount(line, value)} of {_amount(line, limit.value)}", tone


def _percent(focus: Interval, minute: Minute) -> float:
    return round(100 * (minute - focus.start) / focus.minutes, 3)


def _bars(work: Work) -> Iterable[ShiftBar]:
    clock, focus = work.terms.clock, work.focus
    for shift in shifts_of(work.duties):
        start, end = max(shift.start, focus.start), min(shift.end, focus.end)
        if start < end:
            words = f"{weekday_words(shift.day(clock))} {range_words(shift.start, shift.end, clock)}"
            left, right = _percent(focus, start), _percent(focus, end)
            yield ShiftBar(left, round(right - left, 3), shift.hue(clock).value, words)


def _points(line: Line, work: Work) -> list[tuple[Minute, int]]:
    """What is drawn: the value itself, or, of rest, how much of it is still needed."""
    focus = work.focus
    if not line.rule.is_minimum:
        inside = [(knot.at, knot.value) for knot in line.knots if focus.start < knot.at < focus.end]
        return [(focus.start, line.value(focus.start)), *inside, (focus.end, line.value(focus.end - 1))]
    found = [(focus.start, 0)]
    for end, start in line.rests:
        following = focus.end + focus.minutes if start is None else start
        limit = line.limit_at(end if start is None else start)
        if limit is None:
            continue
        stops = min(end + limit.value, following)
        left = limit.value - (stops - end)
        drawn = [(end, 0), (end, limit.value), (stops, left), (stops, 0)]
        if focus.start < stops and end < focus.end:
            if end < focus.start:
                drawn = [(focus.start, limit.value - (focus.start - end)), *drawn[2:]]
            found += drawn
    return [*found, (focus.end, 0)]


def _line(line: Line, work: Work, today: date) -> LimitLine:
    focus = work.focus
    points = _points(line, work)
    steps = _limit_steps(line, focus)
    top = max([value for _, value in points] + [round(value * 1.25) for _, value in steps] + [1])

    def x(minute: Minute) -> str:
        return f"{_WIDTH * (minute - focus.start) / focus.minutes:.1f}"

    def y(value: int) -> str:
        return f"{_FLOOR - _HEIGHT * min(value, top) / top:.1f}"

    value = "M" + "L".join(f"{x(minute)} {y(amount)}" for minute, amount in points)
    limit = "".join(
        f"M{x(start)} {y(amount)}H{x(end)}"
        for (start, amount), end in zip(steps, [*(start for start, _ in steps[1:]), focus.end], strict=True)
    )
    marks = marks_apart([_mark(line, point, focus) for point in line.breaks])
    peak, cause = _peak_words(line, work, today)
    tone = "bad" if any(point.limit.level in _MARKED for point in line.breaks) else "warn" if marks else ""
    current = steps[-1][1] if steps else 0
    words = _limit_words(line.rule, current)
    return LimitLine(
        label=line.label,
        limit_words=words,
        area=f"{value}L{_WIDTH} {_FLOOR}L0 {_FLOOR}Z",
        value=value,
        limit=limit,
        marks=marks,
        peak=peak,
        cause=cause,
        tone=tone,
        sentence=f"{line.label}, {words}. {peak}{f', {cause}' if cause else ''}.",
    )


def _limit_steps(line: Line, focus: Interval) -> list[tuple[Minute, int]]:
    """The limit that would be broken first, from each minute on at which it changes inside the dates."""
    starts = [focus.start, *(start for start in line.limits.starts if focus.start < start < focus.end)]
    return [(start, limit.value) for start in starts if (limit := line.limit_at(start)) is not None]


def _mark(line: Line, point: Point, focus: Interval) -> Mark:
    at = point.interval.end if line.rule.is_minimum or line.rule.unit == "minutes" else point.interval.end - 1
    if line.rule.is_minimum:
        words = f"{_amount(line, point.limit.value - point.measured)} missing"
    else:
        words = f"{_amount(line, point.measured)} of {_amount(line, point.limit.value)}"
    x = min(94.0, max(6.0, _percent(focus, at)))
    return Mark(x, words, "bad" if point.limit.level in _MARKED else "warn")


def marks_apart(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Only marks that can be read: of several that would stand on each other the first, harder ones before softer."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda each: each.tone != "bad"):
        if all(abs(mark.x - other.x) >= _MARK_PERCENT for other in kept):
            kept.append(mark)
    return tuple(sorted(kept, key=lambda each: each.x))


def _peak_words(line: Line, work: Work, today: date) -> tuple[str, str]:
    point = line.peak
    if point is None:
        return "Nothing near it", ""
    clock = work.terms.clock
    if line.rule.unit != "minutes":
        first, last = clock.date_of(point.interval.start), clock.date_of(point.interval.end - 1)
        when = dates_words(first, last + timedelta(days=1))
    else:
        when = moment_words(point.interval.end, clock, today)
    level = f", {_LEVELS[point.limit.level]}" if point.is_broken else ""
    if line.rule.is_minimum:
        short = point.limit.value - point.measured
        words = (
            f"Broken {when}, {_amount(line, short)} missing"
            if point.is_broken
            else f"Least {_amount(line, point.measured)}, {when}"
        )
    else:
        words = f"Peak {_amount(line, point.measured)}, {when}"
    return words + level, _cause_words(point.causes, clock)


def _cause_words(causes: Sequence[Duty], clock: LocalClock) -> str:
    shown = [
        f"{weekday_words(clock.date_of(duty.start))} {range_words(duty.start, duty.end, clock)}"
        for duty in causes[-_SHOWN_CAUSES:]
    ]
    more = len(causes) - len(shown)
    return ", ".join(shown) + (f" and {more} before" if more > 0 else "")
