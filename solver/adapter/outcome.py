"""A solution becomes lines of a proposal: rows to paint and adjustments to revoke, each with its reason.

Pure; why a line is there is worded in `reasons.py`, stored by `scheduling/roster/proposals.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from scheduling.adjustments.domain import Adjustment, AdjustmentKind, Paint
from scheduling.roster.domain.editing import NewRow, as_adjustment
from scheduling.roster.domain.inputs import PersonInput, RosterInput
from scheduling.roster.domain.person import person_roster
from scheduling.time.interval import Interval
from scheduling.time.segment import Break, PayKind
from solver.adapter.keys import DutyReference, duty_reference
from solver.adapter.reasons import Reasons
from solver.adapter.snapshot import Snapshot
from solver.engine.instance import GivenDuty, Instance, Occurrence, Person
from solver.engine.solution import Solution
from solver.engine.standing import Result


@dataclass(frozen=True, slots=True)
class Line:
    """One change of one person: exactly one of `addition` and `revokes` is set. `reason` is one short
    sentence.
    """

    person: UUID
    interval: Interval
    reason: str
    addition: NewRow | None = None
    revokes: UUID | None = None

    @property
    def is_gone(self) -> bool:
        """True when duty goes: an adjustment is revoked, or minutes are painted off."""
        return self.addition is None or self.addition.paint is Paint.OFF


def lines_of(snapshot: Snapshot, instance: Instance, solution: Solution) -> tuple[Line, ...]:
    """What the solution changes on the snapshot's roster, by person and time."""
    given = {duty.key: duty for duty in instance.duty}
    reasons = Reasons(snapshot, instance, solution)
    inputs = {str(row.key): row for row in snapshot.roster.input.people}
    gone = [*solution.removed, *(key for key in solution.dropped if key not in set(solution.removed))]
    lines = [
        gone_line(snapshot.roster.input, inputs[given[key].person], given[key], reasons.of_gone(key))
        for key in gone
    ]
    lines += _added(instance, solution, reasons)
    order = {person.key: n for n, person in enumerate(instance.people)}
    return tuple(
        sorted(lines, key=lambda line: (order[str(line.person)], line.interval, line.addition is None))
    )


def gone_line(given: RosterInput, person: PersonInput, duty: GivenDuty, reason: str) -> Line:
    """Given duty goes: an adjustment that is all there is to the duty is revoked; anything else is painted off."""
    reference = duty_reference(duty.key)
    zero = given.focus.start
    interval = Interval(duty.start + zero, duty.end + zero)
    whole = _whole_adjustment(given, person, reference, interval)
    if whole is not None:
        return Line(person.key, interval, reason, revokes=whole)  # type: ignore[arg-type]
    row = NewRow(
        AdjustmentKind.REMOVE,
        Paint.OFF,
        interval.start,
        interval.end,
        shift_start=duty.shift_start + zero,
        reason=reason,
    )
    return Line(person.key, interval, reason, addition=row)  # type: ignore[arg-type]


def _whole_adjustment(
    given: RosterInput, person: PersonInput, reference: DutyReference, interval: Interval
) -> UUID | None:
    """The adjustment behind the duty, when revoking it leaves these minutes off."""
    if reference.layer == 1:
        return None
    row = next((row for row in person.adjustments if row.key == reference.row), None)
    if row is None or row.interval != interval:
        return None
    left = tuple(each for each in person.adjustments if each.key != reference.row)
    beneath = person_roster(
        person.contracts,
        left,
        given.patterns,
        given.shift_types,
        given.holidays,
        interval,
        given.clock,
        given.anchor,
        person=person.key,
    )
    return None if beneath.duty else reference.row


def _added(instance: Instance, solution: Solution, reasons: Reasons) -> Iterable[Line]:
    occurrences = {row.key: row for row in instance.occurrences}
    people = {person.key: person for person in instance.people}
    chosen: dict[str, list[Occurrence]] = {}
    for assignment in solution.assignments:
        chosen.setdefault(assignment.person, []).append(occurrences[assignment.occurrence])
    pairs = [(row.person, row.occurrence) for row in solution.assignments]
    result = Result(instance, pairs, dropped=solution.dropped, removed=solution.removed)
    overtime = {
        (key, row.key)
        for key, rows in chosen.items()
        for row in overtime_of(instance, people[key], rows, result)
    }
    timed = [(row.start, key, row) for key, rows in chosen.items() for row in rows]
    for _, key, row in sorted(timed, key=lambda entry: entry[:2]):
        pay = PayKind.OVERTIME if (key, row.key) in overtime else PayKind.REGULAR
        yield added_line(instance, key, row, pay, reasons.of_added(key, row))


def added_line(instance: Instance, person: str, row: Occurrence, pay: PayKind, reason: str) -> Line:
    """Somebody is given a whole shift."""
    zero = instance.horizon_start
    interval = Interval(row.start + zero, row.end + zero)
    new = NewRow(
        AdjustmentKind.OVERTIME if pay is PayKind.OVERTIME else AdjustmentKind.ASSIGN,
        Paint.DUTY,
        interval.start,
        interval.end,
        shift_start=interval.start,
        shift_type=UUID(row.shift_type),
        breaks=tuple(Break(pause.start + zero, pause.end + zero) for pause in row.breaks),
        pay=pay,
        reason=reason,
    )
    return Line(UUID(person), interval, reason, addition=new)


def overtime_of(
    instance: Instance, person: Person, rows: Iterable[Occurrence], result: Result
) -> tuple[Occurrence, ...]:
    """Which added shifts are overtime: of each workweek the latest ones, until they hold what is worked beyond the
    allowance. A pattern's shift that was moved is none, since it brings its own minutes.
    """
    if not instance.options.overtime_allowed:
        return ()
    found: list[Occurrence] = []
    ordered = sorted(rows, key=lambda row: row.start, reverse=True)
    for week in result.weeks[person.unit]:
        over = sum(row.worked_inside(week) for row in result.duty[person.key]) - result.allowance(
            person.key, week
        )
        for row in ordered:
            if over > 0 and (minutes := _worked_in(row, week)):
                over -= minutes
                if row not in found:
                    found.append(row)
    return tuple(found)


def _worked_in(row: Occurrence, week: Interval) -> int:
    """Worked minutes inside a workweek; a shift over its edge counts in proportion."""
    cut = row.interval.intersection(week)
    return 0 if cut is None else row.worked_minutes * cut.minutes // row.interval.minutes


def painted_after(given: RosterInput, lines: Iterable[Line], version: int) -> RosterInput:
    """The roster's rows as they would be with these lines taken, painted at a version.

    What goes is painted before what comes, as when they are taken: a shift that moves may overlap where it was.
    """
    added: dict[object, list[Adjustment]] = {}
    revoked: set[object] = set()
    for n, line in enumerate(sorted(lines, key=lambda line: not line.is_gone)):
        if line.revokes is not None:
            revoked.add(line.revokes)
        if line.addition is not None:
            row = as_adjustment(line.addition, ("line", n), line.person, version, n)
            added.setdefault(line.person, []).append(row)
    return replace(
        given,
        people=tuple(
            replace(
                person,
                adjustments=(
                    *(row for row in person.adjustments if row.key not in revoked),
                    *added.get(person.key, ()),
                ),
            )
            for person in given.people
        ),
    )


def by_person(lines: Iterable[Line]) -> Mapping[UUID, list[Line]]:
    """Lines of each person, in order of time."""
    found: dict[UUID, list[Line]] = {}
    for line in lines:
        found.setdefault(line.person, []).append(line)
    return found
