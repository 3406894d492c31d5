"""The form of a shift's breaks: a line for each, with its minutes, pay and relief. Its shape only.

What may be is decided by the door; the forms of the other kinds are in `forms.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django import forms

from scheduling.adjustments.domain import AdjustmentKind
from scheduling.board.recording.forms import Choices, RecordForm
from scheduling.roster.domain.breaks import breaks_of, seat_relieved
from scheduling.roster.domain.commands import MOST_BREAKS, SetBreaks
from scheduling.roster.domain.shifts import Shift
from scheduling.roster.fields import WallTimeField
from scheduling.roster.selectors import Roster
from scheduling.time.interval import Minute
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import AWAY_FROM_CONSOLE, Break, Duty
from scheduling.time.words import time_words

SOMEBODY_ELSE = "other"
"""The choice of a relief who is not on the roster."""

_FREE_LINES = 2
_FIELDS = ("start", "minutes", "paid", "relief", "position", "console", "was")


class BreakLine(NamedTuple):
    """The fields of one break; without a start it is none."""

    start: Any
    minutes: Any
    paid: Any
    relief: Any
    position: Any
    console: Any
    was: Any


@dataclass(frozen=True, slots=True)
class BreakTerms:
    """What the form offers: the breaks as they stand, who is at work meanwhile, and whether a seat must be named."""

    breaks: tuple[Break, ...]
    relief: Choices
    positions: Choices
    names_seat: bool
    seats: Mapping[Break, str]
    clock: LocalClock


def break_terms(roster: Roster, person: UUID, shift: Shift) -> BreakTerms:
    """The terms for a person's shift on the roster as it is."""
    own = next(each for each in roster.input.people if each.key == person)
    found = breaks_of(shift.pieces)
    evaluation = roster.evaluation
    seats: dict[Break, str] = {}
    for pause in found:
        if pause.relief is not None:
            sat = (
                evaluation.rosters[pause.relief].at(pause.start)
                if pause.relief in evaluation.rosters
                else None
            )
            if isinstance(sat, Duty) and sat.position is not None:
                seats[pause] = str(sat.position)
    suggested = evaluation.seats_at(min(shift.end - 1, max(shift.start, roster.input.focus.start))).get(
        person
    )
    unnamed = any(piece.position is None for piece in shift.pieces)
    if unnamed and suggested is not None:
        seats = {pause: seats.get(pause, str(suggested.position)) for pause in found} | {
            _ANY: str(suggested.position)
        }
    return BreakTerms(
        found,
        [(str(key), name) for key, name in _at_work(roster, person, shift)],
        [(str(each.key), each.name) for each in roster.input.positions],
        unnamed or any(seat_relieved(own, roster.input, pause)[0] is None for pause in found),
        seats,
        roster.clock,
    )


_ANY = Break(0, 1)
"""Stands for a break that is still to be written."""


def _at_work(roster: Roster, person: UUID, shift: Shift) -> list[tuple[UUID, str]]:
    """Who works at a console in minutes of the shift, by name; no trainee."""
    found = []
    day = roster.clock.date_of(shift.start)
    for each in roster.people:
        if each.id == person or (each.is_trainee and each.is_employed(day)):
            continue
        duty = [
            piece
            for piece in roster.evaluation.rosters[each.id].worked()
            if piece.interval.overlaps(shift.interval) and piece.pay not in AWAY_FROM_CONSOLE
        ]
        if duty:
            found.append((each.id, each.name))
    return sorted(found, key=lambda pair: pair[1])


