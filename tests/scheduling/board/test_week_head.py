"""The week's curve and shortages say what the coverage curve says, at its minutes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from scheduling.board.facts import BoardFacts
from scheduling.board.state import BoardState
from scheduling.board.week_head import shortages, week_curve
from scheduling.roster.benchmark import FIRST_DAY, benchmark_input
from scheduling.roster.domain.evaluation import evaluate


@pytest.fixture(scope="module")
def facts() -> BoardFacts:
    given = benchmark_input()
    week = given.clock.days(FIRST_DAY, FIRST_DAY + timedelta(days=7))
    fields = {name: getattr(given, name) for name in given.__dataclass_fields__}
    evaluation = evaluate(type(given)(**(fields | {"focus": week})))
    state = BoardState(FIRST_DAY, 1)
    return BoardFacts(state, 1, week.start, given.clock, evaluation, (), skill_names={"CTO": "CTO"})


def test_every_gap_is_a_bar_of_its_size(facts: BoardFacts) -> None:
    lines = shortages(facts)
    gaps = facts.evaluation.curve.gaps_by_subject
    assert [len(line.bars) for line in lines] == [len(found) for found in gaps]
    assert [bar.text for bar in lines[0].bars] == [f"−{gap.people}" for gap in gaps[0]]
    assert lines[-1].name == "CTO on duty"


def test_the_curve_runs_over_the_whole_week(facts: BoardFacts) -> None:
    curve = week_curve(facts)
    assert curve.minutes == 7 * 1440
    assert curve.on_duty.endswith(f"H{7 * 1440}")
    assert curve.minimum.endswith(f"H{7 * 1440}")
    assert curve.low < curve.high


def test_the_words_say_the_hours_short(facts: BoardFacts) -> None:
    missing = sum(gap.person_minutes for gap in facts.evaluation.gaps)
    assert f"{missing / 60:g}" in week_curve(facts).words
