"""Which patterns are advised on: those that people work now, by workweek, then the catalogue. Pure.

How much overtime a start brings about is in `scheduling/workweek/domain/advisor.py`; words are in `presenter.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from uuid import UUID

from scheduling.patterns.domain.catalogue import CATALOGUE
from scheduling.patterns.domain.pattern import Pattern
from scheduling.patterns.domain.shift_type import ShiftType
from scheduling.time.interval import MINUTES_PER_DAY, MINUTES_PER_WEEK, Interval
from scheduling.time.segment import Key
from scheduling.time.workweek import Workweek
from scheduling.workweek.domain.advisor import Advice, Start, advise, pattern_duty, weeks_from
from scheduling.workweek.domain.overtime import ChangeHours, at_change

WEEKS_PER_YEAR = 52


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who works a pattern now: which one, how many days behind, in which group and workweek."""

    person: UUID
    name: str
    group: str
    pattern: Pattern
    offset_days: int
    workweek: Workweek


@dataclass(frozen=True, slots=True)
class Case:
    """One pattern with everybody for whom the 28 starts come out the same; nobody works one of the catalogue."""

    key: str
    name: str
    duty: tuple[Interval, ...]
    weeks: int
    advice: Advice
    workweek: Workweek | None = None
    people: tuple[Worker, ...] = ()
    groups: Mapping[str, int] = field(default_factory=dict)

    @property
    def now(self) -> Start | None:
        """The start of today's workweek; None where nobody works the pattern."""
        if self.workweek is None:
            return None
        minute = minute_of_week(self.workweek)
        return Start(minute, weeks_from(self.duty, self.weeks, minute))

    @property
    def best(self) -> Start:
        """The start with the least overtime: today's if it has, else the first of the week (from Sunday)."""
        now = self.now
        if now is not None and now.overtime_minutes <= self.advice.least:
            return now
        return min(self.advice.best, key=lambda start: from_sunday(start.minute_of_week))

    @property
    def saved_per_person_and_week(self) -> Fraction:
        now = self.now
        return Fraction(0) if now is None else now.overtime_minutes - self.best.overtime_minutes

    def saved_per_year(self, people: int) -> int:
        """Minutes of overtime in 52 weeks; the hours worked stay the same."""
        return int(self.saved_per_person_and_week * people * WEEKS_PER_YEAR)

    def change(self) -> ChangeHours | None:
        """The dearest week of a change from today's start to the best, per person; None if nothing changes."""
        now, best = self.now, self.best
        if now is None or now.minute_of_week == best.minute_of_week:
            return None
        later = (best.minute_of_week - now.minute_of_week) % MINUTES_PER_WEEK
        whole = self.weeks * MINUTES_PER_WEEK
        duty = [
            Interval(each.start + n * whole, each.end + n * whole) for n in (0, 1, 2) for each in self.duty
        ]
        found = []
        for week in range(self.weeks):
            start = whole + week * MINUTES_PER_WEEK + now.minute_of_week - MINUTES_PER_WEEK
            old = Interval(start, start + MINUTES_PER_WEEK)
            new = Interval(start + later, start + later + MINUTES_PER_WEEK)
            found.append(at_change(duty, old, new))
        return max(found, key=lambda change: change.overtime_minutes)


def minute_of_week(workweek: Workweek) -> int:
    """When a workweek starts, in minutes after Monday 00:00 by the wall."""
    return workweek.weekday * MINUTES_PER_DAY + workweek.at.hour * 60 + workweek.at.minute


def from_sunday(minute: int) -> int:
    """Minutes after Sunday 00:00 instead of Monday 00:00."""
    return (minute + MINUTES_PER_DAY) % MINUTES_PER_WEEK


def own_cases(
    workers: Iterable[Worker], shift_types: Mapping[Key, ShiftType], first_weekday: int
) -> list[Case]:
    """The center's own, the most worked first. `first_weekday` is that of its pattern anchor."""
    known: dict[tuple[Key, int], tuple[tuple[Interval, ...], int, Advice]] = {}
    found: dict[tuple[Key, Workweek, tuple[Fraction, ...]], list[Worker]] = {}
    for worker in workers:
        of = (worker.pattern.key, worker.offset_days)
        if of not in known:
            duty, weeks = pattern_duty(worker.pattern, shift_types, first_weekday, worker.offset_days)
            known[of] = (duty, weeks, advise(duty, weeks))
        overtime = tuple(start.overtime_minutes for start in known[of][2].starts)
        found.setdefault((worker.pattern.key, worker.workweek, overtime), []).append(worker)
    cases = []
    for (_, workweek, _), people in found.items():
        first = people[0]
        duty, weeks, advice = known[first.pattern.key, first.offset_days]
        groups: dict[str, int] = {}
        for worker in people:
            groups[worker.group or "No group"] = groups.get(worker.group or "No group", 0) + 1
        key = f"{first.pattern.key}-{first.offset_days}-{minute_of_week(workweek)}"
        cases.append(Case(key, first.pattern.name, duty, weeks, advice, workweek, tuple(people), groups))
    cases.sort(key=lambda case: (-len(case.people), case.name, case.key))
    return cases


def catalogue_cases(first_weekday: int) -> list[Case]:
    """The catalogue, in its order; nobody works them."""
    found = []
    for known in CATALOGUE:
        shift_types = dict[Key, ShiftType](known.shift_types().items())
        duty, weeks = pattern_duty(known.pattern(), shift_types, first_weekday)
        found.append(Case(known.key, known.name, duty, weeks, advise(duty, weeks)))
    return found
