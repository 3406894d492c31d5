"""A CSV file as rows: encoding, header, columns, duplicates and overlaps. What a row means is in the file
of its kind."""

from __future__ import annotations

import csv
import difflib
import io
import unicodedata
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from scheduling.center_files.domain.cells import Cells
from scheduling.center_files.domain.report import Problems

Key = tuple[Hashable, ...]
Span = tuple[Hashable, int, int]
"""Whose, from, until before: two rows with the same owner must not overlap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a file, or the stored row that it is compared with: two are equal when they say the same.

    `row` is the row's number in the file; 0 where it is stored.
    """

    row: int = field(default=0, compare=False)


RowT = TypeVar("RowT", bound=Row)


@dataclass(slots=True)
class Known:
    """Names that may be referred to: those that are stored, and those of the files read so far.

    A name counts as known even when its own row has a problem, so that one mistake is reported once.
    """

    zone: str = "UTC"
    skills: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    positions: set[str] = field(default_factory=set)
    shift_codes: set[str] = field(default_factory=set)
    patterns: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class FileForm(Generic[RowT]):
    """What a file must look like. `key` tells rows apart; `spans` are what must not overlap within an owner."""

    file: str
    columns: tuple[str, ...]
    read: Callable[[Cells, Known], RowT]
    key: Callable[[RowT], Key]
    key_column: str
    label: Callable[[RowT], str]
    spans: Callable[[RowT], list[Span]] = lambda row: []
    span_column: str = ""
    span_advice: str = ""
    defines: Callable[[Known], set[str]] | None = None


