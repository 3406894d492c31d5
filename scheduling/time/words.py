"""Times, dates and durations in the words of the pages: "06:00 – 18:00", "9 h 45 m", "Thu Aug 13".

Local time is made in `local_time.py`; which words stand where is decided by the presenters of the pages.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from scheduling.time.interval import Minute
from scheduling.time.local_time import LocalClock

MINUS = "−"
TO = " – "

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LONG_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def doubled_hour_mark(moment: datetime) -> str:
    """ "a" or "b" for a wall-clock time that exists twice on its date, else nothing."""
    # Outside a doubled hour both folds have the same offset; no real moment stands in the hour that is
    # skipped.
    if moment.replace(fold=0).utcoffset() == moment.replace(fold=1).utcoffset():
        return ""
    return "b" if moment.fold else "a"


def time_words(minute: Minute, clock: LocalClock) -> str:
    """ "06:00"; in the doubled hour of a clock change "01:30a" and "01:30b"."""
    local = clock.local(minute)
    return f"{local:%H:%M}{doubled_hour_mark(local)}"


def end_words(minute: Minute, clock: LocalClock) -> str:
    """The same for an end: midnight belongs to the day before and is "24:00"."""
    words = time_words(minute, clock)
    return "24:00" if words == "00:00" else words


def range_words(start: Minute, end: Minute, clock: LocalClock) -> str:
    """ "18:00 – 06:00"; an end at midnight is "24:00"."""
    return f"{time_words(start, clock)}{TO}{end_words(end, clock)}"


def duration_words(minutes: int) -> str:
    """ "9 h 45 m", "12 h", "45 m"; elapsed time, with a minus sign below zero."""
    hours, rest = divmod(abs(minutes), 60)
    parts = [f"{hours} h"] if hours else []
    if rest or not hours:
        parts.append(f"{rest} m")
    return (MINUS if minutes < 0 else "") + " ".join(parts)


def age_words(minutes: int) -> str:
    """ "just now", "5 m ago", "2 h ago", "3 days ago"; how long something is past."""
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes} m ago"
    hours = minutes // 60
    return f"{hours} h ago" if hours < 48 else f"{hours // 24} days ago"


def hours_words(minutes: int) -> str:
    """ "36:00" for tables, hours and minutes, exact."""
    hours, rest = divmod(abs(minutes), 60)
    return f"{MINUS if minutes < 0 else ''}{hours}:{rest:02d}"


def date_words(day: date, today: date) -> str:
    """ "Thu Aug 13"; with the year when it is not today's."""
    words = f"{_WEEKDAYS[day.weekday()]} {_MONTHS[day.month - 1]} {day.day}"
    return words if day.year == today.year else f"{words}, {day.year}"


def day_title(day: date, today: date) -> str:
    """ "Tuesday, Aug 11", for the head of a page; with the year when it is not today's."""
    words = f"{_LONG_WEEKDAYS[day.weekday()]}, {_MONTHS[day.month - 1]} {day.day}"
    return words if day.year == today.year else f"{words}, {day.year}"


def month_day(day: date) -> str:
    """ "Aug 13"."""
    return f"{_MONTHS[day.month - 1]} {day.day}"


def weekday_words(day: date) -> str:
    """ "Thu"."""
    return _WEEKDAYS[day.weekday()]


def long_weekday(day: date) -> str:
    """ "Thursday"."""
    return _LONG_WEEKDAYS[day.weekday()]


def dates_words(starts_on: date, ends_before: date) -> str:
    """ "Aug 2 – 29" or "Jul 29 – Aug 4"; the second date is excluded."""
    last = ends_before - timedelta(days=1)
    if last == starts_on:
        return month_day(starts_on)
    if (last.year, last.month) == (starts_on.year, starts_on.month):
        return f"{month_day(starts_on)}{TO}{last.day}"
    return f"{month_day(starts_on)}{TO}{month_day(last)}"


def moment_words(minute: Minute, clock: LocalClock, today: date) -> str:
    """ "Thu Aug 13 18:00"."""
    return f"{date_words(clock.date_of(minute), today)} {time_words(minute, clock)}"


def count_words(number: int, one: str, many: str | None = None) -> str:
    """ "1 person", "2 people", "1,233 changes"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
