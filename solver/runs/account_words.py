"""Facts and ways out in the words of the pages, made from what a run keeps (`accounts.py`). Reads nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from scheduling.time.local_time import LocalClock
from scheduling.time.words import (
    count_words,
    date_words,
    duration_words,
    moment_words,
    range_words,
    time_words,
)
from solver.runs.words import blocked_words

MOST_SQUARES = 24
"""More people than this are only said in words."""
NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
SUCH_NAMES = 2

TAGS = {
    "minimum": "Minimum",
    "trained": "Skill",
    "no_shift": "Shift types",
    "not_employed": "Employment",
    "valid_certification": "Certificate",
    "settled": "Days gone",
    "absence": "Leave",
    "keep_off": "Day off",
    "kept_published": "Published",
    "kept_pinned": "Draft kept",
    "kept_pattern": "Pattern",
    "pattern": "Pattern",
    "weekly_minutes": "Contract",
}
"""What kind of fact it is; what is not here is a rule."""


@dataclass(frozen=True, slots=True)
class Squares:
    """People as squares: who can, who is lost to this fact, who is missing; `words` is the sum."""

    able: range
    lost: range
    missing: range
    words: str


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact: what, who set it, the squares that shrink, its kind."""

    number: int
    title: str
    by: str
    squares: Squares
    tag: str


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A rule at the changed duty: "12 h on duty, limit 16 h"."""

    text: str


@dataclass(frozen=True, slots=True)
class WayRow:
    """One way out. `takes` is what its button says for a run on its own, `adds` in a review; empty: no button."""

    number: int
    kind: str
    title: str
    text: str
    pay: str
    price: str
    agree: str
    takes: str
    adds: str
    person: str
    measures: tuple[MeasureRow, ...]
    when: str


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One shortage with its facts and ways."""

    number: int
    when: str
    label: str
    missing: int
    sentence: str
    note: str
    facts: tuple[FactRow, ...]
    verdict: str
    rest: Squares | None
    ways: tuple[WayRow, ...]
    added: str


def account_row(
    number: int,
    stored: Mapping[str, Any],
    clock: LocalClock,
    today: date,
    authors: Mapping[int, str] | None = None,
) -> AccountRow:
    """A stored account in words; `authors` says who set each fact, by its place."""
    when = moment_range(stored["start"], stored["end"], clock, today)
    facts = tuple(_facts(stored, clock, authors or {}))
    able = stored["able"]
    short = None if able is None else stored["needed"] - able
    lasts = duration_words(stored["end"] - stored["start"])
    return AccountRow(
        number=number,
        when=when,
        label=stored["label"],
        missing=stored["missing"],
        sentence=_sentence(len(facts), when),
        note=_note(stored),
        facts=facts,
        verdict="" if able is None else f"{able} can work, {stored['needed']} are needed",
        rest=None if short is None else squares(able, 0, short, f"{short} short for {lasts}"),
        ways=tuple(_way(n, way, stored, clock, today) for n, way in enumerate(stored["ways"])),
        added=stored.get("added", ""),
    )


def moment_range(start: int, end: int, clock: LocalClock, today: date) -> str:
    """ "Mon Sep 7, 06:00 – 07:30"."""
    return f"{date_words(clock.date_of(start), today)}, {range_words(start, end, clock)}"


def squares(able: int, lost: int, missing: int, words: str) -> Squares:
    """As many squares as can be counted at a glance, else the words alone."""
    if able + lost + missing > MOST_SQUARES:
        able = lost = missing = 0
    return Squares(range(able), range(max(0, lost)), range(max(0, missing)), words)


def names_words(people: Sequence[str]) -> str:
    """ "Renner, Ada and Voss, Leo"; beyond two the rest is counted."""
    if not people:
        return "Nobody"
    shown, more = people[:SUCH_NAMES], len(people) - SUCH_NAMES
    if more > 0:
        return f"{'; '.join(shown)} and {more} more"
    return " and ".join(shown)


def _sentence(facts: int, when: str) -> str:
    if not facts:
        return ""
    number = NUMBERS[facts] if facts < len(NUMBERS) else str(facts)
    return f"{number} facts about {when} can’t all hold" if facts > 1 else f"A fact about {when} can’t hold"


def _note(stored: Mapping[str, Any]) -> str:
    if not stored["facts"]:
        return "Enough people could be there, but they are needed elsewhere or have no hours left."
    fixed = {fact["kind"] for fact in stored["facts"]} & {"trained", "no_shift"}
    if not stored["is_smallest"]:
        return "This is the set found so far; it may still shrink."
    if fixed:
        return "No choice of the run can change this."
    return "This is the smallest set: give up any one of them and these minutes can be filled."


def _facts(stored: Mapping[str, Any], clock: LocalClock, authors: Mapping[int, str]) -> Sequence[FactRow]:
    rows = []
    before = stored["facts"][0]["able"] if stored["facts"] else 0
    counted = stored["able"] is not None
    for n, fact in enumerate(stored["facts"]):
        if fact["kind"] == "minimum":
            seen = squares(0, 0, stored["needed"], f"{stored['needed']} needed")
        elif not counted:
            seen = squares(0, 0, 0, "not counted")
        else:
            seen = squares(fact["able"], before - fact["able"], 0, _becomes(before, fact["able"]))
            before = fact["able"]
        tag = TAGS.get(fact["kind"], "Rule")
        rows.append(FactRow(n + 1, _title(fact, stored, clock), authors.get(n, ""), seen, tag))
    return rows


