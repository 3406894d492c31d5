"""A center on paper by version: which days are closed, which rules are broken, what is noted of each act.

`at` keeps the whole center as of every version, so that what was said then is looked up, never computed back.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.support.oracle.painting import Painter, Row, State, World
from tests.support.oracle.resting import Broken, broken_rests
from tests.support.oracle.wall import Span


class ClosedPeriod(Exception):
    """Payroll has the period, or it is in no state for this."""


class GoneFromList(Exception):
    """Something selected is no draft change any more."""


class NothingLeft(Exception):
    """No step in this direction."""


class GaveWay(Exception):
    """Somebody else was first, and the center's strategy gives way."""


class Ruled(Exception):
    """Rules stand against it; `missing` is "reason", "approval" (a reason, or asking) or "click"."""

    def __init__(self, missing: str) -> None:
        super().__init__(missing)
        self.missing = missing


@dataclass(frozen=True)
class Terms:
    """How something is done: by whom, seen on which version, and what is said about rules."""

    actor: str
    base_version: int = 0
    publishes: bool = False
    reason: str = ""
    accepts_warnings: bool = False


@dataclass(frozen=True)
class Done:
    """The version it took, if any, and whom others had changed meanwhile."""

    version: int | None
    conflicts: frozenset[tuple[str, str]] = frozenset()
    left_alone: int = 0
    people: frozenset[str] = frozenset()


@dataclass
class Gesture:
    """One step of a planner, as undo finds it."""

    version: int
    actor: str
    period: date
    kind: str
    adds: list[Row]
    takes: list[Row]
    of: Gesture | None = None


@dataclass
class Ledger:
    """A center on paper, version by version."""

    world: World
    version: int
    start: State
    limits: dict[str, int] = field(default_factory=dict)
    admins: frozenset[str] = frozenset()
    today: date = date.min

    def __post_init__(self) -> None:
        self.painter = Painter(self.world)
        self.at = {self.version: self.start}
        self.gestures: list[Gesture] = []
        self.overridden: set[Broken] = set()
        self._touched: list[tuple[int, str, str, Span]] = []
        self._standing: dict[Row, int] = {}
        """The version from which a row stands as it does now: that which added it, or brought it back."""
        self._shown: dict[tuple[Row, int], int] = {}
        """When the addition of a row that stands from a version was published."""
        self._hidden: dict[tuple[Row, int], int] = {}
        """When the revocation of a row, made at a version, was published."""
        self._taken: dict[Row, int] = {}
        self._entities = 0

    @property
    def now(self) -> State:
        return self.at[self.version]

    def entity(self) -> int:
        self._entities += 1
        return self._entities

    # Which days are closed

    def is_closed(self, day: date) -> bool:
        return self.world.period(day) in self.now.locked

    def is_past(self, actor: str, day: date) -> bool:
        """Closed for drafts: payroll has it, or employees saw it and it is over."""
        seen = self.world.period(day) in self.now.bases and day < self.today and actor not in self.admins
        return seen or self.is_closed(day)

    def days_of(self, row: Row) -> list[date]:
        if row.shift_start is not None:
            return [self.world.date_of(row.shift_start)]
        return self._dates(row.span)

    def _dates(self, span: Span) -> list[date]:
        first, last = self.world.date_of(span[0]), self.world.date_of(span[1] - 1)
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]

    # Rules

    def _rests(self, state: State, people: Iterable[str], view: str) -> list[Broken]:
        first = self.world.span[0]
        return [
            each
            for person in people
            for each in broken_rests(person, self.painter.result(state, person, view), first, self.limits)
        ]

    def _clear(self, terms: Terms, broken: Sequence[Broken]) -> None:
        levels = {each.level for each in broken}
        if levels & {"block", "approval"} and not terms.reason:
            raise Ruled("reason" if "block" in levels else "approval")
        if "warn" in levels and not terms.accepts_warnings:
            raise Ruled("click")
        self.overridden |= {each for each in broken if each.level in {"block", "approval"}}

    # Versions

    def change(self, change: Callable[[State], State]) -> Done:
        """Base, employment or settings: one version."""
        self._commit(change(self.now))
        return Done(self.version)

    def _pairs(self, working: Collection[Row]) -> list[Row]:
        """Published rows whose revocation was undone before it was published: nobody sees a difference."""
        return [
            row
            for row in self.now.published
            if row in working and (row, self._standing[row]) not in self._shown
        ]

    def _commit(self, state: State) -> None:
        self.version += 1
        self.at[self.version] = state

    def _note(
        self,
        actor: str,
        adds: list[Row],
        takes: list[Row],
        kind: str,
        period: date,
        of: Gesture | None = None,
    ) -> None:
        for row in adds:
            self._standing[row] = self.version
        for row in takes:
            self._taken[row] = self.version
        self._touched += [(self.version, actor, row.person, row.span) for row in (*adds, *takes)]
        self.gestures.append(Gesture(self.version, actor, period, kind, adds, takes, of))

    def _publish_row(self, row: Row) -> None:
        if row in self.now.published:
            self._shown[row, self._standing[row]] = self.version
        elif row in self._taken:
            self._hidden[row, self._taken[row]] = self.version
