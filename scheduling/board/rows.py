"""The body of the board: people in their groups, a cell per date, hours, overtime and issues. Pure.

What a single cell says is in cells.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from scheduling.board.cells import (
    EMPTY,
    Cell,
    CellWriter,
    DayOfPerson,
    date_of_violation,
    days_of,
    is_break,
)
from scheduling.board.facts import BoardFacts
from scheduling.board.geometry import rows
from scheduling.board.state import IssueFilter
from scheduling.board.words import hours_number
from scheduling.roster.people import PersonFacts
from scheduling.rules.levels import Level, Violation

HEAD_ROWS = 3
"""Rows of the grid above the first group besides one per requirement: weeks, days, carpet."""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person's line. `cells` are in order of the dates shown."""

    id: UUID
    name: str
    skills: str
    cells: tuple[Cell, ...]
    hours: str
    extra_hours: str
    issues: str
    issue_class: str
    starts: frozenset[date]
    breaks: int
    warnings: int
    index: int = 0


@dataclass(frozen=True, slots=True)
class GroupBlock:
    """A group with its people and, per date, how many of its shown people start a shift."""

    slug: str
    name: str
    note: str
    people: tuple[PersonRow, ...]
    counts: tuple[int, ...]

    @property
    def size_class(self) -> str:
        """Lets the browser reserve the height of a group it has not drawn yet."""
        return rows(len(self.people) + 1)


class RowWriter:
    """Draws rows of one board."""

    def __init__(self, facts: BoardFacts) -> None:
        self.facts = facts
        self.cells = CellWriter(
            facts.clock,
            facts.evaluation.input.shift_types,
            facts.today,
            shows_times=facts.state.weeks == 2,
        )

    def row(self, person: PersonFacts, index: int = 0) -> PersonRow:
        facts = self.facts
        roster = facts.evaluation.roster(person.id)
        known = days_of(roster, facts.clock, facts.days)
        before, drafted = self._before(person.id)
        violations = [
            each for each in facts.evaluation.violations_of(person.id) if each.level is not Level.INFORM
        ]
        marks = self._marks(violations, known)
        cells: list[Cell] = []
        for on in facts.days:
            here = known.get(on)
            mark = marks.get(on, "")
            if drafted and on in drafted:
                mark = " ch" + mark
            if here is None and not mark and on not in before:
                cells.append(EMPTY)
            else:
                cells.append(self.cells.cell(on, here, before.get(on), mark))
        breaks = sum(1 for violation in violations if is_break(violation))
        warnings = len(violations) - breaks
        hours = facts.hours.of(roster, person.bargaining_unit_id)
        return PersonRow(
            id=person.id,
            name=person.name,
            skills=" ".join(person.skill_codes(facts.state.starts_on)),
            cells=tuple(cells),
            hours=hours_number(hours.worked_minutes),
            extra_hours=hours_number(hours.overtime_minutes) if hours.overtime_minutes else "",
            issues=f"{breaks} !" if breaks else f"{warnings} ▵" if warnings else "",
            issue_class="iss" if breaks else "iw" if warnings else "",
            starts=frozenset(on for on, day in known.items() if day.shifts),
            breaks=breaks,
            warnings=warnings,
            index=index,
        )

    def groups(self, people: Iterable[PersonFacts], first_index: int) -> list[GroupBlock]:
        """The rows by group in the order of people; `first_index` is the number of the first head."""
        found: list[tuple[str, list[PersonRow]]] = []
        index = first_index
        for person in people:
            is_first = not found or found[-1][0] != person.group
            # A head takes a number too.
            row = self.row(person, index + is_first)
            if not self._is_shown(row):
                continue
            if is_first:
                found.append((person.group, []))
            found[-1][1].append(row)
            index = row.index + 1
        return [self.block(name, members) for name, members in found]

    def block(self, name: str, members: Sequence[PersonRow]) -> GroupBlock:
        counts = tuple(sum(on in row.starts for row in members) for on in self.facts.days)
        return GroupBlock(group_slug(name), name or "Without a group", "", tuple(members), counts)

    def _is_shown(self, row: PersonRow) -> bool:
        issues = self.facts.state.issues
        if issues is IssueFilter.BREAKS:
            return row.breaks > 0
        return row.warnings > 0 if issues is IssueFilter.WARNINGS else True

    def _before(self, person: UUID) -> tuple[dict[date, DayOfPerson], set[date]]:
        """The published dates that drafts changed, and the dates that carry a draft dot."""
        facts = self.facts
        changes = facts.drafts_by_person.get(person)
        if not changes:
            return {}, set()
        dates: set[date] = set()
        for change in changes:
            row = change.row
            dates.add(facts.clock.date_of(row.start if row.shift_start is None else row.shift_start))
            # A change over several days (leave, a cleared week) dots each of them.
            dates.update(
                on for on, day in facts.days.items() if row.start <= day.start and day.end <= row.end
            )
        published = facts.published.get(person)
        if published is None:
            return {}, dates
        known = days_of(published, facts.clock, facts.days)
        return {on: day for on, day in known.items() if on in dates}, dates

    def _marks(self, violations: Sequence[Violation], known: dict[date, DayOfPerson]) -> dict[date, str]:
        if not violations:
            return {}
        shifts = [shift for day in known.values() for shift in day.shifts]
        found: dict[date, str] = {}
        for violation in violations:
            on = date_of_violation(violation, shifts)
            if on is not None and found.get(on) != " e":
                found[on] = " e" if is_break(violation) else " w"
        return found


def shown_people(facts: BoardFacts) -> list[PersonFacts]:
    """People employed on a shown date who match the words and the group of the address."""
    state = facts.state
    words = state.words.casefold().split()
    found = []
    for person in facts.people:
        if state.group and group_slug(person.group) != state.group:
            continue
        if words:
            skills = {code.casefold() for code in person.skill_codes(state.starts_on)}
            text = f"{person.name} {person.first_name} {person.number}".casefold()
            if not all(word in text or word in skills for word in words):
                continue
        if any(
            employment.starts_on < state.ends_before
            and (employment.ends_before is None or employment.ends_before > state.starts_on)
            for employment in person.employments
        ):
            found.append(person)
    return found


def group_slug(name: str) -> str:
    """A group's name as it stands in addresses and ids."""
    return (
        "-".join("".join(letter if letter.isalnum() else " " for letter in name.casefold()).split()) or "none"
    )
