"""The head of a day: people on duty against the minimum, the margin between them, and a strip per requirement.

Pure; numbers come from the coverage curve, and lines become attributes of SVG (docs/front-end.md).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from scheduling.board.day.frame import DayFrame
from scheduling.coverage.domain.curve import Curve, Deviation
from scheduling.coverage.domain.demand import Subject
from scheduling.coverage.domain.types import RequirementKind
from scheduling.time.interval import Interval, Minute
from scheduling.time.segment import Key
from scheduling.time.words import MINUS, end_words, hours_words, range_words

CHART_HEIGHT = 92
_TOP, _BOTTOM = 6, 88
_ABOVE_SHOWN = 5
_BASE_LINE = 22
_PER_PERSON_ABOVE, _PER_PERSON_BELOW, _MOST_BELOW = 4, 6, 17


@dataclass(frozen=True, slots=True)
class Step:
    """What holds over some minutes, all positions together; `short` adds up every position's own shortage."""

    start: Minute
    end: Minute
    staffed: int
    minimum: int
    short: int


@dataclass(frozen=True, slots=True)
class ScaleMark:
    """A line of the scale: its height in the chart and its number."""

    y: float
    label_y: float
    value: int


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle of the chart, in minutes from the left edge and pixels from the top."""

    x: int
    y: float
    width: int
    height: float
    kind: str = ""


@dataclass(frozen=True, slots=True)
class GapTag:
    """A shortage said on the chart: "−1 until 05:30"."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Strip:
    """One requirement over the day: what it is now, and where it is short; a cell ends with what would help."""

    name: str
    now: str
    is_short: bool
    cells: tuple[tuple[str, str, str, str], ...]
    label: str


@dataclass(frozen=True, slots=True)
class DayHead:
    """The curve as paths in a picture `width` minutes wide, and the strips."""

    width: int
    on_duty: str
    minimum: str
    between: tuple[Rect, ...]
    short: tuple[Rect, ...]
    margin: tuple[Rect, ...]
    scale: tuple[ScaleMark, ...]
    tags: tuple[GapTag, ...]
    strips: tuple[Strip, ...]
    staffed_now: int | None
    minimum_now: int | None
    short_now: int
    label: str
    has_minimum: bool


def _no_help(gap: Deviation) -> str:
    return ""


def day_head(
    curve: Curve, names: Mapping[Key, str], frame: DayFrame, help_for: Callable[[Deviation], str] = _no_help
) -> DayHead:
    """The head for the minutes of the frame; `names` are those of positions and mix skills.

    `help_for` says in a sentence what would make a shortage smaller, or nothing.
    """
    view = frame.view
    steps = total_steps(curve, view)
    low, high = _scale(steps)
    now = next((step for step in steps if step.start <= frame.now < step.end), None)
    gaps = _gap_runs(steps)
    return DayHead(
        width=view.minutes,
        on_duty=_path([(step.start - view.start, step.staffed) for step in steps], view.minutes, low, high),
        minimum=_path([(step.start - view.start, step.minimum) for step in steps], view.minutes, low, high),
        between=tuple(
            Rect(
                step.start - view.start,
                _y(step.staffed, low, high),
                step.end - step.start,
                round(_y(step.minimum, low, high) - _y(step.staffed, low, high), 1),
            )
            for step in steps
            if step.staffed > step.minimum
        ),
        short=tuple(Rect(gap.start - view.start, 0, gap.minutes, CHART_HEIGHT) for gap, _ in gaps),
        margin=tuple(_margin(steps, view)),
        scale=tuple(_scale_marks(low, high)),
        tags=tuple(_tags(gaps, frame)),
        strips=tuple(
            _strip(curve, subject, names, frame, help_for)
            for subject in curve.subjects
            if _is_asked(curve, subject)
        ),
        staffed_now=now.staffed if now else None,
        minimum_now=now.minimum if now else None,
        short_now=now.short if now else 0,
        label=_label(gaps, frame),
        has_minimum=any(step.minimum for step in steps),
    )


def total_steps(curve: Curve, view: Interval) -> list[Step]:
    """People in seats, minimum and shortage over all positions, as steps inside the view."""
    seats = [n for n, (kind, _) in enumerate(curve.subjects) if kind is RequirementKind.SEATS]
    found: list[Step] = []
    first = max(0, bisect_right(curve.times, view.start) - 1)
    for n in range(first, len(curve.times)):
        start = max(curve.times[n], view.start)
        end = min(curve.times[n + 1] if n + 1 < len(curve.times) else curve.focus.end, view.end)
        if start >= view.end:
            break
        if start >= end:
            continue
        staffed = minimum = short = 0
        for k in seats:
            people, need = curve.results[n][k], curve.needs[n][k]
            staffed += people
            if need is not None:
                minimum += need.minimum
                short += max(0, need.minimum - people)
        if found and (found[-1].staffed, found[-1].minimum, found[-1].short) == (staffed, minimum, short):
            found[-1] = Step(found[-1].start, end, staffed, minimum, short)
        else:
            found.append(Step(start, end, staffed, minimum, short))
    return found


def _size(gap: tuple[Interval, int]) -> int:
    return gap[1] * gap[0].minutes


