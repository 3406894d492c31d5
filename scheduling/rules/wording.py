"""A violation in words, with its numbers: a title with what was measured, a text with what the rule asks for.

"Only 5 h rest before this shift", not "Rest violation". Tones, buttons and marks are the pages' business.
"""

from __future__ import annotations

from scheduling.rules import (
    consecutive_days,
    consecutive_nights,
    longest_continuous_duty,
    maximum_minutes_in_workweek,
    minimum_rest,
    rest_after_nights,
    restricted_duty,
    rolling_window,
    trainee_with_trainer,
    valid_certification,
)
from scheduling.rules.levels import Level, Violation
from scheduling.rules.registry import RESTS
from scheduling.rules.restricted_duty import Clause
from scheduling.time.interval import Minute
from scheduling.time.local_time import LocalClock
from scheduling.time.words import count_words, duration_words, time_words, weekday_words

LEVEL_WORDS = {
    Level.BLOCK: "Blocks publishing without an override.",
    Level.APPROVAL: "Needs approval, or an override, to be published.",
    Level.WARN: "A warning; publishing asks for a click.",
    Level.INFORM: "Shown only.",
}
"""What the level of a violation means for who publishes."""

_TITLES = {
    minimum_rest.NAME: "Only {measured} rest before this shift",
    longest_continuous_duty.NAME: "{measured} on duty without a rest",
    rolling_window.IN_24_HOURS: "{measured} in 24 hours",
    rolling_window.IN_7_DAYS: "{measured} in 7 days",
    maximum_minutes_in_workweek.NAME: "{measured} in the workweek",
    consecutive_days.NAME: "{measured} in a row",
    consecutive_nights.NAME: "{measured} in a row",
    rest_after_nights.NAME: "Only {measured} off after nights",
    valid_certification.NAME: "No valid skill for {measured}",
    trainee_with_trainer.NAME: "Without a trainer for {measured}",
    restricted_duty.NAME: "{measured} against a restriction",
    Clause.HOURS: "{measured} outside the hours of a restriction",
    Clause.DAY: "{measured} on a day of restricted duty",
    Clause.WEEK: "{measured} in a week of restricted duty",
    Clause.OVERTIME: "{measured} of overtime against a restriction",
    Clause.POSITION: "{measured} in a position barred by a restriction",
}
_TEXTS = {
    minimum_rest.NAME: (
        "The shift before ends {start}. The rule asks for {limit} between shifts, so the earliest start is "
        "{earliest}."
    ),
    longest_continuous_duty.NAME: "From {start} to {end}. At most {limit} are allowed.",
    rolling_window.IN_24_HOURS: "The 24 hours until {end} hold {measured} of duty. At most {limit} are allowed.",
    rolling_window.IN_7_DAYS: "The 7 days until {end} hold {measured} of duty. At most {limit} are allowed.",
    maximum_minutes_in_workweek.NAME: (
        "The workweek from {start} until {end} holds {measured} of duty. At most {limit} are allowed."
    ),
    consecutive_days.NAME: "From {start} to {end}. At most {limit} in a row are allowed.",
    consecutive_nights.NAME: "From {start} to {end}. At most {limit} in a row are allowed.",
    rest_after_nights.NAME: (
        "The last night in a row ends {start}. The rule asks for {limit} off before other duty, so its earliest "
        "start is {earliest}."
    ),
    valid_certification.NAME: "From {start} to {end} no certification that the duty needs is in force.",
    trainee_with_trainer.NAME: "From {start} to {end} no free trainer is on duty for this trainee.",
    Clause.HOURS: "From {start} to {end} a restriction of this person allows {allowed} duty.",
    Clause.DAY: "From {start} to {end}. A restriction of this person allows {allowed} duty on one day.",
    Clause.WEEK: "From {start} until {end}. A restriction of this person allows {allowed} duty in the workweek.",
    Clause.OVERTIME: "From {start} to {end}. A restriction of this person allows {allowed} overtime.",
    Clause.POSITION: "From {start} to {end}. A restriction of this person allows {allowed} duty in this position.",
}


def title(violation: Violation) -> str:
    """What was measured, without a full stop."""
    template = _TITLES.get(violation.clause or violation.rule, "Measured {measured}")
    return template.format(measured=_amount(violation.measured, violation.unit))


def text(violation: Violation, clock: LocalClock) -> str:
    """When it is, and what the rule asks for; for rests with the earliest start that would keep it."""
    template = _TEXTS.get(violation.clause or violation.rule, "From {start} to {end}. The limit is {limit}.")
    earliest = earliest_start(violation)
    suspended = " Suspended by a declared emergency." if violation.is_suspended else ""
    limit = _amount(violation.limit, violation.unit)
    words = template.format(
        measured=_amount(violation.measured, violation.unit),
        limit=limit,
        allowed=f"at most {limit} of" if violation.limit else "no",
        start=_moment(violation.interval.start, clock),
        end=_moment(violation.interval.end, clock),
        earliest="" if earliest is None else _moment(earliest, clock),
    )
    return words + suspended


def earliest_start(violation: Violation) -> Minute | None:
    """The start of the shift that would keep the rule; None where another start would not help."""
    return violation.interval.start + violation.limit if violation.rule in RESTS else None


def _amount(value: int, unit: str) -> str:
    return duration_words(value) if unit == "minutes" else count_words(value, unit.removesuffix("s"))


def _moment(minute: Minute, clock: LocalClock) -> str:
    return f"{weekday_words(clock.date_of(minute))} {time_words(minute, clock)}"
