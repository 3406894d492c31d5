"""Who could work a shift: tried on the evaluated roster, with the reason for each who could not. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from scheduling.roster.domain.evaluation import RosterEvaluation
from scheduling.roster.domain.impact import newly_broken
from scheduling.rules.levels import Level, Violation
from scheduling.time.interval import Interval
from scheduling.time.segment import Absence, Duty, Key, PayKind, Source

_TRIAL = Source(2, "trial")


class Obstacle(StrEnum):
    """The first reason why somebody can't."""

    UNSKILLED = "unskilled"
    ON_DUTY = "on_duty"
    ON_LEAVE = "on_leave"
    BREAKS_RULE = "breaks_rule"


@dataclass(frozen=True, slots=True)
class Fit:
    """Somebody who could, and the milder rules it would break."""

    person: Key
    violations: tuple[Violation, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """Who could, in the order asked for, and the others by reason."""

    fitting: tuple[Fit, ...]
    others: dict[Obstacle, tuple[Key, ...]]


def who_fits(
    evaluation: RosterEvaluation,
    shift: Interval,
    position: Key | None,
    people: Iterable[Key],
    order: Callable[[Key], Any],
    *,
    pay: PayKind = PayKind.OVERTIME,
    worst: Level = Level.WARN,
) -> Cover:
    """Everybody of `people` tried on a shift: free then, skilled throughout, no rule newly broken above `worst`.

    `people` are those employed then; `order` says who comes first. Without a position any position's skill will do.
    """
    duty = Duty(shift.start, shift.end, shift.start, _TRIAL, position=position, pay=pay)
    fitting: list[Fit] = []
    others: dict[Obstacle, list[Key]] = {obstacle: [] for obstacle in Obstacle}
    for person in sorted(people, key=order):
        obstacle, found = _try(evaluation, person, duty, worst)
        if obstacle is None:
            fitting.append(Fit(person, found))
        else:
            others[obstacle].append(person)
    return Cover(tuple(fitting), {obstacle: tuple(keys) for obstacle, keys in others.items()})


def _try(
    evaluation: RosterEvaluation, person: Key, duty: Duty, worst: Level
) -> tuple[Obstacle | None, tuple[Violation, ...]]:
    if not evaluation.may_fill(person, duty.position, duty.interval):
        return Obstacle.UNSKILLED, ()
    segments = evaluation.roster(person).segments
    for segment in segments:
        if segment.start < duty.end and duty.start < segment.end:
            return Obstacle.ON_LEAVE if isinstance(segment, Absence) else Obstacle.ON_DUTY, ()
    found = newly_broken(evaluation.own_violations_of(person), evaluation.violations_with(person, duty))
    if any(each.level.rank > worst.rank for each in found):
        return Obstacle.BREAKS_RULE, found
    return None, found
