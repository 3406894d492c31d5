"""training_pairs.csv: the preferred trainer of a trainee."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scheduling.center_files.domain.cells import Cells
from scheduling.center_files.domain.date_spans import check_order, span
from scheduling.center_files.domain.tables import FileForm, Known, Row, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingPairRow(Row):
    """A trainee is with a trainer by preference."""

    trainee: str
    trainer: str
    starts_on: date
    ends_before: date | None


def _read(cells: Cells, known: Known) -> TrainingPairRow:
    row = TrainingPairRow(
        row=cells.row,
        trainee=cells.known("trainee", known.people, "person", "people.csv"),
        trainer=cells.known("trainer", known.people, "person", "people.csv"),
        starts_on=cells.day("starts_on"),
        ends_before=cells.optional_day("ends_before"),
    )
    if row.trainee and row.trainee == row.trainer:
        cells.wrong("trainer", f"{row.trainer} is also the trainee. Nobody is their own trainer.")
    check_order(cells, row.starts_on, row.ends_before, "A pair")
    return row


def _spans(row: TrainingPairRow) -> list[Span]:
    return [(row.trainee, *span(row.starts_on, row.ends_before))]


FORM = FileForm(
    file="training_pairs.csv",
    columns=("trainee", "trainer", "starts_on", "ends_before"),
    read=_read,
    key=lambda row: (row.trainee, row.starts_on),
    key_column="trainee",
    label=lambda row: f"The pair of {row.trainee} from {row.starts_on}",
    spans=_spans,
    span_column="starts_on",
    span_advice="A trainee has one preferred trainer at a time: end one before the other starts.",
)
