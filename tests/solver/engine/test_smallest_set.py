"""Facts that can't all hold: the smallest set of them, in order of cause, with who is lost to each."""

from __future__ import annotations

import time
from typing import Any

import pytest

from solver.engine.facts import Facts
from solver.engine.headcounts import gaps, headcounts
from solver.engine.instance import Absence, DutyOrigin, Instance, KeepOff, Person, SkillTime
from solver.engine.shortages.account import MINIMUM, Fact
from solver.engine.shortages.smallest_set import Question, TimeIsUpError
from solver.engine.solve import solve
from solver.engine.verify import result_of
from tests.solver.engine.small import CALLS, HOUR, RADIO, instance, limits, mix, person, seats, shift

MORNING = (6 * HOUR, 8 * HOUR)


def asked(given: Instance) -> Question:
    """The question about the first shortage of the best roster."""
    solution = solve(given)
    found = gaps(headcounts(result_of(given, solution)))
    return Question(Facts(given, solution.removed), found[0], time.monotonic() + 30)


def facts_of(*people: Person, minimum: int = 3, **changes: Any) -> tuple[Fact, ...]:
    changes.setdefault("codes", ("D",))
    changes.setdefault("requirements", (seats("calls", (*MORNING, minimum)),))
    told, _, is_smallest = asked(instance(*people, **changes)).facts()
    assert is_smallest
    return told


def said(told: tuple[Fact, ...]) -> list[tuple[str, int, tuple[str, ...]]]:
    return [(fact.kind, fact.able, fact.people) for fact in told]


def test_leave_a_kept_night_and_a_kept_late_start_stand_against_three() -> None:
    """The case of the design: of seven trained two are left, three are asked for."""
    people = [person(name) for name in ("ada", "leo", "lena", "ezra", "vera", "cal", "dana")]
    told = facts_of(
        *people,
        absences=(Absence("ada", 0, 1440), Absence("leo", 0, 1440)),
        duty=(
            shift("night lena", "lena", "N", -1, origin=DutyOrigin.PAST),
            shift("night ezra", "ezra", "N", -1, origin=DutyOrigin.PAST),
            shift("late", "vera", "A", 0),
        ),
        rules=limits(minimum_rest={"block": 600}),
    )
    assert said(told) == [
        (MINIMUM, 7, ()),
        ("settled", 5, ("lena", "ezra")),
        ("absence", 3, ("ada", "leo")),
        ("kept_pinned", 2, ("vera",)),
    ]
    assert told[3].duty == ("late",)


def test_what_is_not_needed_for_it_is_not_in_the_set() -> None:
    """One of two is on leave and the other kept off; the hours of a third would not matter."""
    told = facts_of(
        person("ada"),
        person("leo"),
        person("cal", weekly=0),
        minimum=3,
        absences=(Absence("ada", 0, 1440),),
        keep_off=(KeepOff("leo", 0, 1440),),
    )
    # Any one of the three alone leaves two of three: the last in the order of cause is left out first.
    assert [fact.kind for fact in told] == [MINIMUM, "absence"]


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("minimum_rest", {"rules": limits(minimum_rest={"block": 600})}),
        ("maximum_minutes_in_24_hours", {"rules": limits(maximum_minutes_in_24_hours={"block": 900})}),
        ("consecutive_days", {"rules": limits(consecutive_days={"block": 1})}),
    ],
)
def test_a_rule_that_breaks_only_with_other_duty_is_a_fact(kind: str, changes: dict[str, Any]) -> None:
    before = shift("before", "ada", "A", -1, end=-2 * HOUR, worked_minutes=420, origin=DutyOrigin.PAST)
    told = facts_of(person("ada"), minimum=1, duty=(before,), **changes)
    assert said(told) == [(MINIMUM, 1, ()), (kind, 0, ("ada",))]


