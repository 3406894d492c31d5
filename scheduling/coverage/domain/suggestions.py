"""Who sits where at one instant, by name; and which named person could be moved to fill a gap.

How many sit where is decided by `seats.py`; a suggestion only puts names to those numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scheduling.coverage.domain.presence import UNNAMED, Presence, Scheme
from scheduling.coverage.domain.seats import Needs, assignment, staffed
from scheduling.time.interval import Interval
from scheduling.time.segment import Key

Present = Mapping[Key, Presence]
"""Who is there at the instant, in the order in which suggestions are handed out."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One person's place in a position: named by their duty, or suggested."""

    position: Key
    is_named: bool


@dataclass(frozen=True, slots=True)
class Move:
    """Freeing a named person from their position would make a gap smaller in these minutes."""

    person: Key
    position: Key
    interval: Interval


def suggest(present: Present, needs: Needs, scheme: Scheme) -> dict[Key, Seat]:
    """A seat for everybody who gets one in the best distribution; nobody moves who is named.

    The same people and needs give the same answer; among people with equal skills the first is seated by the
    highest priority.
    """
    counts, named = _counted(present, scheme)
    waiting: dict[int, list[int]] = {}
    for (mask, position), people in sorted(assignment(counts, named, needs).items()):
        waiting.setdefault(mask, []).extend([position] * people)
    seats: dict[Key, Seat] = {}
    for person, presence in present.items():
        if presence.named != UNNAMED:
            seats[person] = Seat(scheme.positions[presence.named].key, is_named=True)
        elif waiting.get(presence.seats):
            position = waiting[presence.seats].pop(0)
            seats[person] = Seat(scheme.positions[position].key, is_named=False)
    return seats


def helpful_moves(present: Present, needs: Needs, scheme: Scheme, position: Key) -> list[Key]:
    """The named people each of whom, distributed freely instead, makes the gap in a position smaller.

    Only where no other minimum falls short because of it.
    """
    counts, named = _counted(present, scheme)
    wanted = scheme.index[position]
    before = _short(staffed(counts, named, needs), needs)
    if not before[wanted]:
        return []
    helps: dict[tuple[int, int], bool] = {}
    found: list[Key] = []
    for person, presence in present.items():
        if presence.named == UNNAMED:
            continue
        key = presence.named, presence.seats
        if key not in helps:
            freed = dict(counts)
            if presence.seats:
                freed[presence.seats] = counts.get(presence.seats, 0) + 1
            fewer = [people - (n == presence.named) for n, people in enumerate(named)]
            after = _short(staffed(freed, fewer, needs), needs)
            worse = any(a > b for a, b in zip(after, before, strict=True))
            helps[key] = after[wanted] < before[wanted] and not worse
        if helps[key]:
            found.append(person)
    return found


def _counted(present: Present, scheme: Scheme) -> tuple[dict[int, int], list[int]]:
    counts: dict[int, int] = {}
    named = [0] * len(scheme.positions)
    for presence in present.values():
        if presence.named != UNNAMED:
            named[presence.named] += 1
        elif presence.seats:
            counts[presence.seats] = counts.get(presence.seats, 0) + 1
    return counts, named


def _short(people: Sequence[int], needs: Needs) -> list[int]:
    return [
        0 if need is None else max(0, need.minimum - there) for there, need in zip(people, needs, strict=True)
    ]
