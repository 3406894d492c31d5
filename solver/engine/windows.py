"""Rolling windows: minutes of duty in any stretch of a given length, sliding by the minute.

The greatest sum over all positions is always reached by a window that ends where duty ends, so only those
count. The limit is the one in force in a window's last minute.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date

from scheduling.rules.levels import Level
from scheduling.time.interval import Interval, Minute
from solver.engine.facts import Piece
from solver.engine.linear import Linear
from solver.engine.variables import Variables


def windows(variables: Variables, person: str, length: Minute) -> Iterator[tuple[Interval, list[Piece]]]:
    """Every window that ends with a piece and touches the horizon, with the pieces that touch it."""
    pieces = variables.facts.counted[person]
    starts = [piece.start for piece in pieces]
    longest = max((piece.minutes for piece in pieces), default=0)
    horizon = variables.facts.instance.horizon
    for end in sorted({piece.end for piece in pieces}):
        window = Interval(end - length, end)
        if window.overlaps(horizon):
            near = pieces[bisect_left(starts, window.start - longest) : bisect_left(starts, end)]
            yield window, [piece for piece in near if window.start < piece.end]


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
    known: dict[tuple[tuple[tuple[int, int], ...], Minute], int] = {}
    for person in variables.pieces:
        for window, touching in windows(variables, person, length):
            on = variables.facts.date_of(window.end - 1)
            limit = variables.facts.length_limit(person, rule, Level.BLOCK, on, window.end)
            if limit is None:
                continue
            shape = tuple((piece.start - window.start, piece.end - window.start) for piece in touching)
            key = shape, _apart(variables, touching)
            if key not in known:
                known[key] = _most_minutes(shape, length, key[1])
            if known[key] > limit:
                variables.at_most(total_in(variables, person, window, touching), limit)


def _apart(variables: Variables, pieces: list[Piece]) -> Minute:
    """How far apart any two of the pieces must be: the blocking rest where the run adds all of them, else
    nothing.
    """
    facts = variables.facts
    if facts.instance.options.double_shifts_allowed or any(piece.occurrence is None for piece in pieces):
        return 0
    rests = [facts.rest_limit(piece.person, "minimum_rest", Level.BLOCK, piece.start) for piece in pieces]
    return min(rest or 0 for rest in rests)


def _most_minutes(shape: tuple[tuple[int, int], ...], length: Minute, apart: Minute) -> int:
    """The most minutes of a window that pieces at least so far apart can fill: a bound to skip rows that
    never bind.
    """
    best: list[tuple[int, int]] = []
    for start, end in sorted(shape, key=lambda span: span[1]):
        before = max((minutes for ended, minutes in best if ended + apart <= start), default=0)
        best.append((end, before + min(end, length) - max(start, 0)))
    return max((minutes for _, minutes in best), default=0)
