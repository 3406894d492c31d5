"""Tasks of sign-in: the mail of a password reset, and deleting what has ended once a day (CELERY_BEAT_SCHEDULE)."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from celery import Task, shared_task
from django.core.management import call_command
from django.template.loader import render_to_string
from django.urls import reverse

from staff.mail import send_or_retry
from staff.sign_in.backend import user_for


@shared_task(bind=True, name="sign_in.mail_password_reset", time_limit=120, soft_time_limit=90)
def mail_password_reset(task: Task[..., Any], sign_in: str, site: str) -> None:
    """Mail the link to the account's own address, if an account is meant.

    Looked up here, so that the page takes the same time for strangers.
    """
    user = user_for(sign_in)
    if user is None:
        return
    parts = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    link = site.rstrip("/") + reverse("account_reset_password_from_key", kwargs=parts)
    subject = render_to_string("account/email/password_reset_key_subject.txt").strip()
    body = render_to_string("account/email/password_reset_key_message.txt", {"password_reset_url": link})
    send_or_retry(task, to=user.email, subject=subject, body=body)


@shared_task(name="sign_in.clear_expired", ignore_result=True, time_limit=600, soft_time_limit=540)
def clear_expired() -> None:
    """Delete what no longer signs anybody in; running twice deletes nothing more."""
    call_command("clearsessions")
    call_command("flushexpiredtokens")
