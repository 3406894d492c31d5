"""How long everybody's roster, coverage and rules take, and one edit: rows in memory, no database.

`manage.py benchmark roster` runs it, and adds loading the rows (config/benchmarks/roster.py).
The input is made here from a seed, in the shape of a real center of 312 people; nothing is read from disk.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from functools import partial
from statistics import median
from time import perf_counter, process_time

from scheduling.adjustments.domain import Adjustment, AdjustmentKind, Paint
from scheduling.contracts.domain import BaseContract
from scheduling.coverage.domain.types import (
    Certification,
    Position,
    Requirement,
    RequirementKind,
    RequirementOverride,
    TrainerPair,
)
from scheduling.patterns.domain.pattern import Pattern
from scheduling.patterns.domain.shift_type import ShiftType
from scheduling.roster.domain.evaluation import RosterEvaluation, evaluate
from scheduling.roster.domain.inputs import PersonInput, RosterInput
from scheduling.rules.registry import default_parameters
from scheduling.time.interval import Interval
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Key, PayKind

PEOPLE, DAYS, ADJUSTMENTS, SEED = 312, 28, 600, 911
MARGIN_DAYS = 8
"""Days on both sides of the focus that rules may look at."""

FIRST_DAY = date(2026, 12, 6)
ANCHOR = date(2026, 1, 4)

SHIFT_TYPES: dict[Key, ShiftType] = {
    code: ShiftType(code, code, code, time(start), time(end), pause)
    for code, start, end, pause in (
        ("D", 6, 18, 0),
        ("N", 18, 6, 0),
        ("S", 15, 1, 0),
        ("E", 5, 15, 0),
        ("P", 12, 0, 0),
        ("M", 7, 15, 30),
        ("H", 10, 14, 0),
    )
}
PATTERNS: dict[Key, Pattern] = {
    name: Pattern(name, name, tuple(None if code == "." else code for code in cycle))
    for name, cycle in (
        ("Pitman days", "DD..DDD..DD..."),
        ("Pitman nights", "NN..NNN..NN..."),
        ("4x10 swing", "SSSS..."),
        ("4x10 early", "EEEE..."),
        ("4 on 4 off power", "PPPP...."),
        ("3x12+1x4", "DDDH..."),
        ("5x8 morning", "MMMMM.."),
    )
}
_SHARES = (
    ("Pitman days", 94),
    ("Pitman nights", 94),
    ("4x10 swing", 38),
    ("4x10 early", 10),
    ("4 on 4 off power", 14),
    ("3x12+1x4", 9),
    ("5x8 morning", 10),
)
_SKILLS = (
    (("CT",), 98),
    (("CT", "CTO"), 22),
    (("CT", "FD"), 40),
    (("CT", "PD"), 76),
    (("CT", "PD", "CTO"), 17),
    (("CT", "PD", "FD"), 34),
    (("CT", "PD", "FD", "CTO"), 7),
    (("SUP", "CT", "PD"), 7),
    (("SUP", "CT", "PD", "FD"), 11),
)
_KINDS = (
    AdjustmentKind.ASSIGN,
    AdjustmentKind.OVERTIME,
    AdjustmentKind.REMOVE,
    AdjustmentKind.LEAVE,
    AdjustmentKind.REPLACE,
    AdjustmentKind.LATE,
    AdjustmentKind.TRAINING,
    AdjustmentKind.HOLDOVER,
)
_CALL_TAKING = (23, 18, 35, 55, 58, 62, 55, 37)


def benchmark_input(seed: int = SEED) -> RosterInput:
    """312 people over 28 days with 600 adjustments of all kinds: the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - a reproducible input, not a secret
    clock = LocalClock("America/New_York")
    focus = clock.days(FIRST_DAY, FIRST_DAY + timedelta(days=DAYS))
    margin = timedelta(days=MARGIN_DAYS)
    span = clock.days(FIRST_DAY - margin, FIRST_DAY + timedelta(days=DAYS) + margin)
    shares = [name for name, count in _SHARES for _ in range(count)]
    skills = [held for held, count in _SKILLS for _ in range(count)]
    chance.shuffle(skills)
    adjustments: dict[int, list[Adjustment]] = {n: [] for n in range(PEOPLE)}
    for version in range(1, ADJUSTMENTS + 1):
        person = chance.randrange(PEOPLE)
        adjustments[person].append(added_adjustment(chance, clock, person, version))
    people: list[PersonInput] = []
    certifications: list[Certification] = []
    always = Interval(span.start - 525_600, span.end + 525_600)
    for n in range(PEOPLE):
        pattern = shares[n] if n < len(shares) else None
        offset = chance.randrange(28)
        contracts = [BaseContract(f"c{n}", n, pattern, offset, ANCHOR, None, 2520)]
        if n % 50 == 0 and pattern is not None:
            change = FIRST_DAY + timedelta(days=14)
            contracts = [
                replace(contracts[0], ends_before=change),
                BaseContract(f"d{n}", n, "Pitman nights", 0, change, None, 2520),
            ]
        is_trainee = n >= PEOPLE - 8
        people.append(
            PersonInput(n, tuple(contracts), tuple(adjustments[n]), (always,) if is_trainee else ())
        )
        for skill in () if is_trainee else skills[n % len(skills)]:
            expires = n % 25 == 0 and skill != "CT"
            valid = replace(always, end=focus.start + chance.randrange(20) * 1440) if expires else always
            certifications.append(Certification(n, skill, valid))
    trainers = [each.person for each in certifications if each.skill == "CTO"]
    return RosterInput(
        clock=clock,
        anchor=ANCHOR,
        span=span,
        focus=focus,
        people=tuple(people),
        patterns=PATTERNS,
        shift_types=SHIFT_TYPES,
        positions=(
            Position("Shift supervisor", "Shift supervisor", "SUP", 1, 4),
            Position("Police radio", "Police radio", "PD", 2, 18),
            Position("Fire and EMS radio", "Fire and EMS radio", "FD", 3, 11),
            Position("Call-taking", "Call-taking", "CT", 4, 72),
        ),
        requirements=tuple(_requirements()),
        overrides=(
            RequirementOverride(
                "o1", RequirementKind.SEATS, "Call-taking", date(2026, 12, 31), time(20), time(4), 56, 58, 66
            ),
            RequirementOverride(
                "o2", RequirementKind.SEATS, "Call-taking", date(2026, 12, 19), time(6), time(18), 58, 58, 66
            ),
        ),
        certifications=tuple(certifications),
        trainer_skills=frozenset({"CTO"}),
        trainer_pairs=tuple(
            TrainerPair(PEOPLE - 8 + n, trainers[n * 5], always) for n in range(8) if n * 5 < len(trainers)
        ),
        parameters={None: default_parameters()},
    )


