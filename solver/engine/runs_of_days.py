"""Worked days and nights in a row: windows of consecutive dates, one longer than the limit.

Each window that is worked whole is one day above the limit; the constraints forbid it, the objective terms
count it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from scheduling.rules.levels import Level
from solver.engine.linear import Linear
from solver.engine.variables import Variables


def too_long(
    variables: Variables, person: str, rule: str, level: Level, *, nights_only: bool
) -> Iterator[tuple[Linear, int]]:
    """The worked days of each window of limit + 1 dates that touches the horizon, with the limit on its
    last date.
    """
    instance = variables.facts.instance
    horizon = [day.on for day in instance.horizon_days]
    for day in instance.days:
        limit = variables.facts.limit(person, rule, level, day.on)
        if limit is None or variables.facts.is_date_suspended(person, rule, day.on):
            continue
        if horizon[0] <= day.on <= horizon[-1] + timedelta(days=limit):
            total = Linear()
            for back in range(limit + 1):
                on = day.on - timedelta(days=back)
                total.add_linear(variables.counted(person, on, nights_only=nights_only))
            yield total, limit


def worked_before(variables: Variables, person: str, last: date, limit: int) -> Linear:
    """How many of the `limit + 1` dates that end with `last` are worked, whatever counts for limits."""
    total = Linear()
    for back in range(limit + 1):
        total.add_linear(variables.worked(person, last - timedelta(days=back)))
    return total


def limit_run(variables: Variables, rule: str, *, nights_only: bool) -> None:
    """The blocking level of a rule on days or nights in a row."""
    for person in variables.pieces:
        for total, limit in too_long(variables, person, rule, Level.BLOCK, nights_only=nights_only):
            variables.at_most(total, limit)
