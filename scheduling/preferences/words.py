"""Preferences in words: “Off on Sundays”, “Never night shifts”, “Prefers D”, “Off on Sat Dec 12”."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from staff.preferences.models import PartOfDay, PreferenceKind

WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


def dated_words(kind: str, on: date, shift_code: str) -> str:
    """ "Off on Sat Dec 12, 2026", "Work D on Sat Dec 12, 2026"."""
    what = "Off" if kind == PreferenceKind.OFF else f"Work {shift_code}".strip()
    return f"{what} on {on:%a %b} {on.day}, {on.year}"


def standing_words(kind: str, weekdays: Iterable[int], shift_code: str, part: str) -> str:
    """What a standing preference says, without its weight and dates."""
    days = _days(weekdays)
    shifts = PartOfDay(part).label.lower() if part else shift_code
    if kind == PreferenceKind.ONLY:
        return f"Prefers {shift_code}{days}"
    if kind == PreferenceKind.WORK:
        return f"Likes to work{' ' + shift_code if shift_code else ''}{days or ' every day'}"
    if shifts:
        return f"Never {shifts}{days}"
    return f"Off{days or ' every day'}"


def _days(weekdays: Iterable[int]) -> str:
    names = [WEEKDAYS[day] for day in sorted(weekdays)]
    if not names:
        return ""
    return " on " + (names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}")