def added_adjustment(chance: random.Random, clock: LocalClock, person: Key, version: int) -> Adjustment:
    day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    code = chance.choice("DNSEPM")
    shift = SHIFT_TYPES[code].occurrence(day, clock)
    cut = shift.start + 15 * chance.randrange(1, 24)
    kind = chance.choice(_KINDS)
    key = f"a{version}"
    if kind is AdjustmentKind.LEAVE:
        end = shift.start + 1440 * chance.choice([1, 1, 2, 7])
        return Adjustment(
            key, person, kind, Paint.ABSENCE, shift.start, end, version, absence_kind="vacation"
        )
    if kind is AdjustmentKind.REMOVE:
        return Adjustment(key, person, kind, Paint.OFF, shift.start, shift.end, version)
    if kind is AdjustmentKind.LATE:
        return Adjustment(key, person, kind, Paint.OFF, shift.start, cut, version)
    if kind is AdjustmentKind.TRAINING:
        end = cut + 240
        return Adjustment(key, person, kind, Paint.DUTY, cut, end, version, pay=PayKind.TRAINING)
    if kind is AdjustmentKind.HOLDOVER:
        start, end = shift.end, shift.end + 15 * chance.randrange(1, 17)
        return Adjustment(
            key, person, kind, Paint.DUTY, start, end, version, shift_start=shift.start, pay=PayKind.HOLDOVER
        )
    position = chance.choice([None, None, "Call-taking", "Police radio"])
    pay = PayKind.OVERTIME if kind is AdjustmentKind.OVERTIME else PayKind.REGULAR
    return Adjustment(
        key,
        person,
        kind,
        Paint.DUTY,
        shift.start,
        shift.end,
        version,
        shift_type=code,
        position=position,
        pay=pay,
    )


