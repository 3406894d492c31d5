"""The task that mails an invitation's link. It may run twice: the link stays the same, and it is mailed once."""

from __future__ import annotations

from typing import Any

from celery import Task, shared_task
from django.template.loader import render_to_string
from django.utils import timezone

from staff.mail import send_or_retry
from staff.people.invitations.links import hash_of, link_of, token_of
from staff.people.models import Invitation


@shared_task(bind=True, name="invitations.mail", time_limit=120, soft_time_limit=90)
def mail_invitation(task: Task[..., Any], invitation_id: str, site: str) -> None:
    """Mail the link, unless it was mailed, used, withdrawn or has expired meanwhile."""
    waiting = Invitation.objects.filter(
        pk=invitation_id, mailed_at__isnull=True, accepted_at__isnull=True, withdrawn_at__isnull=True
    )
    invitation = waiting.select_related("center").filter(expires_at__gt=timezone.now()).first()
    if invitation is None:
        return
    token = token_of(invitation.pk)
    context = {"invitation": invitation, "center": invitation.center, "link": link_of(site, token)}
    was_sent = send_or_retry(
        task,
        to=invitation.email,
        subject=f"Your account at {invitation.center}",
        body=render_to_string("account/email/invitation.txt", context),
    )
    if was_sent:
        # The hash once more: SECRET_KEY may have been changed since the invitation was made.
        waiting.update(mailed_at=timezone.now(), mail_failed_at=None, token_hash=hash_of(token))
    else:
        waiting.update(mail_failed_at=timezone.now())
