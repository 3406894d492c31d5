"""A violation in words: a title with the measured value, one sentence with the rule and the way out. Pure.

The rules themselves are in scheduling/rules/; "Only 5 h rest before this shift", not "Rest violation".
"""

from __future__ import annotations

from dataclasses import dataclass

from scheduling.board.cells import is_break
from scheduling.rules.levels import Level, Violation
from scheduling.rules.registry import RULES
from scheduling.time.interval import Minute
from scheduling.time.local_time import LocalClock
from scheduling.time.words import count_words, duration_words, time_words, weekday_words

LEVEL_WORDS = {
    Level.BLOCK: "Blocks publishing without an override.",
    Level.APPROVAL: "Needs approval, or an override, to be published.",
    Level.WARN: "A warning; publishing asks for a click.",
    Level.INFORM: "Shown only.",
}


@dataclass(frozen=True, slots=True)
class Issue:
    """One violation in words. `earliest_start` is the start that would keep the rule, if there is one."""

    title: str
    text: str
    tone: str
    level_words: str
    earliest_start: Minute | None = None


def issue_of(violation: Violation, clock: LocalClock) -> Issue:
    """The words of one violation."""
    measured, limit, inside = violation.measured, violation.limit, violation.interval
    earliest: Minute | None = None
    match violation.rule:
        case "minimum_rest":
            earliest = inside.start + limit
            title = f"Only {duration_words(measured)} rest before this shift"
            text = (
                f"The shift before ends {_moment(inside.start, clock)}. The rule asks for "
                f"{duration_words(limit)} between shifts, so the earliest start is {_moment(earliest, clock)}."
            )
        case "longest_continuous_duty":
            title = f"{duration_words(measured)} on duty without a break between shifts"
            text = (
                f"From {_moment(inside.start, clock)} to {_moment(inside.end, clock)}. "
                f"At most {duration_words(limit)} are allowed."
            )
        case "maximum_minutes_in_24_hours" | "maximum_minutes_in_7_days":
            window = "24 hours" if violation.rule.endswith("24_hours") else "7 days"
            title = f"{duration_words(measured)} in {window}"
            text = (
                f"The {window} until {_moment(inside.end, clock)} hold {duration_words(measured)} of duty. "
                f"At most {duration_words(limit)} are allowed in any {window}."
            )
        case "consecutive_days":
            title = f"{count_words(measured, 'day')} in a row"
            text = f"This is day {measured} without a day off. At most {limit} in a row are allowed."
        case "consecutive_nights":
            title = f"{count_words(measured, 'night')} in a row"
            text = f"This is night {measured} without a night off. At most {limit} in a row are allowed."
        case "valid_certification":
            title = f"No valid skill for {duration_words(measured)}"
            text = (
                f"From {_moment(inside.start, clock)} to {_moment(inside.end, clock)} no certification for "
                "the seat is in force."
            )
        case "trainee_with_trainer":
            title = f"Without a trainer for {duration_words(measured)}"
            text = (
                f"From {_moment(inside.start, clock)} to {_moment(inside.end, clock)} no free trainer is "
                "on duty for this trainee."
            )
        case _:
            label = RULES[violation.rule].label if violation.rule in RULES else violation.rule
            title = f"{label}: {measured}, limit {limit}"
            text = f"From {_moment(inside.start, clock)} to {_moment(inside.end, clock)}."
    return Issue(
        title, text, "bad" if is_break(violation) else "warn", LEVEL_WORDS[violation.level], earliest
    )


def _moment(minute: Minute, clock: LocalClock) -> str:
    return f"{weekday_words(clock.date_of(minute))} {time_words(minute, clock)}"
