"""A violation in words, with its numbers: a title that says what was measured, a sentence that says what is
asked.

Where they are shown is decided by the presenters of the pages; durations are written by
`scheduling/time/words.py`.
"""

from __future__ import annotations

from scheduling.rules import (
    consecutive_days,
    consecutive_nights,
    longest_continuous_duty,
    minimum_rest,
    rolling_window,
    trainee_with_trainer,
    valid_certification,
)
from scheduling.rules.levels import Level, Violation
from scheduling.time.local_time import LocalClock
from scheduling.time.words import duration_words, time_words

CONSEQUENCES = {
    Level.BLOCK: "Publishing it needs an override.",
    Level.APPROVAL: "Publishing it needs an approval.",
    Level.WARN: "Publishing it asks for a confirmation.",
    Level.INFORM: "For information.",
}
"""What the level of a violation means for the planner who sees it."""

_TITLES = {
    minimum_rest.NAME: "Only {measured} rest before this shift",
    longest_continuous_duty.NAME: "{measured} on duty without a rest",
    rolling_window.IN_24_HOURS: "{measured} on duty within 24 h",
    rolling_window.IN_7_DAYS: "{measured} on duty within 7 days",
    consecutive_days.NAME: "{measured} worked days in a row",
    consecutive_nights.NAME: "{measured} nights in a row",
    valid_certification.NAME: "{measured} on duty without a valid skill",
    trainee_with_trainer.NAME: "{measured} without a free trainer",
}
_DEMANDS = {
    minimum_rest.NAME: "The rule asks for {limit}",
    valid_certification.NAME: "The rule asks for a valid skill in every minute",
    trainee_with_trainer.NAME: "The rule asks for one trainer on duty for each trainee",
}


def title(violation: Violation) -> str:
    """What was measured, without a full stop: "Only 5 h rest before this shift"."""
    template = _TITLES.get(violation.rule, "Measured {measured}")
    return template.format(measured=_amount(violation.measured, violation.unit))


def explanation(violation: Violation, clock: LocalClock | None = None) -> str:
    """What the rule asks for: "The rule asks for 10 h, so the earliest start is 11:00."

    The earliest start is only said for rest, and only with a clock.
    """
    demand = _DEMANDS.get(violation.rule, "The rule allows {limit}")
    words = demand.format(limit=_amount(violation.limit, violation.unit))
    if clock is not None and violation.rule == minimum_rest.NAME:
        earliest = time_words(violation.interval.start + violation.limit, clock)
        return f"{words}, so the earliest start is {earliest}."
    return f"{words}."


def sentence(violation: Violation, clock: LocalClock | None = None) -> str:
    """Title and explanation: "Only 5 h rest before this shift. The rule asks for 10 h." """
    return f"{title(violation)}. {explanation(violation, clock)}"


def _amount(value: int, unit: str) -> str:
    return duration_words(value) if unit == "minutes" else str(value)
