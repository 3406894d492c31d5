"""Trainee with trainer: a trainee on duty needs a free trainer on duty, one trainee each, the paired one by
preference.

The only rule that looks at several people at once. Source: docs/rules/trainee_with_trainer.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from scheduling.rules.levels import Level, Limit, Violation
from scheduling.rules.rule import Rule
from scheduling.rules.work import LimitsOverTime
from scheduling.time.interval import Interval, Minute
from scheduling.time.segment import Key

NAME = "trainee_with_trainer"


class OnDuty(NamedTuple):
    """A person on duty in `[start, end)` as trainee, or as somebody who may train."""

    start: Minute
    end: Minute
    person: Key


class Preference(NamedTuple):
    """The trainer a trainee is paired with in `[start, end)`."""

    start: Minute
    end: Minute
    trainee: Key
    trainer: Key


@dataclass(frozen=True, slots=True)
class Pairing:
    """Who a trainee is with in an interval; None is nobody: the rule is broken."""

    trainee: Key
    trainer: Key | None
    interval: Interval


def pairings(
    trainees: Iterable[OnDuty],
    trainers: Iterable[OnDuty],
    preferences: Sequence[Preference],
    *,
    only_when_short: bool = False,
) -> list[Pairing]:
    """Who is with whom, as maximal intervals by trainee.

    In each minute: paired trainers first, then the others by who came on duty first (trainees and trainers
    alike), so that a trainee who arrives later takes nobody's trainer away. With `only_when_short`, minutes
    with enough trainers for everybody are skipped: what is left is enough to find who is alone.
    """
    learning = sorted(trainees, key=_start)
    if not learning:
        return []
    first, last = learning[0].start, max(duty.end for duty in learning)
    teaching = [duty for duty in trainers if duty.start < last and first < duty.end]
    events: list[tuple[Minute, int, int]] = []
    for n, duty in enumerate(learning):
        events += ((duty.start, 1, n), (duty.end, -1, n))
    for n, duty in enumerate(teaching, start=len(learning)):
        events += ((duty.start, 1, n), (duty.end, -1, n))
    for preference in preferences:
        # A pair that begins or ends inside a duty is a boundary like any other.
        events += ((preference.start, 0, 0), (preference.end, 0, 0))
    events.sort()
    everybody = [*learning, *teaching]
    here: set[int] = set()
    there: set[int] = set()
    open_since: dict[Key, tuple[Minute, Key | None]] = {}
    found: list[Pairing] = []
    for k, (minute, change, n) in enumerate(events):
        side = here if n < len(learning) else there
        if change > 0:
            side.add(n)
        elif change < 0:
            side.discard(n)
        if k + 1 < len(events) and events[k + 1][0] == minute:
            continue
        if not here and not open_since:
            continue
        short = len(there) < len(here)
        now = _match(minute, everybody, here, there, preferences) if short or not only_when_short else {}
        for trainee, (since, trainer) in list(open_since.items()):
            if trainee not in now or now[trainee] != trainer:
                found.append(Pairing(trainee, trainer, Interval(since, minute)))
                del open_since[trainee]
        for trainee, trainer in now.items():
            open_since.setdefault(trainee, (minute, trainer))
    return found


def _start(duty: OnDuty) -> Minute:
    return duty.start


def _match(
    minute: Minute,
    everybody: Sequence[OnDuty],
    here: set[int],
    there: set[int],
    preferences: Sequence[Preference],
) -> dict[Key, Key | None]:
    waiting = {everybody[n].person: everybody[n] for n in sorted(here)}
    free = {everybody[n].person: everybody[n] for n in sorted(there)}
    found: dict[Key, Key | None] = {}
    for preference in preferences:
        holds = preference.start <= minute < preference.end
        if holds and preference.trainee in waiting and preference.trainer in free:
            found[preference.trainee] = preference.trainer
            del waiting[preference.trainee], free[preference.trainer]
    others = iter(sorted(free.values(), key=_start))
    # Trainees are numbered by who came first.
    for trainee in waiting:
        trainer = next(others, None)
        found[trainee] = None if trainer is None else trainer.person
    return found


def check(
    trainees: Iterable[OnDuty],
    trainers: Iterable[OnDuty],
    preferences: Sequence[Preference],
    limits: Mapping[Key, LimitsOverTime | None],
    focus: Interval,
) -> list[Violation]:
    """One violation per maximal interval in which a trainee is alone, measured in minutes.

    `limits` are by trainee (their bargaining unit's); without limits nobody is reported.
    """
    found: list[Violation] = []
    for pairing in pairings(trainees, trainers, preferences, only_when_short=True):
        limit_steps = limits.get(pairing.trainee)
        if pairing.trainer is not None or limit_steps is None or not pairing.interval.overlaps(focus):
            continue
        alone = pairing.interval.minutes
        limit = limit_steps.broken(alone, pairing.interval.start)
        if limit is not None:
            found.append(Violation(NAME, limit.level, pairing.trainee, pairing.interval, alone, limit.value))
    return found


RULE = Rule(
    name=NAME,
    label="Trainee with a trainer",
    unit="minutes",
    setting=NAME,
    default_limits=(Limit(Level.WARN, 0),),
    check=None,
)
