"""Why people are still missing: for each remaining gap, who is trained for it and what keeps each of them
away.

Counts only, one reason per person: the first that applies. The smallest conflicting set of rules is not
searched here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from scheduling.rules.levels import Level
from scheduling.time.interval import Interval
from solver.engine.facts import Facts, Piece
from solver.engine.headcounts import Gap
from solver.engine.instance import Occurrence, Person, RequirementKind
from solver.engine.legal import NEIGHBORHOOD, broken_rules
from solver.engine.solution import BlockedBy, ShortageReason

ORDER = (
    "not_employed",
    "absence",
    "keep_off",
    "pattern",
    "valid_certification",
    "one_state",
    "weekly_minutes",
)
"""Obstacles from the farthest to the nearest; blocking rules come after them."""
MOST_GAPS = 500
"""So many gaps are explained at most, the largest first."""


def explain(
    facts: Facts, assignments: Iterable[tuple[str, str]], dropped: Iterable[str], gaps: Sequence[Gap]
) -> tuple[ShortageReason, ...]:
    """One reason per gap, in order of time.

    `assignments` are pairs of person and occurrence of the answer.
    """
    gone = set(dropped)
    standing = {
        person: [piece for piece in facts.given.get(person, []) if piece.duty not in gone]
        for person in facts.person
    }
    for person, key in assignments:
        standing[person].append(facts.piece_of(facts.person[person], facts.occurrence[key]))
    for pieces in standing.values():
        pieces.sort(key=lambda piece: piece.start)
    largest = sorted(gaps, key=lambda gap: -gap.missing * gap.interval.minutes)[:MOST_GAPS]
    reader = _Reader(facts, standing)
    return tuple(
        reader.reason(gap) for gap in sorted(largest, key=lambda gap: (gap.interval.start, gap.requirement))
    )


class _Reader:
    """Reads the finished roster; what a person could do in a gap is asked once per gap."""

    def __init__(self, facts: Facts, standing: dict[str, list[Piece]]) -> None:
        self._facts = facts
        self._standing = standing
        instance = facts.instance
        skill_of = {position.key: position.skill for position in instance.positions}
        self._known: dict[tuple[str, str], str | None] = {}
        self._allowances: dict[tuple[str, int], int] = {}
        self._leave: dict[str, list[Interval]] = {}
        for absence in instance.absences:
            self._leave.setdefault(absence.person, []).append(Interval(absence.start, absence.end))
        self._rosterable = {
            person.key
            for person in instance.people
            if person.free
            or instance.options.overtime_allowed
            or any(piece.is_choice for piece in facts.given.get(person.key, []))
        }
        self._skill = {
            row.key: skill_of[row.of] if row.kind == RequirementKind.SEATS else row.of
            for row in instance.requirements
        }

    def reason(self, gap: Gap) -> ShortageReason:
        """Trained people by what keeps them from the first minutes of the gap."""
        skill = self._skill[gap.requirement]
        trained = working = 0
        blocked: Counter[str] = Counter()
        covering = [row for row in self._facts.instance.occurrences if row.interval.overlaps(gap.interval)]
        for key, person in self._facts.person.items():
            if person.is_trainee or not _holds(person, skill, gap.interval):
                continue
            trained += 1
            if any(
                piece.start < gap.interval.end and gap.interval.start < piece.end
                for piece in self._standing[key]
            ):
                working += 1
            else:
                blocked[self._what_blocks(person, gap.interval, covering)] += 1
        return ShortageReason(
            requirement=gap.requirement,
            interval=gap.interval,
            missing=gap.missing,
            trained=trained,
            working=working,
            blocked=tuple(BlockedBy(reason, people) for reason, people in blocked.most_common()),
        )

    def _what_blocks(self, person: Person, gap: Interval, covering: list[Occurrence]) -> str:
        """What stands against the shift that comes closest to being possible."""
        if person.key not in self._rosterable:
            return (
                "absence"
                if any(span.overlaps(gap) for span in self._leave.get(person.key, ()))
                else "pattern"
            )
        reached = -1
        found = "no_shift"
        for occurrence in covering:
            reason = self._reason_against(person, occurrence)
            if reason is None:
                return "not_needed"
            rank = ORDER.index(reason) if reason in ORDER else len(ORDER)
            if rank > reached:
                reached, found = rank, reason
        return found

    def _reason_against(self, person: Person, occurrence: Occurrence) -> str | None:
        key = person.key, occurrence.key
        if key not in self._known:
            self._known[key] = self._facts.why_not(person, occurrence) or self._rule_against(
                person, occurrence
            )
        return self._known[key]

    def _rule_against(self, person: Person, occurrence: Occurrence) -> str | None:
        facts = self._facts
        piece = facts.piece_of(person, occurrence)
        own = self._standing[person.key]
        doubles = facts.instance.options.double_shifts_allowed
        apart = 0 if doubles else facts.settings(person.key).continuous_gap_minutes
        for other in own:
            is_close = other.start < piece.end + apart and piece.start < other.end + apart
            if is_close or (other.on == piece.on and not doubles):
                return "one_state"
        for week in facts.workweeks[person.unit]:
            if piece.worked_minutes_in(week):
                worked = piece.worked_minutes_in(week) + sum(other.worked_minutes_in(week) for other in own)
                if worked > self._allowance(person, week):
                    return "weekly_minutes"
        near = [other for other in own if abs(other.start - piece.start) < NEIGHBORHOOD]
        together = sorted([*near, piece], key=lambda other: other.start)
        for broken in broken_rules(facts, person.key, together, Level.BLOCK):
            if piece in broken.pieces:
                return broken.rule
        return None

    def _allowance(self, person: Person, week: Interval) -> int:
        key = person.key, week.start
        if key not in self._allowances:
            self._allowances[key] = self._facts.allowance(person, week)
        return self._allowances[key]


def _holds(person: Person, skill: str, interval: Interval) -> bool:
    return any(row.skill == skill and row.covers(interval.start, interval.end) for row in person.skills)
