"""shift_types.csv: shifts by wall clock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

from scheduling.center_files.domain.cells import Cells
from scheduling.center_files.domain.tables import FileForm, Known, Row
from scheduling.coverage.domain.windows import window_minutes

_CODE = re.compile(r"[A-Z][A-Z0-9]{0,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftTypeRow(Row):
    """A shift; an end at or before the start is on the next day, 00:00 is midnight at the day's end."""

    code: str
    name: str
    start: time
    end: time
    unpaid_break_minutes: int


def _read(cells: Cells, known: Known) -> ShiftTypeRow:
    row = ShiftTypeRow(
        row=cells.row,
        code=cells.raw("code"),
        name=cells.text("name", 60),
        start=cells.wall_time("start"),
        end=cells.end_time("end"),
        unpaid_break_minutes=cells.integer("unpaid_break_minutes", 0, 240),
    )
    if not _CODE.fullmatch(row.code):
        cells.wrong(
            "code",
            f"“{row.code}” is not a code. Write one to four capital letters or digits, a letter first.",
        )
    start, end = window_minutes(row.start, row.end)
    if row.unpaid_break_minutes >= end - start:
        cells.wrong(
            "unpaid_break_minutes", f"The break fills the shift of {end - start} minutes. Shorten it."
        )
    return row


FORM = FileForm(
    file="shift_types.csv",
    columns=("code", "name", "start", "end", "unpaid_break_minutes"),
    read=_read,
    key=lambda row: (row.code,),
    key_column="code",
    label=lambda row: row.code,
    defines=lambda known: known.shift_codes,
)
