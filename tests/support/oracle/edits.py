"""Edits on paper: what is refused, whom they meet, what employees see of them at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tests.support.oracle.changes import (
    SEEN_AT_ONCE,
    Change,
    Day,
    Edge,
    Extra,
    Impossible,
    Leave,
    Plan,
    Planner,
    TakeBack,
    Trade,
    Wanted,
)
from tests.support.oracle.ledger import Done, GaveWay, Ledger, Terms
from tests.support.oracle.painting import Look, Row, State, middle
from tests.support.oracle.resting import newly
from tests.support.oracle.wall import Span, overlap


class Edits(Ledger):
    """What planners ask for, one gesture at a time."""

    def edit(self, terms: Terms, changes: Sequence[Change]) -> Done:
        """One gesture. Raises Impossible, GaveWay or Ruled; then nothing has changed."""
        for change in changes:
            self._check_open(terms.actor, change)
        if terms.base_version > self.version:
            raise Impossible("base_version")
        planner = Planner(self.painter, self.now)
        conflicts: list[tuple[str, str]] = []
        plans: list[tuple[Plan, bool]] = []
        claimed: list[tuple[str, Span, bool]] = []
        for change in changes:
            is_kind = isinstance(change, Extra | Edge | Trade)
            for plan in self._plans(terms, planner, change, conflicts):
                for span in self._claims(change, plan):
                    if any(
                        person == plan.person and overlap(other, span) and (is_kind or was_kind)
                        for person, other, was_kind in claimed
                    ):
                        raise Impossible("person")
                claimed += [(plan.person, span, is_kind) for span in self._claims(change, plan)]
                if not plan.is_empty:
                    plans.append((plan, _seen_at_once(change)))
        if {"refuse", "ask"} & {decision for _, decision in conflicts}:
            raise GaveWay
        return self._write(terms, changes, plans, conflicts)

    def _check_open(self, actor: str, change: Change) -> None:
        if isinstance(change, TakeBack):
            days, after = self.days_of(change.row), change.row.band == "leave"
        else:
            days, after = self._days(change), _seen_at_once(change)
        if any(self.is_closed(day) if after else self.is_past(actor, day) for day in days):
            raise Impossible("day")

    def _days(self, change: Change) -> list[date]:
        if isinstance(change, Day):
            return [change.day]
        if isinstance(change, Leave):
            return self._dates(change.span)
        if isinstance(change, TakeBack):
            return self.days_of(change.row)
        return [self.world.date_of(change.span[0] if isinstance(change, Extra) else change.shift_start)]

    def _plans(
        self, terms: Terms, planner: Planner, change: Change, conflicts: list[tuple[str, str]]
    ) -> list[Plan]:
        if isinstance(change, Day):
            plans = [self._plan_day(terms, planner, change, conflicts)]
        elif isinstance(change, TakeBack):
            plans = [self._plan_taking(terms, change.row, conflicts)]
        elif isinstance(change, Trade):
            plans = planner.trade(change)
        elif isinstance(change, Leave):
            plans = [planner.leave(change)]
        else:
            plans = [planner.beside(change) if isinstance(change, Extra) else planner.edge(change)]
        for plan in plans:
            if plan.adds and not isinstance(change, Leave | TakeBack):
                self._check_night_before(plan, self._days(change)[0])
            if not isinstance(change, Day | TakeBack) and not plan.is_empty:
                self._meet(terms, plan, change, conflicts)
        if isinstance(change, Leave) and plans[0].adds:
            self._check_night_before(plans[0], self.world.date_of(change.span[0]))
        return plans

    def _check_night_before(self, plan: Plan, day: date) -> None:
        before = day - timedelta(days=1)
        if self.is_closed(before):
            for piece in self.painter.pieces_of(self.now, plan.person, before):
                if any(overlap(piece.span, row.span) for row in plan.adds):
                    raise Impossible("day")

    def _claims(self, change: Change, plan: Plan) -> list[Span]:
        if isinstance(change, Edge | Trade):
            end = max((span[1] for span in plan.touched), default=change.shift_start + 1)
            return [(change.shift_start, end)]
        return list(plan.touched)

    def _write(
        self,
        terms: Terms,
        changes: Sequence[Change],
        plans: Sequence[tuple[Plan, bool]],
        conflicts: Sequence[tuple[str, str]],
    ) -> Done:
        version, state = self.version + 1, self.now
        working, published = set(state.working), set(state.published)
        adds, takes, shown = self._rows(version, [plan for plan, _ in plans]), [], []
        asked = {plan.person for plan, at_once in plans if at_once}
        for (plan, at_once), rows in zip(plans, adds, strict=True):
            gone = plan.takes & working
            working = (working - gone) | set(rows)
            takes += gone
            if at_once:
                shown += rows
        published |= set(shown)
        added = [row for rows in adds for row in rows]
        is_empty = not plans
        settled: list[Row] = []
        if terms.publishes:
            named = {(person, day) for change in changes for person, day in self._named(change)}
            drafts = [
                row
                for row in working ^ published
                if any((row.person, day) in named for day in self.days_of(row))
            ]
            pairs = [row for row in self._pairs(working) if self._is_named(row, named)]
            published = published.symmetric_difference(drafts)
            settled = [*drafts, *pairs]
            is_empty = is_empty and not settled
            asked |= {row.person for row in settled}
        after = replace(state, working=frozenset(working), published=frozenset(published))
        if asked:
            first_day = min(day for change in changes for _, day in self._named(change))
            self._pass_gate(terms, changes, after, asked, first_day)
        if is_empty:
            return Done(None)
        self._commit(after)
        self._note(terms.actor, added, takes, "edit", self._first_period(changes))
        for row in [*shown, *settled]:
            self._publish_row(row)
        return Done(version, frozenset(conflicts))

    def _named(self, change: Change) -> list[tuple[str, date]]:
        people = [change.row.person if isinstance(change, TakeBack) else change.person]
        people += [change.taker] if isinstance(change, Trade) else []
        return [(person, day) for person in people for day in self._days(change)]

    def _is_named(self, row: Row, named: Collection[tuple[str, date]]) -> bool:
        return any((row.person, day) in named for day in self.days_of(row))

    def _first_period(self, changes: Sequence[Change]) -> date:
        return self.world.period(min(day for change in changes for _, day in self._named(change)))

    def _rows(self, version: int, plans: Sequence[Plan]) -> list[list[Row]]:
        n, found = 0, []
        for plan in plans:
            found.append(
                [
                    replace(row, entity=self.entity(), order=(version, n + m))
                    for m, row in enumerate(plan.adds)
                ]
            )
            n += len(plan.adds)
        return found

    # Others meanwhile

    def _met(
        self, terms: Terms, person: str, spans: Iterable[Span], *, own_too: bool = False
    ) -> list[int] | None:
        """The minutes among some that somebody else changed since the base version."""
        mine = {minute for span in spans for minute in range(*span)}
        changed = {
            minute
            for version, actor, whom, span in self._touched
            if version > terms.base_version and whom == person and (own_too or actor != terms.actor)
            for minute in mine.intersection(range(*span))
        }
        # Whoever changes the base here never edits: it is always somebody else.
        was, now = (self.painter.base(state, person) for state in (self.at[terms.base_version], self.now))
        first = self.world.span[0]
        changed |= {each for each in mine if _base_look(was[each - first]) != _base_look(now[each - first])}
        return sorted(changed) or None

    def _plan_day(
        self, terms: Terms, planner: Planner, change: Day, conflicts: list[tuple[str, str]]
    ) -> Plan:
        plan = planner.day(change)
        if plan.is_empty or not self.now.is_employed(change.person, change.day):
            return plan
        seen = self.painter.pieces_of(self.at[terms.base_version], change.person, change.day)
        met = self._met(terms, change.person, [*plan.touched, *(each.span for each in seen)])
        theirs = Wanted.of(self.painter.pieces_of(self.now, change.person, change.day))
        if met is None or theirs == plan.wanted:
            return plan
        decision, duty = decide(self.now.strategy, Wanted.of(seen), theirs, plan.wanted)
        conflicts.append((change.person, decision))
        if decision == "merge" and duty is not None and duty != plan.wanted:
            hours = self.now.base.hours[duty.look.shift] if duty.look.shift else None
            pauses = middle(duty.span, hours.unpaid_break if hours else 0)
            return planner.make_day(change.person, change.day, replace(duty, pauses=pauses))
        return plan

    def _plan_taking(self, terms: Terms, row: Row, conflicts: list[tuple[str, str]]) -> Plan:
        if row not in self.now.working:
            return Plan(row.person)
        met = self._met(terms, row.person, [row.span])
        if met is not None:
            before, now = self.at[terms.base_version], self.now
            expected, left = (replace(state, working=state.working - {row}) for state in (before, now))
            if self._looks(expected, row.person, met) != self._looks(left, row.person, met):
                self._decide(row.person, met, expected, left, row.band == "leave", False, conflicts)
        return Plan(row.person, (), frozenset({row}), (row.span,))

    def _meet(self, terms: Terms, plan: Plan, change: Change, conflicts: list[tuple[str, str]]) -> None:
        met = self._met(terms, plan.person, plan.touched)
        if met is None:
            return
        mine: list[Look | None] = []
        for minute in met:
            over = [
                row.look for row in plan.adds if row.span[0] <= minute < row.span[1] and row.band != "off"
            ]
            mine.append(over[0] if over else None)
        if self._looks(self.now, plan.person, met) == mine:
            return
        is_fact = self._is_fact(change)
        if isinstance(change, Edge):
            is_fact = change.shift_start < self._today_ends()
        before = self.at[terms.base_version]
        self._decide(plan.person, met, before, self.now, isinstance(change, Leave), is_fact, conflicts)

    def _decide(
        self,
        person: str,
        met: Sequence[int],
        before: State,
        now: State,
        is_leave: bool,
        is_fact: bool,
        conflicts: list[tuple[str, str]],
    ) -> None:
        strategy = self.now.strategy
        if is_fact or strategy == "last_writer_wins":
            decision = "apply"
        elif strategy == "merge":
            decision = "apply" if is_leave in self._bands(person, met, before, now) else "merge"
        else:
            decision = "refuse" if strategy == "first_writer_wins" else "ask"
        conflicts.append((person, decision))

    def _bands(self, person: str, met: Sequence[int], before: State, now: State) -> set[bool]:
        """Which bands differ in some minutes: leave, duty."""
        first = self.world.span[0]
        duty = [self.painter.duty(state, person) for state in (before, now)]
        whole = [self.painter.result(state, person) for state in (before, now)]
        found = set()
        for minute in met:
            was, are = (cells[minute - first] for cells in duty)
            if (was and was.look) != (are and are.look):
                found.add(False)
            was, are = (cells[minute - first] for cells in whole)
            if ((was and was.look.leave) or "") != ((are and are.look.leave) or ""):
                found.add(True)
        return found

    def _looks(self, state: State, person: str, minutes: Iterable[int]) -> list[Look | None]:
        first, cells = self.world.span[0], self.painter.result(state, person)
        return [(cell := cells[minute - first]) and cell.look for minute in minutes]

    def _today_ends(self) -> int:
        return self.world.wall.minute(self.today + timedelta(days=1))

    def _is_fact(self, change: Change) -> bool:
        """Sick and other same-day absence."""
        is_leave = isinstance(change, Leave)
        return is_leave and (change.kind == "sick" or change.span[0] < self._today_ends())

    # The gate

    def _pass_gate(
        self, terms: Terms, changes: Sequence[Change], after: State, asked: Collection[str], first_day: date
    ) -> None:
        before = self.now
        is_published = self.world.period(first_day) in before.bases
        view = "published" if is_published else "working"
        for change in changes:
            if is_published and isinstance(change, Edge | Trade):
                cells = self.painter.duty(before, change.person, view)
                if all(each.shift_start != change.shift_start for each in self.painter.pieces(cells)):
                    raise Impossible("shift_start")
        broken = newly(self._rests(before, asked, view), self._rests(after, asked, view))
        if terms.publishes or not all(self._is_fact(change) for change in changes):
            self._clear(terms, [each for each in broken if each not in self.overridden])


def decide(
    strategy: str, before: Wanted | None, theirs: Wanted | None, mine: Wanted | None
) -> tuple[str, Wanted | None]:
    """Who has the day: the later, the earlier, nobody yet, or both where they differ in other fields."""
    if strategy == "first_writer_wins":
        return "refuse", theirs
    if strategy == "ask":
        return "ask", theirs
    if strategy == "last_writer_wins" or before is None or theirs is None or mine is None:
        return "apply", mine
    choices = []
    for choice in (_times, _seat, _paid):
        was, they, me = choice(before), choice(theirs), choice(mine)
        if they not in (was, me) and me != was:
            return "apply", mine
        choices.append(they if me == was else me)
    (span, shift), (position, console), pay = choices
    return "merge", Wanted(span, Look("", shift, position, console, pay))


def _times(wanted: Wanted) -> Any:
    return wanted.span, wanted.look.shift


def _seat(wanted: Wanted) -> Any:
    return wanted.look.position, wanted.look.console


def _paid(wanted: Wanted) -> Any:
    return wanted.look.pay


def _seen_at_once(change: Change) -> bool:
    if isinstance(change, Extra | Edge):
        return change.kind in SEEN_AT_ONCE
    return isinstance(change, Leave | Trade)


def _base_look(cell: Any) -> Any:
    return cell and (cell.look.shift, cell.look.pay, cell.on_break)