class BreaksForm(RecordForm):
    """The breaks of one shift; a line without a start is no break, and is left out."""

    def __init__(self, kind: AdjustmentKind, data: Any = None, *, terms: BreakTerms, **kwargs: Any) -> None:
        super().__init__(kind, data, **kwargs)
        self.terms = terms
        lines = sum(f"start_{n}" in data for n in range(MOST_BREAKS)) if data is not None else 0
        self.count = min(MOST_BREAKS, lines or len(terms.breaks) + _FREE_LINES)
        for n in range(self.count):
            self._add_line(n, terms.breaks[n] if n < len(terms.breaks) else None)

    def _add_line(self, n: int, pause: Break | None) -> None:
        terms = self.terms
        narrow = {"class": "inp num", "inputmode": "numeric", "autocomplete": "off"}
        start = WallTimeField(label="Start", max_length=6, required=False)
        start.initial = time_words(pause.start, terms.clock)[:5] if pause else ""
        minutes = forms.IntegerField(label="Minutes", min_value=1, max_value=240, required=False)
        minutes.widget = forms.TextInput()
        minutes.initial = pause.minutes if pause else None
        start.widget.attrs |= narrow
        minutes.widget.attrs |= narrow
        paid = forms.BooleanField(label="Paid", required=False, initial=bool(pause and pause.is_paid))
        relief = forms.ChoiceField(
            label="Relief",
            required=False,
            choices=[("", "Nobody"), (SOMEBODY_ELSE, "Somebody not on the roster"), *terms.relief],
            initial=_relief_value(pause),
        )
        position = forms.ChoiceField(
            label="Seat",
            required=False,
            choices=[("", "As the shift"), *terms.positions],
            initial=terms.seats.get(pause or _ANY, terms.seats.get(_ANY, "")),
        )
        console = forms.IntegerField(label="Console", required=False, min_value=1, max_value=999)
        for choice in (relief, position):
            choice.widget.attrs["class"] = "inp"
        console.widget.attrs |= narrow
        was = forms.IntegerField(
            required=False, widget=forms.HiddenInput, initial=pause.start if pause else None
        )
        made: dict[str, forms.Field] = {
            "start": start, "minutes": minutes, "paid": paid, "relief": relief, "was": was,
        }  # fmt: skip
        if terms.names_seat:
            made |= {"position": position, "console": console}
        for name, field in made.items():
            self.fields[f"{name}_{n}"] = field

    @property
    def lines(self) -> list[BreakLine]:
        """The lines as the template draws them."""
        return [
            BreakLine(*(self[f"{name}_{n}"] if f"{name}_{n}" in self.fields else None for name in _FIELDS))
            for n in range(self.count)
        ]

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or self.cleaned_data
        for n in self.filled(fields):
            if fields.get(f"minutes_{n}") is None and f"minutes_{n}" not in self.errors:
                self.add_error(f"minutes_{n}", "How many minutes?")
        return fields

    def filled(self, fields: Mapping[str, Any]) -> list[int]:
        """The numbers of the lines that are a break."""
        return [n for n in range(self.count) if fields.get(f"start_{n}") is not None]

    def line_of(self, n: int) -> int:
        """The line of the n-th break of the change."""
        return self.filled(self.cleaned_data)[n]

    def change(self, person: UUID, shift: Shift) -> SetBreaks:
        """The change of a valid form."""
        fields = self.cleaned_data
        breaks, seats = [], []
        for n in self.filled(fields):
            start = self._minute(n, shift)
            relief = fields[f"relief_{n}"]
            breaks.append(
                Break(
                    start,
                    start + fields[f"minutes_{n}"],
                    fields[f"paid_{n}"],
                    relief == SOMEBODY_ELSE,
                    UUID(relief) if relief not in {"", SOMEBODY_ELSE} else None,
                )
            )
            position = fields.get(f"position_{n}")
            seats.append((UUID(position), fields.get(f"console_{n}")) if position else (None, None))
        return SetBreaks(person, shift.shift_start, tuple(breaks), tuple(seats), fields["reason"])

    def _minute(self, n: int, shift: Shift) -> Minute:
        """The first such time on the wall from the start of the shift on; what was not touched stays its minute."""
        clock, at = self.terms.clock, self.cleaned_data[f"start_{n}"]
        was: int | None = self.cleaned_data[f"was_{n}"]
        stood = was is not None and any(each.start == was for each in self.terms.breaks)
        if was is not None and stood and clock.local(was).time().replace(fold=0) == at:
            return was
        day = clock.date_of(shift.start)
        found = clock.minute(day, at)
        return found if found >= shift.start else clock.minute(day + timedelta(days=1), at)


def _relief_value(pause: Break | None) -> str:
    if pause is None:
        return ""
    if pause.relief is not None:
        return str(pause.relief)
    return SOMEBODY_ELSE if pause.is_relieved else ""
