"""The carpet and the rows of requirements tell the same shortages as the curve, on all three lengths of day."""

from __future__ import annotations

from datetime import date

import pytest

from scheduling.board.coverage_head import carpet, coverage_rows
from scheduling.coverage.domain.curve import Curve, curve
from scheduling.coverage.domain.demand import DemandStep, Need
from scheduling.coverage.domain.presence import UNNAMED, Presence, scheme
from scheduling.coverage.domain.types import Position, RequirementKind
from scheduling.time.interval import Interval
from scheduling.time.local_time import LocalClock

CLOCK = LocalClock("America/New_York")
SCHEME = scheme([Position("call", "Call-taking", "CT", 1)], ())
SEATS = (RequirementKind.SEATS, "call")


def day_with(on: date, present: list[tuple[int, int]], minimum: int) -> tuple[Curve, dict[date, Interval]]:
    """The curve of one date: people present in minutes from its start, against one minimum all day."""
    day = CLOCK.day(on)
    people = [[Presence(day.start + start, day.start + end, UNNAMED, 1, 0)] for start, end in present]
    asked = {SEATS: (DemandStep(day.start, day.end, Need(minimum, minimum)),)}
    return curve(people, asked, day, SCHEME, [1]), {on: day}


@pytest.mark.parametrize(
    ("on", "half_hours"), [(date(2026, 12, 8), 48), (date(2026, 3, 8), 46), (date(2026, 11, 1), 50)]
)
def test_a_column_has_the_half_hours_its_day_really_has(on: date, half_hours: int) -> None:
    found, days = day_with(on, [], 1)
    column = carpet(found, days)[0]
    assert column.height == half_hours
    assert column.paths == (("def1", f"M0 0h1v{half_hours}h-1z"),)


def test_each_half_hour_shows_its_worst_minute() -> None:
    found, days = day_with(date(2026, 12, 8), [(0, 600), (610, 1440)], 1)
    column = carpet(found, days)[0]
    assert dict(column.paths)["def1"] == "M0 20h1v1h-1z"
    assert column.worst == 1


@pytest.mark.parametrize(
    ("people", "minimum", "name"),
    [
        (0, 1, "def1"),
        (0, 2, "def2"),
        (0, 3, "def3"),
        (0, 9, "def3"),
        (1, 1, "met"),
        (2, 1, "sup1"),
        (4, 1, "sup2"),
    ],
)
def test_the_color_says_how_many_are_missing_or_spare(people: int, minimum: int, name: str) -> None:
    found, days = day_with(date(2026, 12, 8), [(0, 1440)] * people, minimum)
    assert [color for color, _ in carpet(found, days)[0].paths] == [name]


def test_a_lying_column_runs_from_left_to_right() -> None:
    found, days = day_with(date(2026, 12, 8), [(0, 720)], 1)
    assert dict(carpet(found, days, lies=True)[0].paths)["def1"] == "M24 0h24v1h-24z"


def test_a_requirement_row_has_the_worst_of_each_day_and_all_hours() -> None:
    found, days = day_with(date(2026, 12, 8), [(0, 1395), (0, 1410)], 2)
    row = coverage_rows(found, days, {"call": "Call-taking"}, {})[0]
    assert (row.name, row.worst, row.cells) == ("Call-taking", (2,), [("z2", "−2")])
    assert row.short_hours == "1.25 h short"


def test_a_met_minimum_draws_nothing() -> None:
    found, days = day_with(date(2026, 12, 8), [(0, 1440)], 1)
    row = coverage_rows(found, days, {"call": "Call-taking"}, {})[0]
    assert (row.cells, row.short_hours) == ([("", "")], "")
