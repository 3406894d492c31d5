"""Amounts and reasons of runs in the words of the pages. Times, dates and hours are worded elsewhere."""

from __future__ import annotations

from scheduling.time.words import duration_words

BLOCKED = {
    "pattern": ("works a pattern that the run keeps", "work patterns that the run keeps"),
    "absence": ("has approved leave", "have approved leave"),
    "keep_off": ("was taken off by a planner", "were taken off by a planner"),
    "not_employed": ("is not employed then", "are not employed then"),
    "one_state": ("is on another shift that overlaps", "are on another shift that overlaps"),
    "valid_certification": ("has no valid skill for a whole shift", "have no valid skill for a whole shift"),
    "minimum_rest": ("would get too little rest", "would get too little rest"),
    "longest_continuous_duty": ("would be on duty too long", "would be on duty too long"),
    "maximum_minutes_in_24_hours": ("would pass the hours in 24 hours", "would pass the hours in 24 hours"),
    "maximum_minutes_in_7_days": ("would pass the hours in 7 days", "would pass the hours in 7 days"),
    "maximum_minutes_in_workweek": (
        "would pass the hours of a workweek",
        "would pass the hours of a workweek",
    ),
    "consecutive_days": ("would work too many days in a row", "would work too many days in a row"),
    "consecutive_nights": ("would work too many nights in a row", "would work too many nights in a row"),
    "rest_after_nights": ("would get too little rest after nights", "would get too little rest after nights"),
    "restricted_duty": ("has a restriction against it", "have restrictions against it"),
    "weekly_minutes": ("has no contracted hours left", "have no contracted hours left"),
    "trainee_with_trainer": (
        "would leave a trainee without a trainer",
        "would leave trainees without a trainer",
    ),
    "no_shift": ("has no shift that reaches these minutes", "have no shift that reaches these minutes"),
    "not_needed": ("could come: the search ended before it was tried", "could come: the search ended first"),
}
"""What keeps people from a gap, by the engine's name for it: for one person, for several."""


def blocked_words(reason: str, people: int) -> str:
    """ "have approved leave"; a reason without words here is shown as the engine names it."""
    one, many = BLOCKED.get(reason, (reason.replace("_", " "), reason.replace("_", " ")))
    return one if people == 1 else many


def amount_words(value: int, unit: str) -> str:
    """ "41.5 h" for minutes, "6 days" for counts."""
    if unit.endswith("minutes"):
        return f"{hours_amount(value)} h"
    return f"{value:,} {unit}" if unit != "points" else f"{value:,}"


def hours_amount(minutes: int) -> str:
    """Hours for reading, not for adding up: "844", "6,415", below a hundred "6.5"."""
    hours = minutes / 60
    if abs(hours) >= 100:
        return f"{hours:,.0f}"
    return f"{hours:.1f}".removesuffix(".0")


def limit_words(value: int, unit: str) -> str:
    """A rule's limit: "8 h", "6 days"; a rule that has no number is "yes"."""
    if value == 0:
        return "yes"
    if unit == "minutes":
        return duration_words(value)
    return f"{value} {unit}"


def clock_words(seconds: float) -> str:
    """ "04:12", minutes and seconds of a run."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    return f"{minutes:02d}:{rest:02d}"


def gap_words(gap: float | None) -> str:
    """ "2.3%"; below a tenth of a percent that is said, and without a bound nothing is known."""
    if gap is None:
        return "–"
    if gap == 0:
        return "0%"
    if gap >= 0.9995:
        return "100%"
    return "under 0.1%" if gap < 0.001 else f"{gap:.1%}"
