"""Hours by workweek from the roster: the one source of hours worked and overtime for pages, API and reports.

The count itself is in `scheduling/workweek/domain/overtime.py`, whose workweek is which in `workweeks.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from scheduling.contracts.models import OvertimeRules
from scheduling.patterns.holidays.domain import PremiumMinutes
from scheduling.roster.domain.own_schedule import own_schedule
from scheduling.roster.domain.person import PersonRoster
from scheduling.roster.workweeks import Workweeks, workweek_of, workweeks_of
from scheduling.time.interval import Interval
from scheduling.time.local_time import LocalClock
from scheduling.time.words import hours_words
from scheduling.workweek.domain.overtime import (
    DatedTerms,
    OvertimeTerms,
    Reason,
    WeekHours,
    minutes_worked,
    terms_on,
    week_hours,
)
from scheduling.workweek.domain.totals import WeekTotal, week_totals
from staff.centers.models import Center


@dataclass(frozen=True)
class HoursTerms:
    """Whose workweek and whose overtime terms, by bargaining unit, on the clock of a center."""

    workweeks: Workweeks
    overtime: Mapping[UUID | None, tuple[DatedTerms, ...]]
    clock: LocalClock

    def weeks(
        self, roster: PersonRoster, unit: UUID | None, within: Interval, holidays: Iterable[date] = ()
    ) -> list[WeekHours]:
        """Every workweek that touches the minutes, whole; the roster must reach as far as they do.

        The terms are those of the date on which a week starts. `holidays` are those that the person's contract
        pays a premium on.
        """
        own, clock = own_schedule(roster), self.clock
        dated = self.overtime.get(unit, self.overtime[None])
        premium = {on: clock.day(on) for on in holidays}
        return [
            week_hours(
                own.segments,
                week,
                terms_on(dated, clock.date_of(week.start)),
                clock.date_of,
                own.planned,
                premium,
            )
            for week in workweek_of(self.workweeks, unit).touching(within, clock)
        ]


class HoursOnDates:
    """Many people's hours in the workweeks that start on some dates: whole weeks, each on one page's dates only."""

    def __init__(self, terms: HoursTerms, dates: Interval) -> None:
        self._terms = terms
        self._dates = dates
        self._by_unit: dict[UUID | None, list[tuple[Interval, OvertimeTerms]]] = {}

    def of(self, roster: PersonRoster, unit: UUID | None) -> WeekTotal:
        """All the weeks together: the sums of `HoursTerms.weeks`, as fast as a page with everybody needs them."""
        own = own_schedule(roster)
        found = week_totals(own.segments, self._weeks(unit), self._terms.clock.date_of, own.planned)
        return WeekTotal(
            sum(week.worked_minutes for week in found), sum(week.overtime_minutes for week in found)
        )

    def words(self, day: date) -> str:
        """When everybody's workweek starts: "Workweek starts Sun 00:00."; a sentence for each start that is used."""
        return " ".join(dict.fromkeys(each.words(day) for each in self._terms.workweeks.values()))

    def _weeks(self, unit: UUID | None) -> list[tuple[Interval, OvertimeTerms]]:
        if unit not in self._by_unit:
            terms, clock = self._terms, self._terms.clock
            dated = terms.overtime.get(unit, terms.overtime[None])
            self._by_unit[unit] = [
                (week, terms_on(dated, clock.date_of(week.start)))
                for week in workweek_of(terms.workweeks, unit).touching(self._dates, clock)
                if self._dates.contains(week.start)
            ]
        return self._by_unit[unit]


def hours_terms(center: Center, version: int) -> HoursTerms:
    """Workweeks and overtime terms of a center as of a version; four queries.

    A unit with overtime rules of its own has those instead of the center's.
    """
    rows: dict[UUID | None, list[DatedTerms]] = defaultdict(list)
    rows[None]
    found = OvertimeRules.objects.as_of(version).filter(center=center).order_by("effective_on")
    for row in found:
        terms = OvertimeTerms(
            row.weekly_minutes,
            row.daily_minutes,
            row.seventh_day,
            frozenset(row.counted_leave),
            PremiumMinutes(row.holiday_premium),
        )
        rows[row.bargaining_unit_id].append(DatedTerms(row.effective_on, terms))
    overtime = {unit: tuple(dated) for unit, dated in rows.items()}
    return HoursTerms(workweeks_of(center, version), overtime, LocalClock(center.time_zone))


def hours_worked(roster: PersonRoster, within: Interval) -> int:
    """Minutes worked inside an interval, by the own schedule and without unpaid breaks."""
    found = [piece.intersection(within) for piece in minutes_worked(own_schedule(roster).segments)]
    return sum(piece.minutes for piece in found if piece is not None)


_REASONS = {
    Reason.FLSA: "over 40 h, by the law",
    Reason.DAILY: "over the day of the contract",
    Reason.SEVENTH_DAY: "on the seventh day in a row",
    Reason.WEEKLY: "over the week of the contract",
    Reason.LEAVE_COUNTS: "because leave counts",
}


def difference_words(week: WeekHours) -> str:
    """ "Contract 16:00, law 8:00: 12:00 over the day of the contract"; nothing where both counts are the same."""
    found: dict[str, int] = {}
    for part in week.only_contract:
        found[_REASONS[part.reason]] = found.get(_REASONS[part.reason], 0) + part.interval.minutes
    less = sum(part.interval.minutes for part in week.only_floor)
    if less:
        found["overtime by the law alone"] = less
    if not found:
        return ""
    reasons = ", ".join(f"{hours_words(minutes)} {words}" for words, minutes in found.items())
    return f"Contract {hours_words(week.contract_minutes)}, law {hours_words(week.floor_minutes)}: {reasons}"
