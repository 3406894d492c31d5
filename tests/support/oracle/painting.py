"""What a center's rows make of everybody's minutes: base, duty band, absence band, one cell per minute.

A cell says where its activity comes from, which shift it belongs to, what it looks like, and whether it is a break.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import cache, cached_property
from typing import Any, NamedTuple

from tests.support.oracle.wall import Span, Wall

LONGEST_SHIFT = 26 * 60
OFF = None


class Look(NamedTuple):
    """What can be told apart of an activity: leave has only its kind."""

    leave: str = ""
    shift: str | None = None
    position: str | None = None
    console: int | None = None
    pay: str = ""


NO_LOOK = Look()


class Cell(NamedTuple):
    """One minute of one person; a minute off is None."""

    source: Any
    shift_start: int
    look: Look
    on_break: bool = False


class Piece(NamedTuple):
    """Cells in a row from one source, breaks included."""

    start: int
    end: int
    source: Any
    shift_start: int
    look: Look
    pauses: tuple[int, ...]

    @property
    def span(self) -> Span:
        return self.start, self.end


@dataclass(frozen=True)
class Row:
    """One change of the second layer. `entity` stays when undo brings it back, `order` is its place in painting."""

    entity: int
    person: str
    kind: str
    band: str
    span: Span
    order: tuple[int, int] = (0, 0)
    shift_start: int | None = None
    look: Look = NO_LOOK
    pauses: tuple[int, ...] = ()

    @property
    def begins(self) -> int:
        """What names its date."""
        return self.span[0] if self.shift_start is None else self.shift_start


@dataclass(frozen=True)
class Hours:
    """A shift type."""

    starts: time
    ends: time
    unpaid_break: int = 0


@dataclass(frozen=True)
class Contract:
    """A pattern from a date until before another."""

    pattern: str | None
    offset: int
    first: date
    before: date
    holiday: str = "work"


@dataclass(frozen=True)
class Base:
    """All that the first layer is computed from, except employment."""

    hours: Mapping[str, Hours]
    cycles: Mapping[str, tuple[str | None, ...]]
    contracts: Mapping[str, tuple[Contract, ...]]
    holidays: frozenset[date] = frozenset()

    def contract(self, person: str, day: date) -> Contract | None:
        return next((each for each in self.contracts[person] if each.first <= day < each.before), None)


@dataclass(frozen=True)
class State:
    """A center at one version. `published` periods have the base they were published with."""

    base: Base
    employed: Mapping[str, tuple[date, date]]
    working: frozenset[Row] = frozenset()
    published: frozenset[Row] = frozenset()
    bases: Mapping[date, Base] = field(default_factory=dict)
    locked: frozenset[date] = frozenset()
    strategy: str = "last_writer_wins"
    provisional: bool = False

    def is_employed(self, person: str, day: date) -> bool:
        first, before = self.employed[person]
        return first <= day < before


@dataclass(frozen=True)
class World:
    """What never changes: zone, dates, periods, people. Nothing happens outside `first` until before `before`."""

    zone: str
    first: date
    before: date
    anchor: date
    period_days: int
    people: tuple[str, ...]

    @cached_property
    def wall(self) -> Wall:
        return Wall(self.zone)

    @cached_property
    def span(self) -> Span:
        return self.wall.minute(self.first), self.wall.minute(self.before)

    @cached_property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.before - self.first).days)]

    @cached_property
    def date_of(self) -> Callable[[int], date]:
        return cache(self.wall.date_of)

    def period(self, day: date) -> date:
        """The first day of the period of a date."""
        return day - timedelta(days=(day - self.anchor).days % self.period_days)


Cells = list[Cell | None]


class Painter:
    """Everybody's minutes as of a state, remembered."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._known: dict[tuple[int, str, str], tuple[Cells, Cells]] = {}
        self._kept: list[State] = []

    def base(self, state: State, person: str, period: date | None = None) -> Cells:
        """Layer 1 of the working roster, or of one period of it."""
        return self._base(
            state, person, lambda day: state.base if period in (None, self.world.period(day)) else None
        )

    def duty(self, state: State, person: str, view: str = "working") -> Cells:
        """Without the absence band: what would be worked."""
        return self._painted(state, person, view)[0]

    def result(self, state: State, person: str, view: str = "working") -> Cells:
        return self._painted(state, person, view)[1]

    def looks(self, cells: Cells, span: Span) -> list[Look | None]:
        """The minutes of a span as they look, breaks and shifts apart."""
        first = self.world.span[0]
        return [cell and cell.look for cell in cells[span[0] - first : span[1] - first]]

    def pieces(self, cells: Cells) -> list[Piece]:
        """Cells in a row from one source; breaks do not cut them."""
        found: list[Piece] = []
        first, start, before = self.world.span[0], 0, OFF
        for n, cell in enumerate([*cells, OFF]):
            if cell is before:
                continue
            if before is not OFF:
                pauses = tuple(range(first + start, first + n)) if before.on_break else ()
                last = found[-1] if found else None
                if last is not None and last.end == first + start and last[2:5] == before[:3]:
                    found[-1] = last._replace(end=first + n, pauses=last.pauses + pauses)
                else:
                    found.append(Piece(first + start, first + n, *before[:3], pauses))
            start, before = n, cell
        return found

    def pieces_of(self, state: State, person: str, day: date) -> list[Piece]:
        """The duty that starts on a date, absence apart."""
        pieces = self.pieces(self.duty(state, person))
        return [each for each in pieces if self.world.date_of(each.shift_start) == day]

    def paints(self, state: State, row: Row) -> bool:
        """Nobody works on a shift that would begin outside employment."""
        return row.band != "duty" or state.is_employed(row.person, self.world.date_of(row.begins))

    def _painted(self, state: State, person: str, view: str) -> tuple[Cells, Cells]:
        key = (id(state), person, view)
        if key not in self._known:
            self._kept.append(state)
            self._known[key] = self._paint(state, person, view)
        return self._known[key]

    def _paint(self, state: State, person: str, view: str) -> tuple[Cells, Cells]:
        def published_with(day: date) -> Base | None:
            return state.bases.get(self.world.period(day), state.base if state.provisional else None)

        if view == "working":
            rows, cells = state.working, self.base(state, person)
        else:
            rows, cells = state.published, self._base(state, person, published_with)
        ordered = sorted((row for row in rows if row.person == person), key=lambda row: row.order)
        for row in ordered:
            if row.band == "off":
                self._fill(cells, row.span, OFF)
            elif row.band == "duty" and self.paints(state, row):
                self._fill(cells, row.span, Cell((row.entity, row.order), row.begins, row.look), row.pauses)
        result = list(cells)
        for row in ordered:
            if row.band == "leave":
                self._fill(result, row.span, Cell((row.entity, row.order), row.begins, row.look))
        return cells, result

    def _base(self, state: State, person: str, of: Callable[[date], Base | None]) -> Cells:
        cells: Cells = [OFF] * (self.world.span[1] - self.world.span[0])
        busy_until = self.world.span[0]
        for day in self.world.days:
            base = of(day)
            contract = base.contract(person, day) if base else None
            if base is None or contract is None or not contract.pattern or not state.is_employed(person, day):
                continue
            if day in base.holidays and contract.holiday == "off":
                continue
            cycle = base.cycles[contract.pattern]
            code = cycle[((day - self.world.anchor).days - contract.offset) % len(cycle)]
            if code is None:
                continue
            hours = base.hours[code]
            start, end = self.world.wall.shift(day, hours.starts, hours.ends)
            if end <= busy_until:
                continue
            premium = day in base.holidays and contract.holiday == "premium"
            look = Look(shift=code, pay="holiday" if premium else "regular")
            pauses = tuple(each for each in middle((start, end), hours.unpaid_break) if each >= busy_until)
            self._fill(cells, (max(start, busy_until), end), Cell(("base", day), start, look), pauses)
            busy_until = end
        return cells

    def _fill(self, cells: Cells, span: Span, cell: Cell | None, pauses: tuple[int, ...] = ()) -> None:
        first, last = self.world.span
        start, end = max(span[0], first), min(span[1], last)
        if start < end:
            cells[start - first : end - first] = [cell] * (end - start)
        for minute in pauses:
            if cell and first <= minute < last:
                cells[minute - first] = cell._replace(on_break=True)


def middle(span: Span, unpaid_break: int) -> tuple[int, ...]:
    """The minutes of the unpaid break of a shift: in its middle, none if it filled the shift."""
    length = span[1] - span[0]
    if not 0 < unpaid_break < length:
        return ()
    start = span[0] + (length - unpaid_break) // 2
    return tuple(range(start, start + unpaid_break))
