"""Changes tried on the evaluated roster: what they would make of it, while nothing is stored. Pure.

What the difference means is in `impact.py`; how a change becomes rows is planned where the door plans it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from scheduling.adjustments.domain import Adjustment
from scheduling.roster.domain.commands import Change, CommandError, RecordAbsence, RevokeAdjustment, SetDay
from scheduling.roster.domain.editing import NewRow, Plan, as_adjustment, plan_day, resolve
from scheduling.roster.domain.evaluation import RosterEvaluation
from scheduling.roster.domain.impact import AFTER_ALL, Impact, impact, what_if
from scheduling.roster.domain.inputs import PersonInput, RosterInput
from scheduling.roster.domain.recording import absence_plan, plans_of
from scheduling.time.interval import Interval
from scheduling.time.segment import Key


@dataclass(frozen=True, slots=True)
class Trial:
    """The roster before and after, whose it is about and which minutes."""

    before: RosterEvaluation
    after: RosterEvaluation
    people: tuple[Key, ...]
    touched: tuple[Interval, ...]

    @property
    def span(self) -> Interval:
        """From the first minute touched to the last; the whole focus where nothing changes."""
        focus = self.before.input.focus
        return Interval(
            min((each.start for each in self.touched), default=focus.start),
            max((each.end for each in self.touched), default=focus.end),
        )

    def impact(self) -> Impact:
        """What the changes would mean, over their own minutes."""
        return impact(self.before, self.after, self.people, self.span)


def attempt(evaluation: RosterEvaluation, changes: Iterable[Change]) -> Trial:
    """The changes of one edit on a roster, each planned on it as it stands, as the door does.

    Raises CommandError at the field that can't be.
    """
    given = evaluation.input
    people = {person.key: person for person in given.people}
    gone: dict[Key, set[Key]] = defaultdict(set)
    added: dict[Key, list[NewRow]] = defaultdict(list)
    touched: list[Interval] = []
    for change in changes:
        for person, plan in _plans(change, people, given):
            gone[person] |= set(plan.revocations)
            added[person] += plan.additions
            touched += plan.touched
    rows: dict[Key, list[Adjustment]] = {}
    sequence = 0
    for person in dict.fromkeys([*gone, *added]):
        kept = [row for row in people[person].adjustments if row.key not in gone[person]]
        for new in added[person]:
            sequence += 1
            kept.append(as_adjustment(new, ("trial", sequence), person, AFTER_ALL, sequence))
        rows[person] = kept
    return Trial(evaluation, what_if(evaluation, rows), tuple(rows), tuple(touched))


def _plans(change: Change, people: dict[Key, PersonInput], given: RosterInput) -> Iterable[tuple[Key, Plan]]:
    if isinstance(change, RevokeAdjustment):
        return _revocation(change, people)
    for person in _named(change):
        if person not in people:
            raise CommandError("person", "This person is not on the roster then.")
    if isinstance(change, SetDay):
        return [(change.person, _day(change, people[change.person], given))]
    if isinstance(change, RecordAbsence):
        return [(change.person, absence_plan(change))]
    return plans_of(change, people, given)


def _named(change: Change) -> Iterable[Key]:
    return [key for name in ("person", "taker") if (key := getattr(change, name, None)) is not None]


def _day(change: SetDay, person: PersonInput, given: RosterInput) -> Plan:
    if change.wanted is None:
        return plan_day(person, given, change.day, None, (), change.reason)
    codes = {facts.code: facts for facts in given.shift_types.values()}
    wanted, breaks = resolve(change.wanted, person, given, change.day, codes)
    return plan_day(person, given, change.day, wanted, breaks, change.reason)


def _revocation(change: RevokeAdjustment, people: dict[Key, PersonInput]) -> Iterable[tuple[Key, Plan]]:
    for person in people.values():
        for row in person.adjustments:
            if row.key == change.adjustment:
                return [(person.key, Plan((), (row.key,), (row.interval,)))]
    return []
