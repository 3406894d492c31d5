"""Duty that stands in a result, as plain data for the checks: given duty that stayed, and what the run added.

Only `headcounts.py`, `score.py`, `verify.py` and their tests use it; the model has its own words in `facts.py`, on
purpose.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import pairwise

from scheduling.rules.levels import Level, Settings
from scheduling.time.interval import Interval, Minute
from scheduling.time.local_time import LocalClock
from solver.engine.instance import GivenDuty, Instance, Person

FAR = 10**9


@dataclass(frozen=True, slots=True)
class Standing:
    """One piece of duty in the result. `given` is None for what the run added, else the given duty."""

    person: str
    start: Minute
    end: Minute
    shift_start: Minute
    on: date
    worked_minutes: int
    shift_type: str | None
    position: str | None
    breaks: tuple[Interval, ...]
    fills_seats: bool
    given: GivenDuty | None

    @property
    def counts(self) -> bool:
        """False for duty that the contract leaves out of limits on time."""
        return self.given is None or self.given.counts

    def inside(self, start: Minute, end: Minute) -> int:
        """Minutes between two minutes."""
        return max(0, min(self.end, end) - max(self.start, start))

    def worked_inside(self, week: Interval) -> int:
        """Minutes that count for a workweek; cut in proportion at its edges."""
        minutes = self.inside(week.start, week.end)
        length = self.end - self.start
        return self.worked_minutes if minutes == length else minutes * self.worked_minutes // length

    def is_present(self, minute: Minute) -> bool:
        """True when the person sits at a console in the minute."""
        return (
            self.fills_seats
            and self.start <= minute < self.end
            and not any(pause.start <= minute < pause.end for pause in self.breaks)
        )


@dataclass(frozen=True, slots=True)
class ShortRest:
    """A rest shorter than a limit, and the duty that makes it so."""

    interval: Interval
    limit: int
    rows: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class AgainstRestriction:
    """More minutes than a restriction and its limit allow, and the duty that makes them."""

    interval: Interval
    measured: int
    limit: int
    rows: tuple[Standing, ...]


class Result:
    """The roster a solution stands for, by person, with the calendar and rules needed to judge it."""

    def __init__(
        self,
        instance: Instance,
        assignments: Iterable[tuple[str, str]],
        *,
        dropped: Collection[str] = (),
        removed: Collection[str] = (),
    ) -> None:
        self.instance = instance
        self._clock = LocalClock(instance.zone)
        self.people: dict[str, Person] = {person.key: person for person in instance.people}
        self._rules = {unit.key: unit.rules for unit in instance.units}
        self.weeks = {unit.key: unit.workweeks for unit in instance.units}
        self._starts = [day.start for day in instance.days]
        self.duty: dict[str, list[Standing]] = {person.key: [] for person in instance.people}
        occurrences = {row.key: row for row in instance.occurrences}
        self._given: dict[str, list[Standing]] = {}
        for row in instance.duty:
            if row.key not in removed:
                piece = self._given_piece(row)
                self._given.setdefault(row.person, []).append(piece)
                if row.key not in dropped:
                    self.duty[row.person].append(piece)
        for person, key in assignments:
            shift = occurrences[key]
            self.duty[person].append(
                Standing(
                    person=person,
                    start=shift.start,
                    end=shift.end,
                    shift_start=shift.start,
                    on=shift.on,
                    worked_minutes=shift.worked_minutes,
                    shift_type=shift.shift_type,
                    position=None,
                    breaks=shift.breaks,
                    fills_seats=True,
                    given=None,
                )
            )
        for rows in self.duty.values():
            rows.sort(key=lambda row: row.start)

    def _given_piece(self, row: GivenDuty) -> Standing:
        return Standing(
            person=row.person,
            start=row.start,
            end=row.end,
            shift_start=row.shift_start,
            on=self.date_of(row.shift_start),
            worked_minutes=row.worked_minutes,
            shift_type=row.shift_type,
            position=row.position,
            breaks=row.breaks,
            fills_seats=row.fills_seats,
            given=row,
        )

    def date_of(self, minute: Minute) -> date:
        """The local date of a minute; from the calendar of the instance where it reaches."""
        days = self.instance.days
        if days[0].start <= minute < days[-1].end:
            return days[bisect_right(self._starts, minute) - 1].on
        return self._clock.date_of(minute + self.instance.horizon_start)

    def settings(self, person: str) -> Settings:
        return self._rules[self.people[person].unit].settings

    def limit(self, person: str, rule: str, level: Level, on: date) -> int | None:
        """The strictest limit of a level in force on a date."""
        rows = self._rules[self.people[person].unit].limits(rule, on)
        values = sorted(row.value for row in rows if row.level == level)
        if not values:
            return None
        return values[-1] if rule in ("minimum_rest", "rest_after_nights") else values[0]

    def counted(self, person: str) -> list[Standing]:
        """The duty that the contract counts for limits on time."""
        return [row for row in self.duty[person] if row.counts]

    def is_suspended(self, rule: str, start: Minute, end: Minute) -> bool:
        """An emergency suspends a rule from the first to the last of these minutes."""
        spans = [(row.start, row.end) for row in self.instance.suspensions if row.rule == rule]
        return any(first <= start <= end <= last for first, last in spans)

    def rest_before(self, person: str, rule: str, level: Level, start: Minute) -> int | None:
        """The rest asked for before duty that starts then, unless that start lies in an emergency."""
        return (
            None
            if self.is_suspended(rule, start, start + 1)
            else self.limit(person, rule, level, self.date_of(start))
        )

    def most_minutes(self, person: str, rule: str, level: Level, on: date, end: Minute) -> int | None:
        """The limit on minutes up to an end, and as many more as an emergency reaches back from there."""
        limit = self.limit(person, rule, level, on)
        reaches = [
            end - row.start
            for row in self.instance.suspensions
            if row.rule == rule and row.start < end <= row.end
        ]
        return None if limit is None else limit + max(reaches, default=0)

    def is_in_emergency(self, person: str, rule: str, on: date) -> bool:
        """A date, or the time from its start to the end of its night, lies in an emergency that suspends the rule."""
        if not any(row.rule == rule for row in self.instance.suspensions):
            return False
        ends = self._wall(on + timedelta(days=1), 0)
        if rule == "consecutive_nights":
            ends = self._dawn(on, self.settings(person))
        return self.is_suspended(rule, self._wall(on, 0), ends)

    def stretches(self, person: str) -> list[list[Standing]]:
        """Continuous duty: pieces with gaps under the setting."""
        gap = self.settings(person).continuous_gap_minutes
        found: list[list[Standing]] = []
        for row in self.counted(person):
            if found and row.start - found[-1][-1].end < gap:
                found[-1].append(row)
            else:
                found.append([row])
        return found

    def short_rests_after_nights(self, person: str, level: Level) -> Iterator[ShortRest]:
        """Rests that touch the horizon, after several nights in a row, before duty that is no night."""
        horizon = self.instance.horizon
        nights = self.nights(person)
        needed = max(1, self.settings(person).nights_before_rest)
        for before, after in pairwise(self._turns(person)):
            start, end = before[-1][-1].end, after[0][0].start
            limit = self.rest_before(person, "rest_after_nights", level, end)
            held = {on for stretch in before for on in self.nights_of(person, stretch)}
            follows = {on for stretch in after for on in self.nights_of(person, stretch)}
            if limit is None or end - start >= limit or not held or follows:
                continue
            run = {max(held) - timedelta(days=back) for back in range(needed)}
            if run <= nights and end >= horizon.start and start < horizon.end:
                tired = [
                    row for row in self.counted(person) if row.on in run or row.on + timedelta(days=1) in run
                ]
                yield ShortRest(Interval(start, end), limit, (*tired, before[-1][-1], after[0][0]))

    def against_restrictions(self, person: str, level: Level) -> Iterator[AgainstRestriction]:
        """What goes against the person's restrictions and touches the horizon: more than a level tolerates."""
        horizon = self.instance.horizon
        for interval, rows, measured, allowed in self._restricted(person):
            tolerated = self.limit(person, "restricted_duty", level, self.date_of(interval.start))
            if self.is_suspended("restricted_duty", interval.start, interval.end):
                continue
            if tolerated is None or interval.end <= horizon.start or horizon.end <= interval.start:
                continue
            if measured > allowed + tolerated:
                yield AgainstRestriction(interval, measured, allowed + tolerated, rows)

    def _restricted(self, person: str) -> Iterator[tuple[Interval, tuple[Standing, ...], int, int]]:
        for rule in self.people[person].restrictions:
            shifts = self.duty[person]
            for row in shifts:
                start, end = max(row.start, rule.start), min(row.end, rule.end)
                if start >= end:
                    continue
                spans = [(max(start, shut.start), min(end, shut.end)) for shut in rule.closed]
                is_extra = row.given is not None and row.given.is_extra
                spans += [(start, end)] * (rule.no_overtime and is_extra)
                spans += [(start, end)] * (row.position in rule.positions)
                for first, last in spans:
                    if first < last:
                        yield Interval(first, last), (row,), last - first, 0
            if rule.daily_minutes is not None:
                for on in sorted(self.worked_dates(person)):
                    day = [row for row in shifts if row.on == on and rule.start <= row.shift_start < rule.end]
                    if day:
                        whole = Interval(day[0].start, day[-1].end)
                        minutes = sum(row.end - row.start for row in day)
                        yield whole, tuple(day), minutes, rule.daily_minutes
            if rule.weekly_minutes is not None:
                for week in self.weeks[self.people[person].unit]:
                    start, end = max(week.start, rule.start), min(week.end, rule.end)
                    if start < end:
                        inside = tuple(row for row in shifts if row.inside(start, end))
                        minutes = sum(row.inside(start, end) for row in inside)
                        yield Interval(start, end), inside, minutes, rule.weekly_minutes

    def bars_overtime(self, person: str, week: Interval) -> bool:
        """Whether a restriction that blocks forbids overtime in a workweek."""
        starts = [
            max(week.start, rule.start)
            for rule in self.people[person].restrictions
            if rule.no_overtime and max(week.start, rule.start) < min(week.end, rule.end)
        ]
        return any(
            self.limit(person, "restricted_duty", Level.BLOCK, self.date_of(start)) is not None
            for start in starts
        )

    def _turns(self, person: str) -> list[list[list[Standing]]]:
        """Stretches by turn of duty: those of one shift are one turn."""
        found: list[list[list[Standing]]] = []
        for stretch in self.stretches(person):
            if found and found[-1][-1][-1].shift_start == stretch[0].shift_start:
                found[-1].append(stretch)
            else:
                found.append([stretch])
        return found

    def nights(self, person: str) -> set[date]:
        """Local dates whose night holds night duty."""
        return {on for stretch in self.stretches(person) for on in self.nights_of(person, stretch)}

    def nights_of(self, person: str, stretch: list[Standing]) -> set[date]:
        """The nights of one stretch of continuous duty."""
        settings = self.settings(person)
        found: set[date] = set()
        on = self.date_of(stretch[0].start) - timedelta(days=1)
        while on <= self.date_of(stretch[-1].end - 1):
            dusk = self._wall(on, settings.night_starts_at_minute)
            dawn = self._dawn(on, settings)
            if sum(row.inside(dusk, dawn) for row in stretch) >= settings.night_duty_minutes:
                found.add(on)
            on += timedelta(days=1)
        return found

    def _dawn(self, on: date, settings: Settings) -> Minute:
        """The end of the night that begins on a date."""
        is_same_date = settings.night_ends_at_minute > settings.night_starts_at_minute
        return self._wall(on if is_same_date else on + timedelta(days=1), settings.night_ends_at_minute)

    def _wall(self, on: date, minute_of_day: int) -> Minute:
        at = time(minute_of_day // 60 % 24, minute_of_day % 60)
        return self._clock.minute(on, at) - self.instance.horizon_start

    def worked_dates(self, person: str) -> set[date]:
        return {row.on for row in self.duty[person]}

    def counted_dates(self, person: str) -> set[date]:
        return {row.on for row in self.counted(person)}

    def holds(self, person: str, skill: str, minute: Minute) -> bool:
        """True when the person holds a skill in a minute."""
        return any(
            (-FAR if row.start is None else row.start) <= minute < (FAR if row.end is None else row.end)
            for row in self.people[person].skills
            if row.skill == skill
        )

    def skill_changes(self) -> set[Minute]:
        """Minutes at which somebody gains or loses a skill."""
        return {
            mark
            for person in self.instance.people
            for row in person.skills
            for mark in (row.start, row.end)
            if mark is not None
        }

    def allowance(self, person: str, week: Interval) -> int:
        """Minutes of a workweek without overtime: weekly minutes less credit, at least what is given, plus
        patterns.
        """
        row = self.people[person]
        absences = [gone for gone in self.instance.absences if gone.person == person and gone.is_credited]
        minutes = 0
        for free in row.free:
            start, end = max(free.start, week.start), min(free.end, week.end)
            if start >= end:
                continue
            absent = sum(max(0, min(gone.end, end) - max(gone.start, start)) for gone in absences)
            minutes += free.weekly_minutes * (end - start) // (week.end - week.start)
            minutes -= free.weekly_minutes * absent // 10_080
        given = self.all_given(person)
        in_free = sum(d.worked_inside(week) for d in given if self.starts_free(person, d.shift_start))
        elsewhere = sum(d.worked_inside(week) for d in given if not self.starts_free(person, d.shift_start))
        return max(minutes, in_free, 0) + elsewhere

    def starts_free(self, person: str, minute: Minute) -> bool:
        return any(free.start <= minute < free.end for free in self.people[person].free)

    def all_given(self, person: str) -> list[Standing]:
        """Given duty of the person that no finding took out, kept or dropped by the run."""
        return self._given.get(person, [])
