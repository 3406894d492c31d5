"""The breaks of a shift type as a form field: a line for each, "2:00 15 paid". What they are is in `domain/`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from django import forms

MOST_BREAKS = 12
LONGEST_BREAK_MINUTES = 240
_LINE = re.compile(r"(\d{1,2}):([0-5]\d)\s+(\d{1,3})(\s+paid)?", re.IGNORECASE)

BreakRow = Mapping[str, Any]
"""Minutes after the start, how many, and whether they are paid, as the table keeps them."""


class BreakLinesField(forms.CharField):
    """One break a line; cleaned to rows in order."""

    widget = forms.Textarea(attrs={"rows": 4, "cols": 24})

    def prepare_value(self, value: Any) -> Any:
        """Stored rows as lines; what was typed stays as it is."""
        if isinstance(value, str) or value is None:
            return value
        return "\n".join(break_line(each) for each in value)

    def clean(self, value: Any) -> Any:
        rows = [self._row(line) for line in (super().clean(value) or "").splitlines() if line.strip()]
        rows.sort(key=lambda row: int(row["after"]))
        if len(rows) > MOST_BREAKS:
            raise forms.ValidationError(f"A shift has at most {MOST_BREAKS} breaks.")
        if any(after["after"] < before["after"] + before["minutes"] for before, after in pairwise(rows)):
            raise forms.ValidationError("Two of these breaks overlap.")
        return rows

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(list(initial or ()) != self.clean(data))
        except forms.ValidationError:
            return True

    def _row(self, line: str) -> dict[str, Any]:
        match = _LINE.fullmatch(line.strip())
        if match is None:
            raise forms.ValidationError(f"“{line.strip()}” can’t be read. Write “2:00 15 paid” or “5:30 30”.")
        minutes = int(match[3])
        if not 1 <= minutes <= LONGEST_BREAK_MINUTES:
            raise forms.ValidationError(f"A break has 1 to {LONGEST_BREAK_MINUTES} minutes.")
        return {"after": int(match[1]) * 60 + int(match[2]), "minutes": minutes, "is_paid": bool(match[4])}


def break_line(row: BreakRow) -> str:
    """A stored break as it is typed."""
    words = f"{row['after'] // 60}:{row['after'] % 60:02} {row['minutes']}"
    return f"{words} paid" if row["is_paid"] else words
