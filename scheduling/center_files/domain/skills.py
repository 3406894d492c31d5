"""skills.csv: the abilities a center certifies."""

from __future__ import annotations

from dataclasses import dataclass

from scheduling.center_files.domain.cells import Cells
from scheduling.center_files.domain.tables import FileForm, Known, Row

KINDS = ("position", "trainer")


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillRow(Row):
    """A skill; `valid_months` empty means that it does not expire."""

    code: str
    name: str
    kind: str
    valid_months: int | None


def _read(cells: Cells, known: Known) -> SkillRow:
    return SkillRow(
        row=cells.row,
        code=cells.text("code", 8),
        name=cells.text("name", 80),
        kind=cells.choice("kind", KINDS),
        valid_months=cells.optional_integer("valid_months", 1, 600),
    )


FORM = FileForm(
    file="skills.csv",
    columns=("code", "name", "kind", "valid_months"),
    read=_read,
    key=lambda row: (row.code,),
    key_column="code",
    label=lambda row: row.code,
    defines=lambda known: known.skills,
)
