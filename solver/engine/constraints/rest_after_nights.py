"""Minutes off after several nights in a row, before duty that is no night; nights before the horizon count.

The approval level of the same rule is priced in `objective/approval_rest.py`.
"""

from __future__ import annotations

from scheduling.rules.levels import Level
from solver.engine.after_nights import RULE, too_soon
from solver.engine.variables import Variables

name = RULE
label = "Rest after nights"


def add(variables: Variables) -> None:
    for person in variables.pieces:
        for found in too_soon(variables, person, Level.BLOCK):
            variables.at_most(found.total, found.most)
