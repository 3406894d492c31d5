"""requirements.csv and requirement_overrides.csv: headcount by weekday, and on one date instead of the weekday's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from scheduling.center_files.domain.cells import SMALL, Cells
from scheduling.center_files.domain.tables import FileForm, Known, Row, Span
from scheduling.coverage.domain.windows import date_pieces, weekday_pieces

KINDS = ("seats", "mix")
_HEADCOUNTS = ("minimum", "target", "maximum")
_WINDOW = ("start", "end", *_HEADCOUNTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementRow(Row):
    """`of` is a position (seats) or a skill (mix); `weekday` counts from Monday 0; without a maximum
    there is none."""

    kind: str
    of: str
    weekday: int
    start: time
    end: time
    minimum: int
    target: int
    maximum: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideRow(Row):
    """The same on one date; replaces the weekday's of the same kind and object in the minutes it covers."""

    kind: str
    of: str
    date: date
    start: time
    end: time
    minimum: int
    target: int
    maximum: int | None
    reason: str


def _object(cells: Cells, known: Known) -> tuple[str, str]:
    kind = cells.choice("kind", KINDS)
    if kind == "mix":
        return kind, cells.known("of", known.skills, "skill", "skills.csv")
    if kind == "seats":
        return kind, cells.known("of", known.positions, "position", "positions.csv")
    return kind, cells.raw("of")


def _headcounts(cells: Cells) -> tuple[int, int, int | None]:
    before = len(cells.problems.found)
    minimum = cells.integer("minimum", 0, SMALL)
    target = cells.integer("target", 0, SMALL)
    maximum = cells.optional_integer("maximum", 0, SMALL)
    if len(cells.problems.found) == before:
        if target < minimum:
            cells.wrong(
                "target",
                f"{target} is below the minimum of {minimum}. Minimum, target and maximum must not decrease.",
            )
        if maximum is not None and maximum < target:
            cells.wrong(
                "maximum",
                f"{maximum} is below the target of {target}. Minimum, target and maximum must not decrease.",
            )
    return minimum, target, maximum


def _read(cells: Cells, known: Known) -> RequirementRow:
    kind, of = _object(cells, known)
    weekday, start, end = cells.weekday("weekday"), cells.wall_time("start"), cells.end_time("end")
    minimum, target, maximum = _headcounts(cells)
    return RequirementRow(
        row=cells.row,
        kind=kind,
        of=of,
        weekday=weekday,
        start=start,
        end=end,
        minimum=minimum,
        target=target,
        maximum=maximum,
    )


def _read_override(cells: Cells, known: Known) -> OverrideRow:
    kind, of = _object(cells, known)
    day, start, end = cells.day("date"), cells.wall_time("start"), cells.end_time("end")
    minimum, target, maximum = _headcounts(cells)
    return OverrideRow(
        row=cells.row,
        kind=kind,
        of=of,
        date=day,
        start=start,
        end=end,
        minimum=minimum,
        target=target,
        maximum=maximum,
        reason=cells.text("reason", 200),
    )


def _spans(row: RequirementRow) -> list[Span]:
    pieces = weekday_pieces(row.weekday, row.start, row.end)
    return [((row.kind, row.of), *piece) for piece in pieces]


def _override_spans(row: OverrideRow) -> list[Span]:
    return [((row.kind, row.of), *piece) for piece in date_pieces(row.date, row.start, row.end)]


FORM = FileForm(
    file="requirements.csv",
    columns=("kind", "of", "weekday", *_WINDOW),
    read=_read,
    key=lambda row: (row.kind, row.of, row.weekday, row.start),
    key_column="of",
    label=lambda row: f"{row.of} on {_weekday(row.weekday)} from {row.start:%H:%M}",
    spans=_spans,
    span_column="start",
    span_advice="Each minute has one requirement per kind and object: end one where the other starts.",
)
OVERRIDES = FileForm(
    file="requirement_overrides.csv",
    columns=("kind", "of", "date", *_WINDOW, "reason"),
    read=_read_override,
    key=lambda row: (row.kind, row.of, row.date, row.start),
    key_column="of",
    label=lambda row: f"{row.of} on {row.date} from {row.start:%H:%M}",
    spans=_override_spans,
    span_column="start",
    span_advice="Each minute has one override of the same kind and object: end one where the other starts.",
)


def _weekday(number: int) -> str:
    return ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[number]
