"""What became of each row of an import: the words every file's reader and the pages that show it share."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """What an import does, or would do, with a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """One row's outcome. `row` counts as a spreadsheet does (the header is 1); 0 means the file as a whole.

    `column` and `value` are set where something is wrong; `label` names what the row is about.
    """

    file: str
    row: int
    outcome: Outcome
    label: str = ""
    column: str = ""
    value: str = ""
    message: str = ""

    @property
    def place(self) -> str:
        """File, row and column, as far as they are known."""
        parts = [self.file]
        if self.row:
            parts.append(f"row {self.row}")
        if self.column:
            parts.append(f"column {self.column}")
        return ", ".join(parts)


@dataclass(slots=True)
class Problems:
    """Everything that is wrong, in the order in which it was found; reading goes on after a problem."""

    found: list[RowOutcome] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    """Files of which not every row could be read: that others name something in them is no mistake of theirs."""

    def unreadable(self, file: str, message: str, *, row: int = 0) -> None:
        """Note what is wrong with a file as a whole."""
        self.unread.add(file)
        self.add(file, message, row=row)

    def add(self, file: str, message: str, *, row: int = 0, column: str = "", value: str = "") -> None:
        self.found.append(RowOutcome(file, row, Outcome.REJECTED, "", column, value, message))

    def rows_of(self, file: str) -> set[int]:
        """The rows of a file that have a problem."""
        return {problem.row for problem in self.found if problem.file == file}


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or with `is_dry_run` would do. `version` is empty where nothing was written."""

    center: str
    outcomes: tuple[RowOutcome, ...]
    is_dry_run: bool = False
    version: int | None = None

    @property
    def is_good(self) -> bool:
        return not self.rejected

    @property
    def rejected(self) -> tuple[RowOutcome, ...]:
        """Every problem; a row can have several."""
        return tuple(outcome for outcome in self.outcomes if outcome.outcome is Outcome.REJECTED)

    @property
    def changes(self) -> int:
        """How many rows are new or changed: what applying does."""
        return self.count(Outcome.NEW) + self.count(Outcome.CHANGED)

    def count(self, outcome: Outcome, file: str | None = None) -> int:
        """How many rows have an outcome; a row with several problems counts once."""
        return len(
            {
                (row.file, row.row, "" if outcome is Outcome.REJECTED else row.label)
                for row in self.outcomes
                if row.outcome is outcome and file in {None, row.file}
            }
        )

    def by_file(self) -> list[tuple[str, Counter[Outcome]]]:
        """Counts of rows per file, in the order of the files."""
        files = list(dict.fromkeys(row.file for row in self.outcomes))
        return [
            (file, Counter({outcome: self.count(outcome, file) for outcome in Outcome})) for file in files
        ]
