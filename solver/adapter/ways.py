"""A way out of a shortage becomes lines like those of a proposal: what comes, and what goes for it. Pure."""

from __future__ import annotations

from uuid import UUID

from scheduling.adjustments.domain import AdjustmentKind, Paint
from scheduling.roster.domain.editing import NewRow
from scheduling.time.interval import Interval
from scheduling.time.segment import PayKind
from solver.adapter.outcome import Line, added_line, gone_line
from solver.adapter.snapshot import Snapshot
from solver.engine.instance import Instance
from solver.engine.shortages.account import WayKind, WayOut

DOES_NOTHING = frozenset({WayKind.ACCEPT, WayKind.LEAVE})
"""Ways without lines: nothing is to be done, or somebody has to be asked first."""


def lines_of_way(snapshot: Snapshot, instance: Instance, way: WayOut, reason: str) -> tuple[Line, ...]:
    """What the way changes on the snapshot's roster; nothing for what a planner can't do alone."""
    if way.person is None or way.kind in DOES_NOTHING:
        return ()
    given = {duty.key: duty for duty in instance.duty}
    person = next(row for row in snapshot.roster.input.people if str(row.key) == way.person)
    gone = [gone_line(snapshot.roster.input, person, given[key], reason) for key in way.moved]
    if way.occurrence is None:
        return (*gone, _extension(instance, way, reason))
    pay = PayKind.OVERTIME if way.overtime_minutes else PayKind.REGULAR
    occurrence = next(row for row in instance.occurrences if row.key == way.occurrence)
    return (*gone, added_line(instance, way.person, occurrence, pay, reason))


def _extension(instance: Instance, way: WayOut, reason: str) -> Line:
    """Overtime right beside duty; what lasts longer belongs to the same shift."""
    zero = instance.horizon_start
    interval = Interval(way.interval.start + zero, way.interval.end + zero)
    row = NewRow(
        AdjustmentKind.OVERTIME,
        Paint.DUTY,
        interval.start,
        interval.end,
        shift_start=interval.start if way.shift_start is None else way.shift_start + zero,
        shift_type=None if way.shift_type is None else UUID(way.shift_type),
        pay=PayKind.OVERTIME,
        reason=reason,
    )
    return Line(UUID(way.person or ""), interval, reason, addition=row)
