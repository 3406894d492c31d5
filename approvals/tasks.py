"""The beat of the workflow: escalates and expires what is due."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from approvals.selectors import due
from approvals.services import tend


@shared_task(name="approvals.tend", time_limit=120, soft_time_limit=90)
def tend_requests() -> int:
    """Escalate and expire what is due; how many changed. Each in a transaction of its own; twice is harmless."""
    return sum(tend(center=row.center, request_id=row.pk) for row in due(timezone.now()))
