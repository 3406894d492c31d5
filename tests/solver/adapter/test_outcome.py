"""What a solution changes on the roster: rows to paint, adjustments to revoke, overtime, reasons."""

from __future__ import annotations

from datetime import date

import pytest

from scheduling.adjustments.domain import AdjustmentKind, Paint
from scheduling.roster.domain.evaluation import evaluate
from scheduling.time.interval import minute_of
from scheduling.time.segment import PayKind
from solver.adapter.coverage import disagreements, shortages
from solver.adapter.instance import Search, build_instance
from solver.adapter.keys import occurrence_key
from solver.adapter.outcome import Line, lines_of, painted_after
from solver.adapter.snapshot import Snapshot, read_snapshot
from solver.engine.instance import Instance, RequirementKind
from solver.engine.solution import Assignment, Shortage, Solution, Status
from solver.runs.options import RunOptions
from staff.people.models import Person
from tests.cast import Cast
from tests.factories import make_adjustment, make_wish, moment
from tests.solver.small_center import ENDS_BEFORE, STARTS_ON, finding_about, make_flo


@pytest.fixture
def flo(cast: Cast) -> Person:
    return make_flo(cast)


def problem(cast: Cast, **options: object) -> tuple[Snapshot, Instance]:
    snapshot = read_snapshot(cast.norfield, STARTS_ON, ENDS_BEFORE)
    return snapshot, build_instance(snapshot, RunOptions(**options), Search(seconds=5), now=0)  # type: ignore[arg-type]


def solution(**fields: object) -> Solution:
    return Solution(Status.FEASIBLE, "A roster.", **fields)  # type: ignore[arg-type]


def assigned(cast: Cast, person: Person, *days: int, code: str = "D") -> tuple[Assignment, ...]:
    key = cast.shift_types[code].entity_id
    return tuple(Assignment(str(person.pk), occurrence_key(key, date(2026, 12, day))) for day in days)


def test_an_assignment_is_a_painted_shift_of_its_type(cast: Cast, flo: Person) -> None:
    snapshot, instance = problem(cast)
    (line,) = lines_of(snapshot, instance, solution(assignments=assigned(cast, flo, 8)))
    row = line.addition
    assert row is not None
    assert (row.kind, row.paint, row.pay) == (AdjustmentKind.ASSIGN, Paint.DUTY, PayKind.REGULAR)
    assert row.start == row.shift_start == minute_of(moment(cast.norfield, "2026-12-08 06:00"))
    assert row.shift_type == cast.shift_types["D"].entity_id


def test_pattern_duty_that_goes_is_painted_off(cast: Cast) -> None:
    snapshot, instance = problem(cast, keeps_pattern=False)
    key = next(row.key for row in instance.duty if row.person == str(cast.dana.pk) and row.start == 360)
    (line,) = lines_of(snapshot, instance, solution(dropped=(key,)))
    assert line.revokes is None
    assert line.addition is not None
    assert (line.addition.kind, line.addition.paint) == (AdjustmentKind.REMOVE, Paint.OFF)
    assert line.reason == "Moved to where people are missing"


def test_an_adjustment_that_goes_is_revoked(cast: Cast, flo: Person) -> None:
    row = make_adjustment(
        flo, moment(cast.norfield, "2026-12-08 06:00"), moment(cast.norfield, "2026-12-08 18:00")
    )
    snapshot, instance = problem(cast, keeps_published=False)
    key = next(duty.key for duty in instance.duty if duty.person == str(flo.pk))
    (line,) = lines_of(snapshot, instance, solution(dropped=(key,)))
    assert (line.revokes, line.addition) == (row.pk, None)


def test_an_adjustment_over_a_pattern_is_not_revoked_since_the_pattern_would_show(cast: Cast) -> None:
    make_adjustment(
        cast.dana, moment(cast.norfield, "2026-12-06 07:00"), moment(cast.norfield, "2026-12-06 12:00")
    )
    snapshot, instance = problem(cast, keeps_published=False)
    key = next(duty.key for duty in instance.duty if duty.person == str(cast.dana.pk) and duty.start == 420)
    (line,) = lines_of(snapshot, instance, solution(removed=(key,)))
    assert line.revokes is None
    assert line.addition is not None
    after = evaluate(painted_after(snapshot.roster.input, [line], snapshot.version + 1))
    assert after.roster(cast.dana.pk).at(line.interval.start) is None


