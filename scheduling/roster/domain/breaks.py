"""The breaks of one shift as they are planned, who sits in meanwhile, and other seats inside a shift. Pure.

What a shift type gives by itself is in `scheduling/patterns/domain/shift_type.py`; painting is next door.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from scheduling.adjustments.domain import Adjustment, AdjustmentKind, Paint
from scheduling.roster.domain.commands import CommandError, SetBreaks, TakeSeat
from scheduling.roster.domain.editing import NewRow, Plan, painted
from scheduling.roster.domain.happenings import Shift, shift_of
from scheduling.roster.domain.inputs import PersonInput, RosterInput
from scheduling.time.interval import Interval, difference, union
from scheduling.time.segment import AWAY_FROM_CONSOLE, Break, Duty, Key
from scheduling.time.words import range_words


def breaks_of(pieces: Iterable[Duty]) -> tuple[Break, ...]:
    """The breaks of a shift in its pieces, in order; one that a seat was changed in is one. Handover is apart."""
    return tuple(each for each in joined(pieces) if not each.is_handover)


def joined(pieces: Iterable[Duty]) -> tuple[Break, ...]:
    """Breaks and handover minutes of a shift in its pieces, in order, what belongs together in one."""
    found: list[Break] = []
    for piece in pieces:
        for each in piece.breaks:
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


def plan_breaks(person: PersonInput, roster: RosterInput, change: SetBreaks) -> Plan:
    """The breaks of a shift become exactly these; empty where they are. Raises CommandError at the break.

    What the shift has by itself shows again when its own row of breaks goes.
    """
    shift = shift_of(person, roster, change.shift_start)
    wanted = _wanted(shift, change, roster)
    now = breaks_of(shift.pieces)
    if wanted == now:
        return Plan()
    own = [
        row
        for row in person.adjustments
        if row.paint is Paint.BREAKS and row.shift_start == change.shift_start
    ]
    gone = {row.key for row in own}
    left = replace(person, adjustments=tuple(row for row in person.adjustments if row.key not in gone))
    beneath = breaks_of(shift_of(left, roster, change.shift_start).pieces) if own else now
    additions: tuple[NewRow, ...] = ()
    if wanted != beneath:
        whole = shift.whole
        additions = (
            NewRow(
                AdjustmentKind.BREAKS,
                Paint.BREAKS,
                whole.start,
                whole.end,
                shift_start=shift.key,
                breaks=wanted,
                reason=change.reason,
            ),
        )
    touched = union(Interval(each.start, each.end) for each in (*now, *wanted))
    return Plan(additions, tuple(row.key for row in own), touched)


def _wanted(shift: Shift, change: SetBreaks, roster: RosterInput) -> tuple[Break, ...]:
    handover = [each for each in joined(shift.pieces) if each.is_handover]
    pieces = [piece.interval for piece in shift.pieces]
    for n, each in enumerate(change.breaks):
        at = f"breaks.{n}.start"
        if difference([Interval(each.start, each.end)], pieces):
            known = range_words(shift.whole.start, shift.whole.end, roster.clock)
            raise CommandError(at, f"The shift is {known}; a break lies inside it.")
        if any(each.start < other.end and other.start < each.end for other in handover):
            raise CommandError(at, "These minutes are handover. Pick others.")
    ordered = sorted(change.breaks, key=lambda each: each.start)
    if any(after.start < before.end for before, after in pairwise(ordered)):
        raise CommandError("breaks", "Two of these breaks overlap.")
    if sum(each.minutes for each in ordered) >= sum(each.minutes for each in pieces):
        raise CommandError("breaks", "These breaks fill the whole shift.")
    return tuple(ordered)


def seat_relieved(person: PersonInput, roster: RosterInput, pause: Break) -> tuple[Key | None, Key | None]:
    """Position and console that the shift itself names for all minutes of a break; None where it names none."""
    when = Interval(pause.start, pause.end)
    seats = {
        (duty.position, duty.console)
        for duty in painted(person, roster, when).duty
        if duty.interval.overlaps(when)
    }
    return seats.pop() if len(seats) == 1 else (None, None)


def plan_seat(person: PersonInput, roster: RosterInput, change: TakeSeat) -> Plan:
    """Another seat for a part of one's own shift. Raises CommandError at `start`."""
    when = Interval(change.start, change.end)
    duty = _worked(person, roster, when, "start")
    if all((each.position, each.console) == (change.position, change.console) for each in duty):
        return Plan()
    return Plan(
        (_seat_row(AdjustmentKind.SEAT, when, duty, change.position, change.console, change.reason),),
        (),
        (when,),
    )


def plan_relief(
    person: PersonInput,
    roster: RosterInput,
    when: Interval,
    position: Key,
    console: Key | None,
    reason: str,
    field: str,
) -> Plan:
    """Somebody on duty leaves their own seat and sits in for another. Raises CommandError at a field.

    They must be at work in all of these minutes, on no break of their own, and relieve nobody else.
    """
    same = [row for row in person.adjustments if _is_relief(row) and row.interval.overlaps(when)]
    if any((row.interval, row.position, row.console) == (when, position, console) for row in same):
        return Plan()
    known = range_words(when.start, when.end, roster.clock)
    if same:
        busy = range_words(same[0].start, same[0].end, roster.clock)
        raise CommandError(field, f"They relieve somebody {busy} already.")
    duty = _worked(person, roster, when, field)
    if any(each.start < when.end and when.start < each.end for piece in duty for each in piece.breaks):
        raise CommandError(field, f"They have a break of their own inside {known}.")
    return Plan((_seat_row(AdjustmentKind.RELIEF, when, duty, position, console, reason),), (), (when,))


def relief_of(rows: Iterable[Adjustment], pause: Break) -> tuple[Key, ...]:
    """The rows by which somebody sits in during a break."""
    return tuple(
        row.key for row in rows if _is_relief(row) and (row.start, row.end) == (pause.start, pause.end)
    )


def kept_breaks(
    person: PersonInput, roster: RosterInput, on_day: Sequence[Duty], when: Interval
) -> tuple[Break, ...] | None:
    """Planned breaks of a day that gets other times: kept where they fit into them; None where none were planned."""
    starts = {duty.shift_start for duty in on_day}
    planned = any(row.paint is Paint.BREAKS and row.shift_start in starts for row in person.adjustments)
    found = breaks_of(on_day)
    if not planned or any(each.start < when.start or when.end < each.end for each in found):
        return None
    return found


def _is_relief(row: Adjustment) -> bool:
    return row.kind is AdjustmentKind.RELIEF


def _worked(person: PersonInput, roster: RosterInput, when: Interval, field: str) -> tuple[Duty, ...]:
    """The duty at a console that covers all of some minutes. Raises CommandError."""
    found = tuple(duty for duty in painted(person, roster, when).worked() if duty.interval.overlaps(when))
    known = range_words(when.start, when.end, roster.clock)
    if difference([when], [duty.interval for duty in found]):
        raise CommandError(field, f"This person is not on duty for all of {known}.")
    if any(duty.pay in AWAY_FROM_CONSOLE for duty in found):
        raise CommandError(field, f"This person is in training or at court inside {known}.")
    return found


def _seat_row(
    kind: AdjustmentKind,
    when: Interval,
    duty: Sequence[Duty],
    position: Key | None,
    console: Key | None,
    reason: str,
) -> NewRow:
    return NewRow(
        kind,
        Paint.SEAT,
        when.start,
        when.end,
        shift_start=duty[0].shift_start,
        position=position,
        console=console,  # type: ignore[arg-type]
        reason=reason,
    )
