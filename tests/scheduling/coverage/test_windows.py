"""Wall-clock windows: midnight, the end of the week, and what counts as an overlap."""

from __future__ import annotations

from datetime import date, time

import pytest

from scheduling.coverage.domain.windows import date_pieces, overlap, weekday_pieces, window_minutes

MIDNIGHT, SIX, EIGHTEEN = time(0), time(6), time(18)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        (SIX, EIGHTEEN, (360, 1080)),
        (EIGHTEEN, SIX, (1080, 1800)),
        (EIGHTEEN, MIDNIGHT, (1080, 1440)),
        (MIDNIGHT, MIDNIGHT, (0, 1440)),
        (SIX, SIX, (360, 1800)),
    ],
)
def test_an_end_at_or_before_the_start_is_on_the_next_day(
    start: time, end: time, minutes: tuple[int, int]
) -> None:
    assert window_minutes(start, end) == minutes


def test_a_window_over_the_end_of_the_week_meets_one_at_its_beginning() -> None:
    sunday_night = weekday_pieces(6, EIGHTEEN, SIX)
    assert sunday_night == [(9720, 10080), (0, 360)]
    assert overlap(sunday_night, weekday_pieces(0, time(5, 59), EIGHTEEN))
    assert not overlap(sunday_night, weekday_pieces(0, SIX, EIGHTEEN))
    assert weekday_pieces(6, EIGHTEEN, MIDNIGHT) == [(9720, 10080)]


def test_a_window_over_midnight_meets_one_of_the_next_date() -> None:
    evening = date_pieces(date(2026, 12, 31), EIGHTEEN, SIX)
    assert overlap(evening, date_pieces(date(2027, 1, 1), time(5, 59), SIX))
    assert not overlap(evening, date_pieces(date(2027, 1, 1), SIX, EIGHTEEN))
