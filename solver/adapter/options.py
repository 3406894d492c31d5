"""A run's choices as the engine's options: priorities become weights, limits become house rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from solver.engine.instance import HouseRules, OffWindow
from solver.engine.options import TIERS, Options, Weights
from solver.runs.options import PREFERENCES, RunOptions

FACTOR_PERCENT = {1: 25, 2: 50, 3: 100, 4: 200, 5: 400}
"""Each step of priority doubles the price; what counts is the distance from the preference's usual priority.
"""


def weight_at(default: int, usual: int, priority: int) -> int:
    """The weight at a priority; never rounded down to 0, which would turn the term off."""
    if default == 0:
        return 0
    return max(1, default * FACTOR_PERCENT[priority] // FACTOR_PERCENT[usual])


def weights_of(options: RunOptions) -> Weights:
    """The engine's weights with each preference at its priority."""
    usual = Weights()
    changed = {
        name: weight_at(getattr(usual, name), preference.priority, options.priority(preference.name))
        for preference in PREFERENCES
        for name in preference.weights
    }
    return Weights(**{name: changed.get(name, getattr(usual, name)) for name in Weights.__slots__})


def engine_options(options: RunOptions, *, seconds: int, workers: int, seed: int) -> Options:
    """Everything the search needs to know; stored in the instance."""
    return Options(
        seed=seed,
        time_limit_seconds=float(seconds),
        workers=workers,
        enough_gap=options.gap_percent / 100,
        overtime_allowed=options.allows_overtime,
        tolerances=(options.tolerance,) * TIERS,
        weights=weights_of(options),
    )


def house_rules(options: RunOptions, starts_on: date, ends_before: date, people: Sequence[str]) -> HouseRules:
    """The soft rules, for the people whose duty the run decides: others would only add a constant."""
    windows: tuple[OffWindow, ...] = ()
    least, most = options.off_per_person_minimum, options.off_per_person_maximum
    if least is not None or most is not None:
        windows = (OffWindow(starts_on, ends_before, least, most),)
    return HouseRules(
        off_per_day_minimum=options.off_per_day_minimum,
        off_per_day_maximum=options.off_per_day_maximum,
        off_per_person=windows,
        days_in_a_row=options.days_in_a_row,
        people=tuple(people),
    )
