"""Ways out of a shortage: each is tried by a run over the person it asks, and costs what the objective says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from solver.engine.instance import Absence, Instance, Person
from solver.engine.shortages.account import Account, Measure, WayKind, WayOut
from solver.engine.shortages.accounts import accounts_of
from solver.engine.shortages.ways_out import LEAVE_PRICE
from solver.engine.solve import solve
from solver.engine.verify import verify
from tests.solver.engine.small import CALLS, HOUR, RADIO, instance, limits, person, seats, shift

MORNING = (6 * HOUR, 8 * HOUR)


def account(given: Instance) -> Account:
    """The account of the first shortage of the best roster."""
    return accounts_of(given, solve(given), 30)[0]


def ways(*people: Person, minimum: int = 1, **changes: Any) -> dict[WayKind, WayOut]:
    changes.setdefault("codes", ("D",))
    changes.setdefault("requirements", (seats("calls", (*MORNING, minimum)),))
    return {way.kind: way for way in account(instance(*people, **changes)).ways}


def test_a_shift_beyond_the_contract_costs_its_overtime() -> None:
    found = ways(person("ada", weekly=600))
    way = found[WayKind.SHIFT]
    assert (way.person, way.occurrence, way.overtime_minutes, way.price) == ("ada", "D0", 120, 120)
    assert (way.closes, way.interval.start, way.moved) == (120, 6 * HOUR, ())
    assert found[WayKind.ACCEPT].price == 120


def test_a_person_with_a_pattern_works_all_of_it_beyond() -> None:
    assert ways(person("ada", weekly=None))[WayKind.SHIFT].overtime_minutes == 720


def test_a_rule_that_blocks_is_kept_by_every_way() -> None:
    evening = shift("evening", "ada", "A", -1)
    found = ways(person("ada", weekly=0), duty=(evening,), rules=limits(minimum_rest={"block": 600}))
    assert list(found) == [WayKind.ACCEPT]


def test_a_rule_that_needs_approval_is_paid_for() -> None:
    """Seven hours of rest where ten need no approval: 180 minutes short, besides the overtime."""
    evening = shift("evening", "ada", "A", -1)
    rules = limits(minimum_rest={"block": 400, "approval": 600})
    way = ways(person("ada", weekly=0), duty=(evening,), rules=rules)[WayKind.SHIFT]
    assert (way.needs_approval, way.overtime_minutes, way.price) == (True, 720, 720 + 180)
    assert way.measures == (Measure("minimum_rest", 420, 400),)


def test_who_starts_later_comes_earlier() -> None:
    late = shift("late", "vera", "A", 0, start=8 * HOUR, shift_start=8 * HOUR, worked_minutes=900)
    way = ways(
        person("vera", weekly=None), duty=(late,), rules=limits(longest_continuous_duty={"block": 1020})
    )[WayKind.EXTENSION]
    assert (way.person, way.occurrence, way.overtime_minutes) == ("vera", None, 120)
    assert (way.interval.start, way.interval.end, way.shift_start) == (6 * HOUR, 8 * HOUR, 6 * HOUR)
    assert way.measures == (Measure("longest_continuous_duty", 1020, 1020),)


def test_who_ends_then_stays_as_part_of_the_same_shift() -> None:
    night = shift("night", "vera", "N", -1)
    way = ways(person("vera", weekly=None), duty=(night,))[WayKind.EXTENSION]
    assert (way.interval.start, way.shift_start) == (6 * HOUR, night.start)


def test_nobody_stays_longer_than_the_limit() -> None:
    night = shift("night", "vera", "N", -1)
    found = ways(
        person("vera", weekly=None), duty=(night,), rules=limits(longest_continuous_duty={"block": 830})
    )
    assert WayKind.EXTENSION not in found


def test_a_kept_shift_moves_where_nobody_is_missed() -> None:
    late = shift("late", "vera", "A", 0)
    found = ways(person("vera", weekly=None), duty=(late,), codes=("D", "A"))
    way = found[WayKind.MOVE]
    assert (way.occurrence, way.moved, way.overtime_minutes) == ("D0", ("late",), 240)
    assert way.price == 240 + 2400


def test_a_shift_that_fills_a_minimum_itself_does_not_move() -> None:
    late = shift("late", "vera", "A", 0)
    found = ways(
        person("vera", weekly=None),
        duty=(late,),
        codes=("D", "A"),
        requirements=(seats("calls", (*MORNING, 1), (15 * HOUR, 23 * HOUR, 1)),),
    )
    assert WayKind.MOVE not in found


def test_a_trainer_of_somebody_does_not_move() -> None:
    late = shift("late", "vera", "A", 0)
    found = ways(
        person("vera", "CT", "CTO", weekly=None),
        person("tom", weekly=None, is_trainee=True),
        duty=(late, shift("learns", "tom", "A", 0)),
        trainer_skills=("CTO",),
        codes=("D", "A"),
    )
    assert WayKind.MOVE not in found


def test_leave_given_back_is_dear() -> None:
    """Also of somebody with a pattern: the shift under the leave is theirs, not overtime."""
    for who in (person("ada"), person("ada", weekly=None)):
        way = ways(who, absences=(Absence("ada", 0, 1440),))[WayKind.LEAVE]
        assert (way.person, way.price, way.overtime_minutes) == ("ada", LEAVE_PRICE, 0)


def test_who_is_on_leave_and_would_break_a_rule_is_not_asked() -> None:
    evening = shift("evening", "ada", "A", -1)
    found = ways(
        person("ada"),
        absences=(Absence("ada", 0, 1440),),
        duty=(evening,),
        rules=limits(minimum_rest={"block": 600}),
    )
    assert WayKind.LEAVE not in found


def test_ways_come_by_price_and_at_most_five() -> None:
    people = [person(f"p{n}", weekly=100 * n) for n in range(1, 6)]
    away = [person(f"q{n}") for n in range(3)]
    found = account(
        instance(
            *people,
            *away,
            codes=("D",),
            requirements=(seats("calls", (*MORNING, 1)),),
            absences=tuple(Absence(f"q{n}", 0, 1440) for n in range(3)),
        )
    )
    assert [way.kind.value for way in found.ways] == ["shift", "shift", "accept", "leave", "leave"]
    assert [way.price for way in found.ways[:2]] == [220, 320]
    # The two with most of their contract left come first of their kind.
    shifts = [way.person for way in found.ways if way.kind is WayKind.SHIFT]
    assert shifts == ["p5", "p4"]
    assert found.tried >= 4


def test_what_closes_all_of_it_comes_before_what_is_cheaper_and_closes_a_part() -> None:
    """A short shift costs little and reaches half of the two hours."""
    found = account(
        instance(
            person("ada", weekly=0),
            person("leo", weekly=0),
            codes=("D", "H"),
            requirements=(seats("calls", (9 * HOUR, 11 * HOUR, 1)),),
            absences=(Absence("leo", 17 * HOUR, 18 * HOUR), Absence("ada", 0, 60)),
        )
    )
    assert [(way.person, way.occurrence, way.price) for way in found.ways[:2]] == [
        ("ada", "D0", 720),
        ("leo", "H0", 240),
    ]
    assert [way.closes for way in found.ways[:2]] == [120, 60]


def test_a_long_shortage_is_cut_where_shifts_end() -> None:
    """Three days without anybody: no one person closes that, twelve hours one can."""
    given = instance(
        person("ada", weekly=0), days=3, requirements=(seats("calls", (6 * HOUR, 66 * HOUR, 1)),)
    )
    spans = [row.interval for row in accounts_of(given, solve(given), 30)]
    assert [(span.start // HOUR, span.end // HOUR) for span in spans] == [
        (6, 18), (18, 30), (30, 42), (42, 54), (54, 66),
    ]  # fmt: skip


def test_minutes_that_no_shift_reaches_are_a_piece_of_their_own() -> None:
    given = instance(
        person("ada", weekly=0), codes=("D",), requirements=(seats("calls", (4 * HOUR, 8 * HOUR, 1)),)
    )
    spans = [row.interval for row in accounts_of(given, solve(given), 30)]
    assert [(span.start // HOUR, span.end // HOUR) for span in spans] == [(4, 6), (6, 8)]


def test_the_roster_with_a_way_taken_passes_the_independent_check() -> None:
    given = instance(
        person("ada", weekly=600),
        person("leo", weekly=0),
        codes=("D",),
        requirements=(seats("calls", (*MORNING, 2)),),
        rules=limits(minimum_rest={"block": 600}),
    )
    solution = solve(given)
    for way in accounts_of(given, solution, 30)[0].ways:
        if way.kind is WayKind.SHIFT:
            taken = replace(given, options=replace(given.options, overtime_allowed=True))
            again = solve(taken)
            assert verify(taken, again) == []
            assert again.shortage_after < solution.shortage_after


def test_the_largest_shortages_are_accounted_for_within_the_time() -> None:
    given = instance(
        person("ada", weekly=0),
        days=2,
        codes=("D",),
        requirements=(seats("calls", (6 * HOUR, 8 * HOUR, 1), (30 * HOUR, 40 * HOUR, 1)),),
    )
    solution = solve(given)
    assert [row.interval.start for row in accounts_of(given, solution, 30)] == [6 * HOUR, 30 * HOUR]
    assert accounts_of(given, solution, 0) == ()
    assert accounts_of(given, solution, 30, lambda: True) == ()


def test_no_shortage_needs_no_account() -> None:
    given = instance(person("ada"), codes=("D",), requirements=(seats("calls", (*MORNING, 1)),))
    assert accounts_of(given, solve(given), 30) == ()


def test_another_position_is_no_way_out() -> None:
    """Leo holds no skill for it."""
    found = ways(person("leo", "PD", weekly=0), positions=(RADIO, CALLS))
    assert list(found) == [WayKind.ACCEPT]
