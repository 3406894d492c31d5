"""Minutes by which rest falls short of an approval level: between shifts, and after nights in a row."""

from __future__ import annotations

from scheduling.rules.levels import Level
from scheduling.time.interval import Interval
from solver.engine.after_nights import too_soon
from solver.engine.conflicts import followers, starting_in
from solver.engine.coverage import Coverage
from solver.engine.facts import Piece
from solver.engine.linear import Linear
from solver.engine.objective.term import Amount
from solver.engine.variables import Variables

name = "approval_rest"
label = "Rest below the approval limit"
unit = "minutes"
tier = 2


RULE = "minimum_rest"


def add(variables: Variables, coverage: Coverage) -> Amount:
    """Between consecutive stretches of duty, where the later one or the rest before it lies in the
    horizon.
    """
    facts = variables.facts
    weight = facts.instance.options.weights.minute_short_of_rest
    amount = Amount()
    for person, pieces in facts.counted.items():
        gap = facts.settings(person).continuous_gap_minutes
        limits = {piece.start: _limit(variables, piece, Level.APPROVAL) or 0 for piece in pieces}
        longest = max(limits.values(), default=0)
        for piece in pieces:
            for later in followers(pieces, piece, gap, longest):
                missing = limits[later.start] - (later.start - piece.end)
                rest = Interval(piece.end, later.start)
                counts = missing > 0 and later.shift_start != piece.shift_start
                if (
                    counts
                    and rest.overlaps(facts.instance.horizon)
                    and not _is_blocked(variables, piece, later)
                ):
                    amount.add(_both(variables, person, piece, later), times=missing, weight=weight)
        for found in too_soon(variables, person, Level.APPROVAL):
            amount.add(
                variables.excess(found.total, found.most),
                times=found.limit - found.rest.minutes,
                weight=weight,
            )
    return amount


def _limit(variables: Variables, piece: Piece, level: Level) -> int | None:
    return variables.facts.rest_limit(piece.person, RULE, level, piece.start)


def _is_blocked(variables: Variables, piece: Piece, later: Piece) -> bool:
    """Pairs that the blocking level forbids anyway need no price; two given pieces that stand are counted."""
    limit = _limit(variables, later, Level.BLOCK)
    is_given = not piece.is_choice and not later.is_choice
    return not is_given and limit is not None and later.start - piece.end < limit


def _both(variables: Variables, person: str, piece: Piece, later: Piece) -> Linear:
    """1 when both stand and nothing stands between them."""
    together = variables.total([(piece, 1), (later, 1)])
    between = starting_in(variables.facts.counted[person], piece.end, later.start)
    together.add_linear(variables.total((other, 1) for other in between), -1)
    return variables.excess(together, 1)
