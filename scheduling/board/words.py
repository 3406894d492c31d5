"""How times, durations, dates and counts are written on the pages (design, section 8). Pure.

Conversion between minutes and wall-clock time is in scheduling/time/local_time.py.
"""

from __future__ import annotations

from datetime import date, time, timedelta

from scheduling.time.interval import Interval, Minute
from scheduling.time.local_time import LocalClock

MINUS = "−"


def clock_time(minute: Minute, clock: LocalClock) -> str:
    """Wall-clock time, "06:00"."""
    return f"{clock.local(minute):%H:%M}"


def time_range(interval: Interval, clock: LocalClock) -> str:
    """ "06:00 – 18:00"; an end at midnight is "24:00"."""
    return f"{clock_time(interval.start, clock)} – {end_time(interval.end, clock)}"


def end_time(minute: Minute, clock: LocalClock) -> str:
    """Wall-clock time of an end: midnight belongs to the day before and is "24:00"."""
    text = clock_time(minute, clock)
    return "24:00" if text == "00:00" else text


def short_range(starts_at: time, ends_at: time) -> str:
    """ "06–18" for whole hours, "06:30–18" otherwise; midnight at the end is 24."""
    return f"{_short(starts_at)}–{'24' if ends_at == time(0) else _short(ends_at)}"


def _short(at: time) -> str:
    return f"{at:%H}" if at.minute == 0 else f"{at:%H:%M}"


def duration(minutes: int) -> str:
    """ "9 h 45 m", "12 h", "30 m"."""
    hours, rest = divmod(abs(minutes), 60)
    parts = [f"{hours} h"] if hours else []
    if rest or not parts:
        parts.append(f"{rest} m")
    return (MINUS if minutes < 0 else "") + " ".join(parts)


def hours(minutes: int) -> str:
    """Hours as a number: "168", "41.5", "27.25"."""
    text = f"{minutes / 60:.2f}".rstrip("0").rstrip(".")
    return text.replace("-", MINUS)


def day(on: date, today: date | None = None) -> str:
    """ "Thu Aug 13"; with the year when it is not that of `today`."""
    text = f"{on:%a %b} {on.day}"
    return text if today is None or today.year == on.year else f"{text}, {on.year}"


def day_of(minute: Minute, clock: LocalClock) -> str:
    """ "Thu 01:00": weekday and time of a moment near the day one looks at."""
    return f"{clock.local(minute):%a %H:%M}"


def span_of_days(starts_on: date, ends_before: date) -> str:
    """ "Aug 2 – 29, 2026", "Aug 30 – Sep 26, 2026"."""
    last = ends_before - timedelta(days=1)
    if starts_on.year != last.year:
        return f"{starts_on:%b} {starts_on.day}, {starts_on.year} – {last:%b} {last.day}, {last.year}"
    if starts_on.month != last.month:
        return f"{starts_on:%b} {starts_on.day} – {last:%b} {last.day}, {last.year}"
    end = f" – {last.day}" if last != starts_on else ""
    return f"{starts_on:%b} {starts_on.day}{end}, {last.year}"


def count(number: int, one: str, many: str | None = None) -> str:
    """ "1 rule break", "3 rule breaks"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
