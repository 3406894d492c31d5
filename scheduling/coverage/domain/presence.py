"""Presence: what a person's duty counts for, minute by minute: which seats it could fill, which mix it adds
to.

Skills and trainees turn into masks here, once per person; `curve.py` and `suggestions.py` only count.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from scheduling.coverage.domain.types import Certification, Position
from scheduling.time.interval import Interval, Minute, difference
from scheduling.time.segment import AWAY_FROM_CONSOLE, Absence, Duty, Key, Segment, touching

UNNAMED = -1


@dataclass(frozen=True, slots=True)
class Scheme:
    """The positions in order of priority and the skills of mix requirements, as bits."""

    positions: tuple[Position, ...]
    mix_skills: tuple[Key, ...]
    index: dict[Key, int] = field(init=False, repr=False)
    seats_of: dict[Key, int] = field(init=False, repr=False)
    mix_of: dict[Key, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        seats_of: dict[Key, int] = {}
        for n, position in enumerate(self.positions):
            seats_of[position.skill] = seats_of.get(position.skill, 0) | 1 << n
        object.__setattr__(self, "index", {position.key: n for n, position in enumerate(self.positions)})
        object.__setattr__(self, "seats_of", seats_of)
        object.__setattr__(self, "mix_of", {skill: 1 << n for n, skill in enumerate(self.mix_skills)})


def scheme(positions: Iterable[Position], mix_skills: Iterable[Key]) -> Scheme:
    """Positions by priority; equal priorities keep the given order."""
    ordered = sorted(positions, key=lambda position: position.priority)
    return Scheme(tuple(ordered), tuple(dict.fromkeys(mix_skills)))


class Ability(NamedTuple):
    """What a person may do in `[start, end)`: masks of positions and of mix skills.

    Of the positions whose skill they hold, `barred` are those in which a restriction allows no duty: who is put there
    by name all the same sits there, but nobody is taken to.
    """

    start: Minute
    end: Minute
    seats: int
    mix: int
    barred: int = 0

    @property
    def open_seats(self) -> int:
        """Positions that a person whose duty names none may be counted in."""
        return self.seats & ~self.barred


class Presence(NamedTuple):
    """A person counts in `[start, end)`: `named` is the position their duty names, or UNNAMED.

    `seats` are the positions they may fill (for named people: could fill, if they were moved).
    """

    start: Minute
    end: Minute
    named: int
    seats: int
    mix: int


def abilities(
    certifications: Iterable[Certification],
    trainee: Sequence[Interval],
    span: Interval,
    scheme: Scheme,
    barred: Sequence[tuple[Interval, Iterable[Key]]] = (),
) -> tuple[Ability, ...]:
    """One person's abilities over a span, in order, without gaps. Trainees fill no seat and add to no mix.

    `barred` are the positions that restrictions bar, and when.
    """
    seats, mix = 0, 0
    dated: list[tuple[Interval, int, int]] = []
    start, end = span.start, span.end
    for certification in certifications:
        skill = certification.skill
        adds = scheme.seats_of.get(skill, 0), scheme.mix_of.get(skill, 0)
        valid = certification.interval
        if valid.start <= start and end <= valid.end:
            seats |= adds[0]
            mix |= adds[1]
        elif (adds[0] or adds[1]) and valid.start < end and start < valid.end:
            dated.append((valid, *adds))
    learning = [interval for interval in trainee if interval.overlaps(span)]
    closed = [
        (interval, sum({1 << scheme.index[key] for key in keys if key in scheme.index}))
        for interval, keys in barred
        if interval.overlaps(span)
    ]
    if not dated and not learning and not closed:
        return (Ability(start, end, seats, mix),)
    edges = {start, end}
    for interval in [*(valid for valid, _, _ in dated), *learning, *(interval for interval, _ in closed)]:
        edges.update(edge for edge in (interval.start, interval.end) if start < edge < end)
    found: list[Ability] = []
    ordered = sorted(edges)
    for left, right in itertools.pairwise(ordered):
        if any(interval.contains(left) for interval in learning):
            found.append(Ability(left, right, 0, 0))
            continue
        here, holds, shut = seats, mix, 0
        for valid, more_seats, more_mix in dated:
            if valid.contains(left):
                here |= more_seats
                holds |= more_mix
        for interval, positions in closed:
            if interval.contains(left):
                shut |= positions
        found.append(Ability(left, right, here, holds, here & shut))
    return tuple(found)


def presences(
    segments: Iterable[Segment], able: Sequence[Ability], focus: Interval, scheme: Scheme
) -> list[Presence]:
    """The minutes inside the focus in which a person counts for something, in order.

    A break takes the person out of their seat unless somebody relieves them. A duty that names a position
    counts there and nowhere else, and only while the skill is valid.
    """
    found: list[Presence] = []
    first, last = focus.start, focus.end
    steady = able[0] if len(able) == 1 else None
    open_seats = steady.open_seats if steady is not None else 0
    for duty in touching(tuple(segments), focus):
        if isinstance(duty, Absence) or duty.pay in AWAY_FROM_CONSOLE:
            continue
        start = duty.start if duty.start > first else first
        end = duty.end if duty.end < last else last
        if steady is not None and duty.position is None and not duty.breaks:
            if open_seats or steady.mix:
                found.append(Presence(start, end, UNNAMED, open_seats, steady.mix))
            continue
        named = UNNAMED if duty.position is None else scheme.index.get(duty.position, UNNAMED)
        for at_seat_from, at_seat_until in _without_breaks(duty, start, end):
            for ability in able:
                left, right = max(at_seat_from, ability.start), min(at_seat_until, ability.end)
                if left >= right:
                    continue
                if named == UNNAMED or ability.seats >> named & 1:
                    if named != UNNAMED or ability.open_seats or ability.mix:
                        found.append(Presence(left, right, named, ability.open_seats, ability.mix))
                elif ability.mix:
                    found.append(Presence(left, right, UNNAMED, 0, ability.mix))
    return found


def _without_breaks(duty: Duty, start: Minute, end: Minute) -> Sequence[tuple[Minute, Minute]]:
    away = [Interval(pause.start, pause.end) for pause in duty.breaks if not pause.is_relieved]
    if not away:
        return ((start, end),)
    return [(left.start, left.end) for left in difference([Interval(start, end)], away)]
