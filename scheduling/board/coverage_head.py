"""The head of the board: the coverage carpet and a row per requirement, from the coverage curve. Pure.

The carpet is one picture per day, half hours from top to bottom, one path per color (docs/front-end.md).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scheduling.board.words import hours_number
from scheduling.coverage.domain.curve import Curve
from scheduling.coverage.domain.demand import Subject
from scheduling.coverage.domain.types import RequirementKind
from scheduling.time.interval import Interval
from scheduling.time.segment import Key
from scheduling.time.words import MINUS

HALF_HOUR = 30
CLASSES = ("def3", "def2", "def1", "met", "sup1", "sup2")


@dataclass(frozen=True, slots=True)
class CarpetDay:
    """One column: its half hours (46 or 50 on the days of the clock change), paths by color, worst gap."""

    on: date
    index: int
    height: int
    paths: tuple[tuple[str, str], ...]
    worst: int


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One requirement: the worst shortage of each day (0: none) and the hours short in all."""

    slug: str
    name: str
    worst: tuple[int, ...]
    short_hours: str
    kind: str

    @property
    def cells(self) -> list[tuple[str, str]]:
        """Class and text of each day; nothing where the minimum is met."""
        return [(f"z{min(people, 3)}", f"{MINUS}{people}") if people else ("", "") for people in self.worst]


def subject_name(subject: Subject, positions: Mapping[Key, str], skills: Mapping[Key, str]) -> str:
    kind, key = subject
    return positions[key] if kind is RequirementKind.SEATS else f"{skills.get(key, '')} on duty"


def balance(curve: Curve) -> tuple[list[int], list[int]]:
    """For each column of the curve: people short over all requirements, people above minimums of seats."""
    seats = sum(1 for kind, _ in curve.subjects if kind is RequirementKind.SEATS)
    short: list[int] = []
    over: list[int] = []
    for needs, staffed in zip(curve.needs, curve.results, strict=True):
        missing = spare = 0
        for n, (need, people) in enumerate(zip(needs, staffed, strict=True)):
            if need is None:
                continue
            left = people - need.minimum
            if left < 0:
                missing -= left
            elif n < seats:
                spare += left
        short.append(missing)
        over.append(spare)
    return short, over


def carpet(curve: Curve, days: Mapping[date, Interval], *, lies: bool = False) -> list[CarpetDay]:
    """A column per day, from top to bottom or lying left to right; each half hour shows its worst minute."""
    short, over = balance(curve)
    times = curve.times
    found: list[CarpetDay] = []
    for index, (on, day) in enumerate(days.items()):
        marks: list[int] = []
        worst = 0
        column = max(0, bisect_right(times, day.start) - 1)
        for start in range(day.start, day.end, HALF_HOUR):
            end = min(start + HALF_HOUR, day.end)
            missing, spare = short[column], over[column]
            while column + 1 < len(times) and times[column + 1] < end:
                column += 1
                missing, spare = max(missing, short[column]), min(spare, over[column])
            if column + 1 < len(times) and times[column + 1] == end:
                column += 1
            worst = max(worst, missing)
            marks.append(_mark(missing, spare))
        found.append(CarpetDay(on, index, len(marks), _paths(marks, lies=lies), worst))
    return found


def _mark(missing: int, spare: int) -> int:
    if missing:
        return max(0, 3 - missing)
    return 3 if spare == 0 else 4 if spare < 3 else 5


def _paths(marks: Sequence[int], *, lies: bool) -> tuple[tuple[str, str], ...]:
    runs: dict[int, list[str]] = {}
    start = 0
    for n in range(1, len(marks) + 1):
        if n == len(marks) or marks[n] != marks[start]:
            size = n - start
            path = f"M{start} 0h{size}v1h-{size}z" if lies else f"M0 {start}h1v{size}h-1z"
            runs.setdefault(marks[start], []).append(path)
            start = n
    return tuple((CLASSES[mark], "".join(parts)) for mark, parts in sorted(runs.items()))


def coverage_rows(
    curve: Curve, days: Mapping[date, Interval], positions: Mapping[Key, str], skills: Mapping[Key, str]
) -> list[CoverageRow]:
    """A row per requirement that asks for anybody, in the order of the curve."""
    found: list[CoverageRow] = []
    bounds = list(days.values())
    for n, subject in enumerate(curve.subjects):
        if all(needs[n] is None for needs in curve.needs):
            continue
        worst = [0] * len(bounds)
        for gap in curve.gaps_by_subject[n]:
            for index, day in enumerate(bounds):
                if gap.interval.start < day.end and day.start < gap.interval.end:
                    worst[index] = max(worst[index], gap.people)
        minutes = sum(gap.person_minutes for gap in curve.gaps_by_subject[n])
        found.append(
            CoverageRow(
                slug=f"{subject[0].value}-{n}",
                name=subject_name(subject, positions, skills),
                worst=tuple(worst),
                short_hours=f"{hours_number(minutes)} h short" if minutes else "",
                kind=subject[0].value,
            )
        )
    return found
