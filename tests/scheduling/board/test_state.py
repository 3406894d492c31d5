"""The address says which board one looks at; what can't be read falls back."""

from __future__ import annotations

from datetime import date

import pytest

from scheduling.board.state import BoardState, IssueFilter, read_state

TODAY, PERIOD = date(2026, 12, 17), date(2026, 12, 6)


def read(**query: str) -> BoardState:
    return read_state(query, today=TODAY, period_starts_on=PERIOD)


def test_without_a_date_the_period_of_today_is_shown() -> None:
    assert (read().starts_on, read().weeks) == (PERIOD, 4)


def test_shorter_ranges_start_with_the_week_of_today() -> None:
    assert read(weeks="1").starts_on == date(2026, 12, 13)


@pytest.mark.parametrize(
    "query",
    [{"from": "soon"}, {"from": "2026-13-01"}, {"from": "0001-01-01"}, {"weeks": "3"}, {"issues": "x"}],
)
def test_what_cannot_be_read_falls_back(query: dict[str, str]) -> None:
    assert read(**query) == read()


def test_the_query_of_a_state_reads_back_as_that_state() -> None:
    state = BoardState(
        date(2026, 12, 13),
        1,
        shows_published=True,
        words="dana ct",
        group="a-squad",
        issues=IssueFilter.BREAKS,
    )
    pairs = dict(pair.split("=") for pair in state.query().replace("+", " ").split("&"))
    assert read(**pairs) == state
    assert state.unfiltered().query() == "from=2026-12-13&weeks=1&view=published"
