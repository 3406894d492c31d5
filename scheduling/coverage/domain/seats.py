"""Seats: the best distribution of the people on duty over the positions, at one instant.

People are only counts here, by the set of positions they may fill: who they are is in `suggestions.py`.
Over time this is used by `curve.py`. Positions are numbers in order of priority; a set of positions is a
bit mask.

The order of what is best (semantics 5): every minimum, positions by priority; then every target; then up to
the maximum. Who is left over counts, as surplus, in the last position they may fill. Sets of people that
can be seated form a polymatroid, so filling greedily in this order is exact: it is the lexicographic best,
and it seats as many as possible.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from operator import itemgetter

from scheduling.coverage.domain.demand import Need

RANKED_POSITIONS = 8
"""Up to here `staffed` counts by subsets of positions (2^n steps); beyond, by flow."""

Needs = Sequence[Need | None]
"""What each position asks for at the instant, in order of priority; None where nothing is asked."""


def staffed(counts: Mapping[int, int], named: Sequence[int], needs: Needs) -> tuple[int, ...]:
    """People in each position at the best distribution.

    `counts` are unnamed people by mask of positions they may fill, `named` are people whose duty names the
    position (they stay where they are). Positions that ask for nothing get only their named people.
    """
    if len(needs) > RANKED_POSITIONS:
        filled = list(named)
        for (_, position), people in assignment(counts, named, needs).items():
            filled[position] += people
        return tuple(filled)
    return _ranked(counts, named, needs)


def _ranked(counts: Mapping[int, int], named: Sequence[int], needs: Needs) -> tuple[int, ...]:
    """By Hall's condition: a set of positions can be filled when enough people may fill one of the set.

    `room[s]` is the number of people who may fill a position of the set s, less the seats already taken in s.
    """
    size = len(needs)
    full = (1 << size) - 1
    inside = [0] * (full + 1)
    total = 0
    for mask, people in counts.items():
        inside[mask] += people
        total += people
    for s, smaller in _subset_sums(size):
        inside[s] += inside[smaller]
    room = [total - people for people in reversed(inside)]
    filled = list(named)
    containing, rooms = _sets_containing(size), _rooms(size)
    for position, wanted in _wishes(tuple(needs)):
        missing = wanted - filled[position]
        if missing > 0:
            taken = min(missing, *rooms[position](room))
            if taken > 0:
                filled[position] += taken
                for s in containing[position]:
                    room[s] -= taken
    if room[full] > 0:
        for position in range(size - 1, -1, -1):
            if needs[position] is not None:
                taken = min(rooms[position](room))
                if taken > 0:
                    filled[position] += taken
                    for s in containing[position]:
                        room[s] -= taken
    return tuple(filled)


@lru_cache(maxsize=1024)
def _wishes(needs: tuple[Need | None, ...]) -> tuple[tuple[int, int], ...]:
    """(position, headcount up to which to fill it) in the order in which to fill."""
    asked = [(position, need) for position, need in enumerate(needs) if need is not None]
    return (
        *[(position, need.minimum) for position, need in asked if need.minimum],
        *[(position, need.target) for position, need in asked if need.target > need.minimum],
        *[(position, need.maximum) for position, need in asked if need.maximum is not None],
    )


@cache
def _subset_sums(size: int) -> tuple[tuple[int, int], ...]:
    """The steps (a mask, the mask without one bit) that turn counts into sums over subsets, bit by bit."""
    return tuple((s, s ^ 1 << n) for n, sets in enumerate(_sets_containing(size)) for s in sets)


@cache
def _rooms(size: int) -> tuple[Callable[[list[int]], tuple[int, ...]], ...]:
    """For each position, what takes the values of all sets that contain it out of a list."""
    # The last set twice: with one index only, itemgetter would return no tuple.
    return tuple(itemgetter(*sets, sets[-1]) for sets in _sets_containing(size))


@cache
def _sets_containing(size: int) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(s for s in range(1 << size) if s >> n & 1) for n in range(size))


def assignment(counts: Mapping[int, int], named: Sequence[int], needs: Needs) -> dict[tuple[int, int], int]:
    """How many unnamed people of each mask sit in each position, as {(mask, position): people}: a maximum
    flow.

    Fills the same headcounts as `staffed`. Deterministic: masks are taken in order of how little else they
    could do.
    """
    free = {mask: people for mask, people in counts.items() if mask and people}
    # The least versatile first: fewer paths have to be turned round later.
    order = sorted(free, key=lambda mask: (mask.bit_count(), mask))
    flow: dict[tuple[int, int], int] = {}
    filled = list(named)
    for position, wanted in _wishes(tuple(needs)):
        while filled[position] < wanted:
            moved = _augment(position, wanted - filled[position], order, free, flow)
            if not moved:
                break
            filled[position] += moved
    for position in range(len(needs) - 1, -1, -1):
        while needs[position] is not None and (
            moved := _augment(position, sum(free.values()), order, free, flow)
        ):
            filled[position] += moved
    return {key: people for key, people in sorted(flow.items()) if people}


def _augment(
    position: int, wanted: int, order: Sequence[int], free: dict[int, int], flow: dict[tuple[int, int], int]
) -> int:
    """Bring up to `wanted` people into a position along one shortest path of moves; returns how many."""
    came_from: dict[int, tuple[int, int] | None] = {position: None}
    queue = deque([position])
    while queue:
        into = queue.popleft()
        for mask in order:
            if not mask >> into & 1:
                continue
            if free[mask]:
                return _move(into, mask, wanted, came_from, free, flow)
            for (other_mask, other), people in flow.items():
                if other_mask == mask and people and other not in came_from:
                    came_from[other] = (mask, into)
                    queue.append(other)
    return 0


def _move(
    into: int,
    mask: int,
    wanted: int,
    came_from: Mapping[int, tuple[int, int] | None],
    free: dict[int, int],
    flow: dict[tuple[int, int], int],
) -> int:
    """Seat free people of `mask` in `into`, and move as many on along the path that led there."""
    path: list[tuple[int, int, int]] = []
    at = into
    while (step := came_from[at]) is not None:
        path.append((step[0], at, step[1]))
        at = step[1]
    people = min([wanted, free[mask], *[flow[moved, left] for moved, left, _ in path]])
    free[mask] -= people
    flow[mask, into] = flow.get((mask, into), 0) + people
    for moved, left, entered in path:
        flow[moved, left] -= people
        flow[moved, entered] = flow.get((moved, entered), 0) + people
    return people
