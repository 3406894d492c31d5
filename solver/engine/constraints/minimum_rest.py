"""Minutes between one stretch of continuous duty and the next; absence counts as rest.

The approval level of the same rule is priced in `objective/approval_rest.py`.
"""

from __future__ import annotations

from scheduling.rules.levels import Level
from solver.engine.conflicts import followers, forbid_closer_than
from solver.engine.facts import Piece
from solver.engine.variables import Variables

name = "minimum_rest"
label = "Minimum rest"


def add(variables: Variables) -> None:
    facts = variables.facts
    for person, pieces in facts.counted.items():
        limits = {piece.start: _limit(variables, piece) for piece in pieces}
        values = set(limits.values())
        is_simple = len(values) == 1 and not facts.instance.options.double_shifts_allowed
        if is_simple and (only := values.pop()) is not None and variables.has_choice(person):
            forbid_closer_than(variables, pieces, only)
        gap = facts.settings(person).continuous_gap_minutes
        longest = max((value for value in limits.values() if value is not None), default=0)
        for piece in pieces:
            if is_simple and piece.occurrence is not None:
                continue
            for later in followers(pieces, piece, gap, longest):
                limit = limits[later.start]
                if (is_simple and later.occurrence is not None) or limit is None:
                    continue
                if later.start - piece.end < limit and later.shift_start != piece.shift_start:
                    _forbid(variables, person, piece.end, (piece, later))


def _limit(variables: Variables, piece: Piece) -> int | None:
    return variables.facts.rest_limit(piece.person, name, Level.BLOCK, piece.start)


def _forbid(variables: Variables, person: str, end: int, pair: tuple[Piece, Piece]) -> None:
    """Not both, unless a third piece follows the first without a gap and so carries the stretch on."""
    gap = variables.facts.settings(person).continuous_gap_minutes
    pieces = variables.facts.counted[person]
    bridges = [piece for piece in followers(pieces, pair[0], 0, gap) if piece is not pair[1]]
    together = variables.total((piece, 1) for piece in pair)
    together.add_linear(variables.total((piece, 1) for piece in bridges), -1)
    variables.at_most(together, 1)
