"""A decision of the approvals workflow, in place of the permission to edit and to override.

Its edit comes through `door.py`, published at once; which requests there are is in `scheduling/roster_requests/`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from scheduling.roster.domain.impact import newly_broken
from scheduling.roster.gate import NeedsApproval, PublishRefused
from scheduling.rules.levels import Level, Violation


@dataclass(frozen=True, slots=True)
class Approval:
    """One decision: of which request, why, and which rule breaks whoever decided has seen.

    What it does is told after `hold`: until then it can be taken back.
    """

    request_id: UUID
    reason: str
    seen: tuple[Violation, ...] = ()
    hold: timedelta = timedelta(0)

    def clear(self, violations: Iterable[Violation]) -> tuple[Violation, ...]:
        """The violations that the decision overrides: those that need approval and were seen.

        What blocks is never among them: raises PublishRefused. One that was not seen, or is worse by now, raises
        NeedsApproval. Warnings were shown with the rest.
        """
        found = tuple(violations)
        blocked = [each for each in found if each.level is Level.BLOCK]
        if blocked:
            raise PublishRefused(blocked, needs_reason=True, needs_click=False)
        hard = tuple(each for each in found if each.level is Level.APPROVAL)
        unseen = newly_broken(self.seen, hard)
        if unseen:
            raise NeedsApproval(unseen, needs_reason=True, needs_click=False)
        return hard
