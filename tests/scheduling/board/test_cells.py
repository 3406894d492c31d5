"""What a cell says about a date: letters, hue, and the marks of drafts, leave and issues."""

from __future__ import annotations

from datetime import date, time

import pytest

from scheduling.board.cells import CellWriter, DayOfPerson, Shift, date_of_violation, days_of
from scheduling.patterns.domain.shift_type import ShiftType
from scheduling.roster.domain.person import PersonRoster
from scheduling.rules.levels import Level, Violation
from scheduling.time.interval import Interval
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Absence, Duty, PayKind, Source

CLOCK = LocalClock("America/New_York")
ON = date(2026, 12, 8)
BEFORE, AFTER = date(2026, 12, 1), date(2026, 12, 20)
TYPES = {
    "d": ShiftType("d", "D", "Day", time(6), time(18)),
    "n": ShiftType("n", "N", "Night", time(18), time(6)),
}
SOURCE = Source(1, "contract")


def duty(code: str = "d", on: date = ON, pay: PayKind = PayKind.REGULAR) -> Duty:
    hours = TYPES[code].occurrence(on, CLOCK)
    return Duty(hours.start, hours.end, hours.start, SOURCE, shift_type=code, pay=pay)


def known(*segments: Duty, absences: tuple[Absence, ...] = (), would_work: bool = False) -> DayOfPerson:
    return DayOfPerson([Shift(ON, (segment,)) for segment in segments], list(absences), would_work)


def written(
    day: DayOfPerson | None, before: DayOfPerson | None = None, today: date = BEFORE, **options: bool
) -> tuple:
    return CellWriter(CLOCK, TYPES, today, **options).cell(ON, day, before, "")


def leave(kind: str = "vacation") -> Absence:
    day = CLOCK.day(ON)
    return Absence(day.start, day.end, SOURCE, kind)


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (None, ("", "", "")),
        (known(duty("d")), ("d", "D", "")),
        (known(duty("n")), ("n", "N", "")),
        (known(duty("d", pay=PayKind.OVERTIME)), ("d", "D+", "")),
        (known(duty("d", pay=PayKind.TRAINING)), ("t", "TR", "")),
        (known(absences=(leave(),), would_work=True), ("o", "V", "")),
        (known(absences=(leave("sick"),), would_work=True), ("o", "SK", "")),
        (known(absences=(leave(),)), ("oo", "", "")),
        (known(duty("d"), duty("n")), ("d", "D²", "")),
    ],
)
def test_a_cell_says_the_shift_or_the_leave(day: DayOfPerson | None, shown: tuple[str, str, str]) -> None:
    assert written(day) == shown


def test_past_days_lose_their_fill_but_keep_their_letters() -> None:
    assert written(known(duty()), today=AFTER) == ("d pa", "D", "")
    assert written(None, today=AFTER) == ("", "", "")


def test_a_shift_removed_in_draft_stays_to_be_seen() -> None:
    assert written(None, before=known(duty("n"))) == ("rm", "−N", "")


def test_a_shift_replaced_in_draft_shows_the_new_one() -> None:
    assert written(known(duty("d")), before=known(duty("n"))) == ("d", "D", "")


def test_two_weeks_show_times_and_keep_the_code() -> None:
    assert written(known(duty("n")), shows_times=True) == ("n", "18–06", "N")


def test_leave_on_a_working_day_is_told_from_leave_on_a_day_off() -> None:
    shift, day = duty(), CLOCK.day(ON)
    absence = leave()
    roster = PersonRoster("p", (shift,), (), (shift,), (absence,))
    assert days_of(roster, CLOCK, {ON: day})[ON].would_work
    off = PersonRoster("p", (), (), (), (absence,))
    assert not days_of(off, CLOCK, {ON: day})[ON].would_work


@pytest.mark.parametrize(
    ("rule", "interval", "marked"),
    [
        # The rest lies before the second shift: that one carries the mark.
        ("minimum_rest", (duty().end, duty("d", date(2026, 12, 9)).start), date(2026, 12, 9)),
        # A window that ends when the second shift begins is about the first one.
        ("maximum_minutes_in_24_hours", (duty().start, duty("d", date(2026, 12, 9)).start), ON),
    ],
)
def test_a_violation_marks_the_shift_that_it_is_about(
    rule: str, interval: tuple[int, int], marked: date
) -> None:
    shifts = [Shift(ON, (duty(),)), Shift(date(2026, 12, 9), (duty("d", date(2026, 12, 9)),))]
    violation = Violation(rule, Level.BLOCK, "p", Interval(*interval), 300, 600)
    assert date_of_violation(violation, shifts) == marked
