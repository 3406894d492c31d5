"""Public holidays by country and state, from the `holidays` library. What a center takes of them is in `domain.py`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from typing import Any

import holidays

from scheduling.patterns.holidays.domain import CalendarDay, CountedOn

LONGEST_NAME = 80
_LANGUAGE = "en_US"
_TWIN_DAYS = 7
"""A holiday is observed within a week of itself."""


@cache
def countries() -> dict[str, str]:
    """Every country of the library: its code of two letters and its name, by name."""
    found = {code: re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name) for name, code, *_ in _registry()}
    return dict(sorted(found.items(), key=lambda item: item[1]))


@cache
def subdivisions(country: str) -> dict[str, str]:
    """The states or provinces of a country that have holidays of their own, by name."""
    entity = _entity(country)
    names = entity.get_subdivision_aliases()
    found = {code: next(iter(names.get(code, ())), code) for code in entity.subdivisions}
    return dict(sorted(found.items(), key=lambda item: item[1]))


@lru_cache(maxsize=64)
def calendar_days(
    country: str, subdivision: str, counted_on: CountedOn, year: int
) -> tuple[CalendarDay, ...]:
    """The public holidays of a calendar year by date; several on one date are one day with all names.

    Where a holiday is observed on another date, `counted_on` says which of the two is meant. One that is observed
    in the year before (New Year's Day on a Saturday) belongs to the year of the date that counts.
    """
    entity = _entity(country)
    found: dict[date, list[str]] = {}
    for on, name in _counted(entity, subdivision, counted_on, range(year - 1, year + 2)):
        if on.year == year and name not in found.setdefault(on, []):
            found[on].append(name)
    return tuple(CalendarDay(on, _short("; ".join(names))) for on, names in sorted(found.items()) if names)


def _counted(
    entity: Any, subdivision: str, counted_on: CountedOn, years: range
) -> Iterator[tuple[date, str]]:
    language = _LANGUAGE if _LANGUAGE in entity.supported_languages else None
    known = entity(subdiv=subdivision or None, years=years, language=language)
    observed = _observed_pattern(known)
    moved: dict[str, list[date]] = {}
    rows: list[tuple[date, str, str | None]] = []
    for on in known:
        for name in known.get_list(on):
            match = observed.fullmatch(name) if observed else None
            rows.append((on, name, match[1] if match else None))
            if match:
                moved.setdefault(match[1], []).append(on)
    for on, name, original in rows:
        has_twin = any(abs((other - on).days) <= _TWIN_DAYS for other in moved.get(name, ()))
        is_meant = {
            CountedOn.ACTUAL: original is None,
            CountedOn.OBSERVED: original is not None or not has_twin,
            CountedOn.BOTH: True,
        }
        if is_meant[counted_on]:
            yield on, name


def _observed_pattern(known: Any) -> re.Pattern[str] | None:
    """What the library writes around the name of a holiday that is observed on another date."""
    label = known.tr(getattr(known, "observed_label", "") or "")
    before, mark, after = label.partition("%s")
    if not mark or not (before or after):
        return None
    return re.compile(f"{re.escape(before)}(.+){re.escape(after)}")


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def _registry() -> Iterator[tuple[str, ...]]:
    yield from holidays.registry.COUNTRIES.values()


def _entity(country: str) -> Any:
    name = next(name for name, code, *_ in _registry() if code == country)
    return getattr(holidays, name)
