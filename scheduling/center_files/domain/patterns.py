"""patterns.csv: cycles of shift codes, one per day, `.` is off."""

from __future__ import annotations

from dataclasses import dataclass

from scheduling.center_files.domain.cells import Cells
from scheduling.center_files.domain.tables import FileForm, Known, Row

OFF = "."
LONGEST_CYCLE = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternRow(Row):
    """A pattern; one code per day of the cycle, `.` where it is off."""

    name: str
    cycle: tuple[str, ...]


def _read(cells: Cells, known: Known) -> PatternRow:
    row = PatternRow(row=cells.row, name=cells.text("name", 60), cycle=tuple(cells.raw("cycle").split()))
    if not row.cycle:
        cells.wrong("cycle", "is empty. Write one code per day with spaces between, and “.” for a day off.")
    elif len(row.cycle) > LONGEST_CYCLE:
        cells.wrong("cycle", f"has {len(row.cycle)} days. A cycle has 1 to {LONGEST_CYCLE} days.")
    unknown = {
        code: day
        for day, code in reversed(list(enumerate(row.cycle, start=1)))
        if code != OFF and code not in known.shift_codes
    }
    if "shift_types.csv" in cells.problems.unread:
        unknown = {}
    for code, day in sorted(unknown.items(), key=lambda item: item[1]):
        cells.wrong(
            "cycle",
            f"Day {day} has “{code}”, an unknown shift type. Add it to shift_types.csv or correct it; “.” "
            "is off.",
        )
    return row


FORM = FileForm(
    file="patterns.csv",
    columns=("name", "cycle"),
    read=_read,
    key=lambda row: (row.name,),
    key_column="name",
    label=lambda row: row.name,
    defines=lambda known: known.patterns,
)
