"""Work: one person's duty prepared for the checkers: stretches of continuous duty, and the limits in force.

The limits themselves are in `levels.py`; each rule that reads this is a file next door.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cache, cached_property
from itertools import accumulate, pairwise
from operator import sub

from scheduling.rules.levels import DatedCounting, DatedLimits, Limit, RuleParameters, Settings
from scheduling.time.interval import Interval, Minute
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Duty, Key, PayKind, Segment
from scheduling.time.workweek import SUNDAY_MIDNIGHT, Workweek

_MAY_BE_LEFT_OUT = frozenset({PayKind.TRAINING, PayKind.TRADE})

Stretch = tuple[Minute, Minute]
"""Start and end of continuous duty: duty with only short gaps."""


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


@dataclass(frozen=True)
class Terms:
    """The parameters of one bargaining unit in minutes of one clock; shared by all its people."""

    clock: LocalClock
    settings: Settings
    limits: Mapping[str, LimitsOverTime]
    workweek: Workweek = SUNDAY_MIDNIGHT
    counting: tuple[DatedCounting, ...] = ()

    def counts(self, duty: Duty) -> bool:
        """Whether the contract counts duty for limits on time: training and hours in trades may be left out."""
        if not self.counting or duty.pay not in _MAY_BE_LEFT_OUT:
            return True
        day = self.clock.date_of(duty.shift_start)
        in_force = [row for row in self.counting if row.effective_on <= day]
        if not in_force:
            return True
        return in_force[-1].training if duty.pay is PayKind.TRAINING else in_force[-1].trades

    @cached_property
    def weeks(self) -> Callable[[Interval], list[Interval]]:
        """The workweeks that touch a focus; remembered, for everybody of a unit has the same."""
        return cache(lambda focus: self.workweek.touching(focus, self.clock))

    @cached_property
    def night(self) -> Callable[[int], tuple[Minute, Minute]]:
        """The hours of the night that begins on a local date, given as its ordinal."""
        starts = _time(self.settings.night_starts_at_minute)
        ends = _time(self.settings.night_ends_at_minute)
        return cache(lambda ordinal: self.clock.window_bounds(date.fromordinal(ordinal), starts, ends))

    @cached_property
    def nights_of(self) -> Callable[..., tuple[int, ...]]:
        """The nights with night duty of one stretch, given in its pieces: as ordinals of the local dates on
        which they begin.

        Night duty is at least `night_duty_minutes` of duty between the hours of night, within one stretch; its
        short gaps are not duty. Remembered: many people work the same hours.
        """
        return cache(self._nights_of)

    def _nights_of(self, *pieces: tuple[Minute, Minute]) -> tuple[int, ...]:
        first = self.clock.ordinal_of(pieces[0][0]) - 1
        last = self.clock.ordinal_of(pieces[-1][1] - 1)
        found: list[int] = []
        for ordinal in range(first, last + 1):
            dusk, dawn = self.night(ordinal)
            if dawn <= pieces[0][0] or pieces[-1][1] <= dusk:
                continue
            minutes = sum([max(0, min(end, dawn) - max(start, dusk)) for start, end in pieces])
            if minutes >= self.settings.night_duty_minutes:
                found.append(ordinal)
        return tuple(found)


def terms(
    parameters: RuleParameters,
    clock: LocalClock,
    minimums: Iterable[str],
    workweek: Workweek = SUNDAY_MIDNIGHT,
) -> Terms:
    """Parameters with dates as minutes; `minimums` are the rules whose value may not be below a limit."""
    below = frozenset(minimums)
    limits: dict[str, LimitsOverTime] = {}
    for rule, rows in parameters.dated.items():
        found = limits_over_time(rows, clock, is_minimum=rule in below)
        if found is not None:
            limits[rule] = found
    return Terms(clock, parameters.settings, limits, workweek, parameters.counting)


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
class Restriction:
    """What one person may not do in an interval, whatever the limits of their unit; what is empty asks for nothing.

    Duty is allowed from `earliest_at` until `latest_at` of each local day, minutes a day count by the shift's start,
    minutes a week by the unit's workweek, as far as it lies in the interval.
    """

    interval: Interval
    earliest_at: time | None = None
    latest_at: time | None = None
    daily_minutes: int | None = None
    weekly_minutes: int | None = None
    no_overtime: bool = False
    positions: frozenset[Key] = frozenset()


@dataclass(frozen=True)
class Work:
    """One person's duty in order, what rules measure of it, and what is asked about.

    `duties` reach beyond the focus on both sides, so that rules look across its edges; only violations that
    touch the focus are reported. `starts` and `ends` are theirs, as columns of minutes. Most people come near
    no limit: a rule compares its limit with the closest there is first, and looks at duty by duty only then.
    `duties` are those that the contract counts; `worked` are all of them, for what does not depend on hours.
    """

    person: Key
    duties: Sequence[Duty]
    starts: Sequence[Minute]
    ends: Sequence[Minute]
    begins: Sequence[int]
    """The places in `duties` at which stretches of continuous duty begin."""
    shortest_rest: int
    """Fewest minutes between two stretches; more than any limit where there is at most one."""
    longest_stretch: int
    longest_duty: int
    days: Sequence[int]
    """Worked days as ordinals of local dates, in order."""
    nights: Sequence[int]
    """Nights with night duty as ordinals of the local dates on which they begin, in order."""
    terms: Terms
    focus: Interval
    qualifications: Qualifications | None = None
    restrictions: Sequence[Restriction] = ()
    worked: Sequence[Duty] = ()

    @cached_property
    def stretches(self) -> list[Stretch]:
        """Continuous duty, in order."""
        return _stretches(self.starts, self.ends, self.begins)

    def minutes_within(self, start: Minute, end: Minute) -> int:
        """Elapsed minutes of duty in `[start, end)`."""
        first = bisect_right(self.ends, start)
        after = bisect_left(self.starts, end)
        if first >= after:
            return 0
        outside = max(0, start - self.starts[first]) + max(0, self.ends[after - 1] - end)
        return self._totals[after] - self._totals[first] - outside

    @cached_property
    def _totals(self) -> list[int]:
        """Minutes of duty before each duty, and of all of them."""
        return [0, *accumulate(map(sub, self.ends, self.starts))]


_EVER = 10**9
"""More minutes than any limit."""


def work_of(
    person: Key,
    segments: Iterable[Segment],
    unit: Terms,
    focus: Interval,
    qualifications: Qualifications | None = None,
    restrictions: Sequence[Restriction] = (),
) -> Work:
    """Prepare one person's segments (sorted, without overlap). Absence is left out: it counts as rest.

    So is duty that the contract does not count: for limits on time it is as if nobody had worked.
    """
    worked = [segment for segment in segments if isinstance(segment, Duty)]
    duties = [duty for duty in worked if unit.counts(duty)] if unit.counting else worked
    starts = [duty.start for duty in duties]
    ends = [duty.end for duty in duties]
    days = sorted({*map(unit.clock.ordinal_of, [duty.shift_start for duty in duties])})
    gaps = list(map(sub, starts[1:], ends))
    longest_duty = max(map(sub, ends, starts), default=0)
    least = max(1, unit.settings.continuous_gap_minutes)
    begins: Sequence[int] = range(len(duties))
    shortest_rest, longest_stretch = min(gaps, default=_EVER), longest_duty
    if shortest_rest >= least:
        nights = {night for piece in zip(starts, ends, strict=True) for night in unit.nights_of(piece)}
    else:
        begins = [0, *[n for n, gap in enumerate(gaps, start=1) if gap >= least]]
        shortest_rest = min([gaps[n - 1] for n in begins[1:]], default=_EVER)
        longest_stretch = max(end - start for start, end in _stretches(starts, ends, begins))
        pieces = list(zip(starts, ends, strict=True))
        nights = {
            night
            for first, after in pairwise([*begins, len(pieces)])
            for night in unit.nights_of(*pieces[first:after])
        }
    return Work(
        person,
        duties,
        starts,
        ends,
        begins,
        shortest_rest,
        longest_stretch,
        longest_duty,
        days,
        sorted(nights),
        unit,
        focus,
        qualifications,
        restrictions,
        worked,
    )


def _stretches(starts: Sequence[Minute], ends: Sequence[Minute], begins: Sequence[int]) -> list[Stretch]:
    return [(starts[first], ends[after - 1]) for first, after in pairwise([*begins, len(starts)])]


def runs(ordinals: Sequence[int], above: int) -> list[tuple[int, int]]:
    """Runs of more than `above` consecutive numbers, as (first, last), in a sorted sequence without repeats."""
    reach = max(0, above)
    if min(map(sub, ordinals[reach:], ordinals), default=reach + 1) > reach:
        return []
    found: list[tuple[int, int]] = []
    for n in ordinals:
        if found and n == found[-1][1] + 1:
            found[-1] = (found[-1][0], n)
        else:
            found.append((n, n))
    return [(first, last) for first, last in found if last - first + 1 > above]


def _time(minute_of_day: int) -> time:
    return time(minute_of_day // 60 % 24, minute_of_day % 60)
