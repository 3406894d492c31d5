"""wishes.csv: dated wishes, weight 1 to 5."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scheduling.center_files.domain.cells import Cells
from scheduling.center_files.domain.tables import FileForm, Known, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class WishRow(Row):
    """A wish to be off or to work on a date; `shift` empty means any shift."""

    number: str
    wish: str
    date: date
    shift: str
    weight: int


def _read(cells: Cells, known: Known) -> WishRow:
    row = WishRow(
        row=cells.row,
        number=cells.known("number", known.people, "person", "people.csv"),
        wish=cells.choice("wish", ("off", "work")),
        date=cells.day("date"),
        shift=cells.raw("shift"),
        weight=cells.integer("weight", 1, 5),
    )
    if row.shift and row.wish == "off":
        cells.wrong("shift", f"“{row.shift}” stands with a wish to be off. Leave it empty.")
    elif row.shift:
        cells.known("shift", known.shift_codes, "shift type", "shift_types.csv")
    return row


FORM = FileForm(
    file="wishes.csv",
    columns=("number", "wish", "date", "shift", "weight"),
    read=_read,
    key=lambda row: (row.number, row.date, row.wish, row.shift),
    key_column="number",
    label=lambda row: f"{row.wish} {row.shift} of {row.number} on {row.date}".replace("  ", " "),
)