def decoded(file: str, data: bytes, problems: Problems) -> str | None:
    """The text of a file, or None with a problem that says which line and byte is not UTF-8."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[:4096].count(b"\x00") > len(data[:4096]) // 4:
        problems.unreadable(file, "is UTF-16 or no text at all. Save it as “CSV UTF-8”.")
        return None
    if b"\x00" in data:
        line = data.count(b"\n", 0, data.index(b"\x00")) + 1
        problems.unreadable(file, f"has a NUL character in line {line}. Remove it.", row=line)
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        begin = data.rfind(b"\n", 0, error.start) + 1
        end = data.find(b"\n", error.start)
        seen = data[begin : end if end >= 0 else None].decode("cp1252", "replace").strip()
        problems.unreadable(
            file,
            f"is not UTF-8: byte 0x{data[error.start]:02X} at position {error.start} in line {line}. "
            f"It reads “{seen[:60]}” as Latin-1. Save it as “CSV UTF-8”.",
            row=line,
        )
        return None
    if not text.strip():
        problems.unreadable(file, "is empty. Write at least the line with the column names.")
        return None
    return unicodedata.normalize("NFC", text)


def read_rows(form: FileForm[RowT], data: bytes, known: Known, problems: Problems) -> list[RowT]:
    """The good rows of a file; everything wrong with the others is noted. Names it defines become known."""
    text = decoded(form.file, data, problems)
    if text is None:
        return []
    lines = _records(form.file, text, problems)
    header = [cell.strip() for cell in lines[0][1]] if lines else []
    if not _header_is_good(form, header, problems):
        problems.unread.add(form.file)
        return []
    rows: list[RowT] = []
    names = form.defines(known) if form.defines else None
    for number, record in lines[1:]:
        if len(record) != len(header):
            problems.add(
                form.file,
                f"has {len(record)} cells where the header has {len(header)}. A comma in a text needs "
                "quotes around it.",
                row=number,
            )
            continue
        cells = Cells(
            form.file, number, {c: v.strip() for c, v in zip(header, record, strict=True)}, problems
        )
        before = len(problems.found)
        row = form.read(cells, known)
        if names is not None:
            names.add(cells.raw(form.key_column))
        if len(problems.found) == before:
            rows.append(row)
    return _without_duplicates(form, rows, problems)


def _records(file: str, text: str, problems: Problems) -> list[tuple[int, list[str]]]:
    """Records with their number, counted as a spreadsheet counts; blank lines count and are left out."""
    records: list[tuple[int, list[str]]] = []
    try:
        for number, record in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), start=1):
            if any(cell.strip() for cell in record):
                records.append((number, record))
    except csv.Error as error:
        problems.unreadable(
            file,
            f"can't be read beyond this row ({error}). Look for a quotation mark that is not closed.",
            row=(records[-1][0] if records else 0) + 1,
        )
    return records


def _header_is_good(form: FileForm[RowT], header: list[str], problems: Problems) -> bool:
    """Whether every column is there once. Unknown columns are refused, so that a misspelt one is not overlooked."""
    before = len(problems.found)
    if len(header) == 1 and any(mark in header[0] for mark in ";\t|"):
        problems.add(
            form.file, "is not separated by commas. Save it as CSV with commas.", row=1, value=header[0]
        )
        return False
    for column in form.columns:
        if column not in header:
            near = difflib.get_close_matches(column, [h for h in header if h not in form.columns], n=1)
            hint = f" Is it “{near[0]}”?" if near else ""
            problems.add(
                form.file,
                f"The column “{column}” is missing. Add it to the header.{hint}",
                row=1,
                column=column,
            )
    for position, column in enumerate(header, start=1):
        if not column:
            problems.add(form.file, f"Column {position} has no name. Name it or remove it.", row=1)
        elif column not in form.columns:
            problems.add(
                form.file,
                f"The column “{column}” is not known. Columns are: {', '.join(form.columns)}.",
                row=1,
                column=column,
            )
        elif header.index(column) < position - 1:
            problems.add(form.file, f"The column “{column}” is there twice. Keep one.", row=1, column=column)
    return len(problems.found) == before


def _without_duplicates(form: FileForm[RowT], rows: list[RowT], problems: Problems) -> list[RowT]:
    first: dict[Key, RowT] = {}
    kept: list[RowT] = []
    for row in rows:
        earlier = first.setdefault(form.key(row), row)
        if earlier is row:
            kept.append(row)
            continue
        what = "The same row is" if earlier == row else f"{form.label(row)} is"
        problems.add(
            form.file,
            f"{what} also in row {earlier.row}. Keep one.",
            row=row.row,
            column=form.key_column,
            value=form.label(row),
        )
    return kept


def check_overlaps(
    form: FileForm[RowT], rows: Collection[RowT], stored: Mapping[Key, RowT], problems: Problems
) -> None:
    """Note rows that hold at the same time as another of the same owner, in the file or stored beside it."""
    keys = {form.key(row) for row in rows}
    beside: Iterable[RowT] = [row for key, row in stored.items() if key not in keys]
    spans = sorted(
        ((*span, row) for row in [*rows, *beside] for span in form.spans(row)),
        key=lambda item: (str(item[0]), item[1], item[3].row),
    )
    reported: set[tuple[int, int]] = set()
    last: tuple[Hashable, int, int, RowT] | None = None
    for span in spans:
        owner, start, end, row = span
        if last is not None and last[0] == owner and start < last[2]:
            _report_overlap(form, last[3], row, reported, problems)
            if end > last[2]:
                last = span
        else:
            last = span


def _report_overlap(
    form: FileForm[RowT], one: RowT, other: RowT, reported: set[tuple[int, int]], problems: Problems
) -> None:
    """Report at the later row of the file; where one of the two is stored, at the other."""
    first, second = sorted((one, other), key=lambda row: row.row)
    if second.row == 0 or (first.row, second.row) in reported:
        return
    reported.add((first.row, second.row))
    where = f"in row {first.row}" if first.row else "which is stored and not in the file"
    problems.add(
        form.file,
        f"{form.label(second)} overlaps {form.label(first)} {where}. {form.span_advice}",
        row=second.row,
        column=form.span_column,
        value=form.label(second),
    )
