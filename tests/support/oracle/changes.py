"""What planners ask for, and what each does to the rows of one person: rows to add, rows to take away.

Nothing here knows of versions, other planners or rules: that is in `desk.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta

from tests.support.oracle.painting import LONGEST_SHIFT, Look, Painter, Piece, Row, State, middle
from tests.support.oracle.wall import Span, both, overlap

PAY_KINDS = {"overtime", "holdover", "training", "court", "mandation", "trade"}
SEEN_AT_ONCE = {"leave", "holdover", "early_out", "late", "trade", "mandation"}


class Impossible(Exception):
    """Refused at once, always; the field it is about."""


@dataclass(frozen=True)
class Day:
    """The duty that starts on a date is to be exactly this; `clears` it, or a code, or times."""

    person: str
    day: date
    code: str | None = None
    starts: time | None = None
    ends: time | None = None
    position: str | None = None
    console: int | None = None
    pay: str | None = None
    clears: bool = False


@dataclass(frozen=True)
class Leave:
    person: str
    span: Span
    kind: str


@dataclass(frozen=True)
class TakeBack:
    """One row, in the form it has now."""

    row: Row


@dataclass(frozen=True)
class Extra:
    """Overtime, mandation, training or court time."""

    person: str
    kind: str
    span: Span
    position: str | None = None


@dataclass(frozen=True)
class Edge:
    """Holdover, early out or late of a shift."""

    person: str
    kind: str
    shift_start: int
    at: int


@dataclass(frozen=True)
class Trade:
    person: str
    taker: str
    shift_start: int


Change = Day | Leave | TakeBack | Extra | Edge | Trade


@dataclass(frozen=True)
class Plan:
    """What a change does to one person. `wanted` is the duty a typed day asks for."""

    person: str
    adds: tuple[Row, ...] = ()
    takes: frozenset[Row] = frozenset()
    touched: tuple[Span, ...] = ()
    wanted: Wanted | None = None

    @property
    def is_empty(self) -> bool:
        return not self.adds and not self.takes


@dataclass(frozen=True)
class Wanted:
    """A day's duty as the fields two planners can differ in."""

    span: Span
    look: Look
    pauses: tuple[int, ...] = field(default=(), compare=False)

    @staticmethod
    def of(pieces: list[Piece]) -> Wanted | None:
        """A day of several pieces has the look of the first and the end of the last."""
        return Wanted((pieces[0].start, pieces[-1].end), pieces[0].look) if pieces else None


