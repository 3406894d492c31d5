"""One person's roster: base contract first, adjustments painted over it. Computed, never stored.

Everybody's rosters together with rules and coverage are in `evaluation.py`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from scheduling.adjustments.domain import Adjustment
from scheduling.contracts.domain import BaseContract
from scheduling.patterns.domain.pattern import Pattern
from scheduling.patterns.domain.shift_type import ShiftType
from scheduling.roster.domain.base import ShiftMemo, base_duty
from scheduling.roster.domain.painting import paint_absence, paint_duty, paint_order
from scheduling.time.interval import Interval, Minute
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Absence, Duty, Key, Segment, touching

_start = attrgetter("start")


@dataclass(frozen=True, slots=True)
class PersonRoster:
    """The segments of one person that touch a span, whole, sorted and without overlap, in three views.

    `base` is what the contracts alone give ("Pattern"), `changes` are the adjustments in paint order
    ("Changes"), `segments` is what holds ("Result"). `duty` is the result without the absence band: what
    would have been worked.
    """

    person: Key
    base: tuple[Duty, ...]
    changes: tuple[Adjustment, ...]
    duty: tuple[Duty, ...]
    segments: tuple[Segment, ...]

    def at(self, minute: Minute) -> Segment | None:
        """What the person does in a minute; None is off."""
        n = bisect_right(self.segments, minute, key=_start)
        if n and self.segments[n - 1].end > minute:
            return self.segments[n - 1]
        return None

    def worked(self) -> tuple[Duty, ...]:
        """The duty of the result, in order."""
        if self.segments is self.duty:  # nobody is away
            return self.duty
        return tuple(segment for segment in self.segments if isinstance(segment, Duty))

    def absences(self) -> tuple[Absence, ...]:
        return tuple(segment for segment in self.segments if isinstance(segment, Absence))

    def planned_minutes(self, within: Interval) -> int:
        """Elapsed minutes of duty inside an interval, breaks included."""
        return _minutes_within(self.worked(), within)

    def paid_minutes(self, within: Interval) -> int:
        """Elapsed minutes of duty inside an interval without unpaid breaks; paid absence is not in it."""
        unpaid = [
            pause for duty in self.worked() if duty.breaks for pause in duty.breaks if not pause.is_paid
        ]
        return self.planned_minutes(within) - sum(
            max(0, min(pause.end, within.end) - max(pause.start, within.start)) for pause in unpaid
        )

    def absent_minutes(self, within: Interval) -> int:
        """Elapsed minutes of duty that absence took away inside an interval: what leave is charged for."""
        return _minutes_within(self.duty, within) - self.planned_minutes(within)


def person_roster(
    contracts: Sequence[BaseContract],
    adjustments: Iterable[Adjustment],
    patterns: Mapping[Key, Pattern],
    shift_types: Mapping[Key, ShiftType],
    holidays: Set[date],
    span: Interval,
    clock: LocalClock,
    anchor: date,
    *,
    person: Key = None,
    memo: ShiftMemo | None = None,
) -> PersonRoster:
    """The roster of one person over a span; what touches the span is kept whole.

    `contracts` and `adjustments` are this person's rows that are in force (not revoked), in any order. Rows that
    touch the span are enough, and rows that overlap those: a shift is only whole when its cuts are known.
    """
    base = base_duty(contracts, patterns, shift_types, holidays, span, clock, anchor, memo)
    rows = sorted(adjustments, key=paint_order)
    if rows:
        reach = _reach(base, rows, span)
        if reach.start < min(span.start, base[0].start if base else span.start):
            # A row that began before the span may have begun inside a shift of its own, which it belongs to.
            base = base_duty(contracts, patterns, shift_types, holidays, reach, clock, anchor, memo)
        rows = [row for row in rows if row.start < reach.end and reach.start < row.end]
    duty: tuple[Duty, ...] = base
    segments: tuple[Segment, ...] = base
    if rows:
        duty = paint_duty(base, rows)
        segments = paint_absence(duty, rows)
        base, duty, segments = touching(base, span), touching(duty, span), touching(segments, span)
        rows = [row for row in rows if row.start < span.end and span.start < row.end]
    key = person if person is not None or not contracts else contracts[0].person
    return PersonRoster(key, base, tuple(rows), duty, segments)


def _reach(base: tuple[Duty, ...], rows: Sequence[Adjustment], span: Interval) -> Interval:
    """The span, widened to every shift and row that touches it: what is kept whole must be painted whole."""
    start, end = span.start, span.end
    if base:
        start, end = min(start, base[0].start), max(end, base[-1].end)
    for row in rows:
        if row.start < span.end and span.start < row.end:
            start, end = min(start, row.start), max(end, row.end)
    return Interval(start, end)


def _minutes_within(duty: Iterable[Duty], within: Interval) -> int:
    start, end = within.start, within.end
    return sum(
        min(each.end, end) - max(each.start, start) for each in duty if each.start < end and start < each.end
    )
