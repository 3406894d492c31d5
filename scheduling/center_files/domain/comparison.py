"""A file's rows against the stored ones: new, changed or unchanged. Deciding only; `storage/` writes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, time
from typing import Any, Generic

from scheduling.center_files.domain.report import Outcome, Problems, RowOutcome
from scheduling.center_files.domain.tables import FileForm, Key, RowT, check_overlaps


@dataclass(frozen=True, slots=True)
class Comparison(Generic[RowT]):
    """Which rows to add, and which to put in the place of which stored row. Stored rows that no file names stay."""

    new: list[RowT]
    changed: list[tuple[RowT, RowT]]
    outcomes: list[RowOutcome]

    @property
    def is_nothing(self) -> bool:
        return not self.new and not self.changed


def compare(
    form: FileForm[RowT], rows: Collection[RowT], stored: Mapping[Key, RowT], problems: Problems
) -> Comparison[RowT]:
    """What becomes of each good row of a file; pairs in `changed` are the stored row and the new one."""
    check_overlaps(form, rows, stored, problems)
    wrong = problems.rows_of(form.file)
    result: Comparison[RowT] = Comparison([], [], [])
    for row in rows:
        if row.row in wrong:
            continue
        before = stored.get(form.key(row))
        if before is None:
            result.new.append(row)
            outcome, message = Outcome.NEW, ""
        elif before == row:
            outcome, message = Outcome.UNCHANGED, ""
        else:
            result.changed.append((before, row))
            outcome, message = Outcome.CHANGED, difference(before, row)
        result.outcomes.append(RowOutcome(form.file, row.row, outcome, form.label(row), message=message))
    return result


def difference(before: RowT, after: RowT) -> str:
    """What is different, in words: “ends_before: none, then 2026-12-20”."""
    return "; ".join(
        f"{field.name}: {_said(old)}, then {_said(new)}"
        for field in fields(before)
        if field.compare and (old := getattr(before, field.name)) != (new := getattr(after, field.name))
    )


def _said(value: Any) -> str:
    if value is None or value == "":
        return "none"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, tuple):
        return " ".join(str(part) for part in value)
    return str(value)
