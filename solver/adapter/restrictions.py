"""Restricted duty in an instance: what it asks for as minutes, and who may be counted in which position.

The engine knows seats by skills alone. A position that somebody is barred from gets a skill of its own there, which
whoever is barred does not hold in those minutes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from scheduling.roster.domain.inputs import PersonInput, RosterInput
from scheduling.rules.restricted_duty import closed_hours
from scheduling.time.interval import Interval, Minute, difference
from scheduling.time.segment import Duty, Key
from solver.adapter.keys import seat_skill
from solver.engine.instance import Restriction, SkillTime


def barred_positions(given: RosterInput) -> frozenset[Key]:
    """The positions that somebody on the roster is barred from in the span."""
    known = {position.key for position in given.positions}
    return frozenset(
        key
        for row in given.people
        for restriction in row.restrictions
        if restriction.interval.overlaps(given.span)
        for key in restriction.positions & known
    )


def restrictions_of(row: PersonInput, given: RosterInput) -> tuple[Restriction, ...]:
    """A person's restrictions inside the span, in minutes of the horizon."""
    zero = given.focus.start
    known = {position.key for position in given.positions}
    found = []
    for restriction in row.restrictions:
        inside = restriction.interval.intersection(given.span)
        if inside is not None:
            closed = closed_hours(restriction, given.clock, inside)
            found.append(
                Restriction(
                    inside.start - zero,
                    inside.end - zero,
                    tuple(Interval(each.start - zero, each.end - zero) for each in closed),
                    restriction.daily_minutes,
                    restriction.weekly_minutes,
                    restriction.no_overtime,
                    tuple(sorted(str(key) for key in restriction.positions & known)),
                )
            )
    return tuple(found)


def seat_skills(
    skills: Iterable[SkillTime],
    row: PersonInput,
    duties: Iterable[Duty],
    given: RosterInput,
    barred: Collection[Key],
) -> tuple[SkillTime, ...]:
    """A person's skills, and for positions with a skill of their own that one where nothing bars them from it.

    Who is put there by name all the same sits there.
    """
    held = tuple(skills)
    own = [position for position in given.positions if position.key in barred]
    if not own:
        return held
    worked = list(duties)
    zero = given.focus.start
    found = list(held)
    for position in own:
        shut = [each.interval for each in row.restrictions if position.key in each.positions]
        named = [duty.interval for duty in worked if duty.position == position.key]
        closed = difference(shut, named)
        for each in held:
            if each.skill == str(position.skill):
                key = seat_skill(position.skill, position.key, barred)
                found += [SkillTime(key, start, end) for start, end in _open(each, closed, zero)]
    return tuple(found)


def _open(
    held: SkillTime, closed: Iterable[Interval], zero: Minute
) -> Iterable[tuple[int | None, int | None]]:
    """The minutes of a skill without those that are closed; None stays no end."""
    start, end = held.start, held.end
    for each in sorted(closed):
        first, last = each.start - zero, each.end - zero
        if (end is not None and end <= first) or (start is not None and last <= start):
            continue
        if start is None or start < first:
            yield start, first
        start = last
        if end is not None and end <= start:
            return
    yield start, end