def _requirements() -> list[Requirement]:
    found: list[Requirement] = []

    def ask(kind: RequirementKind, of: str, weekday: int, window: tuple[int, int], *people: int) -> None:
        start, end = window
        maximum = people[2] if len(people) > 2 else None
        key = f"{of}{weekday}{start}"
        found.append(
            Requirement(key, kind, of, weekday, time(start), time(end), people[0], people[1], maximum)
        )

    for weekday in range(7):
        for band, base in enumerate(_CALL_TAKING):
            people = base + (weekday * 5 + band) % 7 - 3
            window = (band * 3, (band * 3 + 3) % 24)
            ask(RequirementKind.SEATS, "Call-taking", weekday, window, people, people + 2, people + 8)
        ask(RequirementKind.SEATS, "Police radio", weekday, (1, 6), 11, 12, 15)
        ask(RequirementKind.SEATS, "Police radio", weekday, (6, 15), 14, 15, 18)
        ask(RequirementKind.SEATS, "Police radio", weekday, (15, 1), 14, 15, 18)
        ask(RequirementKind.SEATS, "Fire and EMS radio", weekday, (0, 6), 7, 8, 10)
        ask(RequirementKind.SEATS, "Fire and EMS radio", weekday, (6, 0), 8, 9, 11)
        ask(RequirementKind.SEATS, "Shift supervisor", weekday, (6, 18), 3, 3, 5)
        ask(RequirementKind.SEATS, "Shift supervisor", weekday, (18, 6), 3, 3, 5)
        ask(RequirementKind.MIX, "CTO", weekday, (0, 0), 2, 3)
    return found


def measure(repeats: int = 15, edits: int = 100) -> dict[str, float]:
    """Medians in milliseconds of one core: time of the processor, so that others' work does not count.

    `full_wall_ms` and `edit_wall_ms` are the same by the clock on the wall. Every full evaluation starts
    with a local clock that remembers nothing.
    """
    given = benchmark_input()
    evaluation = evaluate(given)
    full = [
        timed(lambda: read_all(evaluate(replace(given, clock=LocalClock(given.clock.zone)))))
        for _ in range(repeats)
    ]
    single = benchmark_edits(evaluation, edits)
    return {
        "full_ms": round(median(spent for spent, _ in full), 1),
        "full_wall_ms": round(median(wall for _, wall in full), 1),
        "edit_ms": round(median(spent for spent, _ in single), 2),
        "edit_wall_ms": round(median(wall for _, wall in single), 2),
    }


def benchmark_edits(evaluation: RosterEvaluation, count: int, seed: int = SEED) -> list[tuple[float, float]]:
    """Times of several edits, each one more adjustment for one person of the same evaluation."""
    chance = random.Random(seed + 1)  # noqa: S311 - a reproducible input, not a secret
    people = {row.key: row for row in evaluation.input.people}
    times: list[tuple[float, float]] = []
    for n in range(count):
        person = chance.randrange(PEOPLE)
        added = added_adjustment(chance, evaluation.input.clock, person, ADJUSTMENTS + 1 + n)
        rows = (*people[person].adjustments, added)
        times.append(timed(partial(_edit, evaluation, person, rows)))
    return times


def _edit(evaluation: RosterEvaluation, person: Key, rows: tuple[Adjustment, ...]) -> None:
    read_all(evaluation.with_person(person, rows))


def read_all(evaluation: RosterEvaluation) -> int:
    """Ask for what is put together only when asked for."""
    return len(evaluation.violations) + len(evaluation.gaps) + len(evaluation.surpluses)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of the processor and on the wall."""
    began, spent = perf_counter(), process_time()
    work()
    return (process_time() - spent) * 1000, (perf_counter() - began) * 1000
