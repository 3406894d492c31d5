"""Symbols mode: a plain roster of WORK, OFF, EARLY and LATE for a few people, as an instance of the same engine.

For 15 people and 60 days it is solved to its proven best in seconds. There are no skills and no legal limits
here, only the house rules of tier 3, wishes, and how many people work on a day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scheduling.rules.levels import RuleParameters
from scheduling.time.interval import MINUTES_PER_DAY, MINUTES_PER_WEEK, Interval
from solver.engine.instance import (
    DutyOrigin,
    FreeTime,
    GivenDuty,
    HouseRules,
    Instance,
    KeepOff,
    Occurrence,
    OffLimitGroup,
    OffWindow,
    Person,
    Position,
    Requirement,
    RequirementKind,
    ShiftType,
    SkillTime,
    Step,
    Symbol,
    Unit,
    Wish,
    calendar,
)
from solver.engine.options import Options
from solver.engine.solution import Solution

OFF = "OFF"
DAYS_IN_A_ROW = 5
"""Worked days in a row beyond which each further day is a priced violation."""
SHIFT_MINUTES = 480
SKILL = "any"
STARTS = {Symbol.EARLY: 6 * 60, Symbol.WORK: 8 * 60, Symbol.LATE: 13 * 60}
"""Minute of the day at which each symbol's shift starts; all of them hold the minute from one o'clock."""


@dataclass(frozen=True, slots=True)
class SymbolsProblem:
    """What a center asks for in symbols mode; `days` from 1 up, `pinned` cells hold a symbol or `OFF`."""

    people: tuple[str, ...]
    starts_on: date
    days: int
    groups: tuple[tuple[str, ...], ...] = ()
    group_limit: int = 2
    off_per_day: tuple[int | None, int | None] = (None, None)
    off_per_person_and_month: tuple[int | None, int | None] = (None, None)
    days_in_a_row: int = DAYS_IN_A_ROW
    at_work: tuple[int, int, int | None] | None = None
    """Minimum, target and maximum of people who work on a day, in whatever symbol."""
    pinned: Mapping[tuple[str, date], str] | None = None
    wishes: tuple[Wish, ...] = ()
    symbols: tuple[Symbol, ...] = (Symbol.WORK, Symbol.EARLY, Symbol.LATE)


def symbols_instance(problem: SymbolsProblem, options: Options | None = None) -> Instance:
    """The problem as an instance; time is UTC, a shift lasts eight hours."""
    ends_before = problem.starts_on + timedelta(days=problem.days)
    horizon_start = (problem.starts_on - date(1970, 1, 1)).days * MINUTES_PER_DAY
    length = problem.days * MINUTES_PER_DAY
    weeks = tuple(
        Interval(start, start + MINUTES_PER_WEEK)
        for start in range(-MINUTES_PER_WEEK, length, MINUTES_PER_WEEK)
    )
    dates = [problem.starts_on + timedelta(days=n) for n in range(problem.days)]
    duty, keep_off = _pinned(problem)
    requirements: tuple[Requirement, ...] = ()
    if problem.at_work is not None:
        minimum, target, maximum = problem.at_work
        # Every symbol's shift holds the minute from one o'clock, so one minute a day counts who works.
        steps = tuple(
            Step(one, one + 1, minimum, target, maximum) for one in range(13 * 60, length, MINUTES_PER_DAY)
        )
        requirements = (Requirement("at work", "At work", RequirementKind.SEATS, "work", steps),)
    return Instance(
        zone="UTC",
        horizon_start=horizon_start,
        horizon=Interval(0, length),
        days=calendar(
            "UTC", problem.starts_on - timedelta(days=7), ends_before + timedelta(days=7), horizon_start
        ),
        units=(Unit("unit", RuleParameters(), weeks),),
        people=tuple(_person(name) for name in problem.people),
        shift_types=tuple(ShiftType(symbol, symbol, symbol, symbol) for symbol in problem.symbols),
        occurrences=tuple(
            _occurrence(on, n, symbol) for n, on in enumerate(dates) for symbol in problem.symbols
        ),
        positions=(Position("work", "Work", SKILL, 1),),
        requirements=requirements,
        duty=duty,
        keep_off=keep_off,
        wishes=problem.wishes,
        off_limit_groups=tuple(
            OffLimitGroup(f"group {n}", f"Group {n}", members, problem.group_limit)
            for n, members in enumerate(problem.groups, start=1)
        ),
        house=HouseRules(
            off_per_day_minimum=problem.off_per_day[0],
            off_per_day_maximum=problem.off_per_day[1],
            off_per_person=tuple(_months(problem, dates)),
            days_in_a_row=problem.days_in_a_row,
        ),
        options=options or Options(),
    )


def table(problem: SymbolsProblem, instance: Instance, solution: Solution) -> dict[str, list[str]]:
    """Per person the symbol of each day, `OFF` where nothing is worked."""
    cells = {person: [OFF] * problem.days for person in problem.people}
    gone = {*solution.removed, *solution.dropped}
    for duty in instance.duty:
        if duty.key not in gone and duty.shift_type is not None:
            cells[duty.person][duty.start // MINUTES_PER_DAY] = duty.shift_type
    occurrences = {row.key: row for row in instance.occurrences}
    for pair in solution.assignments:
        shift = occurrences[pair.occurrence]
        cells[pair.person][shift.start // MINUTES_PER_DAY] = shift.shift_type
    return cells


def _person(name: str) -> Person:
    always = FreeTime(-(10**7), 10**7, MINUTES_PER_WEEK)
    return Person(key=name, label=name, unit="unit", skills=(SkillTime(SKILL),), free=(always,))


def _occurrence(on: date, number: int, symbol: Symbol) -> Occurrence:
    start = number * MINUTES_PER_DAY + STARTS[symbol]
    return Occurrence(f"{symbol} {on}", symbol, on, start, start + SHIFT_MINUTES, 0)


def _pinned(problem: SymbolsProblem) -> tuple[tuple[GivenDuty, ...], tuple[KeepOff, ...]]:
    duty: list[GivenDuty] = []
    keep_off: list[KeepOff] = []
    for (person, on), symbol in (problem.pinned or {}).items():
        start = (on - problem.starts_on).days * MINUTES_PER_DAY
        if symbol == OFF:
            keep_off.append(KeepOff(person, start, start + MINUTES_PER_DAY, "pinned"))
            continue
        begins = start + STARTS[Symbol(symbol)]
        duty.append(
            GivenDuty(
                key=f"{person} {on}",
                person=person,
                start=begins,
                end=begins + SHIFT_MINUTES,
                shift_start=begins,
                worked_minutes=0,
                origin=DutyOrigin.PINNED,
                shift_type=symbol,
            )
        )
    return tuple(duty), tuple(keep_off)


def _months(problem: SymbolsProblem, dates: Sequence[date]) -> list[OffWindow]:
    """One window per calendar month, cut to the horizon."""
    minimum, maximum = problem.off_per_person_and_month
    if minimum is None and maximum is None:
        return []
    firsts = [on for n, on in enumerate(dates) if n == 0 or on.day == 1]
    after = [*firsts[1:], dates[-1] + timedelta(days=1)]
    return [OffWindow(first, end, minimum, maximum) for first, end in zip(firsts, after, strict=True)]
