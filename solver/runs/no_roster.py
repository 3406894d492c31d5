"""The page of a run whose minimums had to hold and do not: the facts, the ways out, the roster there is. Reads only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scheduling.time.local_time import LocalClock
from scheduling.time.words import count_words
from solver.runs.account_words import AccountRow, account_row, moment_range
from solver.runs.accounts import NONE_FITS
from solver.runs.fact_authors import authors_of
from solver.runs.models import Run
from solver.runs.words import gap_words, hours_amount

NOT_TIME = "Not a matter of time, more minutes will not help."


@dataclass(frozen=True, slots=True)
class NoRosterPage:
    """`account` is the shortage that is shown; the others are named with their place for a link."""

    is_proven: bool
    heading: str
    aside: str
    account: AccountRow | None
    others: tuple[tuple[int, str, str], ...]
    partial: tuple[tuple[str, str], ...]
    tried: tuple[str, ...]


def no_roster_page(run: Run, chosen: int = -1) -> NoRosterPage | None:
    """The page, on the shortage asked for or else the one that is proven and largest; None for other runs."""
    verdict = run.summary.get("verdict", "")
    if not verdict:
        return None
    clock = LocalClock(run.center.time_zone)
    accounts: Sequence[Mapping[str, Any]] = run.summary.get("accounts", [])
    number = chosen if 0 <= chosen < len(accounts) else _first(accounts)
    stored = None if number is None else accounts[number]
    row = None
    if number is not None and stored is not None:
        row = account_row(number, stored, clock, run.starts_on, authors_of(run, stored))
    return NoRosterPage(
        is_proven=verdict == NONE_FITS,
        heading=_heading(run, row, is_proven=verdict == NONE_FITS),
        aside=_aside(run, stored, is_proven=verdict == NONE_FITS),
        account=row,
        others=tuple(
            (n, moment_range(other["start"], other["end"], clock, run.starts_on), other["label"])
            for n, other in enumerate(accounts)
            if n != number
        ),
        partial=tuple(_partial(run)),
        tried=tuple(_tried(run, stored)),
    )


def _first(accounts: Sequence[Mapping[str, Any]]) -> int | None:
    """The proven one with most person-minutes, else the largest; among equals one that something can be done about."""
    if not accounts:
        return None
    ranked = [
        (bool(row["facts"]), row["missing"] * (row["end"] - row["start"]), _has_something_to_do(row), -n)
        for n, row in enumerate(accounts)
    ]
    return -max(ranked)[3]


def _has_something_to_do(account: Mapping[str, Any]) -> bool:
    return any(way["additions"] for way in account["ways"])


def _heading(run: Run, row: AccountRow | None, *, is_proven: bool) -> str:
    if row is not None and row.sentence:
        return row.sentence
    if is_proven:
        return "The minimums ask for more hours than people can work"
    return "No roster that meets every minimum was found"


def _aside(run: Run, stored: Mapping[str, Any] | None, *, is_proven: bool) -> str:
    if stored is not None and stored["facts"]:
        return f"Run {run.number}, proven after {stored['seconds']:.1f} s. {NOT_TIME}"
    if is_proven:
        return f"Run {run.number}, proven by adding up hours. {NOT_TIME}"
    return f"Run {run.number}. Nothing is proven: with more time there may be one."


def _partial(run: Run) -> list[tuple[str, str]]:
    rows = run.summary.get("shortages", [])
    first = next((tier for tier in run.summary.get("tiers", []) if tier["tier"] == 1), None)
    met = sum(not row["after"] for row in rows)
    return [
        ("Partial roster", f"gap {gap_words(first['gap'])}" if first else "kept"),
        ("Short", f"{hours_amount(sum(row['after'] for row in rows))} h"),
        ("Minimums met", f"{met} of {len(rows)}"),
        ("Blocking rules broken", "none"),
    ]


def _tried(run: Run, stored: Mapping[str, Any] | None) -> list[str]:
    if stored is None:
        return []
    said = []
    if stored["facts"] and stored["able"] is not None:
        short = stored["needed"] - stored["able"]
        said.append(
            f"Everybody trained for it, {count_words(stored['trained'], 'person', 'people')}, with all other duty "
            f"of the run let go: still {short} short."
        )
    if len(stored["facts"]) > 1 and stored["is_smallest"]:
        said.append("Leaving out each fact in turn: the minutes can be filled each time.")
    if stored["tried"]:
        said.append(f"{count_words(stored['tried'], 'change')} of one person each, by a run of its own.")
    return said