def test_a_rule_ends_with_the_kept_shift_that_breaks_it() -> None:
    """Ada's kept evening leaves too little rest before the morning: both facts are needed."""
    evening = shift("evening", "ada", "A", 0)
    told = facts_of(
        person("ada"),
        days=2,
        minimum=1,
        duty=(evening,),
        requirements=(seats("calls", (30 * HOUR, 32 * HOUR, 1)),),
        rules=limits(minimum_rest={"block": 600}),
    )
    assert [fact.kind for fact in told] == [MINIMUM, "kept_pinned", "minimum_rest"]


def test_patterns_and_contracts_are_facts_unless_overtime_may_be_used() -> None:
    people = (person("ada", weekly=None), person("cal", weekly=600))
    assert [fact.kind for fact in facts_of(people[0], minimum=1)] == [MINIMUM, "pattern"]
    assert [fact.kind for fact in facts_of(people[1], minimum=1)] == [MINIMUM, "weekly_minutes"]
    told, able, _ = asked(
        instance(
            *people,
            codes=("D",),
            requirements=(seats("calls", (*MORNING, 3)),),
            options={"overtime_allowed": True},
        )
    ).facts()
    assert [fact.kind for fact in told] == [MINIMUM, "trained"]
    assert able == 2


def test_a_time_that_no_shift_reaches() -> None:
    assert said(facts_of(person("ada"), minimum=1, codes=("N",))) == [(MINIMUM, 0, ()), ("no_shift", 0, ())]


def test_a_certificate_that_ends_and_an_employment_that_ended() -> None:
    expired = person("ada", skills=(SkillTime("CT", None, 7 * HOUR),))
    told = facts_of(expired, minimum=1)
    assert said(told)[-1] == ("valid_certification", 0, ("ada",))
    gone = person("ada", employed=())
    assert said(facts_of(gone, minimum=1))[-1] == ("not_employed", 0, ("ada",))


def test_a_mix_counts_whoever_holds_the_skill_in_whatever_seat() -> None:
    radio = shift("radio", "ada", "D", 0, position="radio")
    told = facts_of(
        person("ada", "PD", "CTO"),
        person("leo", "PD", "CTO"),
        minimum=2,
        positions=(RADIO, CALLS),
        duty=(radio,),
        absences=(Absence("leo", 0, 1440),),
        requirements=(mix("CTO", (*MORNING, 2)),),
    )
    assert said(told) == [(MINIMUM, 2, ()), ("absence", 1, ("leo",))]


def test_duty_in_another_named_seat_is_no_help() -> None:
    radio = shift("radio", "ada", "D", 0, position="radio")
    told = facts_of(person("ada", "PD", "CT"), minimum=1, positions=(RADIO, CALLS), duty=(radio,))
    assert said(told) == [(MINIMUM, 1, ()), ("kept_pinned", 0, ("ada",))]


def test_a_shortage_that_comes_from_elsewhere_has_no_facts() -> None:
    """Hours for one shift, two days to fill: on each day alone somebody could be there."""
    given = instance(
        person("ada", weekly=720), days=2, codes=("D",), requirements=(seats("calls", (0, 2880, 1)),)
    )
    question = asked(given)
    narrow = Question(
        Facts(given),
        next(g for g in gaps(headcounts(result_of(given, solve(given)))) if g.interval.minutes >= 720),
        time.monotonic() + 30,
    )
    assert question.needed == 1
    assert narrow.facts()[0] == () or narrow.facts()[0][-1].kind == "no_shift"


def test_without_time_nothing_is_proven() -> None:
    given = instance(person("ada", weekly=0), codes=("D",), requirements=(seats("calls", (*MORNING, 1)),))
    found = gaps(headcounts(result_of(given, solve(given))))
    with pytest.raises(TimeIsUpError):
        Question(Facts(given), found[0], time.monotonic() - 1).facts()


def test_what_a_finding_removes_is_no_fact() -> None:
    """Ada may not sit there at all: her kept shift goes, and nobody is trained."""
    told = facts_of(person("ada", "PD"), minimum=1, duty=(shift("x", "ada", "D", 0),), positions=(CALLS,))
    assert [fact.kind for fact in told] == [MINIMUM, "trained"]
