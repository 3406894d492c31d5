"""The workweek advisor in words and charts. Pure; the facts are in `facts.py`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from scheduling.patterns.domain.hue import hue_of
from scheduling.reports.workweek.facts import Case, from_sunday
from scheduling.time.interval import MINUTES_PER_DAY, MINUTES_PER_WEEK, Interval
from scheduling.time.words import count_words, dates_words, duration_words, weekday_words
from scheduling.time.workweek import OVERTIME_AFTER_MINUTES
from scheduling.workweek.domain.advisor import STEP_MINUTES, Start

_BAR_HEIGHT = 46
_ANY_MONDAY = date(2024, 1, 1)
_SHOWN_DAYS = 14
STARTS = MINUTES_PER_WEEK // STEP_MINUTES


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    height: float
    is_least: bool


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One pattern: its 28 bars, and now against best in words."""

    key: str
    name: str
    who: str
    bars: tuple[Bar, ...]
    now_x: float | None
    now_y: float
    now_height: float
    now: str
    best: str
    words: str
    is_selected: bool
    sentence: str
    overtime: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CutShift:
    x: float
    width: float
    hue: str
    words: str


@dataclass(frozen=True, slots=True)
class CutWeek:
    """A workweek on the strip: where its words stand."""

    x: float
    words: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class Cut:
    """One start, drawn through the shifts of two weeks."""

    title: str
    average: str
    shifts: tuple[CutShift, ...]
    lines: tuple[float, ...]
    weeks: tuple[CutWeek, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Saving:
    """What a better start saves one group in a year."""

    group: str
    pattern: str
    better: str
    saves: str
    is_kept: bool


@dataclass(frozen=True, slots=True)
class AdvisorPage:
    rows: tuple[CaseRow, ...]
    starts: tuple[str, ...]
    cuts: tuple[Cut, ...]
    cuts_title: str
    cuts_dates: str
    days: tuple[tuple[float, str], ...]
    saved: str
    savings: tuple[Saving, ...]
    now_words: str
    change_words: str
    table: tuple[tuple[str, tuple[str, ...]], ...]


def hours_words_of(minutes: Fraction | int) -> str:
    """ "2.25 h", "0 h": average hours, to two places where they need them."""
    hours = Fraction(minutes) / 60
    return f"{round(float(hours), 2):g} h"


def start_words(minute: int) -> str:
    """ "Mon 12:00" from minutes after Monday 00:00."""
    day, at = divmod(minute, MINUTES_PER_DAY)
    return f"{weekday_words(_ANY_MONDAY + timedelta(days=day))} {at // 60:02d}:{at % 60:02d}"


def present(cases: Sequence[Case], selected: Case | None, anchor: date, today: date) -> AdvisorPage:
    """The page over all cases; `selected` is the one whose week is cut below."""
    top = max([case.advice.most for case in cases] + [Fraction(1)])
    rows = tuple(_row(case, top, selected) for case in cases)
    starts = tuple(start_words(start.minute_of_week) for start in _starts(cases[0])) if cases else ()
    first = today - timedelta(days=from_sunday_days(today))
    used = [case for case in cases if case.people]
    total = sum(case.saved_per_year(len(case.people)) for case in used)
    return AdvisorPage(
        rows=rows,
        starts=starts,
        cuts=tuple(_cuts(selected, anchor, first)) if selected is not None else (),
        cuts_title=f"{selected.name}, where the week is cut" if selected is not None else "",
        cuts_dates=dates_words(first, first + timedelta(days=_SHOWN_DAYS)),
        days=tuple(
            (round(100 * n / _SHOWN_DAYS, 3), f"{weekday_words(day)[0]} {day.day}")
            for n in range(_SHOWN_DAYS)
            for day in [first + timedelta(days=n)]
        ),
        saved=f"{total // 60:,} h a year",
        savings=tuple(_savings(used)),
        now_words=_now_words(used),
        change_words=_change_words(selected),
        table=tuple(zip(starts, zip(*(row.overtime for row in rows), strict=True), strict=True)),
    )


def from_sunday_days(day: date) -> int:
    """Days since the last Sunday."""
    return (day.weekday() + 1) % 7


def _starts(case: Case) -> list[Start]:
    return sorted(case.advice.starts, key=lambda start: from_sunday(start.minute_of_week))


def _row(case: Case, top: Fraction, selected: Case | None) -> CaseRow:
    starts = _starts(case)

    def height(minutes: Fraction) -> float:
        return max(1.0, round(float(minutes / top) * _BAR_HEIGHT, 2))

    bars = tuple(
        Bar(
            round(100 * n / STARTS, 3),
            round(48 - height(start.overtime_minutes), 2),
            height(start.overtime_minutes),
            start.overtime_minutes == case.advice.least < case.advice.most,
        )
        for n, start in enumerate(starts)
    )
    now = case.now
    tall = max(height(now.overtime_minutes), 4.0) if now is not None else 0.0
    best, most = case.best, hours_words_of(case.advice.most)
    least = hours_words_of(case.advice.least)
    if case.advice.most == case.advice.least:
        now_shown, best_shown, words = "", least, "at any start"
    elif now is not None and not case.saved_per_person_and_week:
        now_shown, best_shown, words = "", least, f"best already, most {most}"
    else:
        now_shown = "–" if now is None else hours_words_of(now.overtime_minutes)
        best_shown, words = least, f"from {start_words(best.minute_of_week)}, most {most}"
    who = (
        f"{', '.join(case.groups)}, {count_words(len(case.people), 'person', 'people')}"
        if case.people
        else "not used"
    )
    return CaseRow(
        key=case.key,
        name=case.name,
        who=who,
        bars=bars,
        now_x=None if now is None else round(100 * from_sunday(now.minute_of_week) / MINUTES_PER_WEEK, 3),
        now_y=48 - tall,
        now_height=tall,
        now=now_shown,
        best=best_shown,
        words=words,
        is_selected=case is selected,
        sentence=f"{case.name}: least {least} a week, most {most}",
        overtime=tuple(hours_words_of(start.overtime_minutes) for start in starts),
    )


def _cuts(case: Case, anchor: date, first: date) -> Iterable[Cut]:
    if case.now is not None:
        yield _cut("Now", case.now, case, anchor, first)
    if case.now is None or case.best.minute_of_week != case.now.minute_of_week:
        yield _cut("Best", case.best, case, anchor, first)


def _cut(title: str, start: Start, case: Case, anchor: date, first: date) -> Cut:
    """A start drawn over two weeks of real dates, by the clock on the wall."""
    whole = case.weeks * MINUTES_PER_WEEK
    monday = anchor - timedelta(days=anchor.weekday())
    begins = (first - monday).days * MINUTES_PER_DAY
    shown = Interval(begins, begins + _SHOWN_DAYS * MINUTES_PER_DAY)
    near = [
        Interval(each.start + n * whole, each.end + n * whole)
        for n in range(begins // whole - 1, shown.end // whole + 2)
        for each in case.duty
    ]

    def percent(minute: int) -> float:
        return round(100 * (minute - shown.start) / shown.minutes, 3)

    shifts = tuple(
        CutShift(
            percent(max(each.start, shown.start)),
            round(100 * (min(each.end, shown.end) - max(each.start, shown.start)) / shown.minutes, 3),
            hue_of(each.start % MINUTES_PER_DAY).value,
            f"{_clock(each.start)} – {_clock(each.end)}",
        )
        for each in near
        if each.overlaps(shown)
    )
    week = begins - (begins - start.minute_of_week) % MINUTES_PER_WEEK
    lines: list[float] = []
    weeks: list[CutWeek] = []
    while week < shown.end:
        if week >= shown.start:
            lines.append(percent(week))
        span = Interval(week, week + MINUTES_PER_WEEK)
        minutes = sum(max(0, min(each.end, span.end) - max(each.start, span.start)) for each in near)
        over = max(0, minutes - OVERTIME_AFTER_MINUTES)
        left, right = max(span.start, shown.start), min(span.end, shown.end)
        if right - left > MINUTES_PER_DAY:
            words = duration_words(minutes) + (f", {duration_words(over)} over" if over else "")
            weeks.append(CutWeek(percent((left + right) // 2), words, over > 0))
        week += MINUTES_PER_WEEK
    average = f"{hours_words_of(start.overtime_minutes)} overtime a week on average"
    name = f"{title}, {start_words(start.minute_of_week)}"
    sentence = f"{name}: {average}; weeks of {', then '.join(week.words for week in weeks)}"
    return Cut(name, average, shifts, tuple(lines), tuple(weeks), sentence)


def _clock(minute: int) -> str:
    of_day = minute % MINUTES_PER_DAY
    return f"{of_day // 60:02d}:{of_day % 60:02d}"


def _savings(cases: Iterable[Case]) -> Iterable[Saving]:
    for case in cases:
        for group, people in case.groups.items():
            saved = case.saved_per_year(people)
            better = start_words(case.best.minute_of_week) if saved else "keep"
            yield Saving(group, case.name, better, f"{saved // 60:,} h", not saved)


def _now_words(cases: Iterable[Case]) -> str:
    found = {start_words(case.now.minute_of_week) for case in cases if case.now is not None}
    if not found:
        return "Nobody works a pattern now."
    if len(found) == 1:
        return f"All workweeks start {found.pop()} now."
    return f"Workweeks start {', '.join(sorted(found))} now, by bargaining unit."


def _change_words(case: Case | None) -> str:
    change = case.change() if case is not None else None
    if case is None or change is None:
        return ""
    return (
        f"For {case.name} from {start_words(case.best.minute_of_week)} that is at most "
        f"{duration_words(change.overtime_minutes)} of overtime a person for the two weeks together, once."
    )