def _becomes(before: int, able: int) -> str:
    return f"{before} become {able}" if before != able else f"{able} are left"


def _title(fact: Mapping[str, Any], stored: Mapping[str, Any], clock: LocalClock) -> str:
    kind = fact["kind"]
    hours = range_words(stored["start"], stored["end"], clock)
    who = names_words([row["name"] for row in fact["people"]])
    if kind == "minimum":
        return f"{stored['label']} minimum: {stored['needed']}, {hours}"
    if kind == "trained":
        return f"{count_words(stored['trained'], 'person', 'people')} {_hold(stored['trained'])} the skill for it"
    if kind == "no_shift":
        return "No shift type reaches all of these minutes"
    several = len(fact["people"])
    if kind.startswith("kept_") and len(fact["duty"]) == 1:
        duty = fact["duty"][0]
        return f"{duty['name']} has a kept shift, {range_words(duty['start'], duty['end'], clock)}"
    words = {
        "kept_pinned": ("has a drafted shift that is kept", "have drafted shifts that are kept"),
        "kept_published": ("has a published shift that is kept", "have published shifts that are kept"),
        "kept_pattern": (
            "has a shift of the pattern that is kept",
            "have shifts of their patterns that are kept",
        ),
        "settled": ("has duty that nobody can change any more", "have duty that nobody can change any more"),
        "valid_certification": ("has no valid skill all the time", "have no valid skill all the time"),
    }.get(kind)
    if words is not None:
        return f"{who} {words[several != 1]}"
    return f"{who} {blocked_words(kind, several)}"


def _hold(people: int) -> str:
    return "holds" if people == 1 else "hold"


# --- ways -----------------------------------------------------------------------------------------------------------


def _way(
    number: int, way: Mapping[str, Any], stored: Mapping[str, Any], clock: LocalClock, today: date
) -> WayRow:
    title, text, adds = _way_words(way, stored, clock, today)
    all_of_it = stored["end"] - stored["start"]
    if way["kind"] != "accept" and way["closes"] < all_of_it:
        text = f"Reaches {duration_words(way['closes'])} of {duration_words(all_of_it)}. {text}"
    if way["kind"] != "accept" and stored["missing"] > 1:
        text = f"One of {stored['missing']} missing. {text}"
    takes = {"accept": "Accept", "leave": ""}.get(way["kind"], "Take")
    return WayRow(
        number=number,
        kind=way["kind"],
        title=title,
        text=text.strip(),
        pay=f"{duration_words(way['overtime'])} overtime" if way["overtime"] else "none",
        price=f"{way['price']:,} in tier 1" if way["kind"] == "accept" else f"{way['price']:,}",
        agree=_agree(way),
        takes=takes,
        adds=adds,
        person=way["name"],
        measures=tuple(MeasureRow(words) for words in map(_measure, way["measures"])),
        when=moment_range(way["start"], way["end"], clock, today),
    )


def _agree(way: Mapping[str, Any]) -> str:
    if way["kind"] == "accept":
        return "Nobody"
    return f"{way['name']}, approval" if way["needs_approval"] else str(way["name"])


def _way_words(
    way: Mapping[str, Any], stored: Mapping[str, Any], clock: LocalClock, today: date
) -> tuple[str, str, str]:
    """Title, one sentence, and what the button of a review says."""
    name, hours = way["name"], range_words(way["start"], way["end"], clock)
    lasts = duration_words(way["end"] - way["start"])
    if way["kind"] == "accept":
        left = stored["needed"] - stored["missing"]
        return (
            f"Accept {left} of {stored['needed']}, {hours}",
            "The shortage stays marked, and this run counts it as known.",
            "",
        )
    if way["kind"] == "leave":
        return (
            f"Ask {name} to give back leave on {date_words(clock.date_of(way['start']), today)}",
            f"Approved leave, only with their agreement; then they could work {hours}.",
            "",
        )
    pay = "Overtime, within the rules." if way["overtime"] else "Within the contract and the rules."
    if way["kind"] == "extension":
        if way["start"] == _first(way):
            title = f"Start {name} at {time_words(way['start'], clock)}, {lasts} early"
            return title, pay, f"Start {name} {lasts} early"
        return (
            f"Keep {name} {lasts} longer, until {time_words(way['end'], clock)}",
            pay,
            f"Extend {name} by {lasts}",
        )
    code = f"{way['code']} " if way["code"] else ""
    if way["kind"] == "move":
        was = moment_words(way["moved"][0]["start"], clock, today)
        title = f"Move the shift of {name} to {date_words(clock.date_of(way['start']), today)}, {code}{hours}"
        return title, f"It began {was}; nobody is missed there.", f"Move the shift of {name}"
    title = f"Give {name} {code}on {date_words(clock.date_of(way['start']), today)}, {hours}"
    return title, pay, f"Give {name} {code}".rstrip() + (", overtime" if way["overtime"] else "")


def _first(way: Mapping[str, Any]) -> int:
    """Where the shift begins that the minutes belong to."""
    return int(way["additions"][0]["shift_start"]) if way["additions"] else int(way["start"])


def _measure(row: Mapping[str, Any]) -> str:
    if row["rule"] == "minimum_rest":
        return f"{duration_words(row['measured'])} rest beside it, {duration_words(row['limit'])} needed"
    return f"{duration_words(row['measured'])} on duty, limit {duration_words(row['limit'])}"
