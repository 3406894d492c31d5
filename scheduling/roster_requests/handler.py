"""What all kinds of requests that change the roster have in common; each kind is a file next door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from approvals.audiences import whoever_may
from approvals.domain.routing import Fact, Route, Step
from approvals.impact import NOTHING_CHOSEN, Chosen, Finding, Impact
from approvals.models import Request
from approvals.registry import Handler, Said
from scheduling.coverage.domain.demand import Subject
from scheduling.roster.hours import hours_terms
from scheduling.roster_requests.applying import apply_request, revert_request
from scheduling.roster_requests.domain.asked import END, PART, START
from scheduling.roster_requests.remembered import Findings
from scheduling.roster_requests.shown import COVER, overtime_added, shown
from scheduling.roster_requests.weighing import Weighed, names_of_subjects, short_together, weigh
from scheduling.roster_requests.words import finding_of
from staff.centers.clock import current_version
from staff.people.models import User
from staff.permissions import Permission

FINDINGS = Findings()
"""What this process has found lately."""


class RosterRequestHandler(Handler):
    """Weighs the changes that a request asks for on the real roster, and records them when it is approved."""

    choices: tuple[str, ...] = (COVER, PART, START, END)
    weighed_with = "roster"
    size_unit = "minutes"
    facts: tuple[str, ...] = (
        "minutes",
        "overtime_minutes",
        "leaves_short",
        "clears_shortage",
        "breaks_rules",
        "is_past",
    )
    approve = "Approve"
    reason = "Asked for by the person."
    answer_within: ClassVar[timedelta | None] = timedelta(days=14)

    def default_routes(self) -> tuple[Route, ...]:
        deciding = frozenset({whoever_may(Permission.DECIDE_REQUESTS)})
        return (Route(self.kind, (Step("Supervisor", deciding),), expires_after=self.answer_within),)

    def facts_of(self, request: Request) -> Mapping[str, Fact]:
        weighed = self._weighed(request)
        if weighed.trial is None or weighed.impact is None:
            return {}
        terms = hours_terms(request.center, weighed.roster.version)
        return {
            "minutes": request.size,
            "overtime_minutes": max(0, overtime_added(weighed, terms)),
            "leaves_short": weighed.leaves_short,
            "clears_shortage": weighed.impact.added_person_minutes < 0,
            "breaks_rules": bool(weighed.broken),
            "is_past": weighed.is_past,
        }

    def may_be_automatic(self, request: Request) -> bool:
        """Nobody overrides a rule, or leaves people short, without a person who says so."""
        weighed = self._weighed(request)
        return weighed.trial is not None and not weighed.stops and not weighed.leaves_short

    def sentence(self, request: Request) -> str:
        return str(request.payload["words"])

    def findings(self, requests: Sequence[Request]) -> Mapping[UUID, Finding]:
        """One reading of the roster per period; what was found at this version is not looked for again."""
        if not requests:
            return {}
        version = current_version(requests[0].center_id)
        found = FINDINGS.known(requests, version)
        missing = [row for row in requests if row.pk not in found]
        names: Mapping[Subject, str] = {}
        for pk, weighed in weigh(missing).items():
            names = names or names_of_subjects(weighed.roster)
            found[pk] = finding_of(weighed, names)
            FINDINGS.keep(weighed.request, weighed.roster.version, found[pk])
        return found

    def impact(self, request: Request, choice: Chosen = NOTHING_CHOSEN) -> Impact:
        return shown(self._weighed(request), choice, approve=self.approve, has_parts=PART in self.choices)

    def apply(self, request: Request, actor: User | None, said: Said) -> dict[str, Any]:
        return apply_request(request, actor, said, reason=self.reason)

    def revert(self, request: Request, effect: dict[str, Any], actor: User) -> None:
        revert_request(request, effect, actor)

    def short_together(self, requests: Sequence[Request]) -> Set[UUID]:
        return short_together(requests)

    def _weighed(self, request: Request) -> Weighed:
        return weigh([request])[request.pk]
