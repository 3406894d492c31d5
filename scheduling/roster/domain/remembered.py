"""The last evaluations of a process: a roster that differs in few people from one of them costs only those people.

What is remembered is found by comparing whole inputs, never by a name or a version, so an answer can't be out of date.
Evaluating itself is in evaluation.py.
"""

from __future__ import annotations

from dataclasses import replace
from threading import Lock

from scheduling.roster.domain.evaluation import RosterEvaluation, evaluate
from scheduling.roster.domain.inputs import PersonInput, RosterInput

MOST_KEPT = 4
"""A few megabytes each: the periods that a center's planners look at together."""

MOST_DIFFERENT = 24
"""Beyond this many changed people, evaluating everybody costs about as much."""

MOST_STEPS = 500
"""The instants of a curve only ever get more by an edit; after so many people it is made anew."""

FEWEST_PEOPLE = 40
"""Smaller rosters (one person's page) are evaluated faster than they are looked up, and would push others out."""


class Evaluations:
    """Evaluations by use, the latest first. May be asked by several threads."""

    def __init__(self) -> None:
        self._kept: list[tuple[RosterEvaluation, int]] = []
        self._lock = Lock()

    def of(self, given: RosterInput) -> RosterEvaluation:
        """Equal to `evaluate(given)`."""
        if len(given.people) < FEWEST_PEOPLE:
            return evaluate(given)
        with self._lock:
            kept = list(self._kept)
        for entry in kept:
            before, steps = entry
            different = differing(before.input, given)
            if different is None or steps + len(different) > MOST_STEPS:
                continue
            after = before
            for person in different:
                after = after.with_person(person.key, person.adjustments)
            return self._keep((after, steps + len(different)), entry)
        return self._keep((evaluate(given), 0), None)

    def forget(self) -> None:
        with self._lock:
            self._kept.clear()

    def _keep(
        self, entry: tuple[RosterEvaluation, int], instead: tuple[RosterEvaluation, int] | None
    ) -> RosterEvaluation:
        with self._lock:
            others = [each for each in self._kept if each is not instead]
            self._kept = [entry, *others[: MOST_KEPT - 1]]
        return entry[0]


def differing(before: RosterInput, after: RosterInput) -> list[PersonInput] | None:
    """The people of the second input whose adjustments differ; None where anything else does, or too many do."""
    if before.focus != after.focus or before.span != after.span or len(before.people) != len(after.people):
        return None
    found: list[PersonInput] = []
    for was, now in zip(before.people, after.people, strict=True):
        if was == now:
            continue
        if len(found) == MOST_DIFFERENT or replace(was, adjustments=now.adjustments) != now:
            return None
        found.append(now)
    return found if replace(before, people=after.people) == after else None
