"""Why somebody is still missing: each trained person who does not work is counted under what keeps them
away.
"""

from __future__ import annotations

from typing import Any

from solver.engine.instance import Absence, KeepOff, Person
from solver.engine.solution import ShortageReason
from solver.engine.solve import solve
from tests.solver.engine.small import HOUR, RADIO, instance, limits, person, seats, shift

ASKED = (seats("calls", (6 * HOUR, 18 * HOUR, 9)),)


def reason(*people: Person, **changes: Any) -> ShortageReason:
    changes.setdefault("codes", ("D",))
    changes.setdefault("requirements", ASKED)
    return solve(instance(*people, **changes)).reasons[0]


def blocked(found: ShortageReason) -> dict[str, int]:
    return {row.reason: row.people for row in found.blocked}


def test_counts_the_trained_and_the_working() -> None:
    found = reason(person("dana"), person("cal", "PD"), positions=(RADIO, *instance().positions))
    assert (found.requirement, found.missing, found.trained, found.working) == ("seats calls", 8, 1, 1)
    assert found.blocked == ()


def test_leave_pins_patterns_and_hours() -> None:
    found = reason(
        person("ada", weekly=None),
        person("cal"),
        person("dana"),
        person("max", weekly=700),
        absences=(Absence("cal", 700, 800),),
        keep_off=(KeepOff("dana", 700, 800),),
    )
    assert blocked(found) == {"pattern": 1, "absence": 1, "keep_off": 1, "weekly_minutes": 1}
    assert found.trained == 4
    assert found.working == 0


def test_a_rule_and_another_shift() -> None:
    night = shift("night", "cal", "N", -1, end=4 * HOUR, worked_minutes=600)
    later = shift(
        "later", "dana", "A", 0, start=18 * HOUR, end=23 * HOUR, shift_start=18 * HOUR, worked_minutes=300
    )
    found = reason(
        person("cal"), person("dana"), duty=(night, later), rules=limits(minimum_rest={"block": 480})
    )
    assert blocked(found) == {"minimum_rest": 1, "one_state": 1}


def test_leave_of_somebody_with_a_pattern_and_a_time_without_shifts() -> None:
    found = reason(person("ada", weekly=None), absences=(Absence("ada", 0, 1440),))
    assert blocked(found) == {"absence": 1}
    assert blocked(reason(person("dana"), codes=("N",))) == {"no_shift": 1}


def test_a_shift_that_would_follow_another_without_a_gap() -> None:
    night = shift("night", "cal", "N", -1)
    assert blocked(reason(person("cal"), duty=(night,))) == {"one_state": 1}
