"""Which adjustments paint: those of employment; a shift that began is whole, what is longer than one is cut."""

from __future__ import annotations

from datetime import date

import pytest

from scheduling.adjustments.domain import Adjustment, AdjustmentKind, Paint
from scheduling.roster.domain.employed import Dates, by_employment
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Break

CLOCK = LocalClock("America/New_York")
LAST = date(2026, 12, 8)
GONE = CLOCK.minute(date(2026, 12, 9))
"""The first minute without employment."""

EMPLOYED: tuple[Dates, ...] = ((date(2026, 1, 4), date(2026, 12, 9)),)


def row(start: int, end: int, *, paint: Paint = Paint.DUTY, shift_start: int | None = None) -> Adjustment:
    """Minutes from the first one without employment."""
    return Adjustment(
        "row",
        "ida",
        AdjustmentKind.ASSIGN,
        paint,
        GONE + start,
        GONE + end,
        1,
        shift_start=None if shift_start is None else GONE + shift_start,
        breaks=(Break(GONE + start, GONE + start + 30), Break(GONE + end - 30, GONE + end)),
        absence_kind="sick" if paint is Paint.ABSENCE else None,
    )


@pytest.mark.parametrize(
    ("given", "paints"),
    [
        (row(-360, 360), True),
        (row(-1, 719), True),
        (row(0, 720), False),
        # A piece of a night that began before midnight belongs to it.
        (row(120, 240, shift_start=-360), True),
        (row(-240, -120, shift_start=0), False),
        (row(0, 720, paint=Paint.OFF), True),
        (row(0, 720, paint=Paint.ABSENCE), True),
    ],
)
def test_a_row_belongs_to_the_date_its_shift_begins_on(given: Adjustment, paints: bool) -> None:
    painting, outside = by_employment([given], EMPLOYED, CLOCK)
    assert (painting, outside) == (([given], []) if paints else ([], [given]))


def test_what_is_longer_than_a_shift_is_cut_with_its_breaks() -> None:
    week = row(-2 * 1440, 5 * 1440)
    (cut,), outside = by_employment([week], EMPLOYED, CLOCK)
    assert (cut.start, cut.end, cut.breaks) == (week.start, GONE, week.breaks[:1])
    assert outside == [week]


def test_a_long_row_inside_employment_stays_as_it_is() -> None:
    week = row(-8 * 1440, -1440)
    assert by_employment([week], EMPLOYED, CLOCK) == ([week], [])
    assert by_employment([week], ((date(2026, 1, 4), None),), CLOCK) == ([week], [])


def test_from_one_job_to_the_next_nothing_is_cut() -> None:
    week = row(-2 * 1440, 5 * 1440)
    jobs = (*EMPLOYED, (date(2026, 12, 9), None))
    assert by_employment([week], jobs, CLOCK) == ([week], [])


def test_without_employment_nothing_is_painted() -> None:
    shift, week = row(-360, 360), row(0, 5 * 1440)
    assert by_employment([shift, week], (), CLOCK) == ([], [shift, week])
