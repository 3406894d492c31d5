"""What restrictions of single people allow: hours of the day, minutes a day and a week, overtime, positions.

Added shifts that go against one by themselves are no choices at all (`facts.why_not`); that a run adds no overtime
where it is forbidden is `weekly_minutes.py`. The approval level is priced in `objective/approval_minutes.py`.
"""

from __future__ import annotations

from scheduling.rules.levels import Level
from solver.engine.restricted import RULE, restricted
from solver.engine.variables import Variables

name = RULE
label = "Restricted duty"


def add(variables: Variables) -> None:
    for person, pieces in variables.pieces.items():
        for row in restricted(variables.facts, person, pieces, Level.BLOCK):
            variables.at_most(variables.total(row.parts), row.limit)
