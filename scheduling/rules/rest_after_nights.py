"""Rest after nights: minutes off between the last of several nights in a row and the next duty that is no night.

The default of 24 hours after 3 nights is our proposal (docs/rules/rest_after_nights.md).
"""

from __future__ import annotations

from itertools import pairwise

from scheduling.rules.levels import Level, Limit, Violation
from scheduling.rules.rule import Rule
from scheduling.rules.work import Work, runs
from scheduling.time.interval import Interval

NAME = "rest_after_nights"


def check(work: Work) -> list[Violation]:
    """One violation per rest that is too short, over the rest; the limits are those of the duty that follows.

    What belongs to one shift or one stretch is one turn of duty; a turn follows nights when it is no night duty
    itself and the turn before holds a night that is at least the `nights_before_rest`th in a row.
    """
    limits = work.terms.limits.get(NAME)
    if limits is None or work.shortest_rest >= limits.tightest:
        return []
    tiring = _tiring(work)
    if not tiring:
        return []
    found: list[Violation] = []
    focus = work.focus
    turns = _turns(work)
    for before, n, after in zip(turns, turns[1:], turns[2:], strict=False):
        ended, start = work.ends[n - 1], work.starts[n]
        rest = start - ended
        if rest >= limits.tightest or start < focus.start or ended >= focus.end:
            continue
        if _nights(work, n, after) or tiring.isdisjoint(_nights(work, before, n)):
            continue
        limit = limits.broken(rest, start)
        if limit is not None:
            interval = Interval(ended, start)
            found.append(Violation(NAME, limit.level, work.person, interval, rest, limit.value))
    return found


def tiring_turns(work: Work) -> list[tuple[int, int, bool]]:
    """Every turn of duty that must be rested from: its first place, the place after it, and whether a night follows."""
    tiring = _tiring(work)
    turns = _turns(work) if tiring else []
    return [
        (first, after, after < len(work.duties) and bool(_nights(work, after, turns[n + 2])))
        for n, (first, after) in enumerate(pairwise(turns))
        if not tiring.isdisjoint(_nights(work, first, after))
    ]


def _tiring(work: Work) -> set[int]:
    """The nights after which rest is asked for."""
    needed = max(1, work.terms.settings.nights_before_rest)
    long_runs = runs(work.nights, above=needed - 1)
    return {night for first, last in long_runs for night in range(first + needed - 1, last + 1)}


def _turns(work: Work) -> list[int]:
    """The places at which turns of duty begin, and the end of all: what one shift is cut into is one turn."""
    duties = work.duties
    first = [n for n in work.begins if n == 0 or duties[n - 1].shift_start != duties[n].shift_start]
    return [*first, len(duties)]


def _nights(work: Work, first: int, after: int) -> tuple[int, ...]:
    """The nights of the duties of one turn, stretch by stretch."""
    if after - first == 1:
        return work.terms.nights_of((work.starts[first], work.ends[first]))
    begins = [first, *[n for n in work.begins if first < n < after], after]
    pieces = list(zip(work.starts, work.ends, strict=True))
    return tuple(
        night for start, end in pairwise(begins) for night in work.terms.nights_of(*pieces[start:end])
    )


RULE = Rule(
    name=NAME,
    label="Rest after nights",
    unit="minutes",
    setting="rest_after_nights_minutes",
    default_limits=(Limit(Level.WARN, 1440),),
    check=check,
    is_minimum=True,
)
