"""Weighted shortage of one instant from headcounts alone, by deficiency: the warm start's fast measure of
a gap.

The model writes the same condition as rows (`coverage.py`); `headcounts.py` seats people one by one instead, on
purpose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def weighted_shortage(supply: Mapping[int, int], demand: Sequence[int], weights: Sequence[int]) -> int:
    """Price of the seats that stay empty when positions are filled in order, as well as can be.

    `supply` are people by set of positions (bit n is position n), `demand` and `weights` are by position in
    order of priority; weights never rise.
    """
    shortage = 0
    for last in reversed(range(len(demand))):
        missing = _deficiency(supply, demand, last + 1)
        if not missing:
            break  # The first positions alone can't miss more than with the later ones.
        shortage += missing * (weights[last] - (weights[last + 1] if last + 1 < len(weights) else 0))
    return shortage


def _deficiency(supply: Mapping[int, int], demand: Sequence[int], first: int) -> int:
    """Seats of the first positions that nobody can fill: the worst set of positions decides."""
    worst = 0
    asked = [number for number in range(first) if demand[number] > 0]
    every = sum(1 << number for number in asked)
    unions = {0}
    for mask in supply:
        unions |= {union | mask & every for union in unions}
    for union in unions:
        members = every & ~union
        people = sum(count for mask, count in supply.items() if mask & members)
        worst = max(worst, sum(demand[number] for number in asked if members >> number & 1) - people)
    return worst
