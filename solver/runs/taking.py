"""Taking what a run proposed: as draft changes, or published at once. The rows are written by
`scheduling.roster`.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import transaction

from scheduling.roster.periods import periods_touching
from scheduling.roster.proposals import Taken, take_proposal
from scheduling.roster.publish_list import draft_changes
from scheduling.roster.publishing import publish
from scheduling.rules.levels import Level, Violation
from solver.runs.models import Run
from staff.people.models import User


def take_run(
    *,
    actor: User,
    run: Run,
    publishes: bool,
    override_reason: str = "",
    accepts_warnings: bool = False,
) -> Taken:
    """Turn the lines of a run's proposal that were not left out into draft changes, or publish them too.

    A run over several periods publishes each of them. Raises what `take_proposal` and `publish` raise; then
    nothing is stored.
    """
    proposal = run.proposal
    if proposal is None:
        raise ValueError(f"{run} has no proposal.")
    is_one_period = _is_within_one_period(run)
    with transaction.atomic():
        taken = take_proposal(
            actor=actor,
            proposal=proposal,
            edit_id=uuid.uuid4(),
            publish=publishes and is_one_period,
            override_reason=override_reason,
            accepts_warnings=accepts_warnings,
        )
        if publishes and not is_one_period:
            _publish_each(actor, run, taken, override_reason, accepts_warnings=accepts_warnings)
    return taken


def _is_within_one_period(run: Run) -> bool:
    periods = periods_touching(run.center, run.starts_on, run.ends_before, run.base_version)
    return len(periods) == 1


def _publish_each(
    actor: User, run: Run, taken: Taken, override_reason: str, *, accepts_warnings: bool
) -> None:
    for period in periods_touching(run.center, run.starts_on, run.ends_before, taken.version):
        ours = [
            change.adjustment_id
            for change in draft_changes(run.center, period.starts_on, period.ends_before)
            if change.version == taken.version
        ]
        publish(
            actor=actor,
            center=run.center,
            day=period.starts_on,
            selection=ours,
            override_reason=override_reason,
            accepts_warnings=accepts_warnings,
        )


def blocking(violations: Iterable[Violation]) -> tuple[Violation, ...]:
    """Those that no command may go on in spite of without being told to."""
    return tuple(violation for violation in violations if violation.level is Level.BLOCK)
