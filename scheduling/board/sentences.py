"""A violation as an issue of the pages: its words with a tone and the way out. Pure.

The words themselves are in scheduling/rules/wording.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from scheduling.board.cells import is_break
from scheduling.roster.gate import PublishRefused
from scheduling.rules import wording
from scheduling.rules.levels import Violation
from scheduling.time.interval import Minute
from scheduling.time.local_time import LocalClock


@dataclass(frozen=True, slots=True)
class Issue:
    """One violation in words. `earliest_start` is the start that would keep the rule, if there is one."""

    title: str
    text: str
    tone: str
    level_words: str
    earliest_start: Minute | None = None


def issue_of(violation: Violation, clock: LocalClock) -> Issue:
    """The words of one violation."""
    return Issue(
        wording.title(violation),
        wording.text(violation, clock),
        "bad" if is_break(violation) else "warn",
        wording.LEVEL_WORDS[violation.level],
        wording.earliest_start(violation),
    )


def rules_words(refused: PublishRefused) -> str:
    """What stands against showing a change to employees at once, by name."""
    titles = dict.fromkeys(wording.title(each) for each in refused.violations)
    return f"{'; '.join(titles)}. {refused.sentence}"
