"""What the board's templates are given: the page, and the fragments that an edit swaps.

Drawing is in page.py, rows.py and bars.py; which fragments an edit touches is in edits.py.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse

from scheduling.board.bars import present_week
from scheduling.board.day_list import present_day
from scheduling.board.edits import Touched
from scheduling.board.facts import BoardFacts
from scheduling.board.many.forms import TITLES
from scheduling.board.page import Board, issue_queries, present
from scheduling.board.state import BoardState, IssueFilter

MOST_ROWS = 40
"""More changed rows than this are not worth a delta: the page loads again."""

KEYS = (
    ("Arrows", "Move; with Shift extend"),
    ("Home End", "First and last day; with Ctrl first and last person"),
    ("PgUp PgDn", "A screen up or down"),
    ("D S N …", "Set the shift of that code"),
    ("Del", "Clear"),
    ("Enter F2", "Edit times"),
    ("Ctrl C, Ctrl V", "Copy and paste"),
    ("Ctrl Z", "Undo"),
    ("Ctrl Shift Z", "Redo"),
    ("I", "Inspector"),
    (".", "Next issue"),
    ("G", "Go to a date"),
    ("/", "Filter"),
    ("V", "Drafts or published"),
    ("4 2 1 0", "Four weeks, two weeks, one week, day"),
)
WEEK_KEYS = (
    ("← →", "Previous and next shift"),
    ("↑ ↓", "Person above or below"),
    ("Enter", "Edit times"),
    *KEYS[4:5],
    *KEYS[7:],
)


def keys_of(board: Board) -> tuple[tuple[str, str], ...]:
    """The page's keys. Where a shift type has a key's letter as its code, the letter sets it and Shift is the key's."""
    taken = {code.code[:1].upper() for code in board.codes}
    keys = WEEK_KEYS if board.state.weeks == 1 else KEYS
    return tuple((f"Shift {key}" if len(key) == 1 and key in taken else key, words) for key, words in keys)


def page_context(facts: BoardFacts, on: date | None) -> dict[str, Any]:
    """The whole page; `on` is the day that narrow screens list."""
    board = present(facts)
    state = facts.state
    day = present_day(facts, on)
    breaks, warnings = issue_queries(board)
    return {
        "board": board,
        "week": present_week(facts) if state.weeks == 1 else None,
        "day_list": day,
        "day_url": day_url(day.on, state),
        "people_url": address("people"),
        "generate_url": "" if state.as_of else address("generate"),
        "other_view_query": state.query(shows_published=not state.shows_published),
        "breaks_query": breaks,
        "warnings_query": warnings,
        "filter_chips": filter_chips(facts, board),
        "clear_filters": [("Clear filters", f"?{state.unfiltered().query()}")],
        "page_keys": keys_of(board),
        "many_actions": [(action.value, words) for action, words in TITLES.items()],
        "board_data": script_data(board),
    }


def script_data(board: Board) -> dict[str, Any]:
    """What the page's script needs to know: codes, addresses, and the state to send along."""
    return {
        "codes": {code.code: [code.hue, code.name, code.starts, code.ends] for code in board.codes},
        "leave": dict(board.leave_codes),
        "query": board.query,
        "edit": reverse("board_edit"),
        "undo": reverse("board_undo"),
        "inspector": reverse("board_inspector"),
        "candidates": reverse("board_candidates"),
        "many": {action.value: reverse("board_many", args=[action.value]) for action in TITLES},
    }


def filter_chips(facts: BoardFacts, board: Board) -> list[tuple[str, str]]:
    """Each filter in words with the address that removes it."""
    state = facts.state
    chips: list[tuple[str, str]] = []
    if state.words:
        chips.append((state.words, state.query(words="")))
    if state.group:
        name = dict(board.group_names).get(state.group, state.group)
        chips.append((name, state.query(group="")))
    if state.issues:
        words = "With rule breaks" if state.issues is IssueFilter.BREAKS else "With warnings"
        chips.append((words, state.query(issues=IssueFilter.ALL)))
    return chips


def delta(request: HttpRequest, facts: BoardFacts, touched: Touched) -> str:
    """The fragments that look different after an edit, each swapped by its id."""
    board = present(facts)
    breaks, warnings = issue_queries(board)
    shared = {
        "oob": True,
        "board": board,
        "people_url": address("people"),
        "breaks_query": breaks,
        "warnings_query": warnings,
    }
    parts: list[tuple[str, dict[str, Any]]] = []
    if facts.state.weeks == 1:
        week = present_week(facts)
        parts.append(("_week_head", {"week": week}))
        parts += [
            ("_week_row", {"week": week, "row": entry.row, "bars": entry.bars})
            for group in week.groups
            for entry in group.rows
            if entry.row.id in touched.people
        ]
    else:
        parts += [("_carpet_day", {"day": column}) for column in board.carpet if column.on in touched.days]
        parts += [("_coverage_row", {"row": row}) for row in board.coverage]
        for group in board.groups:
            rows = [row for row in group.people if row.id in touched.people]
            if rows:
                parts.append(("_group_head", {"group": group}))
            parts += [("_row", {"group": group, "row": row}) for row in rows]
    parts += [("_foot", {}), ("_undo", {}), ("_publish_button", {})]
    if not board.may_publish:
        parts.pop()
    return "".join(
        render_to_string(f"scheduling/board/{name}.html", {**shared, **own}, request) for name, own in parts
    )


def shows_all(facts: BoardFacts) -> BoardFacts:
    """The same board without the issue filter, so that a row does not vanish under the editor's hands."""
    return replace(facts, state=replace(facts.state, issues=IssueFilter.ALL))


def day_url(on: date, state: BoardState) -> str:
    """The day page of a date, where it is routed; as of the moment of the board."""
    url = address("day", on.isoformat())
    return f"{url}?{urlencode({'as_of': state.as_of})}" if url and state.as_of else url


def address(name: str, *args: Any) -> str:
    """The address of a page, or nothing where no such page is routed."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
