"""Minutes of duty in each workweek of the unit; the limit is the one in force when the week starts.

The approval level of the same rule is priced in `objective/approval_minutes.py`. The contract's own minutes are
`weekly_minutes.py`.
"""

from __future__ import annotations

from collections.abc import Iterator

from scheduling.rules.levels import Level
from solver.engine.linear import Linear
from solver.engine.variables import Variables
from solver.engine.windows import total_in

name = "maximum_minutes_in_workweek"
label = "Maximum minutes in a workweek"


def add(variables: Variables) -> None:
    for total, limit in limited_weeks(variables, Level.BLOCK):
        variables.at_most(total, limit)


def limited_weeks(variables: Variables, level: Level) -> Iterator[tuple[Linear, int]]:
    """Minutes of duty and limit, for every person and workweek that touches the horizon and has one."""
    facts = variables.facts
    for person, pieces in facts.counted.items():
        for week in facts.workweeks[facts.person[person].unit]:
            limit = facts.limit(person, name, level, facts.date_of(week.start))
            is_asked = week.overlaps(facts.instance.horizon)
            if limit is not None and is_asked and not facts.is_suspended(name, week.start, week.end):
                touching = [piece for piece in pieces if piece.minutes_in(week)]
                yield total_in(variables, person, week, touching), limit