def _gap_runs(steps: Sequence[Step]) -> list[tuple[Interval, int]]:
    """Where anything is short, and by how many: constant in each run."""
    found: list[tuple[Interval, int]] = []
    for step in steps:
        if not step.short:
            continue
        if found and found[-1][0].end == step.start and found[-1][1] == step.short:
            found[-1] = (Interval(found[-1][0].start, step.end), step.short)
        else:
            found.append((Interval(step.start, step.end), step.short))
    return found


def _scale(steps: Sequence[Step]) -> tuple[int, int]:
    values = [value for step in steps for value in (step.staffed, step.minimum)] or [0]
    low = max(0, (min(values) - 4) // 10 * 10)
    return low, max(low + 10, -(-(max(values) + 3) // 10) * 10)


def _y(value: float, low: int, high: int) -> float:
    return round(_TOP + (high - value) / (high - low) * (_BOTTOM - _TOP), 1)


def _scale_marks(low: int, high: int) -> list[ScaleMark]:
    every = next(step for step in (2, 5, 10, 20, 50, 100, 500) if (high - low) / step <= 4)
    first = (low // every + 1) * every
    return [
        ScaleMark(_y(value, low, high), _y(value, low, high) + 4, value)
        for value in range(first, high, every)
    ]


def _path(points: Sequence[tuple[int, int]], width: int, low: int, high: int) -> str:
    if not points:
        return ""
    parts = [f"M0 {_y(points[0][1], low, high)}"]
    last = points[0][1]
    for x, value in points[1:]:
        if value != last:
            parts.append(f"H{x}V{_y(value, low, high)}")
            last = value
    return "".join((*parts, f"H{width}"))


def _margin(steps: Sequence[Step], view: Interval) -> list[Rect]:
    """Above the line who is more than the minimum, quiet; below it who is missing, at least 6 px a person."""
    found = []
    for step in steps:
        x, width = step.start - view.start, step.end - step.start
        if step.short:
            height = min(_MOST_BELOW, step.short * _PER_PERSON_BELOW)
            found.append(Rect(x, _BASE_LINE + 1, width, height, f"def{min(3, step.short)}"))
        above = min(_ABOVE_SHOWN, step.staffed - step.minimum + step.short)
        if above > 0:
            height = above * _PER_PERSON_ABOVE
            found.append(Rect(x, _BASE_LINE - height, width, height, "above"))
    return found


def _tags(gaps: Sequence[tuple[Interval, int]], frame: DayFrame) -> list[GapTag]:
    """The gap of now, or else the largest of the day: one tag, so that tags never lie on each other."""
    inside = [(gap, short) for gap, short in gaps if gap.overlaps(frame.inside)]
    current = [(gap, short) for gap, short in inside if gap.contains(frame.now)]
    if not inside:
        return []
    gap, short = current[0] if current else max(inside, key=_size)
    words = (
        f"until {end_words(gap.end, frame.clock)}"
        if current
        else range_words(gap.start, gap.end, frame.clock)
    )
    shown = gap.intersection(frame.view) or gap
    middle = Interval(shown.start + shown.minutes // 2, shown.start + shown.minutes // 2 + 1)
    return [GapTag(frame.place(middle), f"{MINUS}{short} {words}")]


def _is_asked(curve: Curve, subject: Subject) -> bool:
    k = curve.subjects.index(subject)
    return any(needs[k] is not None for needs in curve.needs)


def _strip(
    curve: Curve,
    subject: Subject,
    names: Mapping[Key, str],
    frame: DayFrame,
    help_for: Callable[[Deviation], str],
) -> Strip:
    kind, of = subject
    name = names.get(of, "")
    if kind is RequirementKind.MIX:
        name = f"{name} on duty"
    gaps = [
        gap
        for gap in curve.gaps_by_subject[curve.subjects.index(subject)]
        if gap.interval.overlaps(frame.view)
    ]
    helped = [(gap, help_for(gap)) for gap in gaps]
    words, is_short = "", False
    if frame.shows_now:
        step = curve.at(frame.now)[subject]
        if step.need is not None:
            is_short = step.staffed < step.need.minimum
            words = f"{step.staffed} of {step.need.minimum}"
    else:
        minutes = sum(_inside(gap, frame.inside) for gap in gaps)
        words, is_short = (f"{hours_words(minutes)} h short", True) if minutes else ("", False)
    return Strip(
        name=name,
        now=words,
        is_short=is_short,
        cells=tuple(
            (frame.place(gap.interval), f"{MINUS}{gap.people}", f"z{min(3, gap.people)}", sentence)
            for gap, sentence in helped
        ),
        label="; ".join(
            f"{gap.people} short {range_words(gap.interval.start, gap.interval.end, frame.clock)}"
            + (f". {sentence}" if sentence else "")
            for gap, sentence in helped
        )
        or "never short",
    )


def _inside(gap: Deviation, inside: Interval) -> int:
    shared = gap.interval.intersection(inside)
    return gap.people * shared.minutes if shared else 0


def _label(gaps: Sequence[tuple[Interval, int]], frame: DayFrame) -> str:
    words = [
        f"{short} short {range_words(gap.start, gap.end, frame.clock)}"
        for gap, short in gaps
        if gap.overlaps(frame.inside)
    ]
    return f"On duty against minimum. {'; '.join(words) if words else 'Never short'}."
