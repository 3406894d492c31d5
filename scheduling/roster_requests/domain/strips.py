"""Strips of coverage for the inbox: what is short on each local day, before and after. Pure.

The rows are drawn by `templates/approvals/inbox/_strip.html`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from approvals.impact import Short
from scheduling.coverage.domain.curve import Curve, Deviation
from scheduling.coverage.domain.demand import Subject
from scheduling.time.interval import MINUTES_PER_DAY, Interval, Minute
from scheduling.time.local_time import LocalClock


@dataclass(frozen=True, slots=True)
class Added:
    """So many more people missing in some minutes than before."""

    interval: Interval
    people: int

    @property
    def person_minutes(self) -> int:
        return self.people * self.interval.minutes


def short_by_day(
    gaps: Iterable[Deviation], days: Sequence[date], clock: LocalClock
) -> tuple[tuple[Short, ...], ...]:
    """The gaps cut to local days, in minutes on the wall."""
    found = []
    rows = tuple(gaps)
    for day in days:
        inside = clock.day(day)
        cut = ((gap.interval.intersection(inside), gap.people) for gap in rows)
        found.append(tuple(_short(each, inside, people, clock) for each, people in cut if each is not None))
    return tuple(found)


def spare_by_day(curve: Curve, subject: Subject, days: Sequence[date], clock: LocalClock) -> tuple[str, ...]:
    """How many could still be missed at the lowest minute of each day: "2 spare", "none"; empty without a minimum."""
    steps = curve.steps(subject)
    found = []
    for day in days:
        inside = clock.day(day)
        spare = [
            step.staffed - step.need.minimum
            for step in steps
            if step.need is not None and step.start < inside.end and inside.start < step.end
        ]
        lowest = min(spare, default=None)
        found.append("" if lowest is None else f"{lowest} spare" if lowest > 0 else "none")
    return tuple(found)


def added_short(
    before: Iterable[Deviation], after: Iterable[Deviation], within: Iterable[Interval]
) -> list[Added]:
    """Where more people are missing than before, in order; equal neighbors are joined."""
    was, now = tuple(before), tuple(after)
    pieces = tuple(within)
    edges = sorted(
        {edge for each in (*was, *now) for edge in (each.interval.start, each.interval.end)}
        | {edge for each in pieces for edge in (each.start, each.end)}
    )
    found: list[Added] = []
    for start, end in pairwise(edges):
        if not any(each.start <= start < each.end for each in pieces):
            continue
        more = _missing(now, start) - _missing(was, start)
        if more <= 0:
            continue
        if found and found[-1].interval.end == start and found[-1].people == more:
            found[-1] = Added(Interval(found[-1].interval.start, end), more)
        else:
            found.append(Added(Interval(start, end), more))
    return found


def most_missing(gaps: Iterable[Deviation], within: Iterable[Interval]) -> int:
    """The most people missing in any of the minutes."""
    pieces = tuple(within)
    return max((gap.people for gap in gaps if any(gap.interval.overlaps(each) for each in pieces)), default=0)


def _missing(gaps: Iterable[Deviation], minute: Minute) -> int:
    return sum(gap.people for gap in gaps if gap.interval.contains(minute))


def _short(piece: Interval, day: Interval, people: int, clock: LocalClock) -> Short:
    start = 0 if piece.start == day.start else _on_the_wall(piece.start, clock)
    end = MINUTES_PER_DAY if piece.end == day.end else _on_the_wall(piece.end, clock)
    # In the doubled hour an end may read earlier than its start.
    return Short(start, max(end, start + 1), people)


def _on_the_wall(minute: Minute, clock: LocalClock) -> int:
    local = clock.local(minute)
    return local.hour * 60 + local.minute
