"""The sentence that says whose move would make a shortage smaller, when, and by how much."""

from __future__ import annotations

from dataclasses import replace

from scheduling.adjustments.domain import Paint
from scheduling.board.moves import move_words
from scheduling.coverage.domain.types import RequirementKind
from scheduling.roster.domain.evaluation import RosterEvaluation, evaluate
from scheduling.roster.domain.inputs import PersonInput
from scheduling.time.segment import Key
from tests.scheduling.roster.test_evaluation import EVENING, PEOPLE, RADIO, SIX, given_input
from tests.support.duty import contract, paint

NAMES: dict[Key, str] = {"Dana": "Kestrel, Dana", "Cal": "Merrow, Cal", "Olga": "Lund, Olga"}


def sentence(found: RosterEvaluation) -> str:
    gap = next(each for each in found.gaps if each.subject == RADIO and each.interval.start == SIX)
    return move_words(found, gap, NAMES)


def dana_named(end: int = EVENING) -> RosterEvaluation:
    row = paint(SIX, end, position="calls", person="Dana")
    return evaluate(given_input()).with_person("Dana", [row])


def test_one_move_that_fills_a_shortage() -> None:
    assert sentence(dana_named()) == "Moving Kestrel, Dana from Calls would fill it."


def test_nobody_is_named_and_nobody_can_be_moved() -> None:
    off = paint(SIX, EVENING, person="Dana", paint=Paint.OFF)
    assert sentence(evaluate(given_input()).with_person("Dana", [off])) == ""


def test_a_move_that_helps_for_some_of_the_minutes_says_which() -> None:
    away = paint(SIX + 120, EVENING, person="Cal", paint=Paint.OFF)
    found = dana_named().with_person("Cal", [away])
    assert sentence(found) == "Moving Kestrel, Dana from Calls would fill it 06:00 – 08:00."


def test_more_are_short_than_one_move_brings() -> None:
    rows = [
        replace(row, minimum=2, target=2, maximum=2)
        if row.kind is RequirementKind.SEATS and row.of == "radio"
        else row
        for row in given_input().requirements
    ]
    named = paint(SIX, EVENING, position="calls", person="Dana")
    found = evaluate(replace(given_input(), requirements=tuple(rows))).with_person("Dana", [named])
    assert sentence(found) == "Moving Kestrel, Dana from Calls would make it smaller."


def test_others_who_would_help_as_well_are_counted() -> None:
    olga = PersonInput("Olga", (contract(pattern="D"),))
    given = given_input(*PEOPLE, olga)
    held = [replace(each, person="Olga") for each in given.certifications if each.person == "Dana"]
    found = evaluate(replace(given, certifications=(*given.certifications, *held)))
    for person in ("Dana", "Olga"):
        found = found.with_person(person, [paint(SIX, EVENING, position="calls", person=person)])
    assert sentence(found) == "Moving Kestrel, Dana from Calls would fill it, and so would 1 other."
