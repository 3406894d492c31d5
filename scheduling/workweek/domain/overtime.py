"""Hours worked and overtime of one person in one workweek: the floor of the law and the count of the contract. Pure.

Both counts are kept as minutes with their reasons, so that each minute in which they differ can be explained. What a
workweek is, is in `scheduling/time/workweek.py`; the overtime that a pattern alone brings about in `advisor.py`, the
same count without reasons, for many people, in `totals.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from scheduling.patterns.holidays.domain import PremiumMinutes
from scheduling.time.interval import Interval, Minute, difference, total_minutes, union
from scheduling.time.segment import Absence, Duty, Segment
from scheduling.time.workweek import OVERTIME_AFTER_MINUTES

DAYS_OF_A_WEEK = 7


class Reason(StrEnum):
    """Why a minute is overtime."""

    FLSA = "flsa"
    DAILY = "daily"
    SEVENTH_DAY = "seventh_day"
    WEEKLY = "weekly"
    LEAVE_COUNTS = "leave_counts"


@dataclass(frozen=True, slots=True)
class OvertimeTerms:
    """What the contract of a bargaining unit makes overtime beyond the law.

    `weekly_minutes`: duty beyond it in a workweek. `daily_minutes`: duty beyond it on one worked day (that of the
    shift's start). `seventh_day`: all duty of the seventh worked day in a row inside one workweek. `counted_leave`:
    the kinds of absence whose minutes count toward the week as if worked. A minute is counted once: what is
    overtime by the day does not fill up the week again. `holiday_premium` says which minutes earn a holiday's premium.
    """

    weekly_minutes: int = OVERTIME_AFTER_MINUTES
    daily_minutes: int | None = None
    seventh_day: bool = False
    counted_leave: frozenset[str] = frozenset()
    holiday_premium: PremiumMinutes = PremiumMinutes.SHIFT


@dataclass(frozen=True, slots=True)
class DatedTerms:
    """The terms of workweeks that start on a date or after it, until the next."""

    effective_on: date
    terms: OvertimeTerms


def terms_on(dated: Iterable[DatedTerms], day: date) -> OvertimeTerms:
    """The terms of a workweek that starts on a date; before the first, the law alone."""
    known = [row for row in dated if row.effective_on <= day]
    return max(known, key=lambda row: row.effective_on).terms if known else OvertimeTerms()


@dataclass(frozen=True, slots=True)
class Part:
    """Minutes of overtime without interruption, for one reason."""

    interval: Interval
    reason: Reason


@dataclass(frozen=True, slots=True)
class WeekHours:
    """One person's workweek: hours worked, leave kept out of them, and overtime counted twice.

    `leave_minutes` is duty that absence took away (without its unpaid breaks); `counted_leave_minutes` those of
    it that the contract counts. `holiday` are the minutes worked that earn a holiday's premium, overtime or not.
    Parts are in order and do not overlap.
    """

    week: Interval
    worked_minutes: int
    leave_minutes: int
    counted_leave_minutes: int
    floor: tuple[Part, ...]
    contract: tuple[Part, ...]
    holiday: tuple[Interval, ...] = ()

    @property
    def holiday_minutes(self) -> int:
        """Minutes paid with a holiday's premium; they are in the hours worked and change no count of overtime."""
        return total_minutes(self.holiday)

    @property
    def floor_minutes(self) -> int:
        """Overtime by the law: each week alone, over 40 h (29 CFR 778.103, 778.104)."""
        return _minutes(self.floor)

    @property
    def contract_minutes(self) -> int:
        return _minutes(self.contract)

    @property
    def overtime_minutes(self) -> int:
        """What is owed: the contract may give more than the law, never less."""
        return max(self.floor_minutes, self.contract_minutes)

    @property
    def comp_minutes(self) -> int:
        """Comp time earned if overtime is not paid out: one and a half minutes each, half a minute rounded up
        (29 USC 207(o), 29 CFR 553.20)."""
        return (3 * self.overtime_minutes + 1) // 2

    @property
    def only_contract(self) -> tuple[Part, ...]:
        """Overtime by the contract that the law does not ask for, minute by minute."""
        return _without(self.contract, self.floor)

    @property
    def only_floor(self) -> tuple[Part, ...]:
        """Overtime by the law in minutes that the contract pays as straight time."""
        return _without(self.floor, self.contract)


def minutes_worked(segments: Iterable[Segment]) -> tuple[Interval, ...]:
    """The minutes of duty without unpaid breaks; absence is not worked."""
    found: list[Interval] = []
    for duty in segments:
        if isinstance(duty, Duty):
            found += minutes_of_duty(duty)
    return tuple(found)


def week_hours(
    segments: Sequence[Segment],
    week: Interval,
    terms: OvertimeTerms,
    day_of: Callable[[Minute], date],
    planned: Sequence[Duty] = (),
    holidays: Mapping[date, Interval] | None = None,
) -> WeekHours:
    """Count one person's workweek.

    `segments` are the person's own schedule, sorted and without overlap, whole shifts of the days around the week
    included: a shift is cut where the week is, its worked day is not. Trades are no part of it: hours worked in a
    trade are left out for who works them, and each is credited for the own schedule (29 CFR 553.31). `planned` is
    the duty that absence covers. `holidays` are the dates on which the person's contract pays a premium, with
    their minutes.
    """
    worked = _cut(minutes_worked(segments), week)
    leave, counted = leave_in_week(segments, planned, week, terms.counted_leave)
    minutes = total_minutes(worked)
    floor = _parts(_last(worked, minutes - OVERTIME_AFTER_MINUTES), Reason.FLSA)
    daily = _by_day(segments, week, terms, day_of)
    straight = difference(worked, [part.interval for part in daily])
    left = total_minutes(straight)
    weekly = max(0, left - terms.weekly_minutes)
    over = min(left, max(0, left + counted - terms.weekly_minutes))
    last = _last(straight, weekly)
    by_leave = difference(_last(straight, over), last)
    contract = [*daily, *_parts(last, Reason.WEEKLY), *_parts(by_leave, Reason.LEAVE_COUNTS)]
    contract.sort(key=lambda part: part.interval)
    holiday = _on_holidays(segments, week, terms.holiday_premium, holidays, day_of) if holidays else ()
    return WeekHours(week, minutes, leave, counted, tuple(floor), tuple(contract), holiday)


@dataclass(frozen=True, slots=True)
class ChangeHours:
    """The week of a change of the workweek's start, counted both ways (29 CFR 778.301, 778.302).

    Hours that fall into the old and the new week count only in the old one, then only in the new one; the greater
    overtime is owed for the two weeks together.
    """

    shared: Interval
    overtime_in_old: int
    overtime_in_new: int

    @property
    def overtime_minutes(self) -> int:
        return max(self.overtime_in_old, self.overtime_in_new)


def at_change(worked: Iterable[Interval], old: Interval, new: Interval) -> ChangeHours:
    """The special computation for the last old workweek and the first new one, which share minutes.

    Raises ValueError when they share none: then each is a week like any other.
    """
    shared = old.intersection(new)
    if shared is None:
        raise ValueError("The old and the new workweek share no minute.")
    minutes = list(worked)
    both = total_minutes(_cut(minutes, shared))
    in_old, in_new = total_minutes(_cut(minutes, old)), total_minutes(_cut(minutes, new))
    return ChangeHours(shared, _over(in_old) + _over(in_new - both), _over(in_old - both) + _over(in_new))


def _over(minutes: int) -> int:
    return max(0, minutes - OVERTIME_AFTER_MINUTES)


def minutes_of_duty(duty: Duty) -> tuple[Interval, ...]:
    """The minutes of one duty without its unpaid breaks."""
    unpaid = [Interval(pause.start, pause.end) for pause in duty.breaks if not pause.is_paid]
    return difference([duty.interval], unpaid) if unpaid else (duty.interval,)


def _cut(intervals: Iterable[Interval], within: Interval) -> list[Interval]:
    pieces = [interval.intersection(within) for interval in intervals]
    return [piece for piece in pieces if piece is not None]


def _last(worked: Iterable[Interval], minutes: int) -> tuple[Interval, ...]:
    """The last so many minutes."""
    found: list[Interval] = []
    for piece in reversed(union(worked)):
        if minutes <= 0:
            break
        found.append(Interval(max(piece.start, piece.end - minutes), piece.end))
        minutes -= piece.minutes
    return tuple(reversed(found))


def _by_day(
    segments: Iterable[Segment], week: Interval, terms: OvertimeTerms, day_of: Callable[[Minute], date]
) -> list[Part]:
    """Overtime by the worked day, inside the week: beyond so many minutes, and the seventh day in a row."""
    if terms.daily_minutes is None and not terms.seventh_day:
        return []
    duty = [each for each in segments if isinstance(each, Duty)]
    days = {
        day: [piece for each in of_day for piece in minutes_of_duty(each)]
        for day, of_day in groupby(
            sorted(duty, key=lambda each: (day_of(each.shift_start), each.start)),
            key=lambda each: day_of(each.shift_start),
        )
    }
    inside = [day for day, pieces in days.items() if any(piece.start >= week.start for piece in pieces[:1])]
    inside = [day for day in inside if _cut(days[day], week)]
    found: list[Part] = []
    for day, pieces in days.items():
        if terms.seventh_day and _is_seventh(day, inside):
            found += _parts(_cut(pieces, week), Reason.SEVENTH_DAY)
        elif terms.daily_minutes is not None:
            over = _last(pieces, total_minutes(pieces) - terms.daily_minutes)
            found += _parts(_cut(over, week), Reason.DAILY)
    return found


def _is_seventh(day: date, inside: Sequence[date]) -> bool:
    ordinals = {each.toordinal() for each in inside}
    return all(day.toordinal() - back in ordinals for back in range(DAYS_OF_A_WEEK))


def leave_in_week(
    segments: Iterable[Segment], planned: Iterable[Duty], week: Interval, kinds: frozenset[str]
) -> tuple[int, int]:
    """Minutes of planned duty that absence took away in the week, and those of kinds that count."""
    absences = [each for each in segments if isinstance(each, Absence)]
    would = minutes_worked(planned)
    leave = counted = 0
    for absence in absences:
        inside = absence.interval.intersection(week)
        if inside is not None:
            minutes = total_minutes(_cut(would, inside))
            leave += minutes
            counted += minutes if absence.kind in kinds else 0
    return leave, counted


def _on_holidays(
    segments: Iterable[Segment],
    week: Interval,
    premium: PremiumMinutes,
    holidays: Mapping[date, Interval],
    day_of: Callable[[Minute], date],
) -> tuple[Interval, ...]:
    """The minutes worked on holidays: those of the dates themselves, or of the shifts that start on them."""
    if premium is PremiumMinutes.DATE:
        worked = _cut(minutes_worked(segments), week)
        return union(piece for on in holidays.values() for piece in _cut(worked, on))
    duty = (each for each in segments if isinstance(each, Duty) and day_of(each.shift_start) in holidays)
    return union(_cut(minutes_worked(duty), week))


def _parts(intervals: Iterable[Interval], reason: Reason) -> list[Part]:
    return [Part(interval, reason) for interval in intervals]


def _minutes(parts: Iterable[Part]) -> int:
    return sum(part.interval.minutes for part in parts)


def _without(parts: Iterable[Part], others: Iterable[Part]) -> tuple[Part, ...]:
    taken = [part.interval for part in others]
    return tuple(Part(piece, part.reason) for part in parts for piece in difference([part.interval], taken))
