"""Taking a way out of a shortage: added to the proposal under review, or as draft changes with a run after it.

Both check the rules once more on the roster of now: the way was found on that of the run.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction

from scheduling.roster.domain.evaluation import evaluate
from scheduling.roster.proposals import (
    Addition,
    Revocation,
    create_proposal,
    extend_proposal,
    new_row_from_json,
    take_proposal,
)
from scheduling.roster.selectors import load_roster
from scheduling.rules.levels import Level, Violation
from scheduling.time.interval import Interval
from scheduling.time.local_time import LocalClock
from solver.adapter.instance import Search
from solver.adapter.outcome import Line, painted_after
from solver.runs.models import Run
from solver.runs.options import Accepted, RunOptions
from solver.runs.reviewing import Reviewing
from solver.runs.services import request_run
from staff.people.models import User


class WayRefused(Exception):
    """The way can't be taken any more, with the reason as a sentence."""


def way_of(run: Run, account: int, way: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """A stored account and one of its ways. Raises WayRefused for places that do not exist."""
    accounts = run.summary.get("accounts", [])
    if not 0 <= account < len(accounts) or not 0 <= way < len(accounts[account]["ways"]):
        raise WayRefused("This way out is not known. Reload the page.")
    return accounts[account], accounts[account]["ways"][way]


def add_way(*, actor: User, run: Run, account: int, way: int) -> str:
    """Put the changes of a way into the open proposal of a run; returns whom it is for.

    Raises WayRefused, ProposalClosed, and Proposal.DoesNotExist for anybody but the owner.
    """
    stored, chosen = way_of(run, account, way)
    lines = _lines(chosen)
    if run.proposal is None or not lines:
        raise WayRefused("This way out is nothing that can be put into the roster.")
    if stored.get("added"):
        raise WayRefused("A way out of this shortage is in the roster already.")
    work = Reviewing(run, run.proposal)
    known = set(work.after.violations)
    tried = evaluate(painted_after(work.now.input, [*work.taken_lines, *lines], work.now.version + 1))
    _refuse_blocking([row for row in tried.violations if row not in known])
    if sum(gap.person_minutes for gap in tried.gaps) >= sum(gap.person_minutes for gap in work.after.gaps):
        raise WayRefused("It would not lower the shortage any more.")
    with transaction.atomic():
        extend_proposal(
            actor=actor,
            proposal=run.proposal,
            additions=[Addition(line.person, line.addition, line.reason) for line in lines if line.addition],
            revocations=[Revocation(line.revokes, line.reason) for line in lines if line.revokes],
        )
        stored["added"] = chosen["name"]
        run.save(update_fields=["summary"])
    return str(chosen["name"])


def take_way(*, actor: User, run: Run, account: int, way: int, search: Search) -> Run:
    """Take a way as draft changes, or accept the shortage, and run again with the same setup.

    All or nothing. Raises WayRefused, and what `request_run` raises.
    """
    stored, chosen = way_of(run, account, way)
    options = RunOptions.from_json(run.options)
    lines = _lines(chosen)
    with transaction.atomic():
        if chosen["kind"] == "accept":
            known = Accepted(stored["requirement"], stored["start"], stored["end"], stored["missing"])
            options = replace(options, accepted=(*options.accepted, known))
        elif lines:
            _draft(actor, run, lines)
        else:
            raise WayRefused("Somebody has to agree first. Change the roster, then run again.")
        return request_run(
            actor=actor,
            center=run.center,
            starts_on=run.starts_on,
            ends_before=run.ends_before,
            options=options,
            search=search,
        )


def _draft(actor: User, run: Run, lines: Sequence[Line]) -> None:
    """The way as draft changes through the door of proposals. Raises WayRefused."""
    clock = LocalClock(run.center.time_zone)
    person = lines[0].person
    roster = load_roster(run.center, run.starts_on, run.ends_before, only=[person])
    known = set(roster.evaluation.violations)
    tried = evaluate(painted_after(roster.input, lines, roster.version + 1))
    _refuse_blocking([row for row in tried.violations if row not in known and row.person == person])
    proposal = create_proposal(
        owner=actor,
        center=run.center,
        base_version=run.base_version,
        day=clock.date_of(lines[0].interval.start),
        title=f"Way out of run {run.number}",
        additions=[Addition(line.person, line.addition, line.reason) for line in lines if line.addition],
        revocations=[Revocation(line.revokes, line.reason) for line in lines if line.revokes],
    )
    taken = take_proposal(actor=actor, proposal=proposal, edit_id=uuid.uuid4())
    if taken.conflicts or taken.lines != len(lines):
        raise WayRefused("These minutes were changed since the run. Run again to see what helps now.")


def _lines(way: Mapping[str, Any]) -> list[Line]:
    """What goes, then what comes, as the adapter knows it."""
    rows = [new_row_from_json(row) for row in way["additions"]]
    person = uuid.UUID(way["person"]) if way["person"] else None
    if person is None:
        return []
    reason = next((row.reason for row in rows), "")
    gone = [
        Line(person, Interval(moved["start"], moved["end"]), reason, revokes=uuid.UUID(revoked))
        for moved, revoked in zip(way["moved"], way["revokes"], strict=False)
    ]
    return [*gone, *(Line(person, Interval(row.start, row.end), reason, addition=row) for row in rows)]


def _refuse_blocking(violations: Sequence[Violation]) -> None:
    blocking = [row for row in violations if row.level is Level.BLOCK]
    if blocking:
        raise WayRefused(f"It would break a rule that blocks by now: {blocking[0].rule.replace('_', ' ')}.")
