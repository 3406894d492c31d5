"""Shortages cut into pieces that one shift can fill: a gap of three days is no one's to close."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from scheduling.time.interval import Interval
from solver.engine.headcounts import Gap
from solver.engine.instance import Occurrence


def cut_at_shifts(gaps: Iterable[Gap], occurrences: Sequence[Occurrence]) -> list[Gap]:
    """The same shortages in order; each piece ends where the shift that covers most of it from its start ends.

    Minutes that no shift covers are pieces until the next shift begins.
    """
    return [piece for gap in gaps for piece in _cut(gap, occurrences)]


def _cut(gap: Gap, occurrences: Sequence[Occurrence]) -> Iterator[Gap]:
    near = [row for row in occurrences if row.interval.overlaps(gap.interval)]
    start, end = gap.interval.start, gap.interval.end
    while start < end:
        ends = [row.end for row in near if row.start <= start < row.end]
        starts = [row.start for row in near if start < row.start]
        until = min(end, max(ends) if ends else min(starts, default=end))
        yield Gap(gap.requirement, Interval(start, until), gap.missing)
        start = until
