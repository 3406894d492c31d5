"""Rolling windows: minutes of duty in any stretch of a given length, sliding by the minute.

The greatest sum over all positions is always reached by a window that ends where duty ends, so only those
count. The limit is the one in force in a window's last minute.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from scheduling.rules.levels import Level
from scheduling.time.interval import Interval, Minute
from solver.engine.facts import Piece
from solver.engine.variables import Linear, Variables


def windows(variables: Variables, person: str, length: Minute) -> Iterator[tuple[Interval, list[Piece]]]:
    """Every window that ends with a piece and touches the horizon, with the pieces that touch it."""
    pieces = variables.pieces[person]
    horizon = variables.facts.instance.horizon
    for end in sorted({piece.end for piece in pieces}):
        window = Interval(end - length, end)
        if window.overlaps(horizon):
            yield window, [piece for piece in pieces if piece.start < window.end and window.start < piece.end]


def total_in(variables: Variables, person: str, window: Interval, touching: list[Piece]) -> Linear:
    """Minutes of duty in a window; whole dates inside it share one variable per date."""
    total = Linear()
    loose: list[Piece] = []
    whole: dict[date, list[Piece]] = {}
    for piece in touching:
        whole.setdefault(piece.on, []).append(piece)
    for on, pieces in whole.items():
        every = variables.pieces_on(person, on)
        is_whole = len(pieces) == len(every) and all(
            window.start <= piece.start and piece.end <= window.end for piece in every
        )
        if is_whole:
            total.add_linear(variables.minutes_on(person, on))
        else:
            loose += pieces
    total.add_linear(variables.total((piece, piece.minutes_in(window)) for piece in loose))
    return total


def limit_window(variables: Variables, rule: str, length: Minute) -> None:
    """The blocking level of a rolling-window rule."""
    known: dict[tuple[tuple[int, int], ...], int] = {}
    for person in variables.pieces:
        for window, touching in windows(variables, person, length):
            limit = variables.facts.limit(person, rule, Level.BLOCK, variables.facts.date_of(window.end - 1))
            if limit is None:
                continue
            shape = tuple((piece.start - window.start, piece.end - window.start) for piece in touching)
            if shape not in known:
                known[shape] = _most_minutes(shape, length)
            if known[shape] > limit:
                variables.at_most(total_in(variables, person, window, touching), limit)


def _most_minutes(shape: tuple[tuple[int, int], ...], length: Minute) -> int:
    """The most minutes of a window that pieces which do not overlap can fill: a bound to skip rows that
    never bind.
    """
    best: dict[int, int] = {0: 0}
    marks = sorted({0, *(end for _, end in shape if end > 0), length})
    by_end: dict[int, list[tuple[int, int]]] = {}
    for start, end in shape:
        by_end.setdefault(end, []).append((start, end))
    reached = 0
    for before, mark in pairwise(marks):
        reached = best[before]
        for start, end in by_end.get(mark, []):
            earlier = max((value for at, value in best.items() if at <= max(start, 0)), default=0)
            reached = max(reached, earlier + min(end, length) - max(start, 0))
        best[mark] = reached
    return reached
