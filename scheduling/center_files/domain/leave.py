"""leave.csv: absence already approved, in local time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from scheduling.center_files.domain.cells import UNREAD, Cells
from scheduling.center_files.domain.tables import FileForm, Known, Row, Span

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - local wall clock, compared with the same only


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveRow(Row):
    """Leave of a person; both moments are naive, on the center's wall."""

    number: str
    kind: str
    starts_at: datetime
    ends_at: datetime


def _read(cells: Cells, known: Known) -> LeaveRow:
    row = LeaveRow(
        row=cells.row,
        number=cells.known("number", known.people, "person", "people.csv"),
        kind=cells.text("kind", 30),
        starts_at=cells.local_moment("starts_at", known.zone),
        ends_at=cells.local_moment("ends_at", known.zone),
    )
    if UNREAD not in {row.starts_at, row.ends_at} and _utc(row.ends_at, known.zone) <= _utc(
        row.starts_at, known.zone
    ):
        cells.wrong(
            "ends_at",
            f"{row.ends_at:%Y-%m-%dT%H:%M} is not after {row.starts_at:%Y-%m-%dT%H:%M}. Leave must end "
            "after it starts.",
        )
    return row


def _utc(moment: datetime, zone: str) -> datetime:
    return moment.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _minute(moment: datetime) -> int:
    return int((moment - _EPOCH).total_seconds()) // 60


def _spans(row: LeaveRow) -> list[Span]:
    return [(row.number, _minute(row.starts_at), _minute(row.ends_at))]


FORM = FileForm(
    file="leave.csv",
    columns=("number", "kind", "starts_at", "ends_at"),
    read=_read,
    key=lambda row: (row.number, row.kind, row.starts_at),
    key_column="number",
    label=lambda row: f"{row.kind} of {row.number} from {row.starts_at:%Y-%m-%dT%H:%M}",
    spans=_spans,
    span_column="starts_at",
    span_advice="A person is on one leave at a time: end one where the other starts.",
)
