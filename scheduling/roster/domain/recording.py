"""A change of one kind as plans for the people it is about. Pure.

What each kind makes of one person's time is in `happenings.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import cast
from uuid import UUID

from scheduling.adjustments.domain import Adjustment, AdjustmentKind, Paint
from scheduling.adjustments.kinds import TERMS
from scheduling.roster.domain.breaks import (
    breaks_of,
    plan_breaks,
    plan_relief,
    plan_seat,
    relief_of,
    seat_relieved,
)
from scheduling.roster.domain.commands import (
    AddDuty,
    ChangeShift,
    CommandError,
    KindChange,
    RecordAbsence,
    SetBreaks,
    TakeSeat,
    Trade,
)
from scheduling.roster.domain.conflicts import Seen, Stretch
from scheduling.roster.domain.editing import NewRow, Plan
from scheduling.roster.domain.happenings import (
    plan_early_out,
    plan_extra,
    plan_holdover,
    plan_late,
    plan_trade,
    shift_of,
)
from scheduling.roster.domain.inputs import PersonInput, RosterInput
from scheduling.time.interval import Interval, Minute, union
from scheduling.time.segment import Break, Key

Plans = tuple[tuple[UUID, Plan], ...]

_EDGE_PLANS: dict[AdjustmentKind, Callable[[PersonInput, RosterInput, Minute, Minute, str], Plan]] = {
    AdjustmentKind.HOLDOVER: plan_holdover,
    AdjustmentKind.EARLY_OUT: plan_early_out,
    AdjustmentKind.LATE: plan_late,
}

_KINDS = {
    Trade: AdjustmentKind.TRADE,
    SetBreaks: AdjustmentKind.BREAKS,
    TakeSeat: AdjustmentKind.SEAT,
}


def kind_of(change: KindChange) -> AdjustmentKind:
    """What a change is recorded as."""
    if isinstance(change, AddDuty | ChangeShift):
        return change.kind
    return _KINDS[type(change)]


def people_of(change: KindChange) -> tuple[tuple[str, UUID], ...]:
    """Who it is about, each with the field that names them."""
    if isinstance(change, Trade):
        return ("person", change.person), ("taker", change.taker)
    if isinstance(change, SetBreaks):
        relief = {
            cast("UUID", each.relief): f"breaks.{n}.relief"
            for n, each in enumerate(change.breaks)
            if each.relief is not None
        }
        return (("person", change.person), *((field, who) for who, field in relief.items()))
    return (("person", change.person),)


def shift_start_of(change: KindChange) -> Minute:
    """The minute whose date the change belongs to."""
    return change.start if isinstance(change, AddDuty | TakeSeat) else change.shift_start


def plans_of(change: KindChange, people: Mapping[Key, PersonInput], roster: RosterInput) -> Plans:
    """The plan of each person it is about; empty plans where the same is recorded already.

    Raises CommandError at the field that can't be.
    """
    if TERMS[kind_of(change)].needs_reason and not change.reason:
        raise CommandError("reason", f"{TERMS[kind_of(change)].label}: say why.")
    person = people[change.person]
    if isinstance(change, Trade):
        return _trade(change, person, people[change.taker], roster)
    if isinstance(change, SetBreaks):
        return _breaks(change, person, people, roster)
    if isinstance(change, TakeSeat):
        return ((change.person, plan_seat(person, roster, change)),)
    if isinstance(change, ChangeShift):
        if _has_edge(person.adjustments, change):
            return ((change.person, Plan()),)
        return ((change.person, _moved_edge(change, person, roster)),)
    if any(_is_same_duty(row, change) for row in person.adjustments):
        return ((change.person, Plan()),)
    plan = plan_extra(
        person,
        roster,
        change.kind,
        Interval(change.start, change.end),
        position=change.position,
        console=change.console,
        reason=change.reason,
    )
    return ((change.person, plan),)


def absence_plan(change: RecordAbsence) -> Plan:
    """The row of an absence; over which duty it lies does not matter."""
    new = NewRow(
        AdjustmentKind.LEAVE,
        Paint.ABSENCE,
        change.start,
        change.end,
        absence_kind=change.kind,
        reason=change.reason,
    )
    return Plan((new,), (), (Interval(change.start, change.end),))


def planned_in(rows: Iterable[NewRow], minutes: Iterable[Interval]) -> Seen:
    """What planned rows make of some minutes, as a conflict tells it; off is nothing."""
    found = [
        Stretch(
            both.start, both.end, row.absence_kind, row.shift_type, row.position, row.console,
            row.pay if row.paint is Paint.DUTY else None,
        )
        for row in rows
        if row.paint in {Paint.DUTY, Paint.ABSENCE, Paint.SEAT}
        for each in minutes
        if (both := Interval(row.start, row.end).intersection(each)) is not None
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda stretch: stretch.start))


def claims(change: KindChange, plan: Plan) -> tuple[Interval, ...]:
    """The minutes that no other change of the same edit may touch: those planned, and the shift they hang on."""
    if isinstance(change, AddDuty | SetBreaks | TakeSeat):
        return plan.touched
    end = max((each.end for each in plan.touched), default=change.shift_start + 1)
    return (Interval(change.shift_start, end),)


def _trade(change: Trade, giver: PersonInput, taker: PersonInput, roster: RosterInput) -> Plans:
    if change.taker == change.person:
        raise CommandError("taker", "A shift is traded with somebody else.")
    if any(_is_trade(row, change) and row.paint is Paint.DUTY for row in taker.adjustments) and any(
        _is_trade(row, change) and row.paint is Paint.OFF for row in giver.adjustments
    ):
        return (change.person, Plan()), (change.taker, Plan())
    given, taken = plan_trade(giver, taker, roster, change.shift_start, change.reason)
    return (change.person, given), (change.taker, taken)


def _breaks(
    change: SetBreaks, person: PersonInput, people: Mapping[Key, PersonInput], roster: RosterInput
) -> Plans:
    """The person's own plan, then that of everybody who sits in for a break."""
    plans = [(change.person, plan_breaks(person, roster, change))]
    now = breaks_of(shift_of(person, roster, change.shift_start).pieces)
    gone = [each for each in now if each not in change.breaks]
    reliefs: dict[UUID, list[Plan]] = {}
    for n, pause in enumerate(change.breaks):
        if pause.relief is None:
            continue
        who = cast("UUID", pause.relief)
        field = f"breaks.{n}.relief"
        if who == change.person:
            raise CommandError(field, "Somebody else relieves this person.")
        position, console = seat_of(change, n, person, roster)
        if position is None:
            raise CommandError(
                f"breaks.{n}.position", "The shift names no seat: say which position is relieved."
            )
        when = Interval(pause.start, pause.end)
        reliefs.setdefault(who, []).append(
            plan_relief(_free(people[who], gone), roster, when, position, console, change.reason, field)
        )
    for who, parts in reliefs.items():
        additions = tuple(row for plan in parts for row in plan.additions)
        plans.append((who, Plan(additions, (), tuple(each for plan in parts for each in plan.touched))))
    return tuple(plans)


