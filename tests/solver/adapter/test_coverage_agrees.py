"""On odd centers the engine and the roster count the same shortage, before a run and after whatever it changes.

The two share no code: `score.py` sweeps over a result, the coverage domain over presence of painted people.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from scheduling.adjustments.domain import AdjustmentKind
from scheduling.coverage.models import Position
from scheduling.patterns.models import Holiday, ShiftType
from scheduling.roster.domain.evaluation import evaluate
from solver.adapter.coverage import disagreements, shortages
from solver.adapter.instance import Search, build_instance
from solver.adapter.outcome import lines_of, painted_after
from solver.adapter.snapshot import Snapshot, read_snapshot
from solver.engine.findings import may_go
from solver.engine.headcounts import headcounts, shortage_minutes
from solver.engine.instance import Instance
from solver.engine.solution import Assignment, Shortage, Solution, Status
from solver.engine.solve import solve
from solver.engine.standing import Result
from solver.engine.verify import verify
from solver.runs.options import RunOptions
from staff.centers.clock import tick
from staff.people.models import Employment, Job, Person
from staff.skills.models import Skill
from tests.cast import Cast
from tests.factories import (
    deactivate,
    make_adjustment,
    make_certification,
    make_contract,
    make_holiday,
    make_person,
    make_position,
    make_requirement,
    make_requirement_override,
    make_restriction,
    make_shift_type,
    moment,
    write,
)
from tests.solver.small_center import make_flo

DAYS = 4
PLAIN, SPRING, AUTUMN = date(2026, 12, 6), date(2027, 3, 13), date(2026, 10, 31)
"""The first days of three short horizons; the clock changes inside the last two."""

SKILLS = ("SUP", "PD", "CT", "CTO")
POSITIONS = ("Shift supervisor", "Police radio", "Call-taking", "Second call-taking")
OBJECTS = (*[("position", name) for name in POSITIONS], *[("skill", code) for code in SKILLS])
CLOCKS = ("00:00", "02:30", "06:00", "11:15", "18:00", "22:45")
WHO = ("dana", "sam", "cal", "max", "flo", "new")

days = st.integers(0, DAYS - 1)
who = st.sampled_from(WHO)
minutes = st.integers(-3, DAYS * 24 + 2).map(lambda hours: hours * 60 + 17 * (hours % 3))
lengths = st.integers(1, 14).map(lambda hours: hours * 60 - 25)
objects = st.sampled_from(OBJECTS)
clocks = st.sampled_from(CLOCKS)

ODDITY = st.one_of(
    st.tuples(
        st.just("duty"),
        who,
        minutes,
        lengths,
        st.sampled_from([None, *POSITIONS, "Gone"]),
        st.sampled_from(["regular", "regular", "overtime", "training", "court"]),
        st.sampled_from([(), ((60, 90, False),), ((30, 45, True), (100, 145, False))]),
        st.booleans(),
    ),
    st.tuples(st.just("leave"), who, minutes, lengths),
    st.tuples(st.just("off"), who, minutes, lengths),
    st.tuples(st.just("requirement"), objects, days, clocks, clocks, st.integers(0, 3)),
    st.tuples(st.just("override"), objects, days, clocks, clocks, st.integers(0, 3)),
    st.tuples(st.just("skill"), who, st.sampled_from(SKILLS), days, st.integers(0, 3)),
    st.tuples(st.just("leaves"), who, days),
    st.tuples(st.just("learns"), st.sampled_from(["sam", "cal", "flo"]), days),
    st.tuples(st.just("finishes"), st.just("max"), days),
    st.tuples(st.just("pause"), st.sampled_from(["P", "Q"]), st.sampled_from([0, 45])),
    st.tuples(st.just("holiday"), days),
    st.tuples(st.just("barred"), who, st.sampled_from(POSITIONS), days, st.integers(1, 3)),
)
ROLLED_BACK = settings(
    phases=(Phase.generate,),
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@dataclass
class Odd:
    """A center to which one oddity after another happens."""

    cast: Cast
    starts_on: date
    people: dict[str, Person]
    positions: dict[str, Position]

    def happen(self, oddity: tuple[Any, ...]) -> None:
        getattr(self, f"_{oddity[0]}")(*oddity[1:])

    def _day(self, n: int) -> date:
        return self.starts_on + timedelta(days=n)

    def _span(self, start: int, length: int) -> tuple[Any, Any]:
        zero = moment(self.cast.norfield, f"{self.starts_on} 00:00")
        return zero + timedelta(minutes=start), zero + timedelta(minutes=start + length)

    def _object(self, kind: str, name: str) -> Position | Skill:
        return self.positions[name] if kind == "position" else self.cast.skills[name]

    def _duty(
        self,
        who: str,
        start: int,
        length: int,
        position: str | None,
        pay: str,
        pauses: tuple[Any, ...],
        is_published: bool,
    ) -> None:
        make_adjustment(
            self.people[who],
            *self._span(start, length),
            kind=AdjustmentKind.OVERTIME if pay == "overtime" else AdjustmentKind.ASSIGN,
            pay=pay,
            position=None if position is None else self.positions[position],
            breaks=[
                {"start": begins, "end": ends, "is_paid": False, "is_relieved": relieved}
                for begins, ends, relieved in pauses
                if ends <= length
            ],
            is_published=is_published,
        )

    def _leave(self, who: str, start: int, length: int) -> None:
        make_adjustment(self.people[who], *self._span(start, length), kind=AdjustmentKind.LEAVE)

    def _off(self, who: str, start: int, length: int) -> None:
        make_adjustment(self.people[who], *self._span(start, length), kind=AdjustmentKind.REMOVE)

    def _requirement(self, of: tuple[str, str], day: int, start: str, end: str, minimum: int) -> None:
        weekday = self._day(day).weekday()
        make_requirement(self._object(*of), weekday, start, end, minimum=minimum, target=minimum + 1)

    def _override(self, of: tuple[str, str], day: int, start: str, end: str, minimum: int) -> None:
        make_requirement_override(self._object(*of), self._day(day), start, end, minimum=minimum)

    def _skill(self, who: str, code: str, day: int, length: int) -> None:
        starts, ends = self._day(day), self._day(day + length)
        make_certification(self.people[who], self.cast.skills[code], granted_on=starts, expires_on=ends)

    def _leaves(self, who: str, day: int) -> None:
        rows = Employment.objects.current().filter(person=self.people[who])
        if len(rows) == 1 and rows[0].ends_before is None:
            deactivate(self.people[who], on=self._day(day))

    def _learns(self, who: str, day: int) -> None:
        self._turns(who, day, Job.TRAINEE)

    def _finishes(self, who: str, day: int) -> None:
        self._turns(who, day, Job.DISPATCHER)
        make_certification(self.people[who], self.cast.skills["CT"])

    def _turns(self, who: str, day: int, job: Job) -> None:
        """Another job from a date on, once: the employment of before ends."""
        rows = Employment.objects.current().filter(person=self.people[who])
        if len(rows) == 1 and rows[0].ends_before is None:
            deactivate(self.people[who], on=self._day(day))
            later = {"job": job, "staff_type": "regular", "starts_on": self._day(day)}
            write(Employment(center=self.cast.norfield, person=self.people[who], **later))

    def _pause(self, code: str, length: int) -> None:
        if not ShiftType.objects.current().filter(center=self.cast.norfield, code=code).exists():
            make_shift_type(self.cast.norfield, code, "22:00", "07:30", unpaid_break_minutes=length)

    def _barred(self, who: str, position: str, day: int, length: int) -> None:
        make_restriction(
            self.people[who],
            starts_on=self._day(day),
            ends_before=self._day(day + length),
            positions=[self.positions[position].entity_id],
        )

    def _holiday(self, day: int) -> None:
        if not Holiday.objects.current().filter(center=self.cast.norfield, on=self._day(day)).exists():
            make_holiday(self.cast.norfield, self._day(day))


def odd_center(cast: Cast, starts_on: date, oddities: list[tuple[Any, ...]]) -> None:
    """The cast, Flo without a pattern, somebody without a skill, two positions of one skill and one that is gone."""
    new = make_person(cast.norfield, "New", last_name="Hand", bargaining_unit=cast.unit)
    make_contract(new, None, weekly_minutes=1800)
    positions = cast.positions | {
        name: make_position(cast.norfield, name, skill=cast.skills["CT"], priority=rank)
        for name, rank in (("Second call-taking", 8), ("Gone", 9))
    }
    with tick(actor=None, center_id=cast.norfield.pk, kind="test_setup") as opened:
        opened.close(positions["Gone"])
    people = {name: getattr(cast, name) for name in ("dana", "sam", "cal", "max")}
    odd = Odd(cast, starts_on, people | {"flo": make_flo(cast), "new": new}, positions)
    for oddity in oddities:
        odd.happen(oddity)


def read(cast: Cast, starts_on: date, options: RunOptions) -> tuple[Snapshot, Instance]:
    snapshot = read_snapshot(cast.norfield, starts_on, starts_on + timedelta(days=DAYS))
    return snapshot, build_instance(snapshot, options, Search(seconds=2, workers=1), now=0)


def some_change(instance: Instance, seed: int) -> Solution:
    """Some shifts added where nothing else is, some movable duty dropped, some other duty removed."""
    rng = random.Random(seed)
    dropped = tuple(row.key for row in instance.duty if row.may_move and rng.random() < 0.3)
    removed = tuple(
        row.key
        for row in instance.duty
        if row.key not in dropped and may_go(instance, row) and rng.random() < 0.1
    )
    gone = {*dropped, *removed}
    taken_up = [(row.person, row.start, row.end) for row in instance.duty if row.key not in gone]
    taken_up += [(row.person, row.start, row.end) for row in (*instance.absences, *instance.keep_off)]
    busy: dict[str, list[tuple[int, int]]] = {}
    for key, start, end in taken_up:
        busy.setdefault(key, []).append((start, end))
    added = []
    for person in instance.people:
        for shift in rng.sample(instance.occurrences, min(3, len(instance.occurrences))):
            taken = busy.setdefault(person.key, [])
            is_employed = any(
                piece.start <= shift.start and shift.end <= piece.end for piece in person.employed or ()
            )
            if is_employed and all(shift.end <= start or end <= shift.start for start, end in taken):
                taken.append((shift.start, shift.end))
                added.append(Assignment(person.key, shift.key))
    return Solution(Status.FEASIBLE, "", tuple(added), dropped=dropped, removed=removed)


def counted_by_the_engine(instance: Instance, solution: Solution) -> tuple[Shortage, ...]:
    pairs = [(row.person, row.occurrence) for row in solution.assignments]
    before = shortage_minutes(headcounts(Result(instance, [])))
    result = Result(instance, pairs, dropped=solution.dropped, removed=solution.removed)
    after = shortage_minutes(headcounts(result))
    return tuple(
        Shortage(row.key, row.label, row.kind, before[row.key], after[row.key])
        for row in instance.requirements
    )


def told_apart(snapshot: Snapshot, instance: Instance, solution: Solution) -> list[str]:
    """What the roster, painted with the solution, counts otherwise than the solution says."""
    lines = lines_of(snapshot, instance, solution)
    after = evaluate(painted_after(snapshot.roster.input, lines, snapshot.version + 1))
    return disagreements(shortages(snapshot, snapshot.roster.evaluation, after), solution)


def rolled_back(check: Callable[[], None]) -> None:
    with transaction.atomic():
        check()
        transaction.set_rollback(True)


STARTS = st.sampled_from([PLAIN, SPRING, AUTUMN])
OPTIONS = st.builds(
    RunOptions,
    keeps_pattern=st.booleans(),
    keeps_published=st.booleans(),
    keeps_drafts=st.booleans(),
    allows_overtime=st.booleans(),
)


@ROLLED_BACK
@given(st.lists(ODDITY, min_size=2, max_size=14), STARTS, OPTIONS, st.integers(0, 999))
def test_any_change_of_an_odd_center_is_counted_alike(
    cast: Cast, oddities: list[tuple[Any, ...]], starts_on: date, options: RunOptions, seed: int
) -> None:
    def check() -> None:
        odd_center(cast, starts_on, oddities)
        snapshot, instance = read(cast, starts_on, options)
        solution = some_change(instance, seed)
        told = replace(solution, shortages=counted_by_the_engine(instance, solution))
        assert told_apart(snapshot, instance, told) == []

    rolled_back(check)


@settings(ROLLED_BACK, max_examples=12)
@given(st.lists(ODDITY, min_size=2, max_size=8), STARTS, OPTIONS)
def test_the_answer_of_a_run_on_an_odd_center_is_confirmed(
    cast: Cast, oddities: list[tuple[Any, ...]], starts_on: date, options: RunOptions
) -> None:
    def check() -> None:
        odd_center(cast, starts_on, oddities)
        snapshot, instance = read(cast, starts_on, options)
        solution = solve(instance)
        assert solution.status.has_answer
        assert verify(instance, solution) == []
        assert told_apart(snapshot, instance, solution) == []

    rolled_back(check)
