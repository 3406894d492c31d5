"""The years that rosters have dates in: what pages, edits and the API take. Pure."""

from __future__ import annotations

from datetime import date

YEARS = range(2000, 2200)
OUT_OF_YEARS = f"Rosters have dates from {YEARS.start} to {YEARS.stop - 1}."


def written_date(text: str) -> date | None:
    """A date as addresses and JSON write it, 2026-08-13; other notations and other years are None."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year in YEARS and found.isoformat() == text else None
