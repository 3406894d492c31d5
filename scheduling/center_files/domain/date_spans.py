"""Rows that hold from a date until before another: the order of the two, and the span that must not overlap."""

from __future__ import annotations

from datetime import date

from scheduling.center_files.domain.cells import Cells

FOR_GOOD = date.max.toordinal() + 1


def check_order(cells: Cells, starts_on: date, ends_before: date | None, what: str) -> None:
    """Note an end that is not after the start; dates that could not be read are left alone."""
    if ends_before is not None and date.min < ends_before <= starts_on:
        cells.wrong(
            "ends_before", f"{ends_before} is not after {starts_on}. {what} must end after it starts."
        )


def span(starts_on: date, ends_before: date | None) -> tuple[int, int]:
    """From and until before, as day numbers."""
    return starts_on.toordinal(), ends_before.toordinal() if ends_before else FOR_GOOD
