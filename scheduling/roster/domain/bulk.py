"""Many days in one gesture: filled, copied, moved, retimed, given away. Each becomes typed days of one edit. Pure.

What is copied and moved is what the editor saw (`scheduling/roster/bulk.py` loads it); the door does the rest, all or
nothing, in one version and one undo step.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from uuid import UUID

from scheduling.adjustments.domain import AdjustmentKind
from scheduling.roster.domain.commands import MOST_CHANGES, CommandError, SetDay, Wanted
from scheduling.roster.domain.editing import duty_on
from scheduling.roster.domain.inputs import PersonInput, RosterInput
from scheduling.time.interval import Interval
from scheduling.time.local_time import dates
from scheduling.time.segment import Duty, Key, PayKind
from scheduling.time.words import month_day

DAYS_IN_WEEK = 7
LONGEST_BLOCK_DAYS = 62


@dataclass(frozen=True, slots=True)
class Fill:
    """The same shift, or none, on every one of these days of these people."""

    people: tuple[UUID, ...]
    days: tuple[date, ...]
    wanted: Wanted | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CopyWeek:
    """The days of a week from one date as those from another have them; of some people, or everybody."""

    source: date
    target: date
    people: tuple[UUID, ...] | None = None
    days: int = DAYS_IN_WEEK


@dataclass(frozen=True, slots=True)
class MoveBlock:
    """Somebody's shifts from a date until before another, later or earlier by days and minutes."""

    person: UUID
    starts_on: date
    ends_before: date
    days: int = 0
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Retime:
    """The shifts of these days of these people from one time on the wall to another; free days stay free."""

    people: tuple[UUID, ...]
    days: tuple[date, ...]
    starts_at: time
    ends_at: time
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Give:
    """The shifts of these days of somebody go to another, who must have none on them."""

    person: UUID
    taker: UUID
    days: tuple[date, ...]
    reason: str = ""


Bulk = Fill | CopyWeek | MoveBlock | Retime | Give


