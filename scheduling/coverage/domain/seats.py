"""Seats: the best distribution of the people on duty over the positions, at one instant.

People are only counts here, by the set of positions they may fill: who they are is in `suggestions.py`. Over time
this is used by `curve.py`. Positions are numbers in order of priority; a set of positions is a bit mask.

The order of what is best (semantics 5): every minimum, positions by priority; then every target; then up to
the maximum. Who is left over counts, as surplus, in the last position they may fill. Sets of people that
can be seated form a polymatroid, so filling greedily in this order is exact: it is the lexicographic best,
and it seats as many as possible.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

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
    return staffed_of(tuple(counts), tuple(counts.values()), named, tuple(needs))


def staffed_of(
    masks: tuple[int, ...], people: Sequence[int], named: Sequence[int], needs: tuple[Need | None, ...]
) -> tuple[int, ...]:
    """The same, with the masks and how many people have each as two columns."""
    if not needs:
        return ()
    if len(needs) > RANKED_POSITIONS:
        filled = list(named)
        for (_, position), more in assignment(dict(zip(masks, people, strict=True)), named, needs).items():
            filled[position] += more
        return tuple(filled)
    return _ranked(masks, people, named, needs)


def _ranked(
    masks: tuple[int, ...], people: Sequence[int], named: Sequence[int], needs: tuple[Need | None, ...]
) -> tuple[int, ...]:
    """By Hall's condition: a set of positions can be filled when enough people may fill one of the set.

    `room` has, for each set that matters, the people who may fill one of it, less the seats taken in it.
    """
    sets = _sets(masks, len(needs))
    counts = (*people, 0)
    room = [sum(those_of(counts)) for those_of in sets.people]
    filled = list(named)
    for position, wanted in _wishes(needs):
        missing = wanted - filled[position]
        if missing > 0:
            taken = min(missing, *sets.rooms[position](room))
            if taken > 0:
                filled[position] += taken
                for n in sets.containing[position]:
                    room[n] -= taken
                if not room[-1]:
                    break
    if room[-1] > 0:
        for position in range(len(needs) - 1, -1, -1):
            if needs[position] is not None:
                taken = min(sets.rooms[position](room))
                if taken > 0:
                    filled[position] += taken
                    for n in sets.containing[position]:
                        room[n] -= taken
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


_Getter = Callable[[Sequence[int]], tuple[int, ...]]


class _Sets(NamedTuple):
    """The sets of positions that matter for people of some masks; the last is the set of all positions."""

    people: tuple[_Getter, ...]
    """By set: takes the counts of those who may fill one of it."""
    containing: tuple[tuple[int, ...], ...]
    """By position: the places of the sets that contain it."""
    rooms: tuple[_Getter, ...]
    """By position: takes the values of those sets."""


@lru_cache(maxsize=256)
def _sets(masks: tuple[int, ...], size: int) -> _Sets:
    """Of several sets that the same people may fill only the largest can be short first: few are left.

    Where everybody is a call taker, say, all sets with call-taking are as good as the set of all positions.
    """
    largest: dict[tuple[int, ...], int] = {}
    for s in range(1, 1 << size):
        able = tuple(n for n, mask in enumerate(masks) if mask & s)
        largest[able] = largest.get(able, 0) | s
    ordered = sorted(largest.items(), key=itemgetter(1))
    containing = [tuple(k for k, (_, s) in enumerate(ordered) if s >> n & 1) for n in range(size)]
    return _Sets(
        # With fewer than two places itemgetter would return no tuple; the last count is zero.
        tuple(itemgetter(*able, -1, -1) for able, _ in ordered),
        tuple(containing),
        tuple(itemgetter(*places, places[-1]) for places in containing),
    )


def assignment(counts: Mapping[int, int], named: Sequence[int], needs: Needs) -> dict[tuple[int, int], int]:
    """How many unnamed people of each mask sit in each position, as {(mask, position): people}: a maximum flow.

    Fills the same headcounts as `staffed`. Deterministic: masks are taken in order of how little else they could do.
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
