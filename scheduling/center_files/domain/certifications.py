"""certifications.csv: who holds which skill, from and until when (both days included)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scheduling.center_files.domain.cells import Cells
from scheduling.center_files.domain.tables import FileForm, Known, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificationRow(Row):
    """A person holds a skill; `expires_on` is the last valid day, empty for no end."""

    number: str
    skill: str
    granted_on: date
    expires_on: date | None


def _read(cells: Cells, known: Known) -> CertificationRow:
    row = CertificationRow(
        row=cells.row,
        number=cells.known("number", known.people, "person", "people.csv"),
        skill=cells.known("skill", known.skills, "skill", "skills.csv"),
        granted_on=cells.day("granted_on"),
        expires_on=cells.optional_day("expires_on"),
    )
    if row.expires_on is not None and date.min < row.expires_on < row.granted_on:
        cells.wrong(
            "expires_on",
            f"{row.expires_on} is before {row.granted_on}. A certification expires after it is granted.",
        )
    return row


FORM = FileForm(
    file="certifications.csv",
    columns=("number", "skill", "granted_on", "expires_on"),
    read=_read,
    key=lambda row: (row.number, row.skill, row.granted_on),
    key_column="number",
    label=lambda row: f"{row.skill} of {row.number} from {row.granted_on}",
)
