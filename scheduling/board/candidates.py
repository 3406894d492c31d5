"""Who could work a shift instead: free at that time, with a skill, and without a new rule break. Pure.

Each is tried on the evaluated roster; about two milliseconds a person, so only on demand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scheduling.adjustments.domain import Adjustment, AdjustmentKind, Paint
from scheduling.board.cells import is_break
from scheduling.board.facts import BoardFacts
from scheduling.board.inspector import AFTER_ALL
from scheduling.board.words import hours_number
from scheduling.roster.people import PersonFacts
from scheduling.roster.workweeks import Workweeks, workweek_of
from scheduling.time.interval import Interval
from scheduling.time.segment import Key, PayKind
from staff.people.names import in_order

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
    """Everybody else tried on this shift."""
    evaluation = facts.evaluation
    skill = next((each.skill for each in evaluation.input.positions if each.key == position), None)
    seats = {each.skill for each in evaluation.input.positions}
    busy = unskilled = breaking = 0
    found: list[tuple[int, PersonFacts]] = []
    rows = {row.key: row for row in evaluation.input.people}
    for person in facts.people:
        if person.id == leaving.id or person.is_trainee:
            continue
        held = {each.skill_id for each in person.certified if _is_valid(each.granted_on, each.expires_on, on)}
        if skill not in held if skill is not None else not held & seats:
            unskilled += 1
            continue
        roster = evaluation.roster(person.id)
        if any(segment.start < shift.end and shift.start < segment.end for segment in roster.segments):
            busy += 1
            continue
        trial = Adjustment(
            "trial", person.id, AdjustmentKind.ASSIGN, Paint.DUTY, shift.start, shift.end, AFTER_ALL,
            shift_start=shift.start, position=position, pay=PayKind.REGULAR,
        )  # fmt: skip
        after = evaluation.with_person(person.id, (*rows[person.id].adjustments, trial))
        before = sum(is_break(each) for each in evaluation.violations_of(person.id))
        if sum(is_break(each) for each in after.violations_of(person.id)) > before:
            breaking += 1
            continue
        week = workweek_of(weeks, person.bargaining_unit_id).holding(shift.start, facts.clock)
        found.append((roster.planned_minutes(week), person))
    found.sort(key=lambda each: (each[0], each[1].seniority_on, in_order(each[1].name)))
    shown = tuple(
        Candidate(str(person.id), person.name, " ".join(person.skill_codes(on)), hours_number(minutes))
        for minutes, person in found[:MOST_SHOWN]
    )
    words = {workweek_of(weeks, person.bargaining_unit_id).words(on) for _, person in found}
    said = next(iter(words)) if len(words) == 1 else "Each in the workweek of their bargaining unit."
    return Candidates(shown, len(found), busy, unskilled, breaking, said if found else "")


def _is_valid(granted_on: date, expires_on: date | None, on: date) -> bool:
    return granted_on <= on and (expires_on is None or on <= expires_on)
