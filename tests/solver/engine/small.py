"""Small instances for the engine's tests: a UTC week from Monday 2026-06-01, valid by default."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from scheduling.rules.levels import DatedLimits, Level, Limit, RuleParameters, Settings
from scheduling.time.interval import Interval
from scheduling.time.local_time import LocalClock
from solver.engine.instance import (
    DutyOrigin,
    FreeTime,
    GivenDuty,
    Instance,
    Occurrence,
    Person,
    Position,
    Requirement,
    RequirementKind,
    ShiftType,
    SkillTime,
    Step,
    Symbol,
    Unit,
    calendar,
)
from solver.engine.options import Options

MONDAY = date(2026, 6, 1)
DAY = 1440
HOUR = 60
ZONE = "UTC"

CODES: dict[str, tuple[int, int, Symbol]] = {
    "D": (6 * HOUR, 18 * HOUR, Symbol.WORK),
    "N": (18 * HOUR, 30 * HOUR, Symbol.WORK),
    "E": (5 * HOUR, 13 * HOUR, Symbol.EARLY),
    "A": (15 * HOUR, 23 * HOUR, Symbol.LATE),
    "M": (7 * HOUR, 15 * HOUR, Symbol.WORK),
    "H": (10 * HOUR, 14 * HOUR, Symbol.WORK),
}
"""Start and end in minutes of the date, and symbol."""


def limits(**rules: dict[str, int]) -> RuleParameters:
    """Rule parameters from `minimum_rest={"block": 480}`; other rules are not set."""
    dated = {
        rule: (DatedLimits(rule, date(2020, 1, 1), tuple(Limit(Level(k), v) for k, v in levels.items())),)
        for rule, levels in rules.items()
    }
    return RuleParameters(dated, Settings())


def person(key: str, *skills: str, weekly: int | None = 2400, **changes: Any) -> Person:
    """Somebody without a pattern (`weekly` None: with one) who holds the skills for good."""
    free = () if weekly is None else (FreeTime(-100 * DAY, 100 * DAY, weekly),)
    held = tuple(SkillTime(skill) for skill in skills or ("CT",))
    return replace(Person(key=key, label=key, unit="unit", skills=held, free=free), **changes)


def shift(key: str, who: str, code: str, day: int = 0, **changes: Any) -> GivenDuty:
    """Pinned duty of a person on the n-th day of the horizon."""
    start, end, _ = CODES[code]
    row = GivenDuty(
        key=key,
        person=who,
        start=day * DAY + start,
        end=day * DAY + end,
        shift_start=day * DAY + start,
        worked_minutes=end - start,
        origin=DutyOrigin.PINNED,
        shift_type=code,
    )
    return replace(row, **changes)


def occurrences(days: int, *codes: str) -> tuple[Occurrence, ...]:
    """Each shift type on each day of the horizon, keyed `D0`, `D1` and so on."""
    return tuple(
        Occurrence(
            key=f"{code}{day}",
            shift_type=code,
            on=MONDAY + timedelta(days=day),
            start=day * DAY + CODES[code][0],
            end=day * DAY + CODES[code][1],
            worked_minutes=CODES[code][1] - CODES[code][0],
        )
        for day in range(days)
        for code in codes
    )


def seats(
    of: str, *steps: tuple[int, int, int], target: int | None = None, maximum: int | None = None
) -> Requirement:
    """A requirement of seats with steps of (start, end, minimum)."""
    rows = tuple(
        Step(start, end, minimum, max(minimum, target or 0), maximum) for start, end, minimum in steps
    )
    return Requirement(key=f"seats {of}", label=of, kind=RequirementKind.SEATS, of=of, steps=rows)


def mix(skill: str, *steps: tuple[int, int, int], weight: int = 1) -> Requirement:
    """A requirement of mix with steps of (start, end, minimum)."""
    rows = tuple(Step(start, end, minimum, minimum) for start, end, minimum in steps)
    return Requirement(f"mix {skill}", f"mix {skill}", RequirementKind.MIX, skill, rows, weight)


def all_day(minimum: int, days: int = 1) -> tuple[int, int, int]:
    """A step over the first days of the horizon."""
    return 0, days * DAY, minimum


CALLS = Position("calls", "Call-taking", "CT", 2, 1)
RADIO = Position("radio", "Police radio", "PD", 1, 3)


def instance(*people: Person, days: int = 1, codes: tuple[str, ...] = ("D", "N"), **changes: Any) -> Instance:
    """A sound instance; `changes` replace its fields, `rules` its limits, `options` may be a dict."""
    zone = changes.pop("zone", ZONE)
    first = changes.pop("first", MONDAY)
    horizon_start = LocalClock(zone).minute(first)
    rules = changes.pop("rules", limits())
    options = changes.pop("options", {})
    defaults: dict[str, Any] = {
        "zone": zone,
        "horizon_start": horizon_start,
        "horizon": Interval(0, days * DAY),
        "days": calendar(zone, first - timedelta(days=14), first + timedelta(days=days + 14), horizon_start),
        "units": (
            Unit(
                "unit",
                rules,
                tuple(Interval(n * 7 * DAY, (n + 1) * 7 * DAY) for n in range(-2, days // 7 + 2)),
            ),
        ),
        "people": people,
        "shift_types": tuple(ShiftType(code, code, code, symbol) for code, (_, _, symbol) in CODES.items()),
        "occurrences": occurrences(days, *codes),
        "positions": (CALLS,),
        "requirements": (),
        "options": Options(**{"time_limit_seconds": 10.0, "workers": 1, **options}),
    }
    return Instance(**{**defaults, **changes})
