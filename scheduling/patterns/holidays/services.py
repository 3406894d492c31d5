"""Taking a year of the holiday calendar: what was previewed, in one version. What it does is planned in `domain.py`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from scheduling.patterns.holidays.domain import (
    CHANGES,
    CalendarDay,
    CountedOn,
    PlannedDay,
    StandingDay,
    Step,
    left_out_at_first,
    plan_year,
)
from scheduling.patterns.holidays.library import calendar_days
from scheduling.patterns.models import Holiday, HolidayCalendar, Origin
from staff.centers.clock import Tick, tick
from staff.centers.models import Center
from staff.people.models import User


class HolidaysChanged(Exception):
    """The center's days of the year changed since the preview, so something else would happen now."""


@dataclass(frozen=True, slots=True)
class CalendarChoice:
    """A country's calendar, or that of one of its states, and which day of a moved holiday counts."""

    country: str
    subdivision: str = ""
    counted_on: CountedOn = CountedOn.ACTUAL


@dataclass(frozen=True, slots=True)
class YearPreview:
    """What taking a year would do; `seen` stands for the center's days of the year as they were looked at."""

    year: int
    plan: tuple[PlannedDay, ...]
    seen: str


def preview_year(center: Center, choice: CalendarChoice, year: int) -> YearPreview:
    """The plan of a year with what the center left out of it; of a year never taken, what it left out of the last."""
    standing = _standing(center, year)
    stored = current_calendar(center)
    left_out = frozenset(stored.left_out if stored else ())
    days = _days(choice, year)
    is_new = all(day.is_own for day in standing) and not any(on.year == year for on in left_out)
    if is_new:
        left_out = left_out_at_first(days, _days(choice, year - 1), left_out)
    return YearPreview(year, plan_year(days, standing, left_out), _seen(standing))


def take_year(
    *,
    actor: User | None,
    center: Center,
    choice: CalendarChoice,
    year: int,
    kept: Collection[date],
    seen: str | None = None,
) -> tuple[PlannedDay, ...]:
    """Take the days of a year that are `kept`, leave out the others; the plan that was carried out.

    One version, or none where nothing changes. Raises HolidaysChanged when the days are not those of `seen`.
    """
    days = _days(choice, year)
    left_out = {day.on for day in days} - set(kept)
    payload = {"year": year, "country": choice.country, "subdivision": choice.subdivision}
    with tick(actor=actor, center_id=center.pk, kind="holidays.taken", payload=payload) as opened:
        standing = _standing(center, year)
        if seen is not None and seen != _seen(standing):
            raise HolidaysChanged
        plan = plan_year(days, standing, left_out)
        _carry_out(opened, plan)
        is_same = _store_choice(opened, center, choice, year, left_out)
        changes = [day for day in plan if day.step in CHANGES]
        opened.payload["days"] = len(changes)
        if is_same and not changes:
            opened.cancel()
    return plan


def remove_day(opened: Tick, row: Holiday) -> None:
    """Take one holiday away; a day of the calendar is left out of it from now on."""
    opened.close(row)
    if row.origin == Origin.CALENDAR:
        stored = HolidayCalendar.objects.current().get(center_id=row.center_id)
        opened.replace(stored, _calendar_row(stored, {*stored.left_out, row.on}))


def current_calendar(center: Center) -> HolidayCalendar | None:
    """The calendar that the center takes its days from; None before the first."""
    found: HolidayCalendar | None = HolidayCalendar.objects.current().filter(center=center).first()
    return found


def _carry_out(opened: Tick, plan: Iterable[PlannedDay]) -> None:
    new = []
    for day in plan:
        if day.step not in CHANGES:
            continue
        row = Holiday(on=day.on, name=day.name, origin=Origin.CALENDAR)
        if day.standing is None:
            new.append(row)
            continue
        old = Holiday.objects.get(pk=day.standing.key)
        if day.step is Step.END:
            opened.close(old)
        else:
            opened.replace(old, row)
    opened.add_all(new)


def _store_choice(
    opened: Tick, center: Center, choice: CalendarChoice, year: int, left_out: set[date]
) -> bool:
    """Keep what was chosen for the next time; True where it is stored already."""
    stored = current_calendar(center)
    of_others = {on for on in stored.left_out if on.year != year} if stored else set()
    row = HolidayCalendar(
        country=choice.country,
        subdivision=choice.subdivision,
        counted_on=choice.counted_on.value,
        left_out=sorted(of_others | left_out),
    )
    if stored is None:
        opened.add(row)
        return False
    columns = ("country", "subdivision", "counted_on", "left_out")
    if all(getattr(stored, column) == getattr(row, column) for column in columns):
        return True
    opened.replace(stored, row)
    return False


def _calendar_row(stored: HolidayCalendar, left_out: Collection[date]) -> HolidayCalendar:
    return HolidayCalendar(
        country=stored.country,
        subdivision=stored.subdivision,
        counted_on=stored.counted_on,
        left_out=sorted(left_out),
    )


def _days(choice: CalendarChoice, year: int) -> tuple[CalendarDay, ...]:
    return calendar_days(choice.country, choice.subdivision, choice.counted_on, year)


def _standing(center: Center, year: int) -> list[StandingDay]:
    rows = Holiday.objects.current().filter(center=center, on__year=year).order_by("on")
    return [StandingDay(row.pk, row.on, row.name, row.origin == Origin.OWN) for row in rows]


def _seen(standing: Iterable[StandingDay]) -> str:
    """The days as one text: two previews are of the same days where theirs are equal."""
    return ",".join(str(day.key) for day in standing)
