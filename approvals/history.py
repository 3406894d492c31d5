"""How a person's earlier requests of a kind were answered, for the inbox."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone

from approvals.domain.workflow import Status
from approvals.impact import Facts
from approvals.models import Request


def history_facts(request: Request, *more: tuple[str, str]) -> Facts:
    """Of the last 12 months, with more lines before; one query."""
    since = timezone.now() - timedelta(days=365)
    rows = Request.objects.filter(
        person_id=request.person_id, kind=request.kind, asked_at__gte=since, closed_at__isnull=False
    )
    counts = Counter(dict(rows.values_list("status").annotate(Count("pk")).order_by()))
    approved, denied = counts[Status.APPROVED.value], counts[Status.DENIED.value]
    pairs = (*more, ("Requests approved", f"{approved} of {approved + denied}"))
    return Facts(f"{request.person.first_name} in the last 12 months", pairs)
