"""Duty needs a valid skill at every minute, for the named seat where it names one; trainees fill no seat.

Occurrences that a person has no skill for are no choices at all (`facts.why_not`), and given duty without one
is a finding; what is left here is given duty that may move.
"""

from __future__ import annotations

from solver.engine.variables import Variables

name = "valid_certification"
label = "Valid certification"


def add(variables: Variables) -> None:
    facts = variables.facts
    for key, pieces in variables.pieces.items():
        person = facts.person[key]
        for piece in pieces:
            if piece.duty is None or facts.has_valid_skill(person, piece):
                continue
            variables.at_most(variables.total([(piece, 1)]), 0)
