"""Work: one person's duty prepared for the checkers: stretches of continuous duty, and the limits in force.

The limits themselves are in `levels.py`; each rule that reads this is a file next door.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import NamedTuple

from scheduling.rules.levels import DatedLimits, Limit, RuleParameters, Settings
from scheduling.time.interval import Interval, Minute
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Duty, Key, Segment


class Stretch(NamedTuple):
    """Continuous duty: duty with only short gaps. `first` and `last` are places in the list of duty."""

    start: Minute
    end: Minute
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class LimitsOverTime:
    """The limits of one rule as steps over minutes; `tightest` is broken first, whatever the date."""

    is_minimum: bool
    starts: tuple[Minute, ...]
    steps: tuple[tuple[Limit, ...], ...]
    tightest: int

    def broken(self, measured: int, at: Minute) -> Limit | None:
        """The hardest limit that a value breaks in a minute, if any."""
        n = bisect_right(self.starts, at) - 1
        if n < 0:
            return None
        for limit in self.steps[n]:
            if measured < limit.value if self.is_minimum else measured > limit.value:
                return limit
        return None


@dataclass(frozen=True, slots=True)
class Terms:
    """The parameters of one bargaining unit in minutes of one clock; shared by all its people."""

    clock: LocalClock
    settings: Settings
    limits: Mapping[str, LimitsOverTime]
    nights: dict[tuple[Minute, Minute], tuple[int, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )
    """Remembered by `nights_of`: many people work the same hours."""

    def night(self, ordinal: int) -> tuple[Minute, Minute]:
        """The hours of the night that begins on a local date, given as its ordinal."""
        starts, ends = self.settings.night_starts_at_minute, self.settings.night_ends_at_minute
        return self.clock.window_bounds(date.fromordinal(ordinal), _time(starts), _time(ends))


def terms(parameters: RuleParameters, clock: LocalClock, minimums: Iterable[str]) -> Terms:
    """Parameters with dates as minutes; `minimums` are the rules whose value may not be below a limit."""
    below = frozenset(minimums)
    limits: dict[str, LimitsOverTime] = {}
    for rule, rows in parameters.dated.items():
        found = limits_over_time(rows, clock, is_minimum=rule in below)
        if found is not None:
            limits[rule] = found
    return Terms(clock, parameters.settings, limits)


def limits_over_time(
    rows: Sequence[DatedLimits], clock: LocalClock, *, is_minimum: bool
) -> LimitsOverTime | None:
    """The dated limits of one rule, hardest first in each step; None when they limit nothing."""
    ordered = sorted(rows, key=lambda row: row.effective_on)
    values = [limit.value for row in ordered for limit in row.limits]
    if not values:
        return None
    return LimitsOverTime(
        is_minimum,
        tuple(clock.minute(row.effective_on) if row.effective_on > date.min else 0 for row in ordered),
        tuple(tuple(sorted(row.limits, key=lambda limit: -limit.level.rank)) for row in ordered),
        max(values) if is_minimum else min(values),
    )


@dataclass(frozen=True, slots=True)
class Qualifications:
    """When a person may fill which position, when any of them, and when they are a trainee."""

    by_position: Mapping[Key, tuple[Interval, ...]]
    any_position: tuple[Interval, ...]
    trainee: tuple[Interval, ...] = ()
    is_steady: bool = False
    """True when nothing changes in the whole span and a position is held: the usual case, told fast."""


@dataclass(frozen=True, slots=True)
class Work:
    """One person's duty in order, its stretches, and what is asked about.

    `duties` reach beyond the focus on both sides, so that rules look across its edges; only violations that
    touch the focus are reported.
    """

    person: Key
    duties: tuple[Duty, ...]
    stretches: tuple[Stretch, ...]
    terms: Terms
    focus: Interval
    qualifications: Qualifications | None = None


def work_of(
    person: Key,
    segments: Iterable[Segment],
    unit: Terms,
    focus: Interval,
    qualifications: Qualifications | None = None,
) -> Work:
    """Prepare one person's segments (sorted, without overlap). Absence is left out: it counts as rest."""
    duties = tuple([segment for segment in segments if isinstance(segment, Duty)])
    gap = max(1, unit.settings.continuous_gap_minutes)
    stretches: list[Stretch] = []
    if duties:
        start, end, first = duties[0].start, duties[0].end, 0
        for n, duty in enumerate(duties):
            if duty.start - end >= gap:
                stretches.append(Stretch(start, end, first, n - 1))
                start, first = duty.start, n
            end = duty.end
        stretches.append(Stretch(start, end, first, len(duties) - 1))
    return Work(person, duties, tuple(stretches), unit, focus, qualifications)


def nights_of(work: Work) -> set[int]:
    """The nights with night duty, as ordinals of the local date on which each begins.

    Night duty is at least `night_duty_minutes` of duty between the hours of night, within one stretch; its
    short gaps are not duty.
    """
    unit = work.terms
    found: set[int] = set()
    for stretch in work.stretches:
        start, end, first, last = stretch
        if first == last:
            nights = unit.nights.get((start, end))
            if nights is None:
                nights = unit.nights[start, end] = _nights(unit, ((start, end),))
            found.update(nights)
        else:
            found.update(_nights(unit, [(duty.start, duty.end) for duty in work.duties[first : last + 1]]))
    return found


def _nights(unit: Terms, pieces: Sequence[tuple[Minute, Minute]]) -> tuple[int, ...]:
    first = unit.clock.date_of(pieces[0][0]).toordinal() - 1
    last = unit.clock.date_of(pieces[-1][1] - 1).toordinal()
    found: list[int] = []
    for ordinal in range(first, last + 1):
        dusk, dawn = unit.night(ordinal)
        minutes = sum(max(0, min(end, dawn) - max(start, dusk)) for start, end in pieces)
        if minutes >= unit.settings.night_duty_minutes:
            found.append(ordinal)
    return tuple(found)


def runs(ordinals: Sequence[int]) -> list[tuple[int, int]]:
    """Runs of consecutive numbers in a sorted sequence without repeats, as (first, last)."""
    found: list[tuple[int, int]] = []
    for n in ordinals:
        if found and n == found[-1][1] + 1:
            found[-1] = (found[-1][0], n)
        else:
            found.append((n, n))
    return found


def _time(minute_of_day: int) -> time:
    return time(minute_of_day // 60 % 24, minute_of_day % 60)