def test_a_finding_gives_its_removal_its_words(cast: Cast) -> None:
    snapshot, instance = problem(cast)
    key = next(row.key for row in instance.duty if row.person == str(cast.dana.pk) and row.start == 360)
    found = solution(removed=(key,), findings=(finding_about(cast.dana, key),))
    assert [line.reason for line in lines_of(snapshot, instance, found)] == ["No valid skill for this duty."]


def test_each_shift_is_said_to_fill_what_is_still_missing(cast: Cast, flo: Person) -> None:
    make_wish(flo, date(2026, 12, 6), kind="work", shift_code="D")  # type: ignore[arg-type]
    snapshot, instance = problem(cast)
    days = (6, 7, 8)
    lines = lines_of(snapshot, instance, solution(assignments=assigned(cast, flo, *days)))
    # On the 6th and 7th Dana and Cal are there already; only on the 8th somebody is missing by day.
    assert [line.reason for line in lines] == [
        "Meets a wish to work",
        "Uses contracted hours",
        "Fills Dec 8, call-taking",
    ]


def test_what_goes_beyond_the_weekly_minutes_is_overtime_where_it_is_allowed(cast: Cast, flo: Person) -> None:
    four_days = assigned(cast, flo, 7, 8, 9, 10)  # 48 hours on a contract of 40
    with_overtime = problem(cast, allows_overtime=True)
    without = problem(cast)

    def pays(case: tuple[Snapshot, Instance]) -> list[PayKind]:
        lines = lines_of(*case, solution(assignments=four_days))
        return [line.addition.pay for line in lines if line.addition is not None]

    assert pays(with_overtime) == [PayKind.REGULAR] * 3 + [PayKind.OVERTIME]
    assert pays(without) == [PayKind.REGULAR] * 4


def test_a_shift_of_somebody_with_a_pattern_is_overtime(cast: Cast) -> None:
    snapshot, instance = problem(cast, allows_overtime=True)
    (line,) = lines_of(snapshot, instance, solution(assignments=assigned(cast, cast.dana, 8)))
    assert line.addition is not None
    assert (line.addition.kind, line.addition.pay) == (AdjustmentKind.OVERTIME, PayKind.OVERTIME)


def test_shortage_before_and_after_is_that_of_the_roster(cast: Cast, flo: Person) -> None:
    snapshot, instance = problem(cast)
    found = solution(assignments=assigned(cast, flo, 8))
    lines: tuple[Line, ...] = lines_of(snapshot, instance, found)
    before = snapshot.roster.evaluation
    after = evaluate(painted_after(snapshot.roster.input, lines, snapshot.version + 1))
    rows = shortages(snapshot, before, after)
    calls = next(row for row in rows if row.label == "Call-taking")
    assert calls.before - calls.after == 720
    told = tuple(
        Shortage(row.requirement, row.label, RequirementKind.SEATS, row.before, row.after) for row in rows
    )
    assert disagreements(rows, solution(shortages=told)) == []
    assert len(disagreements(rows, solution(shortages=told[1:]))) == 1


def test_a_moved_shift_of_a_pattern_is_no_overtime_and_one_more_is(cast: Cast) -> None:
    """Dana works Sunday, December 6, and has the 8th and the 9th off: the shift moves to the 8th."""
    snapshot, instance = problem(cast, keeps_pattern=False, allows_overtime=True)
    key = next(row.key for row in instance.duty if row.person == str(cast.dana.pk) and row.start == 360)
    moved = solution(assignments=assigned(cast, cast.dana, 8), dropped=(key,))
    more = solution(assignments=assigned(cast, cast.dana, 8, 9), dropped=(key,))
    pays = [
        [
            line.addition.pay
            for line in lines_of(snapshot, instance, each)
            if line.addition and line.addition.shift_type
        ]
        for each in (moved, more)
    ]
    assert pays == [[PayKind.REGULAR], [PayKind.REGULAR, PayKind.OVERTIME]]


def test_a_shift_that_moves_by_hours_is_whole_where_it_comes_to(cast: Cast) -> None:
    """Dana's Sunday day shift (06:00) goes and the early ten (05:00) comes: they overlap, and what goes is later."""
    snapshot, instance = problem(cast, keeps_pattern=False)
    key = next(row.key for row in instance.duty if row.person == str(cast.dana.pk) and row.start == 360)
    moved = solution(assignments=assigned(cast, cast.dana, 6, code="E"), dropped=(key,))
    lines = lines_of(snapshot, instance, moved)
    after = evaluate(painted_after(snapshot.roster.input, lines, snapshot.version + 1))
    first = next(duty for duty in after.roster(cast.dana.pk).worked() if duty.start >= instance.horizon_start)
    assert (first.start, first.end) == (instance.horizon_start + 300, instance.horizon_start + 900)
