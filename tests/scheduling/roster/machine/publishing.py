"""Publishing, locking, and proposals."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from scheduling.adjustments.domain import AdjustmentKind, Paint
from scheduling.roster.domain.editing import NewRow
from scheduling.roster.locking import lock_period, unlock_period
from scheduling.roster.models import Proposal as ProposalRow
from scheduling.roster.proposals import Addition, Revocation, create_proposal, mark_lines, take_proposal
from scheduling.roster.publish_list import draft_changes
from scheduling.roster.publishing import publish
from scheduling.roster.selectors import View
from scheduling.roster.undo import undo
from scheduling.time.interval import moment_of
from scheduling.time.segment import Break
from tests.scheduling.roster.machine.editing import Editing
from tests.scheduling.roster.machine.place import PEOPLE, TERMS
from tests.support.oracle import changes as paper
from tests.support.oracle.desk import Line, Proposal
from tests.support.oracle.ledger import Done, Terms
from tests.support.oracle.painting import Look, Row, middle


class Publishing(Editing):
    """What becomes visible to employees."""

    def __init__(self) -> None:
        super().__init__()
        self.proposals: list[tuple[str, Proposal, ProposalRow]] = []

    @rule(
        data=st.data(),
        terms=st.deferred(lambda: TERMS),
        n=st.integers(-1, 0),
        part=st.sampled_from(("all", "all", "some")),
        with_base=st.sampled_from((True, True, False)),
    )
    def publish(self, data: Any, terms: Terms, n: int, part: str, with_base: bool) -> None:
        day = self.place.day + timedelta(days=n)
        period = self.place.world.period(day)
        listed = draft_changes(self.center, period, period + timedelta(days=7))
        rows = {self.paper_of(each): each.adjustment_id for each in listed}
        assert set(rows) == set(self.desk.drafts(period))
        chosen = None
        if part == "some" and rows:
            ordered = sorted(rows, key=lambda row: (row.order, row.person))
            chosen = data.draw(st.lists(st.sampled_from(ordered), unique=True))
        act = partial(
            publish,
            actor=self.user(terms.actor),
            center=self.center,
            day=day,
            selection=None if chosen is None else [rows[row] for row in chosen],
            with_base=with_base,
            override_reason=terms.reason,
            accepts_warnings=terms.accepts_warnings,
        )
        before = self.desk.version
        said = partial(self.desk.publish, terms, day, chosen, with_base=with_base)
        expected, actual = self.both(said, act)
        if isinstance(expected, Done) and self.desk.version > before:
            told = {self.place.names[change.person_id] for change in actual.people}
            assert expected.people <= told
            if chosen is None and with_base:
                assert draft_changes(self.center, period, period + timedelta(days=7)) == ()

    def paper_of(self, change: Any) -> Row:
        """The row on paper of a listed draft."""
        facts = change.row
        for row in self.desk.now.working ^ self.desk.now.published:
            if (
                self.place.names[change.person_id],
                facts.start,
                facts.end,
                facts.version,
                facts.paint.value.replace("absence", "leave"),
            ) == (row.person, *row.span, row.order[0], row.band):
                return row
        raise AssertionError(f"On paper this is no draft: {change}")

    @precondition(lambda self: self.clock and self.desk.now.bases)
    @rule(n=st.integers(-1, 0))
    def lock(self, n: int) -> None:
        period = self.place.world.period(self.place.day + timedelta(days=n))
        self.both(
            lambda: self.desk.lock(period),
            lambda: lock_period(actor=self.user("ada"), center=self.center, starts_on=period),
        )

    @precondition(lambda self: self.clock and self.desk.now.locked)
    @rule(n=st.integers(-1, 0))
    def unlock(self, n: int) -> None:
        period = self.place.world.period(self.place.day + timedelta(days=n))
        self.both(
            lambda: self.desk.unlock(period),
            lambda: unlock_period(actor=self.user("ada"), center=self.center, starts_on=period),
        )

    @rule(person=st.sampled_from(PEOPLE), n=st.integers(-1, 1), code=st.sampled_from(("D", "N", "S")))
    def publish_what_comes_and_goes(self, person: str, n: int, code: str) -> None:
        """A day typed and published, then cleared and published."""
        day = self.place.day + timedelta(days=n)
        for change in (paper.Day(person, day, code), paper.Day(person, day, clears=True)):
            terms = Terms("dana", self.desk.version, reason="Agreed.", accepts_warnings=True)
            self.send(terms, [change])
            self.both(
                partial(self.desk.publish, terms, day),
                partial(
                    publish,
                    actor=self.user("dana"),
                    center=self.center,
                    day=day,
                    override_reason="Agreed.",
                    accepts_warnings=True,
                ),
            )
            self.compare(self.desk.version, View.PUBLISHED)

    @rule(person=st.sampled_from(PEOPLE), n=st.integers(-1, 1))
    def undo_beneath_another(self, person: str, n: int) -> None:
        """Dana steps back from a day that Sam typed over since."""
        day = self.place.day + timedelta(days=n)
        for actor, code in (("dana", "S"), ("sam", "N")):
            self.send(Terms(actor, self.desk.version), [paper.Day(person, day, code)])
        self.step("dana", n, undo, self.desk.undo)

    # Proposals

    @rule(data=st.data(), owner=st.sampled_from(("dana", "sam")), n=st.sampled_from((-1, 0, 1)))
    def propose(self, data: Any, owner: str, n: int) -> None:
        """Some rows of a day go, others come; seen as it is now."""
        day = self.place.day + timedelta(days=n)
        period = self.place.world.period(day)
        lines: list[Line] = []
        for person in data.draw(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=2, unique=True)):
            rows = sorted(self.rows_on(person, day), key=lambda row: row.order)
            lines += [Line(row, is_addition=False) for row in rows if data.draw(st.booleans())]
            if not rows or data.draw(st.booleans()):
                lines.append(Line(self.proposed(person, day, data.draw(st.sampled_from(("D", "N")))), True))
        row = create_proposal(
            owner=self.user(owner),
            center=self.center,
            base_version=self.desk.version,
            day=day,
            title="Run",
            additions=[self.addition(line.row) for line in lines if line.is_addition],
            revocations=[
                Revocation(self.row_of(line.row, self.desk.version).pk)
                for line in lines
                if not line.is_addition
            ],
        )
        self.proposals.append((owner, Proposal(self.desk.version, period, lines), row))

    def rows_on(self, person: str, day: date) -> list[Row]:
        world = self.place.world
        return [
            row for row in self.desk.now.working if row.person == person and world.date_of(row.begins) == day
        ]

    def proposed(self, person: str, day: date, code: str) -> Row:
        hours = self.desk.now.base.hours[code]
        span = self.place.world.wall.shift(day, hours.starts, hours.ends)
        look = Look(shift=code, pay="regular")
        pauses = middle(span, hours.unpaid_break)
        return Row(0, person, "assign", "duty", span, (0, 0), span[0], look, pauses)

    def addition(self, row: Row) -> Addition:
        breaks = (Break(row.pauses[0], row.pauses[-1] + 1),) if row.pauses else ()
        new = NewRow(
            AdjustmentKind.ASSIGN,
            Paint.DUTY,
            *row.span,
            shift_start=row.span[0],
            shift_type=self.place.hours[row.look.shift or ""].entity_id,
            breaks=breaks,
        )
        return Addition(self.place.people[row.person].pk, new)

    @precondition(lambda self: self.clock and self.proposals)
    @rule(n=st.integers(0, 3), line=st.integers(0, 3), pinned=st.booleans())
    def mark(self, n: int, line: int, pinned: bool) -> None:
        """Dropped, or (what comes) taken even over a conflict."""
        owner, proposal, row = self.proposals[n % len(self.proposals)]
        chosen = proposal.lines[line % len(proposal.lines)] if proposal.lines else None
        if chosen is None or (pinned and not chosen.is_addition):
            return
        lines = row.lines.filter(
            person=self.place.people[chosen.row.person],
            starts_at=moment_of(chosen.row.span[0]),
            ends_at=moment_of(chosen.row.span[1]),
            revokes__isnull=chosen.is_addition,
        )
        ids = list(lines.values_list("pk", flat=True))
        mark_lines(actor=self.user(owner), proposal=row, lines=ids, dropped=not pinned, pinned=pinned)
        for each in proposal.lines:
            same = (each.row.person, each.row.span, each.is_addition)
            if same == (chosen.row.person, chosen.row.span, chosen.is_addition):
                each.is_dropped, each.is_pinned = not pinned, pinned

    @precondition(lambda self: self.clock and self.proposals)
    @rule(n=st.integers(0, 3), terms=st.deferred(lambda: TERMS))
    def take(self, n: int, terms: Terms) -> None:
        owner, proposal, row = self.proposals[n % len(self.proposals)]
        terms = replace(terms, actor=owner)
        said, taken = self.both(
            lambda: self.desk.take(terms, proposal),
            lambda: take_proposal(
                actor=self.user(owner),
                proposal=row,
                edit_id=uuid.uuid4(),
                publish=terms.publishes,
                override_reason=terms.reason,
                accepts_warnings=terms.accepts_warnings,
            ),
        )
        if not isinstance(said, Exception):
            assert len(taken.conflicts) == sum(said[1])
            self.proposals.remove((owner, proposal, row))
