"""Undo and redo on paper: as if a gesture had never been, each day whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from tests.support.oracle.changes import SEEN_AT_ONCE, TakeBack
from tests.support.oracle.edits import Edits
from tests.support.oracle.ledger import Done, Gesture, NothingLeft, Terms
from tests.support.oracle.painting import Row
from tests.support.oracle.wall import overlap


class Steps(Edits):
    """A planner's steps back and forward in a period."""

    def undo(self, actor: str, day: date) -> Done:
        return self._step(actor, day, "undo")

    def redo(self, actor: str, day: date) -> Done:
        return self._step(actor, day, "redo")

    def _step(self, actor: str, day: date, kind: str) -> Done:
        period = self.world.period(day)
        mine = [each for each in reversed(self.gestures) if (each.actor, each.period) == (actor, period)]
        target = _next_undo(mine) if kind == "undo" else _next_redo(mine)
        if target is None:
            raise NothingLeft
        state, version = self.now, self.version + 1
        ids = {row.entity for row in target.adds}
        standing = {row for row in state.working if row.entity in ids}
        gone = [row for row in target.adds if row.entity not in {each.entity for each in standing}]
        left = {
            (row.person, self.days_of(row)[0])
            for row in (*standing, *gone)
            if self._is_fixed(actor, target, row, is_addition=True)
        } | {
            (row.person, self.days_of(row)[0])
            for row in target.takes
            if self._is_fixed(actor, target, row, is_addition=False)
        }
        here = {row.entity for row in state.working}

        def moves(row: Row) -> bool:
            return (row.person, self.days_of(row)[0]) not in left

        going = [row for row in standing if moves(row)]
        back = [row for row in target.takes if moves(row) and row.entity not in here]
        shown = [row for row in going if row in state.published]
        bring = {row: replace(row, order=(version, row.order[1])) if kind == "redo" else row for row in back}
        shown += [bring[row] for row in back if (row, target.version) in self._hidden]
        after = replace(
            state,
            working=(state.working - set(going)) | set(bring.values()),
            published=state.published.symmetric_difference(shown),
        )
        if shown:
            people = {row.person for row in shown}
            first_day = min(day for row in shown for day in self.days_of(row))
            self._pass_gate(
                Terms(actor, accepts_warnings=True), [TakeBack(shown[0])], after, people, first_day
            )
        self._commit(after)
        self._note(actor, list(bring.values()), going, kind, period, of=target)
        for row in shown:
            self._publish_row(row)
        return Done(version, left_alone=len(left))

    def _is_fixed(self, actor: str, target: Gesture, row: Row, *, is_addition: bool) -> bool:
        """Locked, published since, or changed by somebody else since."""
        if is_addition:
            first, now = ((row, at) for at in (target.version, self._standing.get(row, target.version)))
            published = any(self._shown.get(each, each[1]) != each[1] for each in (first, now))
            at_once = self._shown.get(now) == now[1]
        else:
            published = self._hidden.get((row, target.version), target.version) != target.version
            since = self._stood(row, target.version)
            at_once = self._shown.get((row, since)) == since
        after = row.band == "leave" or (at_once and row.kind in SEEN_AT_ONCE)
        locked = self.is_closed if after else (lambda day: self.is_past(actor, day))
        return (
            published
            or any(locked(day) for day in self.days_of(row))
            or any(
                version > target.version and who != actor and whom == row.person and overlap(span, row.span)
                for version, who, whom, span in self._touched
            )
        )

    def _stood(self, row: Row, until: int) -> int:
        """The version from which a row stood that was taken away at a version."""
        return max(
            (each.version for each in self.gestures if each.version < until and row in each.adds), default=0
        )


def _next_undo(mine: Iterable[Gesture]) -> Gesture | None:
    """The latest step that is not undone."""
    mine = list(mine)
    undone = [each.of for each in mine if each.kind == "undo"]
    return next((each for each in mine if each.kind != "undo" and each not in undone), None)


def _next_redo(mine: Iterable[Gesture]) -> Gesture | None:
    """The latest undone step that is not redone, unless another edit came after."""
    mine = list(mine)
    redone = [each.of for each in mine if each.kind == "redo"]
    for each in mine:
        if each.kind in {"edit", "proposal"}:
            return None
        if each.kind == "undo" and each not in redone:
            return each
    return None
