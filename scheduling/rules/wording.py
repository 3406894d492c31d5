"""A violation as a sentence with its numbers, in plain words; where it is shown is not decided here."""

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


def duration(minutes: int) -> str:
    """Minutes as "10 h", "45 min" or "10 h 30 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def sentence(violation: Violation) -> str:
    """What is broken and by how much, as two short sentences about one person."""
    template = _SENTENCES.get(violation.rule, "Measured {measured}. The limit is {limit}.")
    is_time = violation.unit == "minutes"
    return template.format(
        measured=duration(violation.measured) if is_time else violation.measured,
        limit=duration(violation.limit) if is_time else violation.limit,
    )


CONSEQUENCES = {
    Level.BLOCK: "Publishing needs an override.",
    Level.APPROVAL: "Publishing needs an approval.",
    Level.WARN: "Publishing asks for a confirmation.",
    Level.INFORM: "For information.",
}
"""What the level of a violation means for the planner who sees it."""

_SENTENCES = {
    minimum_rest.NAME: "Only {measured} rest before this shift. The rule asks for {limit}.",
    longest_continuous_duty.NAME: "{measured} of duty without rest. The rule allows {limit}.",
    rolling_window.IN_24_HOURS: "{measured} of duty within 24 hours. The rule allows {limit}.",
    rolling_window.IN_7_DAYS: "{measured} of duty within 7 days. The rule allows {limit}.",
    consecutive_days.NAME: "{measured} worked days in a row. The rule allows {limit}.",
    consecutive_nights.NAME: "{measured} nights in a row. The rule allows {limit}.",
    valid_certification.NAME: "On duty for {measured} without a valid certification.",
    trainee_with_trainer.NAME: "In training for {measured} without a free trainer on duty.",
}