class Planner:
    """Changes as plans on the working roster of a state."""

    def __init__(self, painter: Painter, state: State) -> None:
        self.painter, self.world, self.state = painter, painter.world, state

    def employed_or(self, person: str, day: date, problem: str) -> None:
        if not self.state.is_employed(person, day):
            raise Impossible(problem)

    # Days as wholes

    def wanted(self, change: Day) -> Wanted | None:
        """What is typed, as minutes and pay."""
        if change.clears:
            return None
        hours = self.state.base.hours[change.code] if change.code else None
        starts = change.starts or (hours and hours.starts)
        ends = change.ends or (hours and hours.ends)
        if starts is None or ends is None:
            raise Impossible("shift")
        span = self.world.wall.shift(change.day, starts, ends)
        look = Look("", change.code, change.position, change.console, change.pay or self._pay(change, span))
        return Wanted(span, look, middle(span, hours.unpaid_break if hours else 0))

    def _pay(self, change: Day, span: Span) -> str:
        """Overtime where a pattern has the day off, holiday pay where its shift has that."""
        contract = self.state.base.contract(change.person, change.day)
        pieces = self.painter.pieces(self.painter.base(self.state, change.person))
        own = [each for each in pieces if self.world.date_of(each.shift_start) == change.day]
        if own and overlap(own[0].span, span):
            return own[0].look.pay
        return "overtime" if contract and contract.pattern and not own else "regular"

    def rows_of(self, person: str, day: date) -> frozenset[Row]:
        """Rows of the duty band whose shift begins on a date."""
        return frozenset(
            row
            for row in self.state.working
            if row.person == person
            and row.band != "leave"
            and row.span[1] - row.span[0] <= LONGEST_SHIFT
            and self.world.date_of(row.begins) == day
        )

    def day(self, change: Day) -> Plan:
        rows = self.rows_of(change.person, change.day)
        if not self.state.is_employed(change.person, change.day):
            left = frozenset(row for row in rows if row.band == "duty")
            if not change.clears:
                raise Impossible("day")
            return Plan(change.person, (), left, tuple(row.span for row in left))
        return self.make_day(change.person, change.day, self.wanted(change))

    def make_day(self, person: str, day: date, wanted: Wanted | None) -> Plan:
        """Take the day's own rows away, and paint what is left of it into what is wanted."""
        now = self.painter.pieces_of(self.state, person, day)
        if _is(now, wanted):
            return Plan(person, wanted=wanted)
        own = frozenset(row for row in self.rows_of(person, day) if self.painter.paints(self.state, row))
        bare = replace(self.state, working=self.state.working - own)
        beneath = self.painter.pieces_of(bare, person, day)
        adds: list[Row] = []
        if not _is(beneath, wanted):
            for each in beneath:
                for span in _without(each.span, wanted.span if wanted else None):
                    kind = "replace" if wanted else "remove"
                    adds.append(Row(0, person, kind, "off", span, shift_start=each.shift_start))
            if wanted:
                kind = wanted.look.pay if wanted.look.pay in PAY_KINDS else "replace" if beneath else "assign"
                start = wanted.span[0]
                adds.append(
                    Row(0, person, kind, "duty", wanted.span, (0, 0), start, wanted.look, wanted.pauses)
                )
        touched = [*(each.span for each in (*now, *beneath)), *(row.span for row in own)]
        return Plan(person, tuple(adds), own, (*touched, *([wanted.span] if wanted else [])), wanted)

    # What happens to a person's time

    def leave(self, change: Leave) -> Plan:
        self._check_leave(change)
        plan = Plan(change.person, (_leave(change),), frozenset(), (change.span,))
        cells = self.painter.result(self.state, change.person)
        looks = self.painter.looks(cells, change.span)
        if all(look and look.leave == change.kind for look in looks):
            return Plan(change.person)
        return plan

    def _check_leave(self, change: Leave) -> None:
        """Inside employment, or inside a shift that began in it."""
        first = self.world.span[0]
        cells = self.painter.duty(self.state, change.person)
        for minute in range(*change.span):
            day = self.world.date_of(minute)
            if self.state.is_employed(change.person, day):
                continue
            cell = cells[minute - first]
            if cell is None or not self.state.is_employed(change.person, day - timedelta(days=1)):
                raise Impossible("start" if minute == change.span[0] else "end")

    def beside(self, change: Extra) -> Plan:
        self.employed_or(change.person, self.world.date_of(change.span[0]), "person")
        for row in self.state.working:
            same = (row.person, row.kind, row.span, row.look.position)
            if same == (change.person, change.kind, change.span, change.position):
                return Plan(change.person)
        if change.span[1] - change.span[0] > LONGEST_SHIFT:
            raise Impossible("end")
        met = [each for each in self._duty(change.person) if overlap(each.span, change.span)]
        if met and change.kind not in {"training", "court"}:
            raise Impossible("start")
        begins = met[0].shift_start if met and met[0].start <= change.span[0] else change.span[0]
        look = Look(position=change.position, pay=change.kind)
        row = Row(0, change.person, change.kind, "duty", change.span, (0, 0), begins, look)
        return Plan(change.person, (row,), frozenset(), (change.span,))

    def edge(self, change: Edge) -> Plan:
        self.employed_or(change.person, self.world.date_of(change.shift_start), "person")
        for row in self.state.working:
            if (row.person, row.kind, row.shift_start) == (change.person, change.kind, change.shift_start):
                at = row.span[0] if change.kind == "early_out" else row.span[1]
                if at == change.at:
                    return Plan(change.person)
        pieces = self._shift(change.person, change.shift_start)
        start, end = pieces[0].start, pieces[-1].end
        if change.kind == "holdover":
            return self._holdover(change, pieces)
        if not start < change.at < end:
            raise Impossible("at" if change.kind == "early_out" else "until")
        gone = (change.at, end) if change.kind == "early_out" else (start, change.at)
        return _off(change.person, change.kind, pieces, gone)

    def _holdover(self, change: Edge, pieces: list[Piece]) -> Plan:
        last = pieces[-1]
        span = (last.end, change.at)
        if span[0] >= span[1] or span[1] - pieces[0].start > LONGEST_SHIFT:
            raise Impossible("until")
        if any(overlap(each.span, span) for each in self._duty(change.person)):
            raise Impossible("until")
        look = last.look._replace(pay="holdover")
        row = Row(0, change.person, "holdover", "duty", span, (0, 0), change.shift_start, look)
        return Plan(change.person, (row,), frozenset(), (span,))

    def trade(self, change: Trade) -> list[Plan]:
        day = self.world.date_of(change.shift_start)
        self.employed_or(change.person, day, "person")
        self.employed_or(change.taker, day, "taker")
        if change.taker == change.person:
            raise Impossible("taker")
        known = {
            (row.person, row.band)
            for row in self.state.working
            if row.kind == "trade" and row.shift_start == change.shift_start
        }
        if {(change.taker, "duty"), (change.person, "off")} <= known:
            return [Plan(change.person), Plan(change.taker)]
        pieces = self._shift(change.person, change.shift_start)
        whole = pieces[0].start, pieces[-1].end
        busy = self.painter.pieces(self.painter.result(self.state, change.taker))
        if any(overlap(each.span, whole) for each in busy):
            raise Impossible("taker")
        taken = tuple(
            Row(
                0, change.taker, "trade", "duty", each.span, (0, 0), change.shift_start,
                each.look._replace(pay="trade"), each.pauses,
            )
            for each in pieces
        )  # fmt: skip
        given = _off(change.person, "trade", pieces, whole)
        return [given, Plan(change.taker, taken, frozenset(), (whole,))]

    def _duty(self, person: str) -> list[Piece]:
        return self.painter.pieces(self.painter.duty(self.state, person))

    def _shift(self, person: str, shift_start: int) -> list[Piece]:
        pieces = [each for each in self._duty(person) if each.shift_start == shift_start]
        if not pieces:
            raise Impossible("shift_start")
        return pieces


def _leave(change: Leave) -> Row:
    return Row(0, change.person, "leave", "leave", change.span, look=Look(leave=change.kind))


def _off(person: str, kind: str, pieces: list[Piece], gone: Span) -> Plan:
    rows = tuple(
        Row(0, person, kind, "off", cut, shift_start=each.shift_start)
        for each in pieces
        if (cut := both(each.span, gone))
    )
    return Plan(person, rows, frozenset(), (gone,))


def _is(pieces: list[Piece], wanted: Wanted | None) -> bool:
    """Whether a day is like that already, breaks included."""
    if wanted is None:
        return not pieces
    return len(pieces) == 1 and Wanted.of(pieces) == wanted and pieces[0].pauses == wanted.pauses


def _without(span: Span, gone: Span | None) -> list[Span]:
    if gone is None or not overlap(span, gone):
        return [span]
    return [each for each in ((span[0], gone[0]), (gone[1], span[1])) if each[0] < each[1]]
