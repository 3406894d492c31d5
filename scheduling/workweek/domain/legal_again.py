"""From when on one person may work again: the first minute of duty that breaks no limit needing approval. Pure.

Counted from the duty before a moment, as if it ended there. The limits over time are in `timeline.py`. Nights in a
row are not asked: a minute of duty makes no night.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from scheduling.rules import consecutive_days, longest_continuous_duty, minimum_rest
from scheduling.rules.levels import Level, Limit
from scheduling.rules.work import LimitsOverTime, Work, work_of
from scheduling.time.interval import Minute
from scheduling.workweek.domain.timeline import WINDOWS


@dataclass(frozen=True, slots=True)
class Wait:
    """A rule that has to be waited for, and its limit at the moment it is kept again."""

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
    while past.duties:
        latest = at
        for rule, may_start in _TESTS.items():
            limits = work.terms.limits.get(rule)
            if limits is None:
                continue
            until = may_start(past, limits, at, rule)
            if until > at:
                found[rule] = Wait(rule, until, _first(limits, at))
                latest = max(latest, until)
        if latest == at:
            break
        at = min([latest, *_changes(work, at)])
    return LegalAgain(at, tuple(found.values()))


def before(work: Work, moment: Minute) -> Work:
    """The work before a moment, its last duty cut there."""
    duties = [duty._replace(end=min(duty.end, moment)) for duty in work.duties if duty.start < moment]
    return work_of(work.person, duties, work.terms, work.focus)


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
}
