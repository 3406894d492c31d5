"""The head of a day: steps, shortages and hour marks, also on the days of the clock change."""

from __future__ import annotations

from datetime import date, time

import pytest

from scheduling.board.day.frame import DayFrame
from scheduling.board.day.head import day_head, total_steps
from scheduling.board.geometry import point
from scheduling.coverage.domain.curve import curve
from scheduling.coverage.domain.demand import demand
from scheduling.coverage.domain.presence import UNNAMED, Presence, scheme
from scheduling.coverage.domain.types import Position, Requirement, RequirementKind
from scheduling.time.local_time import LocalClock

NEW_YORK = LocalClock("America/New_York")
TUESDAY = date(2026, 8, 11)
CALLS = Position("calls", "Call-taking", "CT", 1, 4)


def frame(day: date = TUESDAY, at: time = time(3, 12)) -> DayFrame:
    return DayFrame(NEW_YORK, day, day, NEW_YORK.minute(day, at))


def two_wanted_one_there(day: date = TUESDAY):
    """Two are wanted all day; one is there all day, another from 06:00 to 18:00."""
    shown = frame(day)
    focus = shown.view
    rows = [Requirement(n, RequirementKind.SEATS, "calls", n, time(0), time(0), 2, 2) for n in range(7)]
    ranks = scheme([CALLS], [])
    people = [
        [Presence(focus.start, focus.end, UNNAMED, 1, 0)],
        [Presence(NEW_YORK.minute(day, time(6)), NEW_YORK.minute(day, time(18)), UNNAMED, 1, 0)],
    ]
    return curve(people, demand(rows, [], focus, NEW_YORK), focus, ranks, [1])


def test_steps_add_up_people_minimum_and_shortage() -> None:
    steps = total_steps(two_wanted_one_there(), frame().view)
    assert [(step.staffed, step.minimum, step.short) for step in steps] == [(1, 2, 1), (2, 2, 0), (1, 2, 1)]
    assert (steps[0].start, steps[-1].end) == (frame().view.start, frame().view.end)


def test_the_shortage_of_now_is_tagged_with_its_end() -> None:
    head = day_head(two_wanted_one_there(), {"calls": "Call-taking"}, frame())
    assert [tag.text for tag in head.tags] == ["−1 until 06:00"]
    assert head.short_now == 1
    assert (head.staffed_now, head.minimum_now) == (1, 2)


def test_no_ink_when_fine() -> None:
    head = day_head(two_wanted_one_there(), {"calls": "Call-taking"}, frame(at=time(12)))
    assert head.short_now == 0
    assert head.strips[0].is_short is False
    assert len(head.short) == 2


def test_one_missing_person_is_at_least_six_pixels() -> None:
    head = day_head(two_wanted_one_there(), {"calls": "Call-taking"}, frame())
    below = [box for box in head.margin if box.kind == "def1"]
    assert below
    assert all(box.height >= 6 for box in below)


def test_another_day_tells_the_hours_short_instead_of_now() -> None:
    shown = DayFrame(NEW_YORK, TUESDAY, date(2026, 8, 1), NEW_YORK.minute(date(2026, 8, 1)))
    head = day_head(two_wanted_one_there(), {"calls": "Call-taking"}, shown)
    assert head.staffed_now is None
    assert head.strips[0].now == "12:00 h short"


def test_an_ordinary_day_has_28_hours_on_the_axis() -> None:
    assert frame().view.minutes == 28 * 60
    assert frame().change_words == ""
    assert [mark.text for mark in frame().hour_marks() if mark.kind == "date"] == ["Tue 11", "Wed 12"]


def test_in_autumn_the_doubled_hour_is_labelled_twice() -> None:
    shown = frame(date(2026, 11, 1), time(12))
    texts = [mark.text for mark in shown.hour_marks()]
    assert shown.view.minutes == 29 * 60
    assert texts[texts.index("01a") :][:3] == ["01a", "01b", "02"]
    assert shown.change_words == "Clocks go back: this day has 25 hours."


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 4, 5), "Clocks go back: this day has 24.5 hours."),
        (date(2026, 10, 4), "Clocks go forward: this day has 23.5 hours."),
    ],
)
def test_half_an_hour_is_said_where_clocks_go_by_it(day: date, words: str) -> None:
    clock = LocalClock("Australia/Lord_Howe")
    shown = DayFrame(clock, day, day, clock.minute(day, time(12)))
    assert shown.change_words == words
    marks = shown.hour_marks()
    assert [mark.text for mark in marks if mark.kind == "date"] == [f"Sun {day.day}", f"Mon {day.day + 1}"]
    three = clock.minute(day, time(3))
    assert next(mark.place for mark in marks if mark.text == "03") == point(three - shown.view.start)


def test_in_spring_the_skipped_hour_is_not_there() -> None:
    shown = frame(date(2026, 3, 8), time(12))
    texts = [mark.text for mark in shown.hour_marks()]
    assert shown.view.minutes == 27 * 60
    assert "02" not in texts
    assert "03" in texts
