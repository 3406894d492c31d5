"""The instance and the solution: JSON round trips as a property, and the contradictions that are refused."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.time.interval import Interval
from solver.engine.codec import BadDocumentError, encode
from solver.engine.instance import (
    FreeTime,
    HouseRules,
    Instance,
    InvalidInstanceError,
    OffLimitGroup,
    Step,
    Wish,
    WishKind,
    calendar,
)
from solver.engine.options import Options, Weights
from solver.engine.solution import Solution
from solver.engine.solve import solve
from tests.solver.engine.random_instances import random_instance
from tests.solver.engine.small import DAY, MONDAY, instance, limits, mix, person, seats, shift


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 100_000))
def test_instances_survive_the_round_trip(seed: int) -> None:
    problem = random_instance(seed)
    assert Instance.from_json(problem.to_json()) == problem


def test_solutions_survive_the_round_trip() -> None:
    asked = (seats("calls", (0, 2 * DAY, 2)),)
    duty = (shift("a", "dana", "D"), shift("b", "dana", "N"))
    rules = limits(longest_continuous_duty={"block": 960})
    solution = solve(
        instance(person("dana"), person("cal"), days=2, requirements=asked, duty=duty, rules=rules)
    )
    assert solution.findings
    assert solution.reasons
    assert Solution.from_json(solution.to_json()) == solution


def test_the_short_and_the_long_day_are_in_the_calendar() -> None:
    spring = calendar("America/New_York", date(2026, 3, 7), date(2026, 3, 10), 0)
    assert [day.end - day.start for day in spring] == [1440, 1380, 1440]
    autumn = calendar("America/New_York", date(2026, 10, 31), date(2026, 11, 3), 0)
    assert [day.end - day.start for day in autumn] == [1440, 1500, 1440]


def sound() -> Instance:
    return instance(
        person("dana"),
        days=2,
        duty=(shift("given", "dana", "D"),),
        requirements=(seats("calls", (0, DAY, 1)), mix("CTO", (0, DAY, 1))),
        wishes=(Wish("wish", "dana", WishKind.OFF, MONDAY, 1),),
    )


def refused(**changes: Any) -> str:
    with pytest.raises(InvalidInstanceError) as error:
        replace(sound(), **changes)
    return str(error.value)


def test_contradictions_are_named() -> None:
    whole = sound()
    duty, calls, cto = whole.duty[0], whole.requirements[0], whole.requirements[1]
    dana, first = whole.people[0], whole.occurrences[0]
    cases: list[tuple[dict[str, Any], str]] = [
        ({"format": 99}, "reads format 1, not 99"),
        ({"horizon": Interval(5, DAY)}, "must start at minute 0"),
        ({"days": whole.days[:3]}, "do not cover the horizon"),
        ({"days": (*whole.days[:2], *whole.days[3:])}, "do not follow each other"),
        ({"people": (dana, dana)}, "person dana is given 2 times"),
        ({"requirements": (calls, replace(calls, key="again"))}, "2 requirements of kind seats for calls"),
        ({"people": (replace(dana, unit="x"),)}, "unit x of person dana is unknown"),
        ({"people": (replace(dana, trainer="x"),)}, "person x of person dana"),
        ({"people": (replace(dana, free=(FreeTime(5, 5, 1),)),)}, "end of free time of dana"),
        ({"people": (replace(dana, free=(FreeTime(0, 5, -1),)),)}, "weekly minutes of dana"),
        ({"occurrences": (replace(first, shift_type="x"),)}, "shift type x of occurrence D0"),
        ({"occurrences": (replace(first, on=date(2026, 6, 2)),)}, "does not start on 2026-06-02"),
        ({"occurrences": (replace(first, worked_minutes=9999),)}, "worked minutes of D0"),
        ({"occurrences": (replace(first, breaks=(Interval(0, 30),)),)}, "break of D0 lies outside"),
        ({"duty": (replace(duty, position="x"),)}, "position x of duty given"),
        ({"duty": (replace(duty, person="x"),)}, "person x of duty given"),
        ({"duty": (replace(duty, end=duty.start),)}, "end of duty given is not after"),
        ({"duty": (replace(duty, shift_start=duty.start + 1),)}, "starts before its shift"),
        ({"duty": (duty, replace(duty, key="other"))}, "duty given and other of person dana overlap"),
        ({"requirements": (replace(calls, of="x"),)}, "position x of seats calls"),
        ({"requirements": (replace(calls, steps=(Step(0, 9, 2, 1),)),)}, "minimum <= target"),
        ({"requirements": (replace(calls, steps=(Step(0, 9, 1, 2, 1),)),)}, "minimum <= target"),
        (
            {"requirements": (replace(calls, steps=(Step(0, 9, 1, 1), Step(8, 10, 1, 1))),)},
            "overlap or are out",
        ),
        ({"requirements": (replace(cto, weight=0),)}, "weight of requirement"),
        ({"wishes": (replace(whole.wishes[0], weight=6),)}, "weight of wish wish"),
        ({"off_limit_groups": (OffLimitGroup("g", "g", ("x",)),)}, "person x of group g"),
        ({"house": HouseRules(people=("x",))}, "person x of the house rules"),
        (
            {"units": (replace(whole.units[0], workweeks=(Interval(DAY, 8 * DAY),)),)},
            "do not cover the horizon",
        ),
        (
            {"units": (replace(whole.units[0], workweeks=(Interval(0, DAY * 9), Interval(DAY, 9 * DAY))),)},
            "overlap",
        ),
        ({"positions": (replace(whole.positions[0], weight=0),)}, "weight of position calls"),
        (
            {"positions": (whole.positions[0], replace(whole.positions[0], key="x", priority=9, weight=9))},
            "must not weigh more",
        ),
    ]
    for changes, words in cases:
        assert words in refused(**changes), words


def test_an_occurrence_outside_the_horizon_is_refused() -> None:
    whole = sound()
    late = replace(whole.occurrences[0], on=date(2026, 6, 5), start=4 * DAY + 360, end=4 * DAY + 1080)
    assert "outside the horizon" in refused(occurrences=(late,))


@pytest.mark.parametrize(
    "changes",
    [
        {"seed": -1},
        {"time_limit_seconds": 0.0},
        {"workers": 0},
        {"workers": 65},
        {"tolerances": (0, 0)},
        {"tolerances": (0, 0, 0, 0, -1)},
        {"enough_gap": 1.5},
    ],
)
def test_options_out_of_range_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"must"):
        Options(**changes)


def test_negative_weights_are_refused() -> None:
    with pytest.raises(ValueError, match="wish"):
        Weights(wish=-1)


def broken(change: dict[str, Any]) -> str:
    document = json.loads(sound().to_json())
    document.update(change)
    with pytest.raises(BadDocumentError) as error:
        Instance.from_json(json.dumps(document))
    return str(error.value)


def test_documents_of_a_wrong_form_are_refused_with_the_place() -> None:
    assert "no field 'surprise'" in broken({"surprise": 1})
    assert "Instance.zone must be str" in broken({"zone": 5})
    assert "Instance.people must be a list" in broken({"people": {}})
    assert "Instance.options must be an object" in broken({"options": []})
    assert "Instance.horizon_start must be a whole number" in broken({"horizon_start": True})
    assert "is not a date" in broken({"holidays": ["soon"]})
    assert "must be a date" in broken({"holidays": [5]})
    assert "is not one of" in broken(
        {"shift_types": [{"key": "a", "code": "a", "label": "a", "symbol": "NAP"}]}
    )
    assert "Instance.horizon" in broken({"horizon": {"start": 0}})
    assert "must be a number" in broken({"options": {"time_limit_seconds": "long"}})
    assert "must be an object" in broken({"units": [{"key": "u", "workweeks": [], "rules": {"dated": []}}]})


@pytest.mark.parametrize("kind", [Instance, Solution])
def test_what_is_not_json_is_refused(kind: type[Instance] | type[Solution]) -> None:
    with pytest.raises(BadDocumentError, match="not JSON"):
        kind.from_json("{")


def test_only_known_shapes_are_written() -> None:
    with pytest.raises(TypeError, match="no JSON form"):
        encode(object())
