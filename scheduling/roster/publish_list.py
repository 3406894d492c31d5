"""What publishing would do: draft changes, whose roster differs and how, and the rules it would newly break.

Reads only; the act is in `publishing.py`, which asks here inside its tick.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast
from uuid import UUID

from scheduling.adjustments.domain import Adjustment as AdjustmentFacts
from scheduling.adjustments.models import Adjustment
from scheduling.roster.domain.base import base_duty
from scheduling.roster.domain.evaluation import RosterEvaluation, evaluate
from scheduling.roster.domain.impact import newly_broken
from scheduling.roster.domain.inputs import PersonInput, RosterInput
from scheduling.roster.gate import identity, overridden_in
from scheduling.roster.periods import PeriodFacts, period_on
from scheduling.roster.selectors import Roster, View, adjustment_facts, cut_contracts, load_roster
from scheduling.rules.levels import Level, Violation
from scheduling.time.interval import minute_of, moment_of
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Absence, Duty, Segment
from staff.centers.clock import current_version
from staff.centers.models import Center


@dataclass(frozen=True, slots=True)
class DraftChange:
    """One unpublished addition or revocation of a period. Pairs that cancel out are not listed.

    An addition outside employment (its end was set later) shows nothing, published or not.
    """

    adjustment_id: UUID
    person_id: UUID
    is_revocation: bool
    row: AdjustmentFacts
    version: int
    is_outside_employment: bool = False


@dataclass(frozen=True, slots=True)
class PersonChange:
    """What a person's published roster in the period was and would be, as segments that differ."""

    person_id: UUID
    removed: tuple[Segment, ...]
    added: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class PublishList:
    """What publishing would do: the changes, whose roster differs and how, and the rules it would newly
    break."""

    period: PeriodFacts
    version: int
    changes: tuple[DraftChange, ...]
    people: tuple[PersonChange, ...]
    base_changed: tuple[UUID, ...]
    violations: tuple[Violation, ...]

    def at(self, level: Level) -> tuple[Violation, ...]:
        """The new violations of one level."""
        return tuple(violation for violation in self.violations if violation.level is level)


class SelectionChanged(Exception):
    """Something selected is no draft change any more: another planner published or took it back meanwhile."""


def draft_changes(
    center: Center, starts_on: date, ends_before: date, as_of: int | None = None
) -> tuple[DraftChange, ...]:
    """The draft changes whose shift begins on one of the dates, in the order they were made; one query.

    An addition of the same content as a published row whose revocation is a draft (an undone removal)
    cancels it out. `as_of` is a version: those there were then.
    """
    return _drafts(center, starts_on, ends_before, as_of)[0]


def _drafts(
    center: Center, starts_on: date, ends_before: date, as_of: int | None = None
) -> tuple[tuple[DraftChange, ...], tuple[UUID, ...]]:
    """Draft changes, and the ids of pairs that cancel out: published along, since nobody sees a
    difference."""
    clock = LocalClock(center.time_zone)
    inside = clock.days(starts_on, ends_before)
    of_center = Adjustment.objects.filter(center=center)
    drafted = of_center.drafts() if as_of is None else of_center.drafts_as_of(as_of)
    rows = [
        row
        for row in drafted.filter(
            starts_at__lt=moment_of(inside.end + 2880), ends_at__gt=moment_of(inside.start - 2880)
        )
        if inside.contains(minute_of(row.shift_starts_at or row.starts_at))
    ]

    def is_revoked(row: Adjustment) -> bool:
        return row.until_version is not None and (as_of is None or row.until_version <= as_of)

    revoked = {row.entity_id: row for row in rows if is_revoked(row)}
    cancelling: list[UUID] = []
    for row in rows:
        if not is_revoked(row) and row.entity_id in revoked and row.entity_id != row.pk:
            other = revoked[row.entity_id]
            if other.paint_version == row.paint_version:
                cancelling.extend((row.pk, other.pk))
    listed = [
        DraftChange(
            row.pk,
            row.person_id,
            is_revoked(row),
            adjustment_facts(row),
            row.until_version if is_revoked(row) else row.from_version,
        )
        for row in rows
        if row.pk not in cancelling
    ]
    listed.sort(key=lambda change: (change.version, change.row.sequence))
    return tuple(listed), tuple(cancelling)


def publish_list(
    center: Center, day: date, *, selection: Collection[UUID] | None = None, with_base: bool = True
) -> PublishList:
    """What publishing the period of a date would do now; reads only.

    `selection` are ids of adjustments from `draft_changes` (None: all). `with_base` also takes over
    contracts,
    patterns and shift types as they are now; a period never published always takes them over.
    """
    version = current_version(center.pk)
    return prepare(center, period_on(center, day, version), version, selection, with_base=with_base)[0]


