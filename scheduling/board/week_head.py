"""The head of the board by week: the curve of people on duty against the minimum, and shortages in time. Pure.

The rows below it are in bars.py; the carpet of longer ranges is in coverage_head.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from scheduling.board.coverage_head import balance, subject_name
from scheduling.board.facts import BoardFacts
from scheduling.board.geometry import at
from scheduling.board.words import hours_number
from scheduling.coverage.domain.curve import Deviation
from scheduling.coverage.domain.types import RequirementKind
from scheduling.time.interval import Minute
from scheduling.time.words import MINUS

CURVE_HEIGHT = 84
MARGIN_ZERO = 18
ABOVE_SHOWN = 4
NUMBER_MINUTES = 270
"""How much of a week a number of two digits covers at 1280 px."""


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


def shortages(facts: BoardFacts) -> tuple[ShortageLine, ...]:
    curve = facts.evaluation.curve
    positions = {position.key: position.name for position in facts.evaluation.input.positions}
    found = []
    for n, subject in enumerate(curve.subjects):
        if all(needs[n] is None for needs in curve.needs):
            continue
        gaps = curve.gaps_by_subject[n]
        bars = tuple(
            ShortageBar(at(start - facts.focus.start, end - start), f"z{min(people, 3)}", f"{MINUS}{people}")
            for start, end, people in runs_of(gaps)
        )
        minutes = sum(gap.person_minutes for gap in gaps)
        short = f"{hours_number(minutes)} h short" if minutes else ""
        found.append(ShortageLine(subject_name(subject, positions, facts.skill_names), bars, short))
    return tuple(found)


def runs_of(gaps: Iterable[Deviation]) -> list[tuple[Minute, Minute, int]]:
    """Shortages of the week with room for their number: those close together are one, with its worst size.

    The margin strip above shows each at its minutes.
    """
    runs: list[tuple[Minute, Minute, int]] = []
    for gap in sorted(gaps, key=lambda each: each.interval.start):
        start, end, people = gap.interval.start, gap.interval.end, gap.people
        if runs and (start <= runs[-1][1] or start < runs[-1][0] + NUMBER_MINUTES):
            first, last, worst = runs.pop()
            start, end, people = first, max(last, end), max(worst, people)
        runs.append((start, end, people))
    return runs
