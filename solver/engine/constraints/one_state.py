"""Exactly one state per person and minute, and unless the run allows double shifts one shift per date.

Without double shifts the run also never joins two shifts end to end. Rest between shifts is
`minimum_rest.py`.
"""

from __future__ import annotations

from datetime import date

from solver.engine.conflicts import forbid_closer_than
from solver.engine.variables import Variables

name = "one_state"
label = "One state per person and minute"


def add(variables: Variables) -> None:
    doubles = variables.facts.instance.options.double_shifts_allowed
    for person in variables.pieces:
        if not variables.has_choice(person):
            continue
        distance = 0 if doubles else variables.facts.settings(person).continuous_gap_minutes
        forbid_closer_than(variables, variables.pieces[person], distance)
        if not doubles:
            for on in variables.dates(person):
                _one_shift_on(variables, person, on)


def _one_shift_on(variables: Variables, person: str, on: date) -> None:
    """An added shift is alone on its date. Given duty may be several pieces of one shift, or two shifts."""
    pieces = variables.pieces_on(person, on)
    added = [variables.assigned[person, piece.occurrence] for piece in pieces if piece.occurrence is not None]
    given = [piece for piece in pieces if piece.occurrence is None]
    if not added:
        return
    if any(not piece.is_choice for piece in given):
        for literal in added:
            variables.forbid(literal)
        return
    for piece in given:
        kept = variables.literal_of(piece)
        if kept is not None:
            variables.at_most_one([*added, kept])
    if not given:
        variables.at_most_one(added)
