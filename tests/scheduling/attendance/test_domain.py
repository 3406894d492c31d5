"""What a wall time means in a shift, over midnight and both clock changes; what of an absence stays."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from scheduling.attendance.domain.own import OwnShift, own_shifts
from scheduling.attendance.domain.reports import arrival_at, check_arrival, kept_until
from scheduling.roster.domain.commands import CommandError
from scheduling.roster.domain.person import PersonRoster
from scheduling.time.interval import Interval
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Duty, Source
from tests.scheduling.attendance.saying import at

CLOCK = LocalClock("America/New_York")
SPRING, AUTUMN = date(2026, 3, 7), date(2026, 10, 31)
ONE = timedelta(days=1)


def night(day: date) -> OwnShift:
    start, end = at(day, 18), at(day + ONE, 6)
    return OwnShift((Duty(start, end, start, Source(1, "contract")),))


@pytest.mark.parametrize(
    ("day", "now", "wall", "expected"),
    [
        (date(2026, 12, 6), at(date(2026, 12, 6), 17), time(19, 30), at(date(2026, 12, 6), 19, 30)),
        (date(2026, 12, 6), at(date(2026, 12, 6), 17), time(0, 0), at(date(2026, 12, 7), 0)),
        (date(2026, 12, 6), at(date(2026, 12, 6), 17), time(1, 30), at(date(2026, 12, 7), 1, 30)),
        # 02:30 does not exist that night: it moves forward.
        (SPRING, at(SPRING, 17), time(2, 30), at(SPRING + ONE, 3, 30)),
        # 01:30 exists twice: the first, and the second once the first is past.
        (AUTUMN, at(AUTUMN, 17), time(1, 30), at(AUTUMN + ONE, 1, 30)),
        (AUTUMN, at(AUTUMN + ONE, 1, 45), time(1, 30), at(AUTUMN + ONE, 1, 30, fold=1)),
    ],
)
def test_a_wall_time_is_the_first_in_the_shift(day: date, now: int, wall: time, expected: int) -> None:
    assert arrival_at(wall, night(day), CLOCK, now) == expected


def test_a_time_outside_the_shift_is_refused_with_its_hours() -> None:
    shift, now = night(date(2026, 12, 6)), at(date(2026, 12, 6), 17)
    for wall in (time(6, 0), time(12, 0), time(18, 0)):
        with pytest.raises(CommandError, match="The shift is 18:00 – 06:00"):
            check_arrival(arrival_at(wall, shift, CLOCK, now), shift, CLOCK, now)


def test_a_time_that_is_past_is_said_to_be() -> None:
    shift, now = night(date(2026, 12, 6)), at(date(2026, 12, 6), 20)
    with pytest.raises(CommandError, match="19:30 is past"):
        check_arrival(arrival_at(time(19, 30), shift, CLOCK, now), shift, CLOCK, now)


def roster_of(*shifts: OwnShift) -> PersonRoster:
    duty = tuple(piece for shift in shifts for piece in shift.pieces)
    return PersonRoster("cal", duty, (), duty, ())


def test_of_an_absence_stays_what_has_begun() -> None:
    first, second = night(date(2026, 12, 6)), night(date(2026, 12, 7))
    away = Interval(first.start, second.end)
    own = roster_of(first, second)
    assert kept_until(own, away, first.start - 1) == away.start
    assert kept_until(own, away, first.start) == second.start
    assert kept_until(own, away, second.start) is None


def test_a_shift_cut_by_leave_is_one_shift() -> None:
    start = at(date(2026, 12, 6), 6)
    pieces = [
        Duty(start, start + 60, start, Source(1, "c")),
        Duty(start + 120, start + 720, start, Source(1, "c")),
    ]
    (shift,) = own_shifts(pieces)
    assert shift.stretches == ((start, start + 60, ""), (start + 120, start + 720, ""))


def test_pieces_that_differ_in_pay_alone_are_one_stretch() -> None:
    start = at(date(2026, 12, 6), 6)
    pieces = (
        Duty(start, start + 60, start, Source(1, "c")),
        Duty(start + 60, start + 90, start, Source(2, "a")),
    )
    assert OwnShift(pieces).stretches == ((start, start + 90, ""),)
