"""contracts.csv: base contracts, with a pattern or without."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scheduling.center_files.domain.cells import Cells
from scheduling.center_files.domain.date_spans import check_order, span
from scheduling.center_files.domain.tables import FileForm, Known, Row, Span
from scheduling.contracts.domain import HolidayRule


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractRow(Row):
    """A base contract; without a pattern the person is rostered by the solver."""

    number: str
    pattern: str
    offset_days: int
    starts_on: date
    ends_before: date | None
    weekly_minutes: int
    holiday_rule: str


def _read(cells: Cells, known: Known) -> ContractRow:
    pattern = cells.raw("pattern")
    if pattern:
        cells.known("pattern", known.patterns, "pattern", "patterns.csv")
    elif cells.raw("offset_days") not in {"", "0"}:
        cells.wrong("offset_days", "stands without a pattern. Name the pattern or leave it empty.")
    row = ContractRow(
        row=cells.row,
        number=cells.known("number", known.people, "person", "people.csv"),
        pattern=pattern,
        offset_days=cells.integer("offset_days", 0, 366) if pattern else 0,
        starts_on=cells.day("starts_on"),
        ends_before=cells.optional_day("ends_before"),
        weekly_minutes=cells.integer("weekly_minutes", 0, 10_080),
        holiday_rule=cells.choice("holiday_rule", tuple(rule.value for rule in HolidayRule)),
    )
    check_order(cells, row.starts_on, row.ends_before, "A contract")
    return row


def _spans(row: ContractRow) -> list[Span]:
    return [(row.number, *span(row.starts_on, row.ends_before))]


FORM = FileForm(
    file="contracts.csv",
    columns=(
        "number",
        "pattern",
        "offset_days",
        "starts_on",
        "ends_before",
        "weekly_minutes",
        "holiday_rule",
    ),
    read=_read,
    key=lambda row: (row.number, row.starts_on),
    key_column="number",
    label=lambda row: f"The contract of {row.number} from {row.starts_on}",
    spans=_spans,
    span_column="starts_on",
    span_advice="A person has one base contract at a time: end one before the other starts.",
)
