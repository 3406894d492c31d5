"""off_limit_groups.csv: who is in which small group of whom few may be off or early on the same day."""

from __future__ import annotations

from dataclasses import dataclass

from scheduling.center_files.domain.cells import Cells
from scheduling.center_files.domain.tables import FileForm, Known, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class OffLimitRow(Row):
    """A person in an off-limit group."""

    group: str
    number: str


def _read(cells: Cells, known: Known) -> OffLimitRow:
    return OffLimitRow(
        row=cells.row,
        group=cells.text("group", 80),
        number=cells.known("number", known.people, "person", "people.csv"),
    )


FORM = FileForm(
    file="off_limit_groups.csv",
    columns=("group", "number"),
    read=_read,
    key=lambda row: (row.group, row.number),
    key_column="number",
    label=lambda row: f"{row.number} in {row.group}",
)
