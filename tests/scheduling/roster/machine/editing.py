"""Edits of every kind, many days at once, the same edit again, undo and redo."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from scheduling.adjustments.domain import AdjustmentKind
from scheduling.adjustments.models import Adjustment
from scheduling.roster.answers import EditAnswer
from scheduling.roster.bulk import apply_bulk
from scheduling.roster.conflicts import EditRefused
from scheduling.roster.domain import bulk as bulks
from scheduling.roster.domain import commands
from scheduling.roster.door import apply_edit
from scheduling.roster.gate import PublishRefused
from scheduling.roster.selectors import View
from scheduling.roster.undo import redo, undo
from scheduling.time.interval import moment_of
from scheduling.time.segment import PayKind
from tests.scheduling.roster.machine.compared import Compared, in_words, outcome
from tests.scheduling.roster.machine.place import PEOPLE, PLANNERS, TERMS, WALL_TIMES
from tests.support.oracle import changes as paper
from tests.support.oracle.ledger import GaveWay, Ruled, Terms
from tests.support.oracle.painting import Row


def _name(change: paper.Day | paper.TakeBack) -> Any:
    """What an edit may name only once."""
    return change.row if isinstance(change, paper.TakeBack) else (change.person, change.day)


class Editing(Compared):
    """What planners type."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[tuple[str, commands.Edit, EditAnswer]] = []

    def row_of(self, row: Row, version: int) -> Adjustment:
        """The database's row of a row on paper, as it stood at a version."""
        rows = Adjustment.objects.as_of(version).filter(
            person=self.place.people[row.person],
            paint="absence" if row.band == "leave" else row.band,
            paint_version=row.order[0],
            starts_at=moment_of(row.span[0]),
            ends_at=moment_of(row.span[1]),
        )
        return rows.get()

    def command(self, change: paper.Change, version: int) -> commands.Change:
        """A change as the door takes it."""
        people = self.place.people
        if isinstance(change, paper.TakeBack):
            return commands.RevokeAdjustment(self.row_of(change.row, version).pk)
        person = people[change.person].pk
        if isinstance(change, paper.Day):
            return commands.SetDay(person, change.day, self.wanted(change))
        if isinstance(change, paper.Leave):
            return commands.RecordAbsence(person, *change.span, change.kind)
        if isinstance(change, paper.Extra):
            position = self.place.position.entity_id if change.position else None
            kind = AdjustmentKind(change.kind)
            return commands.AddDuty(person, kind, *change.span, position, None, "Storm.")
        if isinstance(change, paper.Edge):
            kind = AdjustmentKind(change.kind)
            return commands.ChangeShift(person, kind, change.shift_start, change.at, "Storm.")
        return commands.Trade(person, people[change.taker].pk, change.shift_start)

    def wanted(self, change: paper.Day) -> commands.Wanted | None:
        if change.clears:
            return None
        return commands.Wanted(
            change.code,
            change.starts,
            change.ends,
            self.place.position.entity_id if change.position else None,
            change.console,
            PayKind(change.pay) if change.pay else None,
        )

    def edit(self, data: Any, terms: Terms, count: int) -> None:
        terms = self.based(terms)
        drawn = [self.change(data, terms) for _ in range(count)]
        named = [each for each in drawn if isinstance(each, paper.Day | paper.TakeBack)]
        if len({_name(each) for each in named}) < len(named):
            return
        self.send(terms, drawn)

    edit_one = rule(data=st.data(), terms=st.deferred(lambda: TERMS), count=st.just(1))(edit)
    edit_some = rule(data=st.data(), terms=st.deferred(lambda: TERMS), count=st.integers(1, 3))(edit)

    def based(self, terms: Terms) -> Terms:
        """Seen so many versions ago."""
        return replace(terms, base_version=max(self.place.version, self.desk.version - terms.base_version))

    def send(self, terms: Terms, changes: list[paper.Change]) -> None:
        edit = commands.Edit(
            uuid.uuid4(),
            terms.base_version,
            tuple(self.command(each, terms.base_version) for each in changes),
            terms.publishes,
            terms.reason,
            terms.accepts_warnings,
        )
        send = partial(apply_edit, actor=self.user(terms.actor), center=self.center, edit=edit)
        said, answer = self.both(lambda: self.desk.edit(terms, changes), send)
        if not isinstance(answer, Exception):
            assert answer.version == said.version
        if not isinstance(answer, Exception) and answer.version is not None:
            self.sent.append((terms.actor, edit, answer))

    @precondition(lambda self: self.clock and self.sent)
    @rule(n=st.integers(0, 5))
    def send_again(self, n: int) -> None:
        """Doing an edit twice is doing it once."""
        actor, edit, answer = self.sent[n % len(self.sent)]
        assert apply_edit(actor=self.user(actor), center=self.center, edit=edit) == answer

    def change(self, data: Any, terms: Terms) -> paper.Change:
        person = data.draw(st.sampled_from(PEOPLE))
        day = self.place.day + timedelta(days=data.draw(st.integers(-1, 1)))
        rows = sorted(self.desk.at[terms.base_version].working, key=lambda row: row.order)
        starts = sorted({each.shift_start for each in self.duty_of(person)})
        kinds = ["day", "day", "day", "clear", "leave", "extra"]
        kinds += ["take back", "take back"] * bool(rows) + ["edge", "edge", "trade"] * bool(starts)
        kind = data.draw(st.sampled_from(kinds))
        if kind == "day":
            return self.typed(data, person, day)
        if kind == "clear":
            return paper.Day(person, day, clears=True)
        if kind == "take back":
            return paper.TakeBack(data.draw(st.sampled_from(rows)))
        if kind == "trade":
            others = [each for each in PEOPLE if each != person]
            return paper.Trade(person, data.draw(st.sampled_from(others)), data.draw(st.sampled_from(starts)))
        if kind == "edge":
            return self.edge(data, person, starts)
        start = self.place.world.wall.minute(day) + 30 * data.draw(st.integers(0, 47))
        length = data.draw(st.sampled_from((30, 60, 240, 720, 1440)))
        if kind == "leave":
            name = data.draw(st.sampled_from(("vacation", "vacation", "sick")))
            return paper.Leave(person, (start, start + length), name)
        name = data.draw(st.sampled_from(("overtime", "mandation", "training", "court")))
        return paper.Extra(person, name, (start, start + length), data.draw(st.sampled_from((None, "seat"))))

    def typed(self, data: Any, person: str, day: date) -> paper.Day:
        code = data.draw(st.sampled_from(("D", "N", "S", "L")))
        if data.draw(st.booleans()):
            return paper.Day(person, day, code)
        starts, ends = (data.draw(st.sampled_from((None, *WALL_TIMES))) for _ in range(2))
        position = data.draw(st.sampled_from((None, "seat")))
        console = data.draw(st.sampled_from((None, 2))) if position else None
        pay = data.draw(st.sampled_from((None, None, "regular", "overtime")))
        return paper.Day(person, day, code, starts, ends, position, console, pay)

    def edge(self, data: Any, person: str, starts: list[int]) -> paper.Edge:
        begins = data.draw(st.sampled_from(starts))
        pieces = [each for each in self.duty_of(person) if each.shift_start == begins]
        start, end = pieces[0].start, pieces[-1].end
        kind = data.draw(st.sampled_from(("holdover", "early_out", "late")))
        inside = (start + 60, start + 180, end - 60)
        after = (end, end + 60, end + 240)
        usual, other = (after, inside) if kind == "holdover" else (inside, after)
        return paper.Edge(person, kind, begins, data.draw(st.sampled_from((*usual, *usual, *other))))

    def duty_of(self, person: str) -> Any:
        return self.desk.painter.pieces(self.desk.painter.duty(self.desk.now, person))

    # Many days at once

    @rule(
        terms=st.deferred(lambda: TERMS),
        people=st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3, unique=True),
        days=st.lists(st.integers(-1, 1), min_size=1, max_size=3, unique=True),
        code=st.sampled_from(("D", "N", None)),
    )
    def fill(self, terms: Terms, people: list[str], days: list[int], code: str | None) -> None:
        terms = self.based(terms)
        dates = [self.place.day + timedelta(days=n) for n in days]
        wanted = commands.Wanted(code) if code else None
        bulk = bulks.Fill(tuple(self.place.people[name].pk for name in people), tuple(dates), wanted)
        changes = [paper.Day(name, day, code, clears=code is None) for name in people for day in dates]
        self.send_bulk(terms, bulk, changes)

    @rule(
        terms=st.deferred(lambda: TERMS),
        person=st.sampled_from(PEOPLE),
        length=st.integers(1, 2),
        by=st.sampled_from((-1, 1)),
    )
    def move_block(self, terms: Terms, person: str, length: int, by: int) -> None:
        terms = self.based(terms)
        first = self.place.day - timedelta(days=1)
        block = [first + timedelta(days=n) for n in range(length)]
        seen = {
            day: self.seen_on(terms, person, day) for n in range(-1, 4) if (day := first + timedelta(days=n))
        }
        moved = {day + timedelta(days=by): seen[day] for day in block if seen[day]}
        onto = [day for day in moved if day not in block]
        bulk = bulks.MoveBlock(self.place.people[person].pk, block[0], first + timedelta(days=length), by)
        changes = [
            self.as_typed(person, day, moved.get(day, []))
            for day in sorted({*moved, *(day for day in block if seen[day])})
        ]
        several = any(len(seen[day]) > 1 for day in block)
        is_possible = moved and not several and not any(seen[day] for day in onto)
        self.send_bulk(terms, bulk, changes if is_possible else None)

    def seen_on(self, terms: Terms, person: str, day: date) -> list[Any]:
        return self.desk.painter.pieces_of(self.desk.at[terms.base_version], person, day)

    def as_typed(self, person: str, onto: date, pieces: list[Any]) -> paper.Day:
        """A day as it was seen, typed into another."""
        if not pieces:
            return paper.Day(person, onto, clears=True)
        only = pieces[0]
        wall = self.place.world.wall
        pay = None if only.look.pay in {"regular", "holiday"} else only.look.pay
        return paper.Day(
            person, onto, only.look.shift, wall.time_of(only.start), wall.time_of(only.end),
            only.look.position, only.look.console, pay,
        )  # fmt: skip

    def send_bulk(self, terms: Terms, bulk: bulks.Bulk, changes: Sequence[paper.Change] | None) -> None:
        """`changes` None: on paper that can't be."""
        said = commands.EditTerms(
            uuid.uuid4(), terms.base_version, terms.publishes, terms.reason, terms.accepts_warnings
        )
        send = partial(apply_bulk, actor=self.user(terms.actor), center=self.center, bulk=bulk, terms=said)
        expected = paper.Impossible("bulk")
        if changes is not None:
            expected = outcome(partial(self.desk.edit, terms, changes), paper.Impossible, GaveWay, Ruled)
        actual = outcome(send, commands.CommandError, EditRefused, PublishRefused)
        if isinstance(expected, paper.Impossible):
            # Said of the whole bulk, with the name of whose day it is.
            assert isinstance(actual, commands.CommandError), (actual, expected)
        else:
            assert in_words(actual) == in_words(expected), (actual, expected)

    # Undo and redo

    @precondition(lambda self: self.clock and self.desk.gestures)
    @rule(actor=PLANNERS, n=st.integers(-1, 0))
    def undo(self, actor: str, n: int) -> None:
        self.step(actor, n, undo, self.desk.undo)

    @precondition(lambda self: self.clock and any(each.kind == "undo" for each in self.desk.gestures))
    @rule(actor=PLANNERS, n=st.integers(-1, 0))
    def redo(self, actor: str, n: int) -> None:
        self.step(actor, n, redo, self.desk.redo)

    @rule(
        actor=st.sampled_from(("dana", "sam")),
        person=st.sampled_from(PEOPLE),
        n=st.integers(-1, 1),
        codes=st.lists(st.sampled_from(("D", "N", "S")), min_size=2, max_size=3, unique=True),
        back=st.lists(st.booleans(), min_size=1, max_size=3),
    )
    def back_and_forth(self, actor: str, person: str, n: int, codes: list[str], back: list[bool]) -> None:
        """A day typed over and over; then steps back, and forward again."""
        day = self.place.day + timedelta(days=n)
        for code in codes:
            self.send(Terms(actor, self.desk.version), [paper.Day(person, day, code)])
        for is_back in (True, *back):
            self.step(actor, n, undo if is_back else redo, self.desk.undo if is_back else self.desk.redo)
            self.compare(self.desk.version, View.WORKING)

    def step(self, actor: str, n: int, act: Callable[..., Any], on_paper: Callable[..., Any]) -> None:
        day = self.place.day + timedelta(days=n)
        self.both(
            lambda: on_paper(actor, day),
            lambda: act(actor=self.user(actor), center=self.center, day=day, edit_id=uuid.uuid4()),
        )
