"""Valid certification: nobody is on duty without a valid skill; who is put in a position holds that
position's skill.

Trainees are exempt (they fill no seat), and so is training and court time. Source:
docs/rules/valid_certification.md.
"""

from __future__ import annotations

from scheduling.rules.levels import Level, Limit, Violation
from scheduling.rules.rule import Rule
from scheduling.rules.work import Work
from scheduling.time.interval import difference
from scheduling.time.segment import AWAY_FROM_CONSOLE

NAME = "valid_certification"


def check(work: Work) -> list[Violation]:
    """One violation per duty and interval without the skill, measured in minutes without it.

    A duty that names a position needs that skill in every minute, any other duty needs at least one
    position's skill.
    """
    limits = work.terms.limits.get(NAME)
    held = work.qualifications
    if limits is None or held is None:
        return []
    found: list[Violation] = []
    focus = work.focus
    duties = [duty for duty in work.worked if duty.position is not None] if held.is_steady else work.worked
    for duty in duties:
        valid = held.any_position if duty.position is None else held.by_position.get(duty.position, ())
        if duty.end <= focus.start or focus.end <= duty.start or duty.pay in AWAY_FROM_CONSOLE:
            continue
        for interval in difference([duty.interval], [*valid, *held.trainee]):
            limit = limits.broken(interval.minutes, interval.start)
            if limit is not None and interval.overlaps(focus):
                found.append(
                    Violation(NAME, limit.level, work.person, interval, interval.minutes, limit.value)
                )
    return found


RULE = Rule(
    name=NAME,
    label="Valid skill for the position",
    unit="minutes",
    setting=NAME,
    default_limits=(Limit(Level.BLOCK, 0),),
    check=check,
)
