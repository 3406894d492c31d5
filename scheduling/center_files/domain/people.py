"""people.csv: a person with employment, crew and department."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from scheduling.center_files.domain.cells import Cells
from scheduling.center_files.domain.tables import FileForm, Known, Row

JOBS = ("dispatcher", "supervisor", "trainee")
STAFF_TYPES = ("regular", "contract", "part_time")


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow(Row):
    """A person. `weekly_minutes` is that of the base contract (contracts.csv), repeated for the reader of
    the file."""

    number: str
    last_name: str
    first_name: str
    email: str
    staff_type: str
    department: str
    crew: str
    role: str
    hired_on: date
    seniority_on: date
    weekly_minutes: int = field(default=0, compare=False)


def _read(cells: Cells, known: Known) -> PersonRow:
    return PersonRow(
        row=cells.row,
        number=cells.text("number", 20),
        last_name=cells.text("last_name", 80),
        first_name=cells.text("first_name", 80),
        email=cells.email("email"),
        staff_type=cells.choice("staff_type", STAFF_TYPES),
        department=cells.text("department", 80, required=False),
        crew=cells.text("crew", 80, required=False),
        role=cells.choice("role", JOBS),
        hired_on=cells.day("hired_on"),
        seniority_on=cells.day("seniority_on"),
        weekly_minutes=cells.integer("weekly_minutes", 0, 10_080),
    )


FORM = FileForm(
    file="people.csv",
    columns=(
        "number",
        "last_name",
        "first_name",
        "email",
        "staff_type",
        "department",
        "crew",
        "role",
        "hired_on",
        "seniority_on",
        "weekly_minutes",
    ),
    read=_read,
    key=lambda row: (row.number,),
    key_column="number",
    label=lambda row: f"{row.number} {row.last_name}, {row.first_name}",
    defines=lambda known: known.people,
)
