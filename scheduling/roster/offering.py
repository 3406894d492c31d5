"""The order in which work is offered to those who fit. Who fits is tried in `domain/cover.py`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from scheduling.roster.domain.evaluation import RosterEvaluation
from scheduling.roster.people import PersonFacts
from scheduling.roster.workweeks import Workweeks, workweek_of
from scheduling.time.interval import Minute
from scheduling.time.segment import Key
from staff.people.names import in_order


def fewest_hours(
    evaluation: RosterEvaluation, people: dict[Key, PersonFacts], weeks: Workweeks, minute: Minute
) -> Callable[[Key], Any]:
    """The order in which a shift is offered: planned minutes in the own workweek, then seniority, then name."""

    def order(key: Key) -> tuple[int, date, Any]:
        person = people[key]
        week = workweek_of(weeks, person.bargaining_unit_id).holding(minute, evaluation.input.clock)
        planned = evaluation.roster(key).planned_minutes(week)
        return planned, person.seniority_on, in_order(person.name)

    return order
