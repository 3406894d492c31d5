"""What somebody may mean by a date they typed: "aug 13", "13", "friday", "tomorrow", "2026-12-06". Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta

from staff.centers.years import YEARS

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NEAR = {"today": 0, "now": 0, "tomorrow": 1, "yesterday": -1}
_HALF_A_YEAR = 183


def dates_meant(text: str, today: date) -> tuple[date, ...]:
    """The dates a text may mean, nearest to today first; empty when it is no date.

    Without a year the nearest such date is meant; a weekday is the next one, today included.
    """
    words = text.strip().lower()
    if words in _NEAR:
        return (today + timedelta(days=_NEAR[words]),)
    if len(words) >= 3 and (weekday := _index(words, _WEEKDAYS)) is not None:
        return (today + timedelta(days=(weekday - today.weekday()) % 7),)
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", words):
        return _valid(int(match[1]), int(match[2]), int(match[3]))
    if match := re.fullmatch(r"([a-z]{3,9})\.? *(\d{1,2})(?:,? *(\d{4}))?", words):
        return _month_day(match[1], int(match[2]), match[3], today)
    if match := re.fullmatch(r"(\d{1,2})\.? *([a-z]{3,9})\.?(?:,? *(\d{4}))?", words):
        return _month_day(match[2], int(match[1]), match[3], today)
    if match := re.fullmatch(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?", words):
        return (
            _month_day(_MONTHS[int(match[1]) - 1], int(match[2]), match[3], today)
            if 1 <= int(match[1]) <= 12
            else ()
        )
    return ()


def _index(words: str, names: tuple[str, ...]) -> int | None:
    long = {"mon": "monday", "tue": "tuesday", "wed": "wednesday", "thu": "thursday", "fri": "friday"}
    long |= {"sat": "saturday", "sun": "sunday"}
    return next((n for n, name in enumerate(names) if long.get(name, name).startswith(words)), None)


def _month_day(month: str, day: int, year: str | None, today: date) -> tuple[date, ...]:
    number = next((n for n, name in enumerate(_MONTHS, start=1) if month.startswith(name)), None)
    if number is None:
        return ()
    if year:
        return _valid(int(year), number, day)
    near = [each for y in (today.year - 1, today.year, today.year + 1) for each in _valid(y, number, day)]
    near.sort(key=lambda each: abs((each - today).days))
    return tuple(near[:1]) if near and abs((near[0] - today).days) <= _HALF_A_YEAR else ()


def _valid(year: int, month: int, day: int) -> tuple[date, ...]:
    """The date, where there is one and rosters have it."""
    if year not in YEARS:
        return ()
    try:
        return (date(year, month, day),)
    except ValueError:
        return ()
