"""Moving all dates of a center's files by whole weeks: the same center, at another time of year.

Everything moves, hire dates and the pattern anchor too, so that who works when stays exactly the same.
"""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from typing import Any

from scheduling.center_files.domain.cells import skipped_to
from scheduling.center_files.domain.center_toml import CenterRow
from scheduling.center_files.domain.files import CenterFiles
from scheduling.center_files.domain.leave import LeaveRow
from scheduling.center_files.domain.tables import RowT


class NotWholeWeeks(ValueError):
    """Dates were to move by something else than whole weeks, which would change their weekdays."""


def days_to_hold(center: CenterRow, today: date) -> int:
    """By how many days, in whole periods, the dates must move for the first period to contain a date.

    Raises NotWholeWeeks where periods are not whole weeks.
    """
    if center.period_days % 7:
        raise NotWholeWeeks(f"Periods of {center.period_days} days are not whole weeks.")
    return (today - center.first_period_on).days // center.period_days * center.period_days


def moved(files: CenterFiles, days: int) -> CenterFiles:
    """The same rows with all dates later by some days (earlier, if negative).

    Raises NotWholeWeeks unless it is a multiple of 7: weekdays are kept.
    """
    if days % 7:
        raise NotWholeWeeks(f"{days} days are not whole weeks.")
    if days == 0:
        return files
    changes: dict[str, Any] = {}
    for field in fields(files):
        value = getattr(files, field.name)
        if isinstance(value, list):
            changes[field.name] = [_moved_row(row, days) for row in value]
    if files.center is not None:
        changes["center"] = _moved_row(files.center, days)
        changes["leave"] = [_existing(row, files.center.time_zone) for row in changes["leave"]]
    return replace(files, **changes)


def _existing(row: LeaveRow, zone: str) -> LeaveRow:
    """Leave that the move put into an hour that the clock change skips begins or ends after it."""
    return replace(
        row,
        starts_at=skipped_to(row.starts_at, zone) or row.starts_at,
        ends_at=skipped_to(row.ends_at, zone) or row.ends_at,
    )


def _moved_row(row: RowT, days: int) -> RowT:
    changes: dict[str, Any] = {
        field.name: value + timedelta(days=days)
        for field in fields(row)
        # A moment is a date too: its wall-clock time stays.
        if isinstance(value := getattr(row, field.name), date | datetime)
    }
    return replace(row, **changes) if changes else row
