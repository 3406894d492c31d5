"""Pairs and cliques of pieces of one person that can't stand together, by their distance in time.

The arithmetic that `one_state` and `minimum_rest` share; which distance is too short is theirs to say.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from scheduling.time.interval import Minute
from solver.engine.facts import Piece
from solver.engine.variables import Variables


def forbid_closer_than(variables: Variables, pieces: list[Piece], distance: Minute) -> None:
    """No added shift starts less than `distance` minutes after another piece ends, or the other way round.

    The pieces are one person's; given ones are not compared with each other. Written as one row per maximal set of
    pieces too close to each other.
    """
    for clique in _cliques(pieces, distance):
        added = [piece for piece in clique if piece.occurrence is not None]
        given = [piece for piece in clique if piece.occurrence is None]
        literals = [literal for piece in added if (literal := variables.literal_of(piece)) is not None]
        if not literals:
            continue
        if any(not piece.is_choice for piece in given):
            for literal in literals:
                variables.forbid(literal)
            continue
        for piece in given:
            kept = variables.literal_of(piece)
            if kept is not None:
                variables.at_most_one([*literals, kept])
        if not given and len(literals) > 1:
            variables.at_most_one(literals)


def _cliques(pieces: list[Piece], distance: Minute) -> Iterator[list[Piece]]:
    """Maximal sets of pieces whose spans, lengthened by the distance, share a minute."""
    active: list[Piece] = []
    has_grown = False
    for piece in sorted(pieces, key=lambda piece: piece.start):
        staying = [other for other in active if other.end + distance > piece.start]
        if has_grown and len(staying) < len(active):
            yield active
        active = [*staying, piece]
        has_grown = True
    if has_grown:
        yield active


def followers(pieces: list[Piece], piece: Piece, nearest: Minute, farthest: Minute) -> list[Piece]:
    """Pieces that start at least `nearest` and less than `farthest` minutes after a piece ends; `pieces`
    in order.
    """
    return starting_in(pieces, piece.end + nearest, piece.end + farthest)


def starting_in(pieces: list[Piece], start: Minute, end: Minute) -> list[Piece]:
    """Pieces, in order of start, that start between two minutes; the second is excluded."""
    first = bisect_left(pieces, start, key=lambda piece: piece.start)
    return pieces[first : bisect_left(pieces, end, first, key=lambda piece: piece.start)]
