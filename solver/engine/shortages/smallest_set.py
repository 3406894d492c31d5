"""The smallest set of facts that can't all hold with the minimum of one shortage.

A model of its own without objective: everybody trained, in every way they could be there, and one literal per kind
of fact that is only assumed. Where no answer exists CP-SAT names assumptions that suffice for it; what can be left
out of them is tried one by one. The model looks at these minutes alone and lets all other duty of the run go, so
what it refuses no roster can have.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import pairwise

from ortools.sat.python import cp_model

from scheduling.time.interval import Interval, Minute, difference
from solver.engine.facts import Facts, Piece, spans_of
from solver.engine.findings import may_go
from solver.engine.headcounts import Gap
from solver.engine.instance import Occurrence, Person, Requirement, RequirementKind
from solver.engine.legal import NEIGHBORHOOD
from solver.engine.shortages.account import MINIMUM, Fact
from solver.engine.shortages.obstacles import broken_with, closed_by, collides

ORDER = (
    MINIMUM,
    "trained",
    "no_shift",
    "not_employed",
    "valid_certification",
    "settled",
    "absence",
    "keep_off",
    "kept_published",
    "kept_pinned",
    "kept_pattern",
    "pattern",
    "weekly_minutes",
)
"""The order of cause in which facts are told; rules stand between kept duty and contracts."""
RULES_AT = ORDER.index("pattern")
MOST_ROUNDS = 200
"""Rosters looked at before a question is given up; each round rules out at least one."""


class TimeIsUpError(Exception):
    """The deadline came before the question was answered."""


def rank(kind: str) -> tuple[int, str]:
    """Where a fact stands in the order of cause."""
    if kind not in ORDER:
        return RULES_AT, kind
    place = ORDER.index(kind)
    return (place if place < RULES_AT else place + 1), ""


class Question:
    """Can the minimum be met in the minutes of a shortage, whatever else the roster looks like?"""

    def __init__(self, facts: Facts, gap: Gap, deadline: float) -> None:
        self._facts, self._deadline = facts, deadline
        instance = facts.instance
        self._requirement = next(row for row in instance.requirements if row.key == gap.requirement)
        self._interval = gap.interval
        self._given = {duty.key: duty for duty in instance.duty}
        self._covering = [row for row in instance.occurrences if row.interval.overlaps(gap.interval)]
        self._model = cp_model.CpModel()
        self._assumed: dict[str, cp_model.IntVar] = {}
        self._kept: dict[str, cp_model.IntVar] = {}
        self._taken: dict[tuple[str, str], tuple[cp_model.IntVar, Piece]] = {}
        self._there: list[tuple[str, Interval, cp_model.IntVar | None]] = []
        self._duty_of: dict[str, dict[str, Piece]] = {}
        self.trained = [person for person in instance.people if not person.is_trainee and self._spans(person)]
        for person in self.trained:
            self._add_person(person)
        self._worst = self._add_minimum()

    @property
    def needed(self) -> int:
        """The highest minimum asked for in these minutes."""
        return max(
            (step.minimum for step in self._requirement.steps if self._cut(step.start, step.end)), default=0
        )

    def facts(self) -> tuple[tuple[Fact, ...], int | None, bool]:
        """The set in order of cause, how many people can be there with all of it, and whether it is the smallest.

        No facts when the minimum can be met; None for the people when the time ended before they were counted.
        Raises TimeIsUpError before anything is proven.
        """
        found = self._core(sorted(self._assumed, key=rank))
        if found is None:
            return (), None, True
        is_smallest = True
        try:
            found = self._shrunk(found)
        except TimeIsUpError:
            is_smallest = False
        try:
            told = self._told(sorted(found, key=rank))
        except TimeIsUpError:
            return tuple(Fact(kind, 0) for kind in sorted(found, key=rank)), None, False
        return told, told[-1].able, is_smallest

    # --- the model ---------------------------------------------------------------------------------------------

    def _spans(self, person: Person) -> list[Interval]:
        """When the person holds the skill that is asked for."""
        return spans_of(person, _skill_of(self._facts, self._requirement))

    def _cut(self, start: Minute, end: Minute) -> Interval | None:
        return self._interval.intersection(Interval(start, end))

    def _assume(self, kind: str) -> cp_model.IntVar:
        if kind not in self._assumed:
            self._assumed[kind] = self._model.new_bool_var(kind)
        return self._assumed[kind]

    def _add_person(self, person: Person) -> None:
        given = self._facts.given.get(person.key, [])
        near = [
            piece
            for piece in given
            if piece.start < self._interval.end + NEIGHBORHOOD
            and self._interval.start - NEIGHBORHOOD < piece.end
        ]
        self._duty_of[person.key] = {piece.duty or "": piece for piece in near}
        for piece in near:
            self._add_given(person, piece)
        choices = []
        for occurrence in self._covering:
            piece = self._facts.piece_of(person, occurrence)
            taken = self._model.new_bool_var("")
            self._taken[person.key, occurrence.key] = taken, piece
            choices.append((taken, piece))
            self._close(person, occurrence, taken)
            for other in near:
                if collides(self._facts, piece, other):
                    self._not_both(taken, other)
            self._limit_week(person, piece, taken)
            self._present(person, piece, taken)
        self._one_of(choices)

    def _one_of(self, choices: list[tuple[cp_model.IntVar, Piece]]) -> None:
        """Of the shifts of one person, one; where double shifts are allowed, those of the same minutes."""
        if not self._facts.instance.options.double_shifts_allowed:
            self._model.add_at_most_one(taken for taken, _ in choices)
            return
        for n, (taken, piece) in enumerate(choices):
            for other, beside in choices[:n]:
                if collides(self._facts, piece, beside):
                    self._model.add_at_most_one(taken, other)

    def _add_given(self, person: Person, piece: Piece) -> None:
        """Duty before the run: it stands, or is kept because somebody wants it so, or the run may drop it."""
        duty = self._given[piece.duty or ""]
        if not may_go(self._facts.instance, duty):
            self._present(person, piece, None)
            return
        kept = self._kept[duty.key] = self._model.new_bool_var("")
        if not piece.is_choice:
            self._model.add_implication(self._assume(f"kept_{duty.origin.value}"), kept)
        self._present(person, piece, kept)

    def _present(self, person: Person, piece: Piece, stands: cp_model.IntVar | None) -> None:
        """The minutes of a piece in which the person counts for the requirement."""
        is_seat = self._requirement.kind == RequirementKind.SEATS
        if is_seat and piece.position not in (None, self._requirement.of):
            return
        for present in piece.presence:
            inside = self._cut(present.start, present.end)
            if inside is None:
                continue
            spans = self._spans(person)
            for counted in (cut for held in spans if (cut := inside.intersection(held)) is not None):
                self._there.append((person.key, counted, stands))
            for uncounted in difference([inside], spans):
                self._there.append((person.key, uncounted, self._only_without("valid_certification", stands)))

    def _only_without(self, kind: str, stands: cp_model.IntVar | None) -> cp_model.IntVar:
        """A presence that counts only where a fact is given up."""
        counts = self._model.new_bool_var("")
        self._model.add_implication(counts, self._assume(kind).negated())
        if stands is not None:
            self._model.add_implication(counts, stands)
        return counts

    def _close(self, person: Person, occurrence: Occurrence, taken: cp_model.IntVar) -> None:
        """What is closed to the person for reasons that are facts; hours and patterns end where overtime may begin."""
        for kind in closed_by(self._facts, person, occurrence):
            self._forbid(taken, kind)
        is_free = any(free.start <= occurrence.start < free.end for free in person.free)
        if not is_free and not self._facts.instance.options.overtime_allowed:
            movable = [
                self._kept[key]
                for key, piece in self._duty_of[person.key].items()
                if key in self._kept and abs((piece.on - occurrence.on).days) <= 1
            ]
            # Another shift may stand where one of the pattern goes.
            self._model.add_bool_or(
                [taken.negated(), self._assume("pattern").negated(), *(kept.negated() for kept in movable)]
            )

    def _forbid(self, taken: cp_model.IntVar, kind: str) -> None:
        self._model.add_bool_or([taken.negated(), self._assume(kind).negated()])

    def _not_both(self, taken: cp_model.IntVar, other: Piece) -> None:
        kept = self._kept.get(other.duty or "")
        if kept is None:
            self._forbid(taken, "settled")
        else:
            self._model.add_bool_or([taken.negated(), kept.negated()])

    def _limit_week(self, person: Person, piece: Piece, taken: cp_model.IntVar) -> None:
        """The contract's minutes of each workweek the shift touches."""
        facts = self._facts
        if facts.instance.options.overtime_allowed:
            return
        for week in facts.workweeks[person.unit]:
            added = piece.worked_minutes_in(week)
            if not added:
                continue
            standing, terms = 0, []
            for other in facts.given.get(person.key, []):
                minutes = other.worked_minutes_in(week)
                kept = self._kept.get(other.duty or "")
                if kept is None:
                    standing += minutes
                elif minutes:
                    terms.append(minutes * kept)
            allowed = facts.allowance(person, week)
            total = sum(terms) + standing + added
            self._model.add(total <= allowed).only_enforce_if(taken, self._assume("weekly_minutes"))

    def _add_minimum(self) -> cp_model.IntVar:
        """At every minute so many people; the variable is how many there are at the worst."""
        marks = {self._interval.start, self._interval.end}
        for step in self._requirement.steps:
            marks |= {mark for mark in (step.start, step.end) if self._interval.contains(mark)}
        for _, span, _ in self._there:
            marks |= {span.start, span.end}
        worst = self._model.new_int_var(0, len(self.trained), "worst")
        asked = self._assume(MINIMUM)
        for start, end in pairwise(sorted(marks)):
            here = [stands for _, span, stands in self._there if span.start <= start and end <= span.end]
            count = sum(1 for stands in here if stands is None) + sum(s for s in here if s is not None)
            for step in self._requirement.steps:
                if step.start <= start < step.end:
                    self._model.add(count >= step.minimum).only_enforce_if(asked)
            self._model.add(worst <= count)
        return worst

    # --- asking ------------------------------------------------------------------------------------------------

    def _solve(self, assumed: Sequence[str]) -> cp_model.CpSolver | None:
        """An answer that keeps the rules assumed, looked up to its last duty; None when there is none.

        Rules that need several pieces of duty are added as answers break them. Raises TimeIsUpError.
        """
        for _ in range(MOST_ROUNDS):
            left = self._deadline - time.monotonic()
            if left <= 0:
                raise TimeIsUpError
            solver = cp_model.CpSolver()
            solver.parameters.num_workers = 1
            solver.parameters.max_time_in_seconds = left
            self._model.clear_assumptions()
            self._model.add_assumptions([self._assumed[kind] for kind in assumed])
            status = solver.solve(self._model)
            if status == cp_model.INFEASIBLE:
                self._last = solver
                return None
            if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                raise TimeIsUpError
            if not self._rule_out(solver, assumed):
                return solver
        raise TimeIsUpError

    def _rule_out(self, solver: cp_model.CpSolver, assumed: Sequence[str]) -> bool:
        """Add the rules that an answer breaks; False when it breaks none of those assumed."""
        is_broken = False
        for (person, _), (taken, piece) in self._taken.items():
            if not solver.boolean_value(taken):
                continue
            others = [
                other
                for key, other in self._duty_of[person].items()
                if key not in self._kept or solver.boolean_value(self._kept[key])
            ]
            for broken in broken_with(self._facts, piece, others):
                is_new = broken.rule not in self._assumed
                rule = self._assume(broken.rule)
                literals = [taken.negated(), rule.negated()]
                for other in broken.pieces:
                    kept = None if other is piece else self._kept.get(other.duty or "")
                    if kept is not None:
                        literals.append(kept.negated())
                self._model.add_bool_or(literals)
                is_broken = is_broken or is_new or broken.rule in assumed
        return is_broken

    def _core(self, assumed: Sequence[str]) -> list[str] | None:
        """Facts that suffice for there being no answer; None when there is one."""
        self._model.proto.clear_objective()
        while True:
            known = set(self._assumed)
            if self._solve(assumed) is None:
                index = {literal.index: kind for kind, literal in self._assumed.items()}
                return [index[n] for n in self._last.sufficient_assumptions_for_infeasibility()]
            grown = set(self._assumed) - known
            if not grown:
                return None
            assumed = [*assumed, *sorted(grown)]

    def _shrunk(self, found: Sequence[str]) -> list[str]:
        """Leave out what is not needed, the least telling first. Raises TimeIsUpError with what is left in `found`."""
        core = list(found)
        for kind in sorted(found, key=rank, reverse=True):
            if kind == MINIMUM or kind not in core:
                continue
            self._model.proto.clear_objective()
            rest = [other for other in core if other != kind]
            if self._solve(rest) is None:
                core = rest
        return core

    def _told(self, core: Sequence[str]) -> tuple[Fact, ...]:
        """Each fact with the people it takes away, when it comes after those before it."""
        told: list[Fact] = []
        before = self._able(())
        if list(core) == [MINIMUM]:
            # Nothing that could be given up: too few people, or no shift that reaches these minutes.
            few = "trained" if len(self.trained) < self.needed else "no_shift"
            return Fact(MINIMUM, before[0]), Fact(few, before[0])
        for n, kind in enumerate(core):
            able = before if kind == MINIMUM else self._able([k for k in core[: n + 1] if k != MINIMUM])
            lost = tuple(person for person in before[1] if person not in able[1])
            told.append(Fact(kind, able[0], lost, tuple(self._duty_behind(kind, lost))))
            before = able
        return tuple(told)

    def _able(self, assumed: Sequence[str]) -> tuple[int, tuple[str, ...]]:
        """The most people there at once, and everybody who can be there at some minute."""
        horizon = self._facts.instance.horizon.minutes
        minutes = sum(span.minutes * stands for _, span, stands in self._there if stands is not None)
        self._model.maximize(self._worst * (horizon * (len(self.trained) + 1)) + minutes)
        solver = self._solve(assumed)
        self._model.proto.clear_objective()
        if solver is None:
            return 0, ()
        people = {
            person for person, _, stands in self._there if stands is None or solver.boolean_value(stands)
        }
        return solver.value(self._worst), tuple(row.key for row in self.trained if row.key in people)

    def _duty_behind(self, kind: str, people: Sequence[str]) -> list[str]:
        """The kept duty that a fact is about, near these minutes."""
        if not kind.startswith("kept_"):
            return []
        origin = kind.removeprefix("kept_")
        return [
            key
            for person in people
            for key, piece in self._duty_of[person].items()
            if self._given[key].origin.value == origin
            and piece.start < self._interval.end + 24 * 60
            and self._interval.start - 24 * 60 < piece.end
        ]


def _skill_of(facts: Facts, requirement: Requirement) -> str:
    if requirement.kind == RequirementKind.MIX:
        return requirement.of
    return next(row.skill for row in facts.instance.positions if row.key == requirement.of)
