"""Worked minutes per workweek stay within the allowance; with overtime allowed the excess is priced instead, but
for people whom a restriction forbids it.

The allowance (weekly minutes less absence credit, or the pattern's own minutes) is `facts.allowance`.
"""

from __future__ import annotations

from collections.abc import Iterator

from scheduling.time.interval import Interval
from solver.engine.linear import Linear
from solver.engine.variables import Variables

name = "weekly_minutes"
label = "Weekly minutes"


def add(variables: Variables) -> None:
    facts = variables.facts
    for person, week, total, limit in worked_per_week(variables):
        if not facts.instance.options.overtime_allowed or facts.bars_overtime(person, week):
            variables.at_most(total, limit)


def worked_per_week(variables: Variables) -> Iterator[tuple[str, Interval, Linear, int]]:
    """Person, workweek, worked minutes and allowance, for every workweek that touches the horizon."""
    facts = variables.facts
    for person, pieces in variables.pieces.items():
        if not (variables.has_choice(person) or facts.person[person].free):
            continue
        for week in facts.workweeks[facts.person[person].unit]:
            if not week.overlaps(facts.instance.horizon):
                continue
            inside = [(piece, minutes) for piece in pieces if (minutes := piece.worked_minutes_in(week))]
            yield person, week, variables.total(inside), facts.allowance(facts.person[person], week)
