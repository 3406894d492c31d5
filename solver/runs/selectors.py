"""Finding runs for a user: through the center, so that another center's run does not exist."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from scheduling.roster.models import Proposal
from solver.runs.models import Run
from staff.centers.models import Center
from staff.people.models import User


def run_at(center: Center, run_id: UUID) -> Run:
    """A run of a center, without its large documents. Raises Http404 for any other."""
    runs = Run.objects.filter(center=center).select_related("center__clock", "owner__person", "proposal")
    found = runs.defer("instance", "best").filter(pk=run_id).first()
    if found is None:
        raise Http404("No such run.")
    return found


def run_to_review(user: User, center: Center, run_id: UUID) -> Run:
    """A run with an open proposal of the user's own. Raises Http404: nobody else sees a proposal."""
    run = run_at(center, run_id)
    if run.proposal is None or run.owner_id != user.pk:
        raise Http404("No proposal of yours.")
    return run


def is_open(run: Run) -> bool:
    """Neither taken nor discarded."""
    return run.proposal is not None and run.proposal.outcome == Proposal.Outcome.OPEN