def dates_of(bulk: Bulk) -> tuple[date, date]:
    """The first date that has to be known, and the one after the last."""
    if isinstance(bulk, Fill | Retime | Give):
        return min(bulk.days), max(bulk.days) + timedelta(days=1)
    if isinstance(bulk, CopyWeek):
        first, last = sorted((bulk.source, bulk.target))
        return first, last + timedelta(days=DAYS_IN_WEEK)
    away = timedelta(days=abs(bulk.days) + abs(bulk.minutes) // 1440 + 1)
    return bulk.starts_on - away, bulk.ends_before + away


def people_of(bulk: Bulk) -> tuple[UUID, ...] | None:
    """Whom it is about; None is everybody."""
    if isinstance(bulk, MoveBlock):
        return (bulk.person,)
    return (bulk.person, bulk.taker) if isinstance(bulk, Give) else bulk.people


def expand(bulk: Bulk, people: Mapping[Key, PersonInput], roster: RosterInput) -> tuple[SetDay, ...]:
    """The days of the edit. Raises CommandError naming the field of the bulk."""
    if isinstance(bulk, Fill):
        count = len(bulk.people) * len(bulk.days)
        if count > MOST_CHANGES:
            raise CommandError("fill", _too_many(count))
        return tuple(SetDay(who, day, bulk.wanted, bulk.reason) for who in bulk.people for day in bulk.days)
    if isinstance(bulk, CopyWeek):
        return _copied(bulk, people, roster)
    if isinstance(bulk, Retime):
        return _retimed(bulk, people, roster)
    if isinstance(bulk, Give):
        return _given(bulk, people, roster)
    return _moved(bulk, people, roster)


def _copied(bulk: CopyWeek, people: Mapping[Key, PersonInput], roster: RosterInput) -> tuple[SetDay, ...]:
    found: list[SetDay] = []
    for key in people if bulk.people is None else bulk.people:
        person = _known(people, key, "copy_week.people")
        for n in range(bulk.days):
            source, target = bulk.source + timedelta(days=n), bulk.target + timedelta(days=n)
            wanted = _wanted(_planned(person, roster, source), roster, source, "copy_week.from")
            if wanted != _wanted(_planned(person, roster, target), roster, target, "copy_week.to"):
                found.append(SetDay(person.key, target, wanted))  # type: ignore[arg-type]
    if len(found) > MOST_CHANGES:
        raise CommandError("copy_week", _too_many(len(found)))
    return tuple(found)


def _retimed(bulk: Retime, people: Mapping[Key, PersonInput], roster: RosterInput) -> tuple[SetDay, ...]:
    found: list[SetDay] = []
    for key in bulk.people:
        person = _known(people, key, "retime.people")
        for day in bulk.days:
            wanted = _wanted(_planned(person, roster, day), roster, day, "retime.days")
            if wanted is not None:
                wanted = replace(wanted, starts_at=bulk.starts_at, ends_at=bulk.ends_at)
                found.append(SetDay(key, day, wanted, bulk.reason))
    if not found:
        raise CommandError("retime.days", "No shift begins on these days.")
    if len(found) > MOST_CHANGES:
        raise CommandError("retime", _too_many(len(found)))
    return tuple(found)


def _given(bulk: Give, people: Mapping[Key, PersonInput], roster: RosterInput) -> tuple[SetDay, ...]:
    if bulk.taker == bulk.person:
        raise CommandError("give.taker", "Shifts are given to somebody else.")
    giver = _known(people, bulk.person, "give.person")
    taker = _known(people, bulk.taker, "give.taker")
    found: list[SetDay] = []
    for day in bulk.days:
        wanted = _wanted(_planned(giver, roster, day), roster, day, "give.days")
        if wanted is None:
            continue
        if _planned(taker, roster, day):
            raise CommandError("give.taker", f"They have a shift on {month_day(day)} already.")
        found.append(SetDay(bulk.person, day, None, bulk.reason))
        found.append(SetDay(bulk.taker, day, replace(wanted, pay=None), bulk.reason))
    if not found:
        raise CommandError("give.days", "No shift begins on these days.")
    return tuple(found)


def _moved(bulk: MoveBlock, people: Mapping[Key, PersonInput], roster: RosterInput) -> tuple[SetDay, ...]:
    person = _known(people, bulk.person, "move_block.person")
    days: dict[date, Wanted | None] = {}
    moved: dict[date, Wanted] = {}
    for day in dates(bulk.starts_on, bulk.ends_before):
        duty = _planned(person, roster, day)
        wanted = _wanted(duty, roster, day, "move_block.from")
        if wanted is None:
            continue
        days[day] = None
        target = _by_minutes(wanted, day, bulk, roster)
        if target[0] in moved:
            on = month_day(target[0])
            raise CommandError("move_block.minutes", f"Two shifts would begin on {on}. Move them one by one.")
        moved[target[0]] = target[1]
    if not days:
        raise CommandError("move_block.from", "No shift begins on these days.")
    for day in moved:
        if day not in days and duty_on(person, roster, day):
            raise CommandError("move_block.days", f"There is a shift on {month_day(day)} already.")
    return tuple(SetDay(bulk.person, day, wanted) for day, wanted in sorted((days | moved).items(), key=_day))


def _by_minutes(wanted: Wanted, day: date, bulk: MoveBlock, roster: RosterInput) -> tuple[date, Wanted]:
    """The same times on another day, or other times by the wall."""
    on = day + timedelta(days=bulk.days)
    if not bulk.minutes or wanted.starts_at is None or wanted.ends_at is None:
        return on, wanted
    when = roster.clock.window(on, wanted.starts_at, wanted.ends_at)
    start, end = when.start + bulk.minutes, when.end + bulk.minutes
    times = (roster.clock.local(each).time().replace(fold=0) for each in (start, end))
    starts_at, ends_at = times
    shown = roster.clock.window(roster.clock.date_of(start), starts_at, ends_at)
    if shown != Interval(start, end):
        raise CommandError(
            "move_block.minutes", f"On {month_day(on)} the clocks change then. Move that shift by hand."
        )
    return roster.clock.date_of(start), Wanted(
        wanted.shift_code, starts_at, ends_at, wanted.position, wanted.console, wanted.pay
    )


def _wanted(duty: Iterable[Duty], roster: RosterInput, day: date, field: str) -> Wanted | None:
    """A day as it would be typed. Raises CommandError for a day of several shifts or seats: no cell says that."""
    pieces = tuple(duty)
    if not pieces:
        return None
    if len(pieces) > 1:
        raise CommandError(field, f"{month_day(day)} has several pieces of duty. Change that day by hand.")
    only = pieces[0]
    code = roster.shift_types[only.shift_type].code if only.shift_type is not None else None
    starts_at, ends_at = (roster.clock.local(each).time().replace(fold=0) for each in (only.start, only.end))
    # Planned hours are paid by the day they come to: overtime where the pattern has that day off.
    pay = None if only.pay in {PayKind.REGULAR, PayKind.HOLIDAY} else only.pay
    return Wanted(code, starts_at, ends_at, only.position, only.console, pay)  # type: ignore[arg-type]


def _planned(person: PersonInput, roster: RosterInput, day: date) -> tuple[Duty, ...]:
    """The duty of a day without sitting in for others' breaks, which belongs to that day alone."""
    rows = tuple(row for row in person.adjustments if row.kind is not AdjustmentKind.RELIEF)
    return duty_on(replace(person, adjustments=rows), roster, day)


def _known(people: Mapping[Key, PersonInput], key: Key, field: str) -> PersonInput:
    if key not in people:
        raise CommandError(field, "Somebody named here is not at this center then.")
    return people[key]


def _too_many(count: int) -> str:
    return f"{count:,} days are too many for one edit; {MOST_CHANGES:,} is the most. Choose fewer people or days."


def _day(item: tuple[date, Wanted | None]) -> date:
    return item[0]
