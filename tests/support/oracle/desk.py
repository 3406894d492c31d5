"""Everything planners do on paper; here publishing, closing payroll, and proposals."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from tests.support.oracle.ledger import ClosedPeriod, Done, GoneFromList, Terms
from tests.support.oracle.painting import Row, State
from tests.support.oracle.resting import Broken, newly
from tests.support.oracle.steps import Steps
from tests.support.oracle.wall import Span


@dataclass
class Line:
    """One line of a proposal: a row to add, or one to take away."""

    row: Row
    is_addition: bool
    is_dropped: bool = False
    is_pinned: bool = False


@dataclass
class Proposal:
    base_version: int
    period: date
    lines: list[Line]


class Desk(Steps):
    """A center on paper."""

    def drafts(self, period: date) -> list[Row]:
        """Additions and revocations not published, of the shifts of a period."""
        return [row for row in self.now.working ^ self.now.published if self._period_of(row) == period]

    def publish(
        self, terms: Terms, day: date, selection: Collection[Row] | None = None, *, with_base: bool = True
    ) -> Done:
        after, settled, people = self._published(terms, self.now, day, selection, with_base)
        if after is None:
            return Done(None)
        self._commit(after)
        for row in settled:
            self._publish_row(row)
        return Done(self.version, people=people)

    def _published(
        self, terms: Terms, state: State, day: date, selection: Collection[Row] | None, with_base: bool
    ) -> tuple[State | None, list[Row], frozenset[str]]:
        period = self.world.period(day)
        if period in state.locked:
            raise ClosedPeriod
        drafts = [row for row in state.working ^ state.published if self._period_of(row) == period]
        if selection is not None:
            if set(selection) - set(drafts):
                raise GoneFromList
            drafts = [row for row in drafts if row in selection]
        pairs = [row for row in self._pairs(set(state.working)) if self._period_of(row) == period]
        is_new = period not in state.bases
        after = replace(state, published=state.published.symmetric_difference(drafts))
        rebased: set[str] = set()
        if with_base or is_new:
            after = replace(after, bases={**state.bases, period: state.base})
            if not is_new:
                was = replace(state, base=state.bases[period])
                rebased = {
                    each
                    for each in self.world.people
                    if self._base_of(was, each, period) != self._base_of(state, each, period)
                }
        self._clear(terms, self._broken_by(state, after, period))
        if not drafts and not pairs and not is_new and not rebased:
            return None, [], frozenset()
        inside = self._span_of(period)
        people = frozenset(
            each
            for each in self.world.people
            if self.painter.looks(self.painter.result(self.now, each, "published"), inside)
            != self.painter.looks(self.painter.result(after, each, "published"), inside)
        )
        return after, [*drafts, *pairs], people

    def _base_of(self, state: State, person: str, period: date) -> Any:
        """The base of the shifts that begin in a period, as if there were no other."""
        return self.painter.base(state, person, period)

    def _broken_by(self, before: State, after: State, period: date) -> list[Broken]:
        """Rests in a period that publishing makes too short, or shorter."""
        start, end = self._span_of(period)
        was, now = (
            [
                each
                for each in self._rests(state, self.world.people, "published")
                if each.end >= start and each.start < end
            ]
            for state in (before, after)
        )
        return [each for each in newly(was, now) if each not in self.overridden]

    def _span_of(self, period: date) -> Span:
        """Its minutes, as far as this world reaches."""
        wall, (first, last) = self.world.wall, self.world.span
        ends = wall.minute(period + timedelta(days=self.world.period_days))
        return max(first, wall.minute(period)), min(last, ends)

    def _period_of(self, row: Row) -> date:
        return self.world.period(self.world.date_of(row.begins))

    def lock(self, period: date) -> Done:
        if period not in self.now.bases or period in self.now.locked or self.drafts(period):
            raise ClosedPeriod
        self._commit(replace(self.now, locked=self.now.locked | {period}))
        return Done(self.version)

    def unlock(self, period: date) -> Done:
        if period not in self.now.locked:
            raise ClosedPeriod
        self._commit(replace(self.now, locked=self.now.locked - {period}))
        return Done(self.version)

    # Proposals

    def take(self, terms: Terms, proposal: Proposal) -> tuple[Done, list[bool]]:
        """Which lines were left out is told beside the version."""
        stale = replace(terms, base_version=proposal.base_version)
        state, version = self.now, self.version + 1
        adds, takes, left_out = [], [], []
        for line in proposal.lines:
            row = line.row
            days = self.days_of(row)
            blocked = any(self.is_past(terms.actor, day) for day in days)
            blocked |= line.is_addition and not state.is_employed(row.person, days[0])
            met = self._met(stale, row.person, [row.span], own_too=True) is not None
            met |= not line.is_addition and row not in state.working
            takes_part = not line.is_dropped and not blocked and (not met or line.is_pinned)
            left_out.append(not takes_part and (met or (blocked and not line.is_dropped)))
            if takes_part:
                (adds if line.is_addition else takes).append(row)
        adds.sort(key=lambda row: (row.band != "off", row.person, row.span[0]))
        added = [replace(row, entity=self.entity(), order=(version, n)) for n, row in enumerate(adds)]
        taken = [row for row in takes if row in state.working]
        after = replace(state, working=(state.working - set(taken)) | set(added))
        people: frozenset[str] = frozenset()
        settled: list[Row] = []
        if terms.publishes:
            selection = {*added, *(row for row in taken if row in state.published)}
            published, settled, people = self._published(terms, after, proposal.period, selection, True)
            after = published or after
        self._commit(after)
        self._note(terms.actor, added, taken, "proposal", proposal.period)
        for row in settled:
            self._publish_row(row)
        return Done(version, people=people), left_out
