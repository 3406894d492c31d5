"""From when on one person may work again: the first minute of duty that breaks no limit needing approval. Pure.

Counted from the duty before a moment, as if it ended there. The limits over time are in `timeline.py`. Nights in a
row are not asked: a minute of duty makes no night. For the same reason rest after nights is asked of every minute.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from scheduling.rules import (
    consecutive_days,
    longest_continuous_duty,
    maximum_minutes_in_workweek,
    minimum_rest,
    rest_after_nights,
    restricted_duty,
)
from scheduling.rules.levels import Level, Limit
from scheduling.rules.rest_after_nights import tiring_turns
from scheduling.rules.restricted_duty import by_day, closed_hours
from scheduling.rules.work import LimitsOverTime, Restriction, Work, work_of
from scheduling.time.interval import Minute
from scheduling.workweek.domain.timeline import WINDOWS


@dataclass(frozen=True, slots=True)
class Wait:
    """A rule that has to be waited for, and its limit at the moment it is kept again; a restriction has none."""

    rule: str
    until: Minute
    limit: Limit | None


@dataclass(frozen=True, slots=True)
class LegalAgain:
    """The first minute at which work may begin or go on; `waits` is empty when that is the moment asked about."""

    at: Minute
    waits: tuple[Wait, ...]


def legal_again(work: Work, moment: Minute) -> LegalAgain:
    """When a person may work again, from the duty before a moment (a duty that has begun is cut there)."""
    past = before(work, moment)
    found: dict[str, Wait] = {}
    at = moment
    while True:
        latest = at
        for rule, may_start in _TESTS.items():
            limits = work.terms.limits.get(rule)
            if limits is None or not (past.duties or rule == restricted_duty.NAME):
                continue
            until = may_start(past, limits, at, rule)
            if until > at:
                limit = None if rule == restricted_duty.NAME else _first(limits, at)
                found[rule] = Wait(rule, until, limit)
                latest = max(latest, until)
        if latest == at:
            break
        at = min([latest, *_changes(work, at)])
    return LegalAgain(at, tuple(found.values()))


def before(work: Work, moment: Minute) -> Work:
    """The work before a moment, its last duty cut there."""
    duties = [duty._replace(end=min(duty.end, moment)) for duty in work.worked if duty.start < moment]
    return work_of(work.person, duties, work.terms, work.focus, restrictions=work.restrictions)


def _changes(work: Work, after: Minute) -> list[Minute]:
    return [start for limits in work.terms.limits.values() for start in limits.starts if start > after]


def _needing_approval(limits: LimitsOverTime, at: Minute) -> list[Limit]:
    n = bisect_right(limits.starts, at) - 1
    return [] if n < 0 else [limit for limit in limits.steps[n] if limit.level.rank >= Level.APPROVAL.rank]


def _first(limits: LimitsOverTime, at: Minute) -> Limit | None:
    """The limit that is broken first of those that need approval or block."""
    choose = max if limits.is_minimum else min
    return choose(_needing_approval(limits, at), key=lambda limit: limit.value, default=None)


def _goes_on(past: Work, at: Minute) -> bool:
    """Whether duty at a minute continues the last stretch."""
    return at - past.stretches[-1][1] < max(1, past.terms.settings.continuous_gap_minutes)


def _after_rest(past: Work, limits: LimitsOverTime, at: Minute, rule: str) -> Minute:
    """A stretch that began too early may not go on; a new one may start once the rest is long enough."""
    ended = past.stretches[-1][1]
    if _goes_on(past, at):
        began = past.begins[-1]
        needed = _first(limits, past.starts[began])
        same_shift = began > 0 and past.duties[began - 1].shift_start == past.duties[began].shift_start
        if began == 0 or same_shift or needed is None:
            return at
        if past.starts[began] - past.ends[began - 1] >= needed.value:
            return at
        at = ended + max(1, past.terms.settings.continuous_gap_minutes)
    needed = _first(limits, at)
    return at if needed is None else max(at, ended + needed.value)


def _after_nights(past: Work, limits: LimitsOverTime, at: Minute, rule: str) -> Minute:
    """A minute of duty is no night: after several nights it has to wait, unless it goes on with the last one."""
    ended = past.stretches[-1][1]
    if _goes_on(past, at) or not any(n == len(past.duties) for _, n, _ in tiring_turns(past)):
        return at
    needed = _first(limits, at)
    return at if needed is None else max(at, ended + needed.value)


def _after_week(past: Work, limits: LimitsOverTime, at: Minute, rule: str) -> Minute:
    week = past.terms.workweek.holding(at, past.terms.clock)
    limit = _first(limits, week.start)
    if limit is None or past.minutes_within(week.start, week.end) + 1 <= limit.value:
        return at
    return week.end


def _after_restriction(past: Work, limits: LimitsOverTime, at: Minute, rule: str) -> Minute:
    """The hours, the day or the week that a restriction still closes; what it says of pay and positions is no wait."""
    latest = at
    for restriction in past.restrictions:
        if restriction.interval.contains(at):
            latest = max(latest, *_closed_until(past, limits, restriction, at), at)
    return latest


def _closed_until(
    past: Work, limits: LimitsOverTime, restriction: Restriction, at: Minute
) -> Iterator[Minute]:
    clock = past.terms.clock
    day = clock.date_of(at)
    for closed in closed_hours(restriction, clock, clock.day(day)):
        if closed.contains(at) and _exceeds(limits, at, 1, 0):
            yield closed.end
    if restriction.daily_minutes is not None:
        duties = by_day(past, restriction).get(day, [])
        begins = duties[0].start if duties else at
        minutes = sum(duty.end - duty.start for duty in duties) + 1
        if _exceeds(limits, begins, minutes, restriction.daily_minutes):
            yield clock.minute(day + timedelta(days=1))
    shared = past.terms.workweek.holding(at, clock).intersection(restriction.interval)
    if restriction.weekly_minutes is not None and shared is not None:
        cuts = [duty.interval.intersection(shared) for duty in past.worked]
        minutes = sum(cut.minutes for cut in cuts if cut is not None) + 1
        if _exceeds(limits, shared.start, minutes, restriction.weekly_minutes):
            yield shared.end


def _exceeds(limits: LimitsOverTime, judged_at: Minute, minutes: int, allowed: int) -> bool:
    limit = _first(limits, judged_at)
    return limit is not None and minutes - allowed > limit.value


def _after_stretch(past: Work, limits: LimitsOverTime, at: Minute, rule: str) -> Minute:
    start, ended = past.stretches[-1]
    limit = _first(limits, start)
    if limit is None or not _goes_on(past, at) or at + 1 - start <= limit.value:
        return at
    return ended + max(1, past.terms.settings.continuous_gap_minutes)


def _after_window(past: Work, limits: LimitsOverTime, at: Minute, rule: str) -> Minute:
    """Nothing enters the window any more, so it only empties: the first minute with room is found by halving."""
    limit = _first(limits, at)
    length = WINDOWS[rule]

    def has_room(minute: Minute) -> bool:
        return limit is None or past.minutes_within(minute + 1 - length, minute) + 1 <= limit.value

    if has_room(at) or limit is None or limit.value < 1:
        return at
    low, high = at, past.ends[-1] + length
    while low + 1 < high:
        middle = (low + high) // 2
        low, high = (low, middle) if has_room(middle) else (middle, high)
    return high


def _after_days(past: Work, limits: LimitsOverTime, at: Minute, rule: str) -> Minute:
    clock = past.terms.clock
    worked = frozenset(past.days)
    today = clock.ordinal_of(at)
    length = 1
    while today - length in worked:
        length += 1
    limit = _first(limits, clock.minute(date.fromordinal(today)))
    if limit is None or length <= limit.value or limit.value < 1:
        return at
    return clock.minute(date.fromordinal(today) + timedelta(days=1))


_TESTS: Mapping[str, Callable[[Work, LimitsOverTime, Minute, str], Minute]] = {
    minimum_rest.NAME: _after_rest,
    longest_continuous_duty.NAME: _after_stretch,
    **dict.fromkeys(WINDOWS, _after_window),
    consecutive_days.NAME: _after_days,
    rest_after_nights.NAME: _after_nights,
    maximum_minutes_in_workweek.NAME: _after_week,
    restricted_duty.NAME: _after_restriction,
}
