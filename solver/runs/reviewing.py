"""The rosters behind a review: the one a proposal was computed on, the one of now, and what they would become."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from scheduling.roster.domain.evaluation import evaluate
from scheduling.roster.models import Proposal, ProposalLine
from scheduling.roster.proposals import conflicting_lines, new_row_from_json
from scheduling.roster.selectors import View, load_roster
from scheduling.time.interval import Interval, minute_of
from scheduling.time.local_time import LocalClock, dates
from solver.adapter.outcome import Line, painted_after
from solver.adapter.snapshot import consistent_read
from solver.runs.models import Run
from staff.centers.models import Event


class Reviewing:
    """One review being put together: `after` is now with what is taken, `with_all` the run's roster with everything."""

    def __init__(self, run: Run, proposal: Proposal) -> None:
        self.run, self.proposal = run, proposal
        center = run.center
        with consistent_read():
            self.base = load_roster(
                center, run.starts_on, run.ends_before, view=View.WORKING, as_of=proposal.base_version
            )
            self.lines = list(proposal.lines.select_related("revokes"))
            self.conflicts = conflicting_lines(proposal)
            version = center.clock.version
            self.now = (
                self.base
                if version == proposal.base_version
                else load_roster(center, run.starts_on, run.ends_before, view=View.WORKING, as_of=version)
            )
            self.authors = {
                event.version: event.actor
                for event in Event.objects.filter(
                    center=center, version__in=set(self.conflicts.values())
                ).select_related("actor__person")
            }
        self.clock: LocalClock = self.base.clock
        self.days = dates(run.starts_on, run.ends_before)
        self.before = self.base.evaluation
        everything = [as_line(line) for line in self.lines]
        self.with_all = evaluate(painted_after(self.base.input, everything, self.base.version + 1))
        taken = [line for line in self.lines if self.is_taken(line)]
        self.taken = len(taken)
        self.taken_lines = [as_line(line) for line in taken]
        if self.taken == len(self.lines) and self.now is self.base:
            self.after = self.with_all
        else:
            painted = painted_after(self.now.input, self.taken_lines, self.now.version + 1)
            self.after = evaluate(painted)

    def is_taken(self, line: ProposalLine) -> bool:
        """Not left out, and no later change of somebody else stands against it (unless it was insisted on)."""
        return not line.is_dropped and (line.pk not in self.conflicts or line.is_pinned)

    def of_person(self) -> Mapping[UUID, list[ProposalLine]]:
        found: dict[UUID, list[ProposalLine]] = {}
        for line in sorted(self.lines, key=lambda line: line.starts_at):
            found.setdefault(line.person_id, []).append(line)
        return found


def as_line(line: ProposalLine) -> Line:
    """A stored line as the adapter knows it."""
    return Line(
        line.person_id,
        Interval(minute_of(line.starts_at), minute_of(line.ends_at)),
        line.reason,
        None if line.addition is None else new_row_from_json(line.addition),
        line.revokes_id,
    )
