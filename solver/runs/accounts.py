"""What a run keeps of the shortages that remain: facts and ways out as JSON that lasts, and the verdict on minimums.

The engine finds them (`solver/engine/shortages/`); their words are in `account_words.py`, what a way does when it is
taken in `fixes.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from scheduling.roster.proposals import new_row_as_json
from scheduling.time.interval import Interval, Minute, difference
from scheduling.time.words import month_day
from solver.adapter.snapshot import Snapshot
from solver.adapter.ways import lines_of_way
from solver.engine.headcounts import Gap
from solver.engine.instance import GivenDuty, Instance
from solver.engine.shortages.account import Account, WayOut
from solver.engine.solution import ShortageReason, Solution
from solver.runs.options import RunOptions

NONE_FITS = "none"
"""Verdict: it is proven that no roster meets every minimum."""
NOT_FOUND = "not_found"
"""Verdict: none was found; whether there is one is not proven."""

MESSAGES_OF_VERDICT = {
    NONE_FITS: "No roster meets every minimum with what is kept. The best one there is is kept all the same.",
    NOT_FOUND: "No roster that meets every minimum was found; whether there is one is not proven.",
}


def verdict_of(options: RunOptions, solution: Solution, accounts: Sequence[Account], zero: Minute) -> str:
    """Whether minimums that must hold can; empty when they are met, or were not asked to hold.

    `zero` is the minute (since 1970) that the solution counts from.
    """
    is_open = not_accepted(options, zero)
    if not options.minimums_must_hold or not any(map(is_open, solution.reasons)):
        return ""
    first = next((tier for tier in solution.tiers if tier.number == 1), None)
    is_short_anyway = not options.accepted and first is not None and bool(first.bound)
    return NONE_FITS if is_short_anyway or any(row.is_proven for row in accounts) else NOT_FOUND


def not_accepted(options: RunOptions, zero: Minute) -> Callable[[Gap | ShortageReason], bool]:
    """Tells the shortages that nobody accepted: other minutes, or more people missing."""

    def is_open(gap: Gap | ShortageReason) -> bool:
        known = [
            Interval(row.start - zero, row.end - zero)
            for row in options.accepted
            if row.requirement == gap.requirement and gap.missing <= row.missing
        ]
        return bool(difference([gap.interval], known))

    return is_open


def accounts_as_json(
    accounts: Iterable[Account], instance: Instance, snapshot: Snapshot, labels: dict[str, str]
) -> list[dict[str, Any]]:
    """In words that last: names and moments instead of keys of the instance."""
    return [_account(row, instance, snapshot, labels) for row in accounts]


def _account(row: Account, instance: Instance, snapshot: Snapshot, labels: dict[str, str]) -> dict[str, Any]:
    zero = instance.horizon_start
    names = {person.key: person.label for person in instance.people}
    given = {duty.key: duty for duty in instance.duty}
    label = labels.get(row.requirement, row.requirement)
    on = snapshot.roster.clock.date_of(row.interval.start + zero)
    reason = f"Way out of a shortage: {label}, {month_day(on)}"
    return {
        "requirement": row.requirement,
        "label": label,
        "start": row.interval.start + zero,
        "end": row.interval.end + zero,
        "missing": row.missing,
        "needed": row.needed,
        "trained": row.trained,
        "able": row.able,
        "is_smallest": row.is_smallest,
        "tried": row.tried,
        "seconds": row.seconds,
        "facts": [
            {
                "kind": fact.kind,
                "able": fact.able,
                "people": [{"id": key, "name": names[key]} for key in fact.people],
                "duty": [_duty(given[key], names, zero) for key in fact.duty],
            }
            for fact in row.facts
        ],
        "ways": [_way(way, names, given, instance, snapshot, reason) for way in row.ways],
    }


def _duty(duty: GivenDuty, names: dict[str, str], zero: int) -> dict[str, Any]:
    return {
        "key": duty.key,
        "name": names[duty.person],
        "start": duty.start + zero,
        "end": duty.end + zero,
        "origin": duty.origin.value,
    }


def _way(
    way: WayOut,
    names: dict[str, str],
    given: dict[str, GivenDuty],
    instance: Instance,
    snapshot: Snapshot,
    reason: str,
) -> dict[str, Any]:
    zero = instance.horizon_start
    codes = {row.key: row.code for row in instance.shift_types}
    lines = lines_of_way(snapshot, instance, way, reason)
    return {
        "kind": way.kind.value,
        "person": way.person,
        "name": names.get(way.person or "", ""),
        "start": way.interval.start + zero,
        "end": way.interval.end + zero,
        "code": codes.get(way.shift_type or "", ""),
        "is_whole_shift": way.occurrence is not None,
        "price": way.price,
        "closes": way.closes,
        "overtime": way.overtime_minutes,
        "needs_approval": way.needs_approval,
        "moved": [_duty(given[key], names, zero) for key in way.moved],
        "measures": [
            {"rule": row.rule, "measured": row.measured, "limit": row.limit} for row in way.measures
        ],
        "additions": [new_row_as_json(line.addition) for line in lines if line.addition is not None],
        "revokes": [str(line.revokes) for line in lines if line.revokes is not None],
    }
