"""What would fill a shortage without anybody else: moving one named person, said in a sentence. Pure.

Who could be moved is worked out by the evaluation (`moves_for`); people without a named position are moved already.
"""

from __future__ import annotations

from collections.abc import Mapping

from scheduling.coverage.domain.curve import Deviation
from scheduling.coverage.domain.suggestions import Move
from scheduling.roster.domain.evaluation import RosterEvaluation
from scheduling.time.interval import Minute
from scheduling.time.segment import Key
from scheduling.time.words import count_words, range_words


def move_words(evaluation: RosterEvaluation, gap: Deviation, people: Mapping[Key, str]) -> str:
    """ "Moving Kestrel, Cal from Police radio would fill it."; nothing where no such move helps.

    Of several moves the one that helps longest is named, and how many others help in the same minutes.
    """
    moves = [move for move in evaluation.moves_for(gap) if move.person in people]
    if not moves:
        return ""
    best = max(moves, key=_length)
    others = len({move.person for move in moves if move.interval == best.interval}) - 1
    positions = {position.key: position.name for position in evaluation.input.positions}
    effect = "fill it" if gap.people == 1 else "make it smaller"
    if best.interval != gap.interval:
        effect += f" {range_words(best.interval.start, best.interval.end, evaluation.input.clock)}"
    also = f", and so would {count_words(others, 'other', 'others')}" if others else ""
    return f"Moving {people[best.person]} from {positions[best.position]} would {effect}{also}."


def _length(move: Move) -> Minute:
    return move.interval.minutes
