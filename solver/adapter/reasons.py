"""Why a line of a solution is there, in a few words: which shortage it fills, which wish it meets, what was
wrong.
"""

from __future__ import annotations

from scheduling.coverage.domain.types import RequirementKind as Kind
from scheduling.time.interval import Interval, Minute
from scheduling.time.words import month_day
from solver.adapter.demand import requirement_label
from solver.adapter.snapshot import Snapshot
from solver.engine.instance import Instance, Occurrence, WishKind
from solver.engine.solution import Solution

LONGEST = 200
"""Characters a proposal line has for its reason."""


class Reasons:
    """Words for each change of one solution. Additions are to be asked for in order of time: each fills what
    is left.
    """

    def __init__(self, snapshot: Snapshot, instance: Instance, solution: Solution) -> None:
        self._instance = instance
        self._findings = {key: found for found in solution.findings for key in found.removes}
        self._skills = {person.key: person.skills for person in instance.people}
        self._wishes = {
            (wish.person, wish.on, wish.shift_type) for wish in instance.wishes if wish.kind is WishKind.WORK
        }
        self._positions = {position.key: position.skill for position in instance.positions}
        self._is_trainee = {person.key for person in instance.people if person.is_trainee}
        zero = instance.horizon_start
        self._gaps: dict[str, list[tuple[Interval, int]]] = {}
        self._labels: dict[str, str] = {}
        self._skill_of: dict[str, str] = {}
        for gap in snapshot.roster.evaluation.gaps:
            kind, of = gap.subject
            skill = self._positions[str(of)] if kind is Kind.SEATS else str(of)
            key = f"{kind.value}:{of}"
            span = Interval(gap.interval.start - zero, gap.interval.end - zero)
            self._gaps.setdefault(key, []).append((span, gap.people))
            self._labels[key] = requirement_label(snapshot, kind, of)
            self._skill_of[key] = skill

    def of_gone(self, key: str) -> str:
        """The finding that proposes the removal, or that the shift is put elsewhere."""
        finding = self._findings.get(key)
        return finding.message[:LONGEST] if finding is not None else "Moved to where people are missing"

    def of_added(self, person: str, row: Occurrence) -> str:
        """The shortage the shift fills most of, else a wish, else the hours of the contract."""
        best, most = "", 0
        for key, gaps in self._gaps.items():
            if not self._holds(person, self._skill_of[key], row.start):
                continue
            filled = sum(
                cut.minutes for span, people in gaps if people and (cut := span.intersection(row.interval))
            )
            if filled > most:
                best, most = key, filled
        if best:
            self._fill(best, row.interval)
            label = self._labels[best]
            words = label if label.startswith("mix ") else label[0].lower() + label[1:]
            return f"Fills {month_day(row.on)}, {words}"[:LONGEST]
        if {(person, row.on, row.shift_type), (person, row.on, None)} & self._wishes:
            return "Meets a wish to work"
        if person in self._is_trainee:
            return "Trains with a trainer on duty"
        return "Uses contracted hours"

    def _holds(self, person: str, skill: str, at: Minute) -> bool:
        return person not in self._is_trainee and any(
            row.skill == skill and row.covers(at, at + 1) for row in self._skills[person]
        )

    def _fill(self, key: str, interval: Interval) -> None:
        left: list[tuple[Interval, int]] = []
        for span, people in self._gaps[key]:
            cut = span.intersection(interval)
            if cut is None or not people:
                left.append((span, people))
                continue
            left += [(piece, people) for piece in span.minus(cut)]
            left.append((cut, people - 1))
        self._gaps[key] = [(span, people) for span, people in left if people]
