"""What a request asks for: the changes of one edit, the shift as whoever asked saw it, and parts of it. Pure.

The JSON form is kept with the request; its changes are written as everywhere else (`roster/domain/border.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time, timedelta
from typing import Any

from scheduling.adjustments.domain import AdjustmentKind
from scheduling.roster.domain.border import change_as_json, parse_change
from scheduling.roster.domain.commands import AddDuty, Change, ChangeShift, CommandError, SetDay
from scheduling.time.interval import Interval, Minute
from scheduling.time.local_time import LocalClock

PART, START, END = "part", "start", "end"
"""Names under which an approver says which part is approved."""


@dataclass(frozen=True, slots=True)
class SeenShift:
    """A shift as it stood when somebody asked about it, named by the minute it was to begin."""

    key: Minute
    start: Minute
    end: Minute
    words: str

    @property
    def interval(self) -> Interval:
        return Interval(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Asked:
    """The changes, each a part that could be approved alone, and the shift they are about, if any."""

    changes: tuple[Change, ...]
    shift: SeenShift | None = None

    def as_json(self) -> dict[str, Any]:
        """`asked_of` reads it back equal."""
        found: dict[str, Any] = {"changes": [change_as_json(change) for change in self.changes]}
        if self.shift is not None:
            shift = self.shift
            found["shift"] = {"key": shift.key, "start": shift.start, "end": shift.end, "words": shift.words}
        return found

    @property
    def times(self) -> Interval | None:
        """The minutes of which a part may be approved: those of one stretch of added duty."""
        if len(self.changes) != 1:
            return None
        change = self.changes[0]
        if isinstance(change, AddDuty):
            return Interval(change.start, change.end)
        is_held = isinstance(change, ChangeShift) and change.kind is AdjustmentKind.HOLDOVER
        if is_held and self.shift is not None and isinstance(change, ChangeShift):
            return Interval(self.shift.end, change.at)
        return None


def asked_of(payload: Mapping[str, Any]) -> Asked:
    """What a request asks for, from its payload."""
    shift = payload.get("shift")
    return Asked(
        tuple(parse_change(each, f"changes.{n}") for n, each in enumerate(payload["changes"])),
        None if shift is None else SeenShift(shift["key"], shift["start"], shift["end"], shift["words"]),
    )


def narrowed(asked: Asked, choice: Mapping[str, Sequence[str]], clock: LocalClock) -> Asked:
    """The part that is approved; everything where no part was chosen. Raises CommandError for what is no part."""
    if len(asked.changes) > 1 and PART in choice:
        parts = {str(n): change for n, change in enumerate(asked.changes)}
        if not set(choice[PART]) <= set(parts):
            raise CommandError(PART, "Choose among what was asked for.")
        return replace(asked, changes=tuple(parts[n] for n in sorted(set(choice[PART]), key=int)))
    times = asked.times
    if times is None:
        return asked
    start = _within(choice.get(START), times.start, times, clock, START)
    end = _within(choice.get(END), times.end, times, clock, END)
    if start >= end:
        raise CommandError(END, "The end must be after the start.")
    change = asked.changes[0]
    if isinstance(change, AddDuty):
        return replace(asked, changes=(replace(change, start=start, end=end),))
    if isinstance(change, ChangeShift):
        return replace(asked, changes=(replace(change, at=end),))
    return asked


def is_same_shift(change: Change, seen: SeenShift, now: Interval | None) -> bool:
    """Whether what a change hangs on still stands: the edge that it moves, or the whole shift."""
    if now is None:
        return False
    if isinstance(change, ChangeShift):
        if change.kind is AdjustmentKind.LATE:
            return now.start == seen.start
        return now.end == seen.end
    return now == seen.interval if isinstance(change, SetDay) else True


def _within(
    said: Sequence[str] | None, known: Minute, times: Interval, clock: LocalClock, field: str
) -> Minute:
    """A wall time inside the minutes asked for; what is not said, or said as it was, stays."""
    text = said[0].strip() if said else ""
    if not text:
        return known
    at = _wall_time(text)
    if at is None:
        raise CommandError(field, "Write a time as 18:00.")
    day = clock.date_of(times.start)
    found = [clock.minute(day + timedelta(days=n), at) for n in range(3)]
    inside = [each for each in found if times.start <= each <= times.end]
    # A stretch of a whole day holds its first wall time twice: the start means the first, the end the last.
    if not inside:
        raise CommandError(field, "Approve a part of the time that was asked for.")
    return inside[0] if field == START else inside[-1]


def _wall_time(text: str) -> time | None:
    match = re.fullmatch(r"(\d{1,2}):(\d{2})[ab]?", text)
    if match is None or int(match[1]) > 24 or int(match[2]) > 59 or (match[1] == "24" and match[2] != "00"):
        return None
    return time(int(match[1]) % 24, int(match[2]))
