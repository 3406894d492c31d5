"""Who could work a shift instead, fewest hours first, and how many could not and why. Pure.

Each is tried in `scheduling/roster/domain/cover.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scheduling.board.facts import BoardFacts
from scheduling.board.words import hours_number
from scheduling.roster.domain.cover import Obstacle, who_fits
from scheduling.roster.offering import fewest_hours
from scheduling.roster.people import PersonFacts
from scheduling.roster.workweeks import Workweeks, workweek_of
from scheduling.time.interval import Interval
from scheduling.time.segment import Key

MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who fits; `week_hours` are those planned in their workweek of the shift."""

    id: str
    name: str
    skills: str
    week_hours: str


@dataclass(frozen=True, slots=True)
class Candidates:
    """Who fits, fewest hours first, and how many do not and why."""

    shown: tuple[Candidate, ...]
    fitting: int
    busy: int
    unskilled: int
    breaking: int
    workweek_words: str


def candidates(
    facts: BoardFacts,
    leaving: PersonFacts,
    on: date,
    shift: Interval,
    position: Key | None,
    weeks: Workweeks,
) -> Candidates:
    """Everybody else employed that day, tried on this shift; trainees are nobody's cover."""
    people: dict[Key, PersonFacts] = {
        person.id: person
        for person in facts.people
        if person.id != leaving.id and not person.is_trainee and person.is_employed(on)
    }
    order = fewest_hours(facts.evaluation, people, weeks, shift.start)
    cover = who_fits(facts.evaluation, shift, position, people, order)
    fitting = [people[fit.person] for fit in cover.fitting]
    shown = tuple(
        Candidate(
            str(person.id), person.name, " ".join(person.skill_codes(on)), hours_number(order(person.id)[0])
        )
        for person in fitting[:MOST_SHOWN]
    )
    words = {workweek_of(weeks, person.bargaining_unit_id).words(on) for person in fitting}
    said = next(iter(words)) if len(words) == 1 else "Each in the workweek of their bargaining unit."
    count = {obstacle: len(keys) for obstacle, keys in cover.others.items()}
    return Candidates(
        shown,
        len(fitting),
        count[Obstacle.ON_DUTY] + count[Obstacle.ON_LEAVE],
        count[Obstacle.UNSKILLED],
        count[Obstacle.BREAKS_RULE],
        said if fitting else "",
    )
