"""What has to be covered and what can be assigned: positions, requirements as steps, shift types on dates."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from scheduling.coverage.domain.demand import demand
from scheduling.coverage.domain.types import RequirementKind as Kind
from scheduling.time.interval import Interval, Minute
from scheduling.time.local_time import dates
from solver.adapter.keys import occurrence_key, seat_skill
from solver.adapter.restrictions import barred_positions
from solver.adapter.snapshot import Snapshot
from solver.engine.instance import (
    Occurrence,
    Position,
    Requirement,
    RequirementKind,
    ShiftType,
    Step,
    Symbol,
)


def positions_of(snapshot: Snapshot) -> tuple[Position, ...]:
    """By priority; a person-minute short weighs one more for each position that is filled later."""
    ranked = sorted(snapshot.roster.input.positions, key=lambda row: row.priority)
    barred = barred_positions(snapshot.roster.input)
    return tuple(
        Position(
            str(row.key),
            row.name,
            seat_skill(row.skill, row.key, barred),
            row.priority,
            weight=len(ranked) - rank,
        )
        for rank, row in enumerate(ranked)
    )


def requirement_label(snapshot: Snapshot, kind: Kind, of: object) -> str:
    """The position's name, or `mix` and the skill's code: how a requirement is named everywhere outside."""
    if kind is Kind.SEATS:
        return snapshot.roster.positions[of].name  # type: ignore[index]
    return f"mix {snapshot.skill_codes.get(of, of)}"  # type: ignore[call-overload]


def requirements_of(snapshot: Snapshot) -> tuple[Requirement, ...]:
    """Demand inside the horizon as the coverage domain sees it, overrides in place."""
    given = snapshot.roster.input
    start = given.focus.start
    asked = demand(given.requirements, given.overrides, given.focus, given.clock)
    return tuple(
        Requirement(
            key=f"{kind.value}:{of}",
            label=requirement_label(snapshot, kind, of),
            kind=RequirementKind(kind.value),
            of=str(of),
            steps=tuple(Step(step.start - start, step.end - start, *_in_order(*step.need)) for step in steps),
        )
        for (kind, of), steps in asked.items()
    )


def _in_order(minimum: int, target: int, maximum: int | None) -> tuple[int, int, int | None]:
    """The coverage domain lets a maximum of a stricter overlapping row lie below its target; the engine does
    not.
    """
    target = max(minimum, target)
    return minimum, target, None if maximum is None else max(target, maximum)


def shift_types_of(snapshot: Snapshot) -> tuple[ShiftType, ...]:
    """Every shift type in force, and those that given duty still names."""
    rows = {row.key: row for row in snapshot.roster.input.shift_types.values()}
    return tuple(
        ShiftType(
            str(row.key),
            row.code,
            row.name,
            Symbol(snapshot.symbols.get(row.key, "WORK")),  # type: ignore[call-overload]
        )
        for row in sorted(rows.values(), key=lambda row: (row.starts_at, row.code))
    )


def occurrences_of(
    snapshot: Snapshot, *, locked: Collection[date], earliest: Minute | None
) -> tuple[Occurrence, ...]:
    """Shift types in force on every open date; none that starts before `earliest` (since 1970)."""
    return tuple(_occurrences(snapshot, locked, earliest))


def _occurrences(
    snapshot: Snapshot, locked: Collection[date], earliest: Minute | None
) -> Iterable[Occurrence]:
    roster = snapshot.roster
    zero = roster.input.focus.start
    rows = {row.key: row for row in roster.input.shift_types.values() if row.key in snapshot.symbols}
    ordered = sorted(rows.values(), key=lambda row: (row.starts_at, row.code))
    for on in dates(roster.starts_on, roster.ends_before):
        if on in locked:
            continue
        for row in ordered:
            interval = row.occurrence(on, roster.clock)
            if earliest is not None and interval.start < earliest:
                continue
            breaks = row.breaks(interval, roster.clock)
            yield Occurrence(
                key=occurrence_key(row.key, on),
                shift_type=str(row.key),
                on=on,
                start=interval.start - zero,
                end=interval.end - zero,
                worked_minutes=interval.minutes - sum(pause.minutes for pause in breaks if not pause.is_paid),
                breaks=tuple(Interval(pause.start - zero, pause.end - zero) for pause in breaks),
            )
