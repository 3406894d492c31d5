"""The container of the model: one literal per choice, linear sums over them, and nothing about any rule.

Constraints and objective terms get their variables only from here. What can be chosen at all is decided in
`facts.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from solver.engine.facts import Facts, Piece, by_date
from solver.engine.instance import Symbol
from solver.engine.linear import Linear, Rows, Var


class Variables(Rows):
    """The model under construction and its literals; `literals` has one entry per piece that is a choice."""

    def __init__(self, facts: Facts) -> None:
        super().__init__()
        self.facts = facts
        self.assigned: dict[tuple[str, str], Var] = {}
        self.kept: dict[str, Var] = {}
        self.coverage_rows = 0
        self.pieces = facts.pieces
        self._literal: dict[int, Var] = {}
        for person, pieces in facts.pieces.items():
            for piece in pieces:
                if piece.is_choice:
                    self._add_choice(person, piece)
        self._by_date = {person: by_date(pieces) for person, pieces in facts.pieces.items()}
        self._by_night: dict[str, dict[date, list[Piece]]] = {person: {} for person in facts.pieces}
        for person, pieces in facts.pieces.items():
            for piece in pieces:
                for night in piece.nights:
                    self._by_night[person].setdefault(night, []).append(piece)
        self._worked: dict[tuple[str, date, bool], Linear] = {}
        self._counted: dict[tuple[str, date], Linear] = {}
        self._minutes: dict[tuple[str, date], Linear] = {}

    def _add_choice(self, person: str, piece: Piece) -> None:
        literal = self.literal()
        if piece.occurrence is not None:
            self.assigned[person, piece.occurrence] = literal
        elif piece.duty is not None:
            self.kept[piece.duty] = literal
        self._literal[id(piece)] = literal

    def literal_of(self, piece: Piece) -> Var | None:
        """The literal of a choice; None for duty that stands anyway."""
        return self._literal.get(id(piece))

    def has_choice(self, person: str) -> bool:
        return any(piece.is_choice for piece in self.pieces[person])

    def pieces_on(self, person: str, on: date) -> list[Piece]:
        """Pieces that count for a local date."""
        return self._by_date[person].get(on, [])

    def dates(self, person: str) -> list[date]:
        """Dates that have any piece of the person, in order."""
        return sorted(self._by_date[person])

    def total(self, pieces: Iterable[tuple[Piece, int]]) -> Linear:
        """The weighted number of those pieces that stand."""
        total = Linear()
        for piece, coefficient in pieces:
            literal = self.literal_of(piece)
            if literal is None:
                total.constant += coefficient
            else:
                total.add(literal, coefficient)
        return total

    def worked(self, person: str, on: date, *, nights_only: bool = False) -> Linear:
        """1 when the person has duty that counts for the date (or night duty in its night), else 0."""
        key = (person, on, nights_only)
        if key not in self._worked:
            pieces = self._by_night[person].get(on, []) if nights_only else self.pieces_on(person, on)
            self._worked[key] = self.any_of(pieces)
        return self._worked[key]

    def counted(self, person: str, on: date, *, nights_only: bool = False) -> Linear:
        """The same without duty that the contract leaves out of limits on time."""
        pieces = self.pieces_on(person, on)
        if nights_only or all(piece.counts for piece in pieces):
            return self.worked(person, on, nights_only=nights_only)
        key = (person, on)
        if key not in self._counted:
            self._counted[key] = self.any_of([piece for piece in pieces if piece.counts])
        return self._counted[key]

    def worked_type(self, person: str, on: date, shift_type: str) -> Linear:
        """1 when a shift of the type counts for the date."""
        return self.any_of([p for p in self.pieces_on(person, on) if p.shift_type == shift_type])

    def worked_as(self, person: str, on: date, symbol: Symbol) -> Linear:
        """1 when a shift whose type has the symbol counts for the date."""
        types = {row.key for row in self.facts.instance.shift_types if row.symbol == symbol}
        return self.any_of([p for p in self.pieces_on(person, on) if p.shift_type in types])

    def any_of(self, pieces: list[Piece]) -> Linear:
        """1 when any of these pieces of one person stands."""
        if any(not piece.is_choice for piece in pieces):
            return Linear(1)
        total = self.total((piece, 1) for piece in pieces)
        exclusive = all(piece.occurrence is not None and piece.on == pieces[0].on for piece in pieces)
        if len(pieces) <= 1 or (exclusive and not self.facts.instance.options.double_shifts_allowed):
            return total
        stands = self.literal()
        for variable, _ in total.terms:
            each = Linear(0, variable)
            each.add(stands, -1)
            self.row(each, 0)
        none = Linear(0, stands)
        none.add_linear(total, -1)
        self.row(none, 0)
        return Linear(0, stands)

    def minutes_on(self, person: str, on: date) -> Linear:
        """Minutes of the pieces that count for a date, as one variable where there are several choices."""
        key = (person, on)
        if key not in self._minutes:
            total = self.total((piece, piece.minutes) for piece in self.pieces_on(person, on))
            if len(total.terms) > 1:
                minutes = self.number(total.least, self._most_minutes(person, on, total))
                total.add(minutes, -1)
                self.equal(total, 0)
                total = Linear(0, minutes)
            self._minutes[key] = total
        return self._minutes[key]

    def _most_minutes(self, person: str, on: date, total: Linear) -> int:
        """Without double shifts at most one of the added shifts of a date stands."""
        if self.facts.instance.options.double_shifts_allowed or total.constant:
            return total.greatest
        pieces = self.pieces_on(person, on)
        longest = max((piece.minutes for piece in pieces if piece.occurrence is not None), default=0)
        return max(longest, sum(piece.minutes for piece in pieces if piece.occurrence is None))

    def excess(self, total: Linear, limit: int) -> Linear:
        """At least 0 and at least `total - limit`; minimizing makes it exactly the larger of the two."""
        if total.greatest <= limit:
            return Linear()
        if total.is_constant:
            return Linear(max(0, total.constant - limit))
        if total.least >= limit:
            found = Linear(-limit)
            found.add_linear(total)
            return found
        over = self.number(0, total.greatest - limit)
        self._at_least(over, total, limit)
        return Linear(0, over)

    def excess_if(self, total: Linear, limit: int, pieces: list[Piece]) -> Linear:
        """The same as `excess` when one of the pieces stands, else 0 (when minimized)."""
        if total.greatest <= limit:
            return Linear()
        if any(not piece.is_choice for piece in pieces):
            return self.excess(total, limit)
        over = self.number(0, total.greatest - limit)
        for piece in pieces:
            self._at_least(over, total, limit, only_if=self.literal_of(piece))
        return Linear(0, over)

    def _at_least(self, over: Var, total: Linear, limit: int, *, only_if: Var | None = None) -> None:
        """`over >= total - limit`."""
        row = Linear()
        row.add_linear(total)
        row.add(over, -1)
        self.row(row, limit, only_if=only_if)

    def peak(self, totals: list[Linear], limit: int) -> Linear:
        """The greatest excess over the limit among several sums; 0 when none exceeds it."""
        least = max([0, *(total.constant - limit for total in totals if total.is_constant)])
        open_totals = [total for total in totals if not total.is_constant and total.greatest - limit > least]
        if not open_totals:
            return Linear(least)
        over = self.number(least, max(total.greatest for total in open_totals) - limit)
        for total in open_totals:
            self._at_least(over, total, limit)
        return Linear(0, over)

    def at_most(self, total: Linear, limit: int) -> None:
        """`total <= limit`, left out when it always holds.

        What duty that can't go (the past, locked days) breaks by itself must not be made worse; it does not
        make the model infeasible, unless the instance says that findings stay.
        """
        least = total.least
        if least > limit and not self.facts.instance.options.findings_removed:
            self.impossible()
        elif total.greatest > max(limit, least):
            self.row(total, max(limit, least))
