"""Shifts of trainees that overlap no duty of their preferred trainer."""

from __future__ import annotations

from solver.engine.coverage import Coverage
from solver.engine.objective.term import Amount
from solver.engine.variables import Variables

name = "preferred_trainer"
label = "Trainees without their own trainer"
unit = "shifts"
tier = 4


def add(variables: Variables, coverage: Coverage) -> Amount:
    facts = variables.facts
    weight = facts.instance.options.weights.trainee_without_own_trainer
    amount = Amount()
    for key, pieces in variables.pieces.items():
        person = facts.person[key]
        if not person.is_trainee or person.trainer is None:
            continue
        for piece in pieces:
            if not facts.instance.horizon.contains(piece.start):
                continue
            theirs = [
                other
                for other in variables.pieces[person.trainer]
                if other.start < piece.end and piece.start < other.end
            ]
            alone = variables.total([(piece, 1)])
            alone.add_linear(variables.total((other, 1) for other in theirs), -1)
            amount.add(variables.excess(alone, 0), weight=weight)
    return amount
