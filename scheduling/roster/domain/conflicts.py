"""Two edits of the same person and minutes: what each made of them, and what becomes of the later one. Pure.

Whether there was one is found in `scheduling/roster/conflicts.py`; the duty of a day is merged in `editing.py`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from operator import attrgetter
from typing import Any

from scheduling.roster.domain.base import base_duty
from scheduling.roster.domain.editing import DayDuty, Decision, painted
from scheduling.roster.domain.inputs import PersonInput, RosterInput
from scheduling.roster.domain.person import PersonRoster
from scheduling.time.interval import Interval, Minute, difference
from scheduling.time.segment import Absence, Break, Duty, Key, PayKind, Segment

_start = attrgetter("start")


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a person does in some minutes, as a conflict tells it; `absence` is the kind of leave, None for duty.

    `is_break` where the two are about breaks: then nothing else is told.
    """

    start: Minute
    end: Minute
    absence: str | None = None
    shift_type: Key | None = None
    position: Key | None = None
    console: Key | None = None
    pay: PayKind | None = None
    is_break: bool = False


Seen = tuple[Stretch, ...]
"""In order; nothing is off."""


def seen_in(segments: Iterable[Segment], minutes: Iterable[Interval]) -> Seen:
    """Segments cut to minutes; what looks the same and touches is one stretch."""
    found: list[Stretch] = []
    for within in minutes:
        for segment in segments:
            if segment.start < within.end and within.start < segment.end:
                start, end = max(segment.start, within.start), min(segment.end, within.end)
                found.append(_stretch(segment, start, end))
    return _joined(sorted(found, key=_start))


def breaks_seen(breaks: Iterable[Break], minutes: Iterable[Interval]) -> Seen:
    """Breaks in some minutes, whole, as two planners of the same shift tell them."""
    within = list(minutes)
    return tuple(
        Stretch(each.start, each.end, is_break=True)
        for each in breaks
        if any(each.start < span.end and span.start < each.end for span in within)
    )


def seen_on(person: PersonInput | None, roster: RosterInput, day: date) -> Seen:
    """The duty that starts on a date, whole, with the leave over it; of a free day the leave that begins on it."""
    if person is None:
        return ()
    inside = roster.clock.day(day)
    own = painted(person, roster, Interval(inside.start - 2 * 1440, inside.end + 2 * 1440))
    duty = [each for each in own.duty if roster.clock.date_of(each.shift_start) == day]
    minutes = [each.interval for each in duty] or [inside]
    leave = [each for each in own.absences() if any(each.interval.overlaps(within) for within in minutes)]
    worked = [each for each in own.worked() if roster.clock.date_of(each.shift_start) == day]
    return _joined(sorted((*seen_in(leave, minutes), *seen_in(worked, minutes)), key=_start))


def wanted_on(wanted: DayDuty | None) -> Seen:
    """What a planner wants of a day."""
    if wanted is None:
        return ()
    return (
        Stretch(
            wanted.start, wanted.end, None, wanted.shift_type, wanted.position, wanted.console, wanted.pay
        ),
    )


def bands_changed(
    before: PersonRoster | None, now: PersonRoster | None, minutes: Sequence[Interval]
) -> frozenset[bool]:
    """Which bands differ in some minutes: True for absence, False for duty; None is somebody not on the roster."""

    def band(of: PersonRoster | None, is_absence: bool) -> Seen:
        if of is None:
            return ()
        return seen_in(of.absences() if is_absence else of.duty, minutes)

    return frozenset(each for each in (False, True) if band(before, each) != band(now, each))


def decide_band(strategy: str, *, is_absence: bool, changed: frozenset[bool], is_fact: bool) -> Decision:
    """What becomes of an absence or a revocation that meets another edit.

    A fact is applied whatever the strategy. Merging keeps both where they differ in the band; else the later wins.
    """
    if is_fact or strategy == "last_writer_wins":
        return Decision.APPLY
    if strategy == "first_writer_wins":
        return Decision.REFUSE
    if strategy == "ask":
        return Decision.ASK
    return Decision.APPLY if is_absence in changed else Decision.MERGE


def is_fact(kind: str, start: Minute, today_ends: Minute) -> bool:
    """Sick and other same-day absence: somebody is not there, whoever wrote what before."""
    return start < today_ends or "sick" in kind.casefold().replace("_", " ").split()


def recorded_by(person: PersonInput, roster: RosterInput, wanted: Interval, kind: str) -> frozenset[Key]:
    """The rows that paint exactly this absence already; empty unless they cover all of it."""
    leave = [
        each
        for each in painted(person, roster, wanted).absences()
        if each.interval.overlaps(wanted) and each.kind == kind
    ]
    if difference([wanted], [each.interval for each in leave]):
        return frozenset()
    return frozenset(each.source.key for each in leave)


def base_of(person: PersonInput | None, roster: RosterInput, span: Interval) -> tuple[Duty, ...]:
    """What the contracts alone give somebody; nothing for who is not employed."""
    if person is None:
        return ()
    return base_duty(
        person.contracts,
        roster.patterns,
        roster.shift_types,
        roster.holidays,
        span,
        roster.clock,
        roster.anchor,
    )


def base_differences(before: Sequence[Duty], now: Sequence[Duty]) -> tuple[Interval, ...]:
    """The minutes in which two bases of one person say something else: shift type, pay, or a break."""
    edges = {edge for duty in (*before, *now) for edge in (duty.start, duty.end, *_break_edges(duty))}
    found: list[Interval] = []
    for start, end in pairwise(sorted(edges)):
        if _at(before, start) == _at(now, start):
            continue
        if found and found[-1].end == start:
            found[-1] = Interval(found[-1].start, end)
        else:
            found.append(Interval(start, end))
    return tuple(found)


def _break_edges(duty: Duty) -> Iterable[Minute]:
    for pause in duty.breaks:
        yield pause.start
        yield pause.end


def _at(duty: Sequence[Duty], minute: Minute) -> tuple[Any, ...] | None:
    n = bisect_right(duty, minute, key=_start)
    if not n or duty[n - 1].end <= minute:
        return None
    found = duty[n - 1]
    pause = next((each for each in found.breaks if each.start <= minute < each.end), None)
    return found.shift_type, found.pay, pause and (pause.is_paid, pause.is_handover)


def _stretch(segment: Segment, start: Minute, end: Minute) -> Stretch:
    if isinstance(segment, Absence):
        return Stretch(start, end, segment.kind)
    return Stretch(start, end, None, segment.shift_type, segment.position, segment.console, segment.pay)


def _joined(stretches: Iterable[Stretch]) -> Seen:
    found: list[Stretch] = []
    for each in stretches:
        last = found[-1] if found else None
        if (
            last is not None
            and last.end == each.start
            and replace(last, start=each.start, end=each.end) == each
        ):
            found[-1] = replace(last, end=each.end)
        else:
            found.append(each)
    return tuple(found)
