"""positions.csv: kinds of work that are staffed."""

from __future__ import annotations

from dataclasses import dataclass

from scheduling.center_files.domain.cells import Cells
from scheduling.center_files.domain.tables import FileForm, Known, Row, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionRow(Row):
    """A position, the skill it needs, its priority (1 is filled first) and how many consoles it has."""

    name: str
    skill: str
    priority: int
    consoles: int


def _read(cells: Cells, known: Known) -> PositionRow:
    return PositionRow(
        row=cells.row,
        name=cells.text("name", 60),
        skill=cells.known("skill", known.skills, "skill", "skills.csv"),
        priority=cells.integer("priority", 1),
        consoles=cells.integer("consoles", 0, 999),
    )


def _spans(row: PositionRow) -> list[Span]:
    # Two positions of one priority "overlap" on it.
    return [("priority", row.priority, row.priority + 1)]


FORM = FileForm(
    file="positions.csv",
    columns=("name", "skill", "priority", "consoles"),
    read=_read,
    key=lambda row: (row.name,),
    key_column="name",
    label=lambda row: f"{row.name} with priority {row.priority}",
    spans=_spans,
    span_column="priority",
    span_advice="Give each position a priority of its own.",
    defines=lambda known: known.positions,
)