def _free(person: PersonInput, gone: Iterable[Break]) -> PersonInput:
    """Who may sit in, without what they do for breaks that are no more."""
    left = {
        key for pause in gone if pause.relief == person.key for key in relief_of(person.adjustments, pause)
    }
    return replace(person, adjustments=tuple(row for row in person.adjustments if row.key not in left))


def seat_of(
    change: SetBreaks, n: int, person: PersonInput, roster: RosterInput
) -> tuple[Key | None, Key | None]:
    """The seat that is relieved in a break: the one named for it, or else that of the shift."""
    named = change.seat(n)
    return named if named[0] is not None else seat_relieved(person, roster, change.breaks[n])


def _is_trade(row: Adjustment, change: Trade) -> bool:
    return row.kind is AdjustmentKind.TRADE and row.shift_start == change.shift_start


def _moved_edge(change: ChangeShift, person: PersonInput, roster: RosterInput) -> Plan:
    """The plan on the shift without what was recorded of this edge before: the later word replaces the earlier."""
    old = [row for row in person.adjustments if _is_of_edge(row, change)]
    left = replace(person, adjustments=tuple(row for row in person.adjustments if row not in old))
    plan = _EDGE_PLANS[change.kind](left, roster, change.shift_start, change.at, change.reason)
    touched = (*(row.interval for row in old), *plan.touched)
    return Plan(plan.additions, tuple(row.key for row in old), union(touched))


def _is_of_edge(row: Adjustment, change: ChangeShift) -> bool:
    return row.kind is change.kind and row.shift_start == change.shift_start


def _has_edge(rows: Iterable[Adjustment], change: ChangeShift) -> bool:
    """Whether the edge was moved there already."""
    for row in rows:
        if _is_of_edge(row, change):
            edge = row.start if change.kind is AdjustmentKind.EARLY_OUT else row.end
            if edge == change.at:
                return True
    return False


def _is_same_duty(row: Adjustment, change: AddDuty) -> bool:
    return (row.kind, row.start, row.end, row.position, row.console) == (
        change.kind,
        change.start,
        change.end,
        change.position,
        change.console,
    )
