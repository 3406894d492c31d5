"""incidents_per_hour.csv: the call load by hour of week."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from scheduling.center_files.domain.cells import WEEKDAYS, Cells
from scheduling.center_files.domain.tables import FileForm, Known, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRateRow(Row):
    """Mean incidents in one hour of the week, local time; `weekday` counts from Monday 0."""

    weekday: int
    hour: int
    incidents: Decimal


def _read(cells: Cells, known: Known) -> IncidentRateRow:
    return IncidentRateRow(
        row=cells.row,
        weekday=cells.weekday("weekday"),
        hour=cells.integer("hour", 0, 23),
        incidents=cells.decimal("incidents", 1_000_000),
    )


FORM = FileForm(
    file="incidents_per_hour.csv",
    columns=("weekday", "hour", "incidents"),
    read=_read,
    key=lambda row: (row.weekday, row.hour),
    key_column="hour",
    label=lambda row: f"{WEEKDAYS[row.weekday]} {row.hour:02d}:00",
)
