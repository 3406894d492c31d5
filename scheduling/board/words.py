"""What only the board writes: hours as numbers, shift codes' hours, breaks, dates of a range with their year. Pure.

Times, durations and dates in general are in scheduling/time/words.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta

from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Break, Key
from scheduling.time.words import MINUS, TO, dates_words, range_words


def hours_number(minutes: int) -> str:
    """Hours as a number: "168", "41.5", "1,468.25"."""
    text = f"{abs(minutes) / 60:,.2f}".rstrip("0").rstrip(".")
    return f"{MINUS if minutes < 0 else ''}{text}"


def short_range(starts_at: time, ends_at: time) -> str:
    """ "06–18" for whole hours, "06:30–18" otherwise; midnight at the end is 24."""
    return f"{_short(starts_at)}–{'24' if ends_at == time(0) else _short(ends_at)}"


def _short(at: time) -> str:
    return f"{at:%H}" if at.minute == 0 else f"{at:%H:%M}"


def range_title(starts_on: date, ends_before: date) -> str:
    """ "Aug 2 – 29, 2026"; with both years where the range holds a New Year."""
    last = ends_before - timedelta(days=1)
    if starts_on.year == last.year:
        return f"{dates_words(starts_on, ends_before)}, {last.year}"
    first = dates_words(starts_on, starts_on + timedelta(days=1))
    return f"{first}, {starts_on.year}{TO}{dates_words(last, ends_before)}, {last.year}"


def break_words(pause: Break, clock: LocalClock, surnames: Mapping[Key, str]) -> str:
    """ "Break 12:00 – 12:30, unpaid, Merrow relieves", "Handover 05:45 – 06:00"."""
    when = range_words(pause.start, pause.end, clock)
    if pause.is_handover:
        return f"Handover {when}"
    words = [f"Break {when}", "paid" if pause.is_paid else "unpaid"]
    if pause.relief is not None:
        words.append(f"{surnames.get(pause.relief, 'Somebody')} relieves")
    elif pause.is_relieved:
        words.append("relieved")
    return ", ".join(words)