def prepare(
    center: Center,
    period: PeriodFacts,
    version: int,
    selection: Collection[UUID] | None,
    *,
    with_base: bool,
) -> tuple[PublishList, tuple[UUID, ...]]:
    """The list at a version, and the ids of changes that cancel out (see `draft_changes`).

    Raises SelectionChanged.
    """
    drafts, cancelling = _drafts(center, period.starts_on, period.ends_before)
    if selection is not None:
        chosen = set(selection)
        if chosen - {change.adjustment_id for change in drafts}:
            raise SelectionChanged("The draft changed meanwhile; look at the list again.")
        drafts = tuple(change for change in drafts if change.adjustment_id in chosen)
    takes_base = with_base or not period.is_published
    now = load_roster(center, period.starts_on, period.ends_before, view=View.PUBLISHED, as_of=version)
    working = load_roster(center, period.starts_on, period.ends_before, view=View.WORKING, as_of=version)
    outside = {row.key for rows in working.outside_employment.values() for row in rows}
    drafts = tuple(
        replace(change, is_outside_employment=not change.is_revocation and change.adjustment_id in outside)
        for change in drafts
    )
    base_changed = _base_changed(now, working, period) if takes_base else ()
    then = _published_then(now, working, drafts, takes_base=takes_base)
    before, after = evaluate(now.input), evaluate(then)
    overridden = overridden_in(
        center, LocalClock(center.time_zone).days(period.starts_on, period.ends_before)
    )
    broken = newly_broken(before.violations, after.violations)
    new = tuple(violation for violation in broken if identity(violation) not in overridden)
    people = tuple(person_changes(before, after, period, LocalClock(center.time_zone)))
    return PublishList(period, version, drafts, people, base_changed, new), cancelling


def _published_then(
    now: Roster, working: Roster, drafts: Iterable[DraftChange], *, takes_base: bool
) -> RosterInput:
    """The published roster as it would be: pure, so that the preview and the act can't differ."""
    revoked = {change.adjustment_id for change in drafts if change.is_revocation}
    added = {change.adjustment_id for change in drafts if not change.is_revocation}
    current: Mapping[Any, PersonInput] = {person.key: person for person in working.input.people}
    people = []
    for person in now.input.people:
        # Additions as the working roster paints them: employment cuts them there.
        rows = [row for row in person.adjustments if row.key not in revoked]
        rows += [row for row in current[person.key].adjustments if row.key in added]
        contracts = person.contracts
        if takes_base:
            outside = (
                *cut_contracts(contracts, None, now.starts_on),
                *cut_contracts(contracts, now.ends_before, None),
            )
            inside = cut_contracts(current[person.key].contracts, now.starts_on, now.ends_before)
            contracts = (*outside, *inside)
        people.append(replace(person, adjustments=tuple(rows), contracts=tuple(contracts)))
    holidays = now.input.holidays
    if takes_base:
        kept = {on for on in holidays if not now.starts_on <= on < now.ends_before}
        taken = {on for on in working.input.holidays if now.starts_on <= on < now.ends_before}
        holidays = frozenset(kept | taken)
    return replace(
        now.input,
        people=tuple(people),
        holidays=holidays,
        patterns={**now.input.patterns, **working.input.patterns},
        shift_types={**now.input.shift_types, **working.input.shift_types},
    )


def _base_changed(now: Roster, working: Roster, period: PeriodFacts) -> tuple[UUID, ...]:
    """People whose shifts that begin in the period are not what it was published with; breaks count.

    A night of the period before reaches into it and is not its own: it is listed there.
    """
    if not period.is_published:
        return ()

    def shifts(roster: Roster, person: PersonInput) -> list[tuple[Any, ...]]:
        given = roster.input
        duty = base_duty(
            tuple(cut_contracts(person.contracts, period.starts_on, period.ends_before)),
            given.patterns,
            given.shift_types,
            given.holidays,
            given.focus,
            given.clock,
            given.anchor,
        )
        types = given.shift_types
        return [(each.start, each.end, types[each.shift_type].key, each.pay, each.breaks) for each in duty]

    before = {person.key: person for person in now.input.people}
    return tuple(
        cast("UUID", person.key)
        for person in working.input.people
        if person.key in before and shifts(now, before[person.key]) != shifts(working, person)
    )


def person_changes(
    before: RosterEvaluation, after: RosterEvaluation, period: PeriodFacts, clock: LocalClock
) -> Iterable[PersonChange]:
    """Whose roster differs in the period between two evaluations, and how."""
    inside = clock.days(period.starts_on, period.ends_before)
    for person, roster in after.rosters.items():
        then = {
            _look(segment, after.input): segment
            for segment in roster.segments
            if segment.start < inside.end and inside.start < segment.end
        }
        now = {
            _look(segment, before.input): segment
            for segment in before.roster(person).segments
            if segment.start < inside.end and inside.start < segment.end
        }
        removed = tuple(segment for look, segment in now.items() if look not in then)
        added = tuple(segment for look, segment in then.items() if look not in now)
        if removed or added:
            yield PersonChange(person, removed, added)  # type: ignore[arg-type]


def _look(segment: Segment, given: RosterInput) -> tuple[Any, ...]:
    """What an employee can tell apart: not where a segment comes from."""
    if isinstance(segment, Absence):
        return segment.start, segment.end, segment.kind
    return (
        segment.start,
        segment.end,
        _shift_entity(segment, given),
        segment.position,
        segment.console,
        segment.pay,
    )


def _shift_entity(duty: Duty, given: RosterInput) -> Any:
    facts = given.shift_types.get(duty.shift_type) if duty.shift_type is not None else None
    return facts.key if facts else None
