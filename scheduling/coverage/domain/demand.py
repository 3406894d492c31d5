"""Demand: how many people each requirement object wants in each minute, as step functions.

Weekday rows and overrides come from `types.py`; what is staffed against it is in `curve.py`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from scheduling.coverage.domain.types import Requirement, RequirementKind, RequirementOverride
from scheduling.time.interval import Interval, Minute
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Key

Subject = tuple[RequirementKind, Key]
"""What a requirement is about: its kind, and the position (seats) or skill (mix)."""


class Need(NamedTuple):
    """Headcount wanted in a minute; without a maximum, more than the target is surplus."""

    minimum: int
    target: int
    maximum: int | None = None

    @property
    def most(self) -> int:
        """The largest headcount that is no surplus."""
        return max(self.target, self.minimum) if self.maximum is None else self.maximum

    def joined(self, other: Need) -> Need:
        """The stricter of two needs for the same minutes: the larger minimum and target, room for both."""
        maximum = None if self.maximum is None or other.maximum is None else max(self.maximum, other.maximum)
        return Need(max(self.minimum, other.minimum), max(self.target, other.target), maximum)


@dataclass(frozen=True, slots=True)
class DemandStep:
    """The need in `[start, end)`."""

    start: Minute
    end: Minute
    need: Need


Demand = Mapping[Subject, tuple[DemandStep, ...]]


def demand(
    requirements: Iterable[Requirement],
    overrides: Iterable[RequirementOverride],
    span: Interval,
    clock: LocalClock,
) -> Demand:
    """The needs of every subject inside the span: sorted, without overlap, clipped; no step where nothing is asked.

    A window belongs to the weekday on which it starts, so one that crosses midnight reaches into the next
    day. Weekday rows that overlap ask for the stricter of the two. An override replaces its subject's need
    in exactly its minutes; of two overrides for the same minutes the later row holds.
    """
    first = clock.date_of(span.start) - timedelta(days=1)
    count = (clock.date_of(span.end - 1) - first).days + 1
    by_weekday: list[list[date]] = [[] for _ in range(7)]
    for n in range(count):
        day = first + timedelta(days=n)
        by_weekday[day.weekday()].append(day)
    windows: dict[Subject, list[DemandStep]] = {}
    for row in requirements:
        need = Need(row.minimum, row.target, row.maximum)
        found = windows.setdefault((row.kind, row.of), [])
        for day in by_weekday[row.weekday]:
            start, end = clock.window_bounds(day, row.starts_at, row.ends_at)
            if start < span.end and span.start < end:
                found.append(DemandStep(max(start, span.start), min(end, span.end), need))
    steps = {subject: _without_overlap(found) for subject, found in windows.items()}
    for override in overrides:
        window = clock.window(override.on, override.starts_at, override.ends_at).intersection(span)
        if window is not None:
            subject = (override.kind, override.of)
            need = Need(override.minimum, override.target, override.maximum)
            steps[subject] = _replaced(steps.get(subject, []), DemandStep(window.start, window.end, need))
    return {subject: tuple(found) for subject, found in steps.items()}


def _start(step: DemandStep) -> Minute:
    return step.start


def _without_overlap(windows: list[DemandStep]) -> list[DemandStep]:
    windows.sort(key=_start)
    if all(left.end <= right.start for left, right in itertools.pairwise(windows)):
        return windows
    edges = sorted({edge for step in windows for edge in (step.start, step.end)})
    joined: list[DemandStep] = []
    for start, end in itertools.pairwise(edges):
        need: Need | None = None
        for step in windows:
            if step.start <= start and end <= step.end:
                need = step.need if need is None else need.joined(step.need)
        if need is not None:
            joined.append(DemandStep(start, end, need))
    return joined


def _replaced(steps: Sequence[DemandStep], override: DemandStep) -> list[DemandStep]:
    """The steps with the override's minutes replaced."""
    result = [override]
    for step in steps:
        if step.end <= override.start or override.end <= step.start:
            result.append(step)
            continue
        if step.start < override.start:
            result.append(DemandStep(step.start, override.start, step.need))
        if override.end < step.end:
            result.append(DemandStep(override.end, step.end, step.need))
    result.sort(key=_start)
    return result
