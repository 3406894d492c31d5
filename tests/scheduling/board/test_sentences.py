"""Violations are told with the number, the rule and the way out; every rule has its words."""

from __future__ import annotations

import pytest

from scheduling.board.sentences import issue_of
from scheduling.rules.levels import Level, Violation
from scheduling.rules.registry import RULES
from scheduling.time.interval import Interval
from scheduling.time.local_time import LocalClock

CLOCK = LocalClock("America/New_York")
START = CLOCK.minute(CLOCK.date_of(29_800_000)) + 60


def violation(rule: str, measured: int = 300, limit: int = 600, level: Level = Level.BLOCK) -> Violation:
    return Violation(rule, level, "p", Interval(START, START + 300), measured, limit)


def test_a_rest_that_is_too_short_says_the_earliest_start() -> None:
    issue = issue_of(violation("minimum_rest"), CLOCK)
    assert issue.title == "Only 5 h rest before this shift"
    assert issue.earliest_start == START + 600
    assert "asks for 10 h" in issue.text
    assert "11:00" in issue.text


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_rule_has_words_of_its_own(rule: str) -> None:
    issue = issue_of(violation(rule), CLOCK)
    assert rule not in issue.title
    assert ": 300, limit" not in issue.title


@pytest.mark.parametrize(
    ("level", "tone"), [(Level.BLOCK, "bad"), (Level.APPROVAL, "bad"), (Level.WARN, "warn")]
)
def test_the_tone_follows_the_level(level: Level, tone: str) -> None:
    assert issue_of(violation("minimum_rest", level=level), CLOCK).tone == tone
