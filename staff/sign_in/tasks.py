"""Housekeeping of sign-in: sessions and tokens that have ended are deleted once a day (see CELERY_BEAT_SCHEDULE)."""

from __future__ import annotations

from celery import shared_task
from django.core.management import call_command


@shared_task(name="sign_in.clear_expired", ignore_result=True, time_limit=600, soft_time_limit=540)
def clear_expired() -> None:
    """Delete what no longer signs anybody in; running twice deletes nothing more."""
    call_command("clearsessions")
    call_command("flushexpiredtokens")
