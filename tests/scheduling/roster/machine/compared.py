"""A center and its paper side by side: what is the same after every step, and what came of it in the words of both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

import time_machine
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from scheduling.roster.conflicts import EditRefused
from scheduling.roster.domain import commands
from scheduling.roster.gate import NeedsApproval, PublishRefused
from scheduling.roster.periods import PeriodStateError
from scheduling.roster.publish_list import SelectionChanged
from scheduling.roster.selectors import View, load_roster
from scheduling.roster.undo import NothingToUndo
from scheduling.time.interval import moment_of
from scheduling.time.segment import Duty
from staff.centers.clock import current_version
from staff.centers.models import Center, Event
from staff.people.models import User
from tests.scheduling.roster.machine.place import LIMITS, PEOPLE, PLACES, Place
from tests.support.oracle import changes as paper
from tests.support.oracle.desk import Desk
from tests.support.oracle.ledger import ClosedPeriod, GaveWay, GoneFromList, NothingLeft, Ruled
from tests.support.oracle.painting import Look


def outcome(act: Callable[[], Any], *expected: type[Exception]) -> Any:
    """What came back, or what was raised of what may be."""
    try:
        return act()
    except expected as error:
        return error


def runs_on_paper(cells: Any, first: int) -> list[tuple[Any, ...]]:
    """Cells that look the same, in a row."""
    found: list[tuple[Any, ...]] = []
    start, before = 0, None
    for n, cell in enumerate([*cells, None]):
        if cell is before:
            continue
        if before is not None:
            told = (before.look, None if before.look.leave else before.shift_start, before.on_break)
            if found and found[-1][1] == first + start and found[-1][2:] == told:
                found[-1] = (found[-1][0], first + n, *told)
            else:
                found.append((first + start, first + n, *told))
        start, before = n, cell
    return found


def in_words(came: Any) -> Any:
    """What came of it, in words that both can say."""
    if isinstance(came, paper.Impossible):
        return "impossible", came.args[0]
    if isinstance(came, commands.CommandError):
        return "impossible", came.field.split(".")[-1]
    if isinstance(came, Ruled):
        return "ruled", came.missing
    if isinstance(came, PublishRefused):
        approval = "approval" if isinstance(came, NeedsApproval) else "reason"
        return "ruled", approval if came.needs_reason else "click"
    if isinstance(came, Exception):
        return SAME_NAME[type(came)]
    return "done", len(getattr(came, "conflicts", ()))


SAME_NAME: dict[type, str] = {
    GaveWay: "gave way",
    EditRefused: "gave way",
    ClosedPeriod: "closed",
    PeriodStateError: "closed",
    GoneFromList: "gone",
    SelectionChanged: "gone",
    NothingLeft: "nothing",
    NothingToUndo: "nothing",
}


class Compared(RuleBasedStateMachine):
    """A center and its paper; every rule of the classes above does one thing to both."""

    places: tuple[Place, ...] = ()

    def __init__(self) -> None:
        super().__init__()
        self.whole = transaction.atomic()
        self.whole.__enter__()
        self.announced = len(connection.run_on_commit)
        self.clock: Any = None
        self.steps = 0

    def teardown(self) -> None:
        connection.check_constraints()
        transaction.set_rollback(True)
        self.whole.__exit__(None, None, None)
        if self.clock is not None:
            self.travelled.stop()

    @initialize(
        place=st.integers(0, len(PLACES) - 1),
        is_over=st.booleans(),
        strategy=st.sampled_from(("last_writer_wins", "first_writer_wins", "merge", "ask")),
    )
    def open(self, place: int, is_over: bool, strategy: str) -> None:
        self.place = self.places[place]
        today = self.place.day if is_over else self.place.day - timedelta(days=20)
        noon = moment_of(self.place.world.wall.minute(today, time(12)))
        self.travelled = time_machine.travel(noon, tick=False)
        self.clock = self.travelled.start()
        self.center = Center.objects.get(pk=self.place.center.pk)
        self.desk = Desk(
            self.place.world,
            self.place.version,
            self.place.start,
            LIMITS,
            frozenset({"ada", "office"}),
            today,
        )
        self.told = self.place.version
        self.moments: list[tuple[datetime, int]] = []
        self.set_strategy(strategy)

    # What is compared after every step

    @invariant()
    def agrees(self) -> None:
        if self.clock is None:
            return
        version = current_version(self.center.pk)
        assert version == self.desk.version
        assert self.events_since(self.told) == list(range(self.told + 1, version + 1))
        assert self.announcements() == list(range(self.told + 1, version + 1))
        if version > self.told:
            self.compare(version, *View)
        self.told = version
        self.steps += 1
        self.moments.append((timezone.now(), version))
        # One version or moment before, in one of the views: all of them would take most of the time.
        view = list(View)[self.steps % 2]
        moment, then = self.moments[self.steps * 7919 % len(self.moments)]
        self.compare(then, view, as_of=moment if self.steps % 3 else then)
        self.clock.shift(5)

    def events_since(self, version: int) -> list[int]:
        rows = Event.objects.filter(center=self.center, version__gt=version).order_by(
            "version", "recorded_at"
        )
        return list(rows.values_list("version", flat=True))

    def announcements(self) -> list[int]:
        """What would be told to everybody after this commit."""
        entries = connection.run_on_commit[self.announced :]
        self.announced = len(connection.run_on_commit)
        calls = [entry[1] for entry in entries]
        return [
            call.args[0].version
            for call in calls
            if isinstance(call, partial) and call.func.__name__ == "announce"
        ]

    def compare(self, version: int, *views: View, as_of: int | datetime | None = None) -> None:
        state = self.desk.at[version]
        for view in views:
            seen = self.seen(view, version if as_of is None else as_of)
            for name in PEOPLE:
                cells = self.desk.painter.result(state, name, view.value)
                expected = runs_on_paper(cells, self.place.world.span[0])
                assert seen[name] == expected, (view.value, name, version)

    def seen(self, view: View, as_of: int | datetime) -> dict[str, list[Any]]:
        """What the product says of everybody's minutes, as runs of what looks the same."""
        world = self.place.world
        roster = load_roster(
            self.center, world.first, world.before, view=view, as_of=as_of, margin=timedelta(days=2)
        )
        found: dict[str, list[Any]] = {}
        for name, person in self.place.people.items():
            runs: list[Any] = []
            ended = 0
            for segment in roster.evaluation.roster(person.pk).segments:
                assert ended <= segment.start < segment.end
                ended = segment.end
                for run in self.runs_of(segment):
                    last = runs[-1] if runs else None
                    if last and last[1] == run[0] and last[2:] == run[2:]:
                        runs[-1] = (last[0], *run[1:])
                    else:
                        runs.append(run)
            found[name] = runs
        return found

    def runs_of(self, segment: Any) -> Iterator[tuple[Any, ...]]:
        """A segment cut at its breaks."""
        if not isinstance(segment, Duty):
            yield segment.start, segment.end, Look(leave=segment.kind), None, False
            return
        code = self.place.codes[segment.shift_type] if segment.shift_type is not None else None
        position = "seat" if segment.position is not None else None
        look = Look("", code, position, segment.console, segment.pay.value)
        at = segment.start
        for pause in segment.breaks:
            if at < pause.start:
                yield at, pause.start, look, segment.shift_start, False
            yield pause.start, pause.end, look, segment.shift_start, True
            at = pause.end
        if at < segment.end:
            yield at, segment.end, look, segment.shift_start, False

    def both(self, on_paper: Callable[[], Any], in_product: Callable[[], Any]) -> tuple[Any, Any]:
        """Do a thing to both; what each says came of it must be the same."""
        expected = outcome(
            on_paper, paper.Impossible, GaveWay, Ruled, ClosedPeriod, GoneFromList, NothingLeft
        )
        actual = outcome(
            in_product,
            commands.CommandError,
            EditRefused,
            PublishRefused,
            PeriodStateError,
            SelectionChanged,
            NothingToUndo,
        )
        assert in_words(actual) == in_words(expected), (actual, expected)
        return expected, actual

    def user(self, name: str) -> User:
        return self.place.users[name]
