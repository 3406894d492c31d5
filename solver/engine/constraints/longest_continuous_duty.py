"""No stretch of continuous duty (gaps under the setting) lasts longer than the limit, from its start to
its end.
"""

from __future__ import annotations

from collections.abc import Iterator

from scheduling.rules.levels import Level
from solver.engine.conflicts import followers
from solver.engine.facts import Piece
from solver.engine.variables import Variables

name = "longest_continuous_duty"
label = "Longest continuous duty"


def add(variables: Variables) -> None:
    for person, pieces in variables.facts.counted.items():
        for first in pieces:
            for chain in _too_long(variables, person, [first]):
                total = variables.total((piece, 1) for piece in chain)
                variables.at_most(total, len(chain) - 1)


def _too_long(variables: Variables, person: str, chain: list[Piece]) -> Iterator[list[Piece]]:
    """The shortest chains of joined pieces that exceed the limit, each extending the given one."""
    on = variables.facts.date_of(chain[0].start)
    limit = variables.facts.length_limit(person, name, Level.BLOCK, on, chain[-1].end)
    if limit is None:
        return
    if chain[-1].end - chain[0].start > limit:
        yield chain
        return
    doubles = variables.facts.instance.options.double_shifts_allowed
    gap = variables.facts.settings(person).continuous_gap_minutes
    for following in followers(variables.facts.counted[person], chain[-1], 0, gap):
        is_joined_by_run = chain[-1].occurrence is not None or following.occurrence is not None
        if doubles or not is_joined_by_run:
            yield from _too_long(variables, person, [*chain, following])
