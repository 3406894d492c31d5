"""The board's requests in the words of the door: gestures become edits, answers touched rows and days.

What an edit does is decided in scheduling/roster/door.py.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from scheduling.board.facts import BoardFacts
from scheduling.roster.domain.border import parse_edit
from scheduling.roster.domain.commands import CommandError, Edit
from scheduling.time.interval import Interval

LONGEST_NUMBER = 18
"""Digits of a version in a form."""

MOST_NAMED = 3
"""Shifts a message names one by one."""


@dataclass(frozen=True, slots=True)
class Touched:
    """Whose rows and which shown dates look different after an edit."""

    people: frozenset[UUID]
    days: frozenset[date]


def touched_by(facts: BoardFacts, minutes: Iterable[tuple[UUID, Interval]]) -> Touched:
    """People and dates of the board from the minutes an answer names."""
    people: set[UUID] = set()
    days: set[date] = set()
    for person, interval in minutes:
        people.add(person)
        days.update(on for on, day in facts.days.items() if day.overlaps(interval))
    return Touched(frozenset(people), frozenset(days))


def edit_from(fields: Mapping[str, str]) -> Edit:
    """An edit from a posted form: JSON in `edit` (the script), or one day as plain fields (the inspector).

    Raises CommandError with the field it is about.
    """
    if "edit" in fields:
        try:
            data = json.loads(fields["edit"])
        except (ValueError, RecursionError):
            raise CommandError("edit", "This is not JSON.") from None
        return parse_edit(data)
    return parse_edit(
        {
            "edit_id": fields.get("edit_id") or str(uuid.uuid4()),
            "base_version": _whole_number(fields.get("base_version", "")),
            "changes": [
                {
                    "type": "set_day",
                    "person": fields.get("person"),
                    "day": fields.get("day"),
                    "wanted": _wanted(fields),
                    "reason": fields.get("reason", ""),
                }
            ],
        }
    )


def _wanted(fields: Mapping[str, str]) -> dict[str, str | None] | None:
    if fields.get("clear"):
        return None
    return {
        "shift": fields.get("shift") or None,
        "start": fields.get("start") or None,
        "end": fields.get("end") or None,
        "position": fields.get("position") or None,
    }


def _whole_number(text: str) -> int:
    if not text.isdecimal() or len(text) > LONGEST_NUMBER:
        raise CommandError("base_version", "A base version is a whole number, 0 or more.")
    return int(text)


def left_alone_words(reasons: Sequence[str]) -> str:
    """What a step back or forward left as it is: the first few by name, the others counted."""
    named = "; ".join(reasons[:MOST_NAMED])
    more = len(reasons) - MOST_NAMED
    return f"Left alone: {named}" + (f"; and {more} more." if more > 0 else "")
