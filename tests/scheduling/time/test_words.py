"""Times, dates and durations in words, as DESIGN section 8 writes them."""

from __future__ import annotations

from datetime import date, time

import pytest

from scheduling.time.local_time import LocalClock
from scheduling.time.words import (
    age_words,
    date_words,
    dates_words,
    day_title,
    duration_words,
    end_words,
    hours_words,
    range_words,
    time_words,
)

NEW_YORK = LocalClock("America/New_York")
CHANGE_BACK = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 m"), (45, "45 m"), (60, "1 h"), (585, "9 h 45 m"), (720, "12 h"), (-75, "−1 h 15 m")],
)
def test_durations(minutes: int, words: str) -> None:
    assert duration_words(minutes) == words


def test_hours_of_tables_are_exact() -> None:
    assert hours_words(2_160) == "36:00"
    assert hours_words(80) == "1:20"


def test_an_end_at_midnight_is_24_00_and_a_start_is_not() -> None:
    midnight = NEW_YORK.minute(date(2026, 8, 12))
    assert end_words(midnight, NEW_YORK) == "24:00"
    assert time_words(midnight, NEW_YORK) == "00:00"
    assert range_words(NEW_YORK.minute(date(2026, 8, 11), time(12)), midnight, NEW_YORK) == "12:00 – 24:00"


def test_the_doubled_hour_is_told_apart() -> None:
    first = NEW_YORK.minute(CHANGE_BACK, time(1, 30))
    assert [time_words(first + minutes, NEW_YORK) for minutes in (0, 60, 90)] == ["01:30a", "01:30b", "02:00"]
    assert time_words(first - 60, NEW_YORK) == "00:30"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "just now"),
        (1, "1 m ago"),
        (59, "59 m ago"),
        (60, "1 h ago"),
        (47 * 60 + 59, "47 h ago"),
        (48 * 60, "2 days ago"),
    ],
)
def test_how_long_something_is_past(minutes: int, words: str) -> None:
    assert age_words(minutes) == words


def test_no_mark_where_an_hour_is_skipped() -> None:
    before = NEW_YORK.minute(date(2026, 3, 8), time(1, 59))
    assert [time_words(before + minutes, NEW_YORK) for minutes in (0, 1)] == ["01:59", "03:00"]


def test_dates_name_the_year_only_when_it_differs() -> None:
    day = date(2026, 8, 13)
    assert date_words(day, date(2026, 1, 1)) == "Thu Aug 13"
    assert date_words(day, date(2027, 1, 1)) == "Thu Aug 13, 2026"
    assert day_title(date(2026, 8, 11), day) == "Tuesday, Aug 11"


@pytest.mark.parametrize(
    ("starts_on", "ends_before", "words"),
    [
        (date(2026, 8, 2), date(2026, 8, 30), "Aug 2 – 29"),
        (date(2026, 7, 29), date(2026, 8, 5), "Jul 29 – Aug 4"),
        (date(2026, 7, 29), date(2026, 7, 30), "Jul 29"),
    ],
)
def test_dates_from_to_name_the_last_day(starts_on: date, ends_before: date, words: str) -> None:
    assert dates_words(starts_on, ends_before) == words
