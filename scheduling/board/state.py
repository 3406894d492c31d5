"""What a board's address says: which dates, which roster, which people. All of the board's state lives there.

Reading it never fails: what can't be read falls back to the usual.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from urllib.parse import urlencode

from staff.centers.years import written_date

RANGES = (1, 2, 4)


class IssueFilter(StrEnum):
    """Show only people with rule breaks, or with warnings."""

    ALL = ""
    BREAKS = "breaks"
    WARNINGS = "warnings"


@dataclass(frozen=True, slots=True)
class BoardState:
    """The board one looks at. `weeks` is the range; `words` filters by name, number or skill code.

    `as_of` is an earlier moment as it was written, nothing for now.
    """

    starts_on: date
    weeks: int = 4
    shows_published: bool = False
    words: str = ""
    group: str = ""
    issues: IssueFilter = IssueFilter.ALL
    as_of: str = ""

    @property
    def ends_before(self) -> date:
        return self.starts_on + timedelta(weeks=self.weeks)

    @property
    def is_filtered(self) -> bool:
        return bool(self.words or self.group or self.issues)

    def query(self, **changes: object) -> str:
        """The query string of this state with some of it changed; what is usual is left out."""
        state = replace(self, **changes)  # type: ignore[arg-type]
        fields = {"from": state.starts_on.isoformat()}
        if state.weeks != RANGES[-1]:
            fields["weeks"] = str(state.weeks)
        if state.shows_published:
            fields["view"] = "published"
        filters = {"q": state.words, "group": state.group, "issues": state.issues.value}
        filters["as_of"] = state.as_of
        return urlencode(fields | {name: value for name, value in filters.items() if value})

    def unfiltered(self) -> BoardState:
        return replace(self, words="", group="", issues=IssueFilter.ALL)


def read_state(query: Mapping[str, str], *, today: date, period_starts_on: date) -> BoardState:
    """The state of an address. Without a date: the period of today, or for shorter ranges its week."""
    weeks = int(query["weeks"]) if query.get("weeks") in {"1", "2", "4"} else RANGES[-1]
    starts_on = written_date(query.get("from", ""))
    if starts_on is None:
        into = (today - period_starts_on).days // 7 * 7 if weeks < RANGES[-1] else 0
        starts_on = period_starts_on + timedelta(days=into)
    issues = query.get("issues", "")
    return BoardState(
        starts_on,
        weeks,
        shows_published=query.get("view") == "published",
        words=query.get("q", "").strip()[:80],
        group=query.get("group", "").strip()[:80],
        issues=IssueFilter(issues) if issues in set(IssueFilter) else IssueFilter.ALL,
        as_of=query.get("as_of", "").strip()[:40],
    )
