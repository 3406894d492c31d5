"""Tiny random instances that touch every rule and every term: for brute force and round trips."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

from scheduling.rules.levels import RuleParameters
from scheduling.time.interval import Interval
from solver.engine.instance import (
    Absence,
    Burden,
    DutyOrigin,
    GivenDuty,
    HouseRules,
    Instance,
    KeepOff,
    OffLimitGroup,
    OffWindow,
    Person,
    Restriction,
    SkillTime,
    Suspension,
    Unit,
    Wish,
    WishKind,
)
from solver.engine.options import Weights
from tests.solver.engine.small import CALLS, DAY, MONDAY, RADIO, instance, limits, mix, person, seats, shift

MOST_CHOICES = 9


def rules_of(rng: random.Random) -> RuleParameters:
    """Some rules at some levels, with limits that bite on three days."""

    def level() -> str:
        return rng.choice(["block", "approval", "warn"])

    possible: dict[str, dict[str, int]] = {
        "minimum_rest": {"block": 480, "approval": 720},
        "longest_continuous_duty": {level(): rng.choice([480, 960])},
        "maximum_minutes_in_24_hours": {level(): rng.choice([480, 840])},
        "maximum_minutes_in_7_days": {level(): rng.choice([960, 1440])},
        "consecutive_days": {level(): rng.choice([1, 2])},
        "consecutive_nights": {level(): 1},
        "trainee_with_trainer": {rng.choice(["block", "approval"]): 0},
    }
    more = random.Random()
    more.setstate(rng.getstate())
    found = {rule: value for rule, value in possible.items() if rng.random() < 0.6}
    if more.random() < 0.4:
        found["rest_after_nights"] = {more.choice(["block", "approval"]): more.choice([660, 1440])}
    if more.random() < 0.4:
        found["maximum_minutes_in_workweek"] = {more.choice(["block", "approval"]): more.choice([960, 1200])}
    if more.random() < 0.6:
        found["restricted_duty"] = {more.choice(["block", "approval"]): more.choice([0, 60])}
    rules = limits(**found)
    return replace(rules, settings=replace(rules.settings, nights_before_rest=more.choice([1, 2])))


def people_of(rng: random.Random, days: int) -> tuple[Person, ...]:
    skills = [("CT",), ("CT", "PD"), ("PD",), ("CT", "CTO")]
    found = []
    for name in ("ada", "cal", "dana")[: rng.choice([2, 2, 3])]:
        weekly = rng.choice([480, 720, 1440, 2400, None])
        row = person(name, *rng.choice(skills), weekly=weekly, fairness_group=rng.choice(["all", None]))
        if rng.random() < 0.2:
            row = person(
                name,
                weekly=weekly,
                skills=(SkillTime("CT", None, rng.randrange(0, days * DAY, 60)), SkillTime("PD", 600, None)),
            )
        found.append(row)
    if rng.random() < 0.4:
        found[0] = person("ada", is_trainee=True, trainer="cal")
    return tuple(found)


def restricted(people: tuple[Person, ...], seed: int) -> tuple[Person, ...]:
    """The last person on light duty now and then."""
    rng = random.Random(f"restricted {seed}")
    asks: list[dict[str, Any]] = [
        {"closed": (Interval(-120, 360), Interval(1320, 1800), Interval(2760, 3240))},
        {"daily_minutes": rng.choice([240, 480])},
        {"weekly_minutes": rng.choice([480, 900])},
        {"no_overtime": True},
        {"positions": ("calls",)},
    ]
    rows = tuple(
        Restriction(rng.choice([-DAY, 0, 900]), 9 * DAY, **one)
        for one in rng.sample(asks, rng.choice([0, 0, 1, 2]))
    )
    return (*people[:-1], replace(people[-1], restrictions=rows))


def given_of(rng: random.Random, people: tuple[Person, ...], days: int) -> list[GivenDuty]:
    """At most one shift per person, some of them movable or named."""
    found = []
    for row in people:
        if rng.random() < 0.6:
            may_move = rng.random() < 0.5
            found.append(
                shift(
                    f"given {row.key}",
                    row.key,
                    rng.choice(["D", "N", "E"]),
                    rng.randrange(days),
                    may_move=may_move,
                    origin=DutyOrigin.PATTERN if may_move else DutyOrigin.PINNED,
                    position=rng.choice([None, None, "calls"]),
                )
            )
    return found


def some_left_out(rows: list[GivenDuty], seed: int) -> list[GivenDuty]:
    """Now and then duty that stays and that the contract leaves out of limits on time."""
    rng = random.Random(f"left out {seed}")
    return [replace(row, counts=row.may_move or rng.random() < 0.7) for row in rows]


def suspensions_of(rng: random.Random, days: int) -> tuple[Suspension, ...]:
    """In a third of the instances an emergency that suspends a few rules for some of the time."""
    if rng.random() < 0.66:
        return ()
    start = rng.randrange(-DAY, days * DAY)
    end = start + rng.choice([600, DAY, 3 * DAY])
    rules = (
        "minimum_rest", "longest_continuous_duty", "maximum_minutes_in_24_hours", "maximum_minutes_in_7_days",
        "maximum_minutes_in_workweek", "consecutive_days", "consecutive_nights", "rest_after_nights",
        "trainee_with_trainer", "valid_certification", "restricted_duty",
    )  # fmt: skip
    return tuple(Suspension(rule, start, end) for rule in rules if rng.random() < 0.6)


def random_instance(seed: int) -> Instance:
    """Two or three people, two or three days, a handful of choices."""
    rng = random.Random(seed)
    days = rng.choice([2, 3])
    people = restricted(people_of(rng, days), seed)
    codes = tuple(rng.sample(["D", "N", "E", "A", "M", "H"], rng.choice([1, 2])))
    names = [row.key for row in people]
    steps = [(n * 480, (n + 1) * 480, rng.randrange(0, 3)) for n in range(days * 3)]
    wishes = tuple(
        Wish(
            f"wish {n}",
            rng.choice(names),
            rng.choice(list(WishKind)),
            MONDAY + timedelta(days=rng.randrange(days)),
            rng.randrange(1, 6),
            rng.choice([None, "D", "N"]),
        )
        for n in range(rng.randrange(3))
    )
    changes: dict[str, Any] = {
        "days": days,
        "codes": codes,
        "positions": (RADIO, CALLS),
        "requirements": (
            seats("calls", *steps, target=1, maximum=rng.choice([None, 2])),
            seats("radio", (0, days * DAY, rng.randrange(2)), target=1, maximum=1),
            mix("CTO", (300, 1500, 1), weight=2),
        ),
        "duty": tuple(some_left_out(given_of(rng, people, days), seed)),
        "trainer_skills": ("CTO",),
        "suspensions": suspensions_of(random.Random(seed + 500), days),
        "wishes": wishes,
        "absences": (Absence(names[-1], 0, 700),) if rng.random() < 0.3 else (),
        "keep_off": (KeepOff(names[0], DAY, DAY + 600),) if rng.random() < 0.2 else (),
        "off_limit_groups": (OffLimitGroup("pair", "pair", tuple(names[:2]), 1),),
        "house": HouseRules(
            off_per_day_minimum=rng.choice([None, 1]),
            off_per_day_maximum=rng.choice([None, 1]),
            off_per_person=(OffWindow(MONDAY, MONDAY + timedelta(days=days), 1, 1),)
            if rng.random() < 0.5
            else (),
            days_in_a_row=rng.choice([None, 1]),
        ),
        "burdens": (Burden(names[0], nights=1, weekends=2, holidays=1),),
        "holidays": (MONDAY,),
        "units": (Unit("unit", rules_of(rng), (Interval(-7 * DAY, 0), Interval(0, days * DAY))),),
        "options": {
            "double_shifts_allowed": rng.random() < 0.4,
            "overtime_allowed": rng.random() < 0.3,
            "seed": seed,
            "weights": Weights(moved_shift=300),
        },
    }
    return fewer_choices(instance(*people, **changes), rng)


def fewer_choices(full: Instance, rng: random.Random) -> Instance:
    """Keep only as many occurrences as leave few enough rosters to try."""
    movable = sum(row.may_move for row in full.duty)
    kept = max(1, (MOST_CHOICES - movable) // len(full.people))
    rows = rng.sample(full.occurrences, min(kept, len(full.occurrences)))
    return replace(full, occurrences=tuple(sorted(rows, key=lambda row: row.start)))
