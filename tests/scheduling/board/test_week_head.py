"""The week's curve and shortages say what the coverage curve says, at its minutes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from scheduling.board.facts import BoardFacts
from scheduling.board.state import BoardState
from scheduling.board.week_head import runs_of, shortages, week_curve
from scheduling.coverage.domain.curve import Deviation
from scheduling.coverage.domain.types import RequirementKind
from scheduling.roster.benchmark import FIRST_DAY, benchmark_input
from scheduling.roster.domain.evaluation import evaluate
from scheduling.roster.hours import HoursTerms
from scheduling.time.interval import Interval
from scheduling.time.workweek import SUNDAY_MIDNIGHT


@pytest.fixture(scope="module")
def facts() -> BoardFacts:
    given = benchmark_input()
    week = given.clock.days(FIRST_DAY, FIRST_DAY + timedelta(days=7))
    fields = {name: getattr(given, name) for name in given.__dataclass_fields__}
    evaluation = evaluate(type(given)(**(fields | {"focus": week})))
    state = BoardState(FIRST_DAY, 1)
    terms = HoursTerms({None: SUNDAY_MIDNIGHT}, {None: ()}, given.clock)
    return BoardFacts(state, 1, week.start, given.clock, evaluation, (), terms, skill_names={"CTO": "CTO"})


def test_every_shortage_is_under_a_bar_with_its_worst_size(facts: BoardFacts) -> None:
    lines = shortages(facts)
    gaps = facts.evaluation.curve.gaps_by_subject
    assert any(found for found in gaps)
    for line, found in zip(lines, gaps, strict=True):
        runs = runs_of(found)
        assert [bar.text for bar in line.bars] == [f"−{people}" for _, _, people in runs]
        for gap in found:
            under = [run for run in runs if run[0] <= gap.interval.start and gap.interval.end <= run[1]]
            assert len(under) == 1
            assert under[0][2] >= gap.people
    assert lines[-1].name == "CTO on duty"


def test_numbers_of_shortages_never_stand_on_each_other() -> None:
    def gap(start: int, end: int, people: int) -> Deviation:
        return Deviation((RequirementKind.SEATS, "CT"), Interval(start, end), people)

    assert runs_of([gap(0, 60, 2), gap(60, 120, 15)]) == [(0, 120, 15)]
    assert runs_of([gap(0, 60, 2), gap(200, 230, 1)]) == [(0, 230, 2)]
    assert runs_of([gap(0, 60, 2), gap(270, 300, 1)]) == [(0, 60, 2), (270, 300, 1)]


def test_the_curve_runs_over_the_whole_week(facts: BoardFacts) -> None:
    curve = week_curve(facts)
    assert curve.minutes == 7 * 1440
    assert curve.on_duty.endswith(f"H{7 * 1440}")
    assert curve.minimum.endswith(f"H{7 * 1440}")
    assert curve.low < curve.high


def test_the_words_say_the_hours_short(facts: BoardFacts) -> None:
    missing = sum(gap.person_minutes for gap in facts.evaluation.gaps)
    assert f"{missing / 60:g}" in week_curve(facts).words
