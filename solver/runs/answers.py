"""What a verified solution means for the roster: lines, shortage before and after, and the numbers kept with
the run.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from scheduling.roster.domain.evaluation import RosterEvaluation, evaluate
from scheduling.roster.models import Proposal
from scheduling.roster.proposals import Addition, Revocation, create_proposal
from solver.adapter.coverage import RequirementShortage, disagreements, shortages
from solver.adapter.outcome import Line, lines_of, painted_after
from solver.adapter.snapshot import Snapshot, read_snapshot
from solver.engine.instance import Instance
from solver.engine.shortages.account import Account
from solver.engine.solution import ShortageReason, Solution
from solver.runs.accounts import accounts_as_json
from solver.runs.errors import UnverifiedAnswerError
from solver.runs.models import Run


@dataclass(frozen=True)
class Answer:
    """A solution in the words of the roster, on the version its instance was read at."""

    snapshot: Snapshot
    lines: tuple[Line, ...]
    before: RosterEvaluation
    after: RosterEvaluation
    shortages: tuple[RequirementShortage, ...]

    def propose(self, run: Run) -> Proposal:
        """Store the lines as a proposal of the run's owner."""
        return create_proposal(
            owner=run.owner,
            center=run.center,
            base_version=self.snapshot.version,
            day=run.starts_on,
            title=f"Run {run.number}",
            additions=[
                Addition(line.person, line.addition, line.reason)
                for line in self.lines
                if line.addition is not None
            ],
            revocations=[
                Revocation(line.revokes, line.reason) for line in self.lines if line.revokes is not None
            ],
        )


def answer_of(run: Run, instance: Instance, solution: Solution) -> Answer:
    """Read the roster again as of the run's version and paint the solution on it; pure after that read.

    Raises UnverifiedAnswerError when the roster's own coverage is not what the engine counted.
    """
    snapshot = read_snapshot(run.center, run.starts_on, run.ends_before, version=run.base_version)
    lines = lines_of(snapshot, instance, solution)
    before = snapshot.roster.evaluation
    after = evaluate(painted_after(snapshot.roster.input, lines, snapshot.version + 1))
    rows = shortages(snapshot, before, after)
    problems = disagreements(rows, solution)
    if problems:
        raise UnverifiedAnswerError(problems)
    return Answer(snapshot, lines, before, after, rows)


def summary_of(
    solution: Solution,
    answer: Answer | None,
    instance: Instance | None = None,
    accounts: Iterable[Account] = (),
) -> dict[str, Any]:
    """The numbers of a run as JSON: tiers with bound and gap, shortage per requirement, why shortage remains.

    `accounts` of the largest shortages come with the `instance` they speak of.
    """
    found: dict[str, Any] = {
        "seconds": round(solution.seconds, 2),
        "variables": solution.size.variables,
        "constraints": solution.size.constraints,
        "tiers": [
            {
                "tier": tier.number,
                "label": tier.label,
                "unit": tier.unit,
                "value": tier.value,
                "bound": tier.bound,
                "gap": None if tier.gap is None else round(min(1.0, tier.gap), 6),
                "status": tier.status.value,
                "seconds": round(tier.seconds, 2),
                "terms": [
                    {
                        "name": term.name,
                        "label": term.label,
                        "unit": term.unit,
                        "value": term.value,
                        "cost": term.cost,
                    }
                    for term in tier.terms
                ],
            }
            for tier in solution.tiers
        ],
    }
    if answer is None:
        return found
    zero = answer.snapshot.roster.input.focus.start
    labels = {row.requirement: row.label for row in answer.shortages}
    return found | {
        "agrees": True,
        "changes": len(answer.lines),
        "people": len({line.person for line in answer.lines}),
        "shortages": [
            {
                "requirement": row.requirement,
                "label": row.label,
                "required": row.required,
                "before": row.before,
                "after": row.after,
            }
            for row in answer.shortages
        ],
        "reasons": [_reason(reason, labels, zero) for reason in solution.reasons],
        "accounts": [] if instance is None else accounts_as_json(accounts, instance, answer.snapshot, labels),
    }


def _reason(reason: ShortageReason, labels: dict[str, str], zero: int) -> dict[str, Any]:
    return {
        "requirement": reason.requirement,
        "label": labels.get(reason.requirement, reason.requirement),
        "start": reason.interval.start + zero,
        "end": reason.interval.end + zero,
        "missing": reason.missing,
        "trained": reason.trained,
        "working": reason.working,
        "blocked": [{"reason": row.reason, "people": row.people} for row in reason.blocked],
    }
