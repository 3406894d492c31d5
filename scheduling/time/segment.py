"""Segments: stretches of one person's time with one activity, the words every pure layer shares.

How they are computed is in `scheduling/roster/domain/`; what rules make of them in `scheduling/rules/`.
Segments are named tuples: a roster makes thousands of them, at a third of what a frozen dataclass costs.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable
from dataclasses import dataclass, replace
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple, TypeVar

from scheduling.time.interval import Interval, Minute

Key = Hashable
"""Identity of a person, skill, shift type and so on; opaque to the pure layers (a UUID in the product)."""


class PayKind(StrEnum):
    """How duty is paid."""

    REGULAR = "regular"
    OVERTIME = "overtime"
    HOLDOVER = "holdover"
    TRAINING = "training"
    COURT = "court"
    MANDATION = "mandation"
    TRADE = "trade"
    HOLIDAY = "holiday"


AWAY_FROM_CONSOLE = frozenset({PayKind.TRAINING, PayKind.COURT})
"""Duty that is worked and paid but fills no seat, adds to no mix, and needs no certification."""


@dataclass(frozen=True, slots=True)
class Break:
    """Minutes inside a duty in which the person is out of their seat.

    `relief` is who sits in for them, by a change of their own roster. `is_relieved`: somebody who is not on the roster
    keeps the seat filled. `is_handover`: paid minutes in which one shift briefs the next, and fills no seat twice.
    """

    start: Minute
    end: Minute
    is_paid: bool = False
    is_relieved: bool = False
    relief: Key | None = None
    is_handover: bool = False

    @property
    def minutes(self) -> int:
        return self.end - self.start

    def within(self, start: Minute, end: Minute) -> Break:
        """The part of it in `[start, end)`; call only where they share a minute."""
        if start <= self.start and self.end <= end:
            return self
        return replace(self, start=max(self.start, start), end=min(self.end, end))


@dataclass(frozen=True, slots=True)
class Source:
    """Where a segment comes from: layer 1 (a base contract and a shift date) or layer 2 (an adjustment)."""

    layer: int
    key: Key
    version: int = 0


class Duty(NamedTuple):
    """A person works from start until before end.

    `shift_start` is the start of the shift this segment belongs to (a shift may be cut by other segments):
    it names the date the shift belongs to.
    """

    start: Minute
    end: Minute
    shift_start: Minute
    source: Source
    shift_type: Key | None = None
    position: Key | None = None
    console: Key | None = None
    breaks: tuple[Break, ...] = ()
    pay: PayKind = PayKind.REGULAR

    @property
    def interval(self) -> Interval:
        return Interval(self.start, self.end)


class Absence(NamedTuple):
    """A person is on leave from start until before end, whatever they would have worked."""

    start: Minute
    end: Minute
    source: Source
    kind: str

    @property
    def interval(self) -> Interval:
        return Interval(self.start, self.end)


Segment = Duty | Absence


S = TypeVar("S", Duty, Segment)
_start, _end = attrgetter("start"), attrgetter("end")


def touching(segments: tuple[S, ...], span: Interval) -> tuple[S, ...]:
    """Those of one person's segments (in order, without overlap) that share a minute with a span, whole."""
    first = bisect_right(segments, span.start, key=_end)
    return segments[first : bisect_left(segments, span.end, lo=first, key=_start)]
