"""A remembered evaluation equals evaluating again, whatever changed since; and small changes cost only their people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from scheduling.roster.domain import remembered
from scheduling.roster.domain.evaluation import evaluate
from scheduling.roster.domain.inputs import PersonInput, RosterInput
from scheduling.roster.domain.remembered import MOST_DIFFERENT, MOST_KEPT, Evaluations, differing
from scheduling.time.interval import Interval
from tests.scheduling.roster.test_evaluation import PEOPLE, given_input, leave, same
from tests.support.duty import contract

CENTER = given_input(*PEOPLE, *(PersonInput(f"Olga {n}", (contract(pattern="D"),)) for n in range(40)))


def with_leave(given: RosterInput, *people: str) -> RosterInput:
    return replace(
        given,
        people=tuple(
            replace(row, adjustments=(leave(str(row.key)),)) if row.key in people else row
            for row in given.people
        ),
    )


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[RosterInput]:
    """The inputs that were evaluated from nothing."""
    found: list[RosterInput] = []

    def counting(given: RosterInput) -> Any:
        found.append(given)
        return evaluate(given)

    monkeypatch.setattr(remembered, "evaluate", counting)
    return found


def test_the_same_rows_are_evaluated_once(computed: list[RosterInput]) -> None:
    known = Evaluations()
    first = known.of(CENTER)
    assert known.of(replace(CENTER)) is first
    assert len(computed) == 1
    known.forget()
    same(known.of(CENTER), first)
    assert len(computed) == 2


def test_an_edit_and_its_undo_cost_only_the_person_and_equal_evaluating_everything(
    computed: list[RosterInput],
) -> None:
    known = Evaluations()
    known.of(CENTER)
    edited = with_leave(CENTER, "Cal", "Sam")
    same(known.of(edited), evaluate(edited))
    same(known.of(CENTER), evaluate(CENTER))
    assert computed == [CENTER]


@pytest.mark.parametrize(
    "changed",
    [
        replace(CENTER, people=CENTER.people[:-1]),
        replace(CENTER, people=(CENTER.people[1], CENTER.people[0], *CENTER.people[2:])),
        replace(CENTER, people=(replace(CENTER.people[0], contracts=()), *CENTER.people[1:])),
        replace(CENTER, people=(replace(CENTER.people[0], unit="unit"), *CENTER.people[1:])),
        replace(CENTER, certifications=CENTER.certifications[1:]),
        replace(CENTER, requirements=CENTER.requirements[1:]),
        replace(CENTER, holidays=frozenset({date(2027, 6, 1)})),
        replace(CENTER, trainer_pairs=()),
        replace(CENTER, parameters={}),
        replace(CENTER, focus=Interval(CENTER.focus.start, CENTER.focus.end - 1440)),
        replace(CENTER, span=Interval(CENTER.span.start + 1440, CENTER.span.end)),
    ],
)
def test_anything_but_adjustments_is_evaluated_from_nothing(
    changed: RosterInput, computed: list[RosterInput]
) -> None:
    assert differing(CENTER, changed) is None
    known = Evaluations()
    known.of(CENTER)
    same(known.of(changed), evaluate(changed))
    assert computed == [CENTER, changed]


def test_many_changed_people_and_long_chains_are_evaluated_from_nothing(
    computed: list[RosterInput], monkeypatch: pytest.MonkeyPatch
) -> None:
    many = with_leave(CENTER, *[f"Olga {n}" for n in range(MOST_DIFFERENT + 1)])
    assert differing(CENTER, many) is None
    monkeypatch.setattr(remembered, "MOST_STEPS", 1)
    known = Evaluations()
    known.of(CENTER)
    known.of(with_leave(CENTER, "Cal"))
    third = with_leave(CENTER, "Cal", "Sam")
    same(known.of(third), evaluate(third))
    assert computed == [CENTER, third]


def test_only_the_latest_are_kept_and_small_rosters_are_not(computed: list[RosterInput]) -> None:
    known = Evaluations()
    others = [
        replace(CENTER, span=Interval(CENTER.span.start + n, CENTER.span.end))
        for n in range(1, MOST_KEPT + 1)
    ]
    for given in (CENTER, *others):
        known.of(given)
    computed.clear()
    known.of(others[0])
    assert computed == []
    known.of(CENTER)
    assert computed == [CENTER]
    small = given_input()
    known.of(small)
    known.of(small)
    assert computed == [CENTER, small, small]
