"""Findings: what is wrong before the run, the least that removes it, and that the result is clean."""

from __future__ import annotations

from dataclasses import replace

from solver.engine.findings import find
from solver.engine.instance import DutyOrigin, SkillTime
from solver.engine.solution import FindingKind, Status
from solver.engine.solve import solve
from solver.engine.verify import verify
from tests.solver.engine.small import HOUR, instance, limits, person, shift

LONG = limits(longest_continuous_duty={"block": 960})


def test_sound_duty_has_no_finding() -> None:
    problem = instance(
        person("dana"), days=3, duty=(shift("a", "dana", "D"), shift("b", "dana", "N", 1)), rules=LONG
    )
    assert find(problem) == ()


def test_duty_without_a_valid_skill_is_found_alone() -> None:
    expired = person("dana", skills=(SkillTime("CT", None, 17 * HOUR),))
    problem = instance(expired, duty=(shift("a", "dana", "D"),))
    (finding,) = find(problem)
    assert (finding.kind, finding.rule, finding.removes) == (FindingKind.ALONE, "valid_certification", ("a",))
    assert find(instance(replace(expired, is_trainee=True), duty=problem.duty)) == ()
    assert find(replace(problem, duty=(replace(problem.duty[0], fills_seats=False),))) == ()


def test_a_named_seat_needs_its_own_skill() -> None:
    problem = instance(person("dana", "PD", "CT"), duty=(shift("a", "dana", "D", position="calls"),))
    assert find(problem) == ()
    other = instance(person("dana", "PD"), duty=problem.duty)
    assert find(other)[0].rule == "valid_certification"


def test_of_two_the_pattern_goes_before_the_pinned_and_the_later_before_the_earlier() -> None:
    first, second = shift("first", "dana", "D"), shift("second", "dana", "N")
    both = instance(person("dana"), duty=(first, second), rules=LONG)
    (finding,) = find(both)
    assert finding.kind == FindingKind.TOGETHER
    assert finding.duty == ("first", "second")
    assert (finding.measured, finding.limit, finding.unit) == (1440, 960, "minutes")
    assert finding.removes == ("second",)
    pattern_first = replace(both, duty=(replace(first, origin=DutyOrigin.PATTERN), second))
    assert find(pattern_first)[0].removes == ("first",)


def test_the_piece_that_ends_most_violations_goes() -> None:
    rules = limits(minimum_rest={"block": 700})
    tight = (shift("a", "dana", "D", 0), shift("b", "dana", "E", 1), shift("c", "dana", "A", 1))
    (finding,) = find(instance(person("dana"), days=2, duty=tight, rules=rules))
    assert finding.removes == ("b",)


def test_the_past_and_locked_duty_are_never_proposed() -> None:
    duty = (
        shift("first", "dana", "D", origin=DutyOrigin.LOCKED),
        shift("second", "dana", "N", origin=DutyOrigin.PAST),
    )
    problem = instance(person("dana"), duty=duty, rules=LONG)
    assert find(problem) == ()
    assert solve(problem).status == Status.OPTIMAL
    half = replace(problem, duty=(duty[0], replace(duty[1], origin=DutyOrigin.PINNED)))
    assert find(half)[0].removes == ("second",)


def test_a_trainee_without_trainer_goes_the_least_senior_first() -> None:
    rules = limits(trainee_with_trainer={"block": 0})
    ada = person("ada", is_trainee=True, seniority=5)
    olga = person("olga", is_trainee=True, seniority=9)
    cal = person("cal", "CT", "CTO")
    duty = tuple(shift(name, name, "D") for name in ("ada", "olga", "cal"))
    problem = instance(ada, olga, cal, codes=(), duty=duty, rules=rules, trainer_skills=("CTO",))
    assert [finding.removes for finding in find(problem)] == [("olga",)]
    solution = solve(problem)
    assert solution.removed == ("olga",)
    assert verify(problem, solution) == []
    assert find(replace(problem, people=(ada, replace(olga, is_trainee=False), cal))) == ()
