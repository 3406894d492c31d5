"""How long the whole rule library takes, and one edit with what the page says about it: impact and ways out.

`manage.py benchmark rules` runs it. The center is that of `benchmark.py`, with limits for every rule there is.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from functools import partial
from statistics import median

from scheduling.adjustments.domain import Adjustment
from scheduling.roster.benchmark import (
    ADJUSTMENTS,
    PEOPLE,
    SEED,
    added_adjustment,
    benchmark_input,
    read_all,
    timed,
)
from scheduling.roster.domain.evaluation import RosterEvaluation, evaluate
from scheduling.roster.domain.fixes import fixes_for
from scheduling.roster.domain.impact import impact, what_if
from scheduling.roster.domain.inputs import RosterInput
from scheduling.rules import maximum_minutes_in_workweek
from scheduling.rules.levels import DatedLimits, Level, Limit, RuleParameters
from scheduling.rules.registry import default_parameters
from scheduling.time.interval import MINUTES_PER_DAY, Interval
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Key

WEEKLY_MINUTES = 56 * 60


def rules_input() -> RosterInput:
    """The benchmark's roster under every rule; those without a limit by default get one."""
    dated = dict(default_parameters().dated)
    name = maximum_minutes_in_workweek.NAME
    dated[name] = (DatedLimits(name, date.min, (Limit(Level.APPROVAL, WEEKLY_MINUTES),)),)
    return replace(benchmark_input(), parameters={None: RuleParameters(dated)})


def measure(repeats: int = 15, edits: int = 100) -> dict[str, float]:
    """Medians in milliseconds of processor time; `edit_wide_ms` is what nine of ten such edits stay below.

    `edit_ms` is an edit that newly breaks a rule: evaluate it, say what it means for a day on each side, and try the
    ways out of the hardest. `edit_legal_ms` is one that breaks none and needs no way out.
    """
    given = rules_input()
    evaluation = evaluate(given)
    full = [
        timed(lambda: read_all(evaluate(replace(given, clock=LocalClock(given.clock.zone)))))[0]
        for _ in range(repeats)
    ]
    chance = random.Random(SEED + 2)  # noqa: S311 - a reproducible input, not a secret
    plain: list[float] = []
    helped: list[float] = []
    for n in range(edits):
        person = chance.randrange(PEOPLE)
        added = added_adjustment(chance, given.clock, person, ADJUSTMENTS + 1 + n)
        breaks = edit_with_words(evaluation, person, added)
        spent, _ = timed(partial(edit_with_words, evaluation, person, added))
        (helped if breaks else plain).append(spent)
    helped.sort()
    return {
        "full_ms": round(median(full), 1),
        "edit_ms": round(median(helped), 2),
        "edit_wide_ms": round(helped[len(helped) * 9 // 10], 2),
        "edit_legal_ms": round(median(plain), 2),
    }


def edit_with_words(before: RosterEvaluation, person: Key, added: Adjustment) -> int:
    """All that is computed for one edit; returns how many rules it newly breaks."""
    row = next(each for each in before.input.people if each.key == person)
    after = what_if(before, {person: (*row.adjustments, added)})
    near = Interval(added.start - MINUTES_PER_DAY, added.end + MINUTES_PER_DAY)
    found = impact(before, after, [person], near)
    own = [each for each in found.broken if each.person == person]
    if own:
        hardest = max(own, key=lambda violation: violation.level.rank)
        people = [each.key for each in before.input.people]
        fixes_for(after, hardest, people, lambda key: key)
    return len(own)
