"""Sending what is due: each try claims its delivery first, so that two workers never send one mail twice.

The state is in the table, not in the queue: what the queue loses, the beat finds again.
"""

from __future__ import annotations

import logging
import smtplib
from contextlib import suppress
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.core.mail import get_connection, send_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F
from django.utils import timezone

from staff.notices.models import Delivery

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=3)
"""A worker that dies while sending leaves the delivery to the next after this long."""
WAITS = (30, 60, 120, 300, 900, 3600, 3600, 3600)
"""Seconds until the next try; after the last the delivery has failed, about four hours on."""
MOST_AT_ONCE = 500


@shared_task(name="notices.deliver", time_limit=300, soft_time_limit=270)
def deliver_notices(delivery_ids: list[str]) -> int:
    """Send those of these deliveries that are due, over one connection; how many were sent. Twice is once."""
    connection = get_connection()
    try:
        with suppress(*UNREACHABLE):
            # Where it can't be opened, each delivery fails for itself and keeps why.
            connection.open()
        return sum(_deliver(pk, connection) for pk in delivery_ids)
    finally:
        connection.close()


@shared_task(name="notices.tend", time_limit=300, soft_time_limit=270)
def tend_notices() -> int:
    """Send what is due and waits (the queue was away, a worker died, a try failed); how many were sent."""
    due = Delivery.objects.filter(state=Delivery.State.WAITING, next_try_at__lte=timezone.now())
    keys = due.order_by("next_try_at").values_list("pk", flat=True)[:MOST_AT_ONCE]
    return deliver_notices([str(pk) for pk in keys])


UNREACHABLE = (OSError, smtplib.SMTPException)
REFUSED = "the address was refused"


def _deliver(delivery_id: str, connection: BaseEmailBackend) -> bool:
    """Send one delivery if it is due; whether it was sent now."""
    now = timezone.now()
    # Only columns of its own: with a join, two workers at once would both find it due.
    due = Delivery.objects.filter(pk=delivery_id, state=Delivery.State.WAITING, next_try_at__lte=now)
    if due.update(next_try_at=now + LEASE, tries=F("tries") + 1) != 1:
        return False
    delivery = Delivery.objects.select_related("notice__user", "notice__center").get(pk=delivery_id)
    error = _send(delivery, connection)
    if error is None:
        _end(delivery, Delivery.State.SENT)
        return True
    logger.warning("notice %s: try %d failed: %s", delivery.notice_id, delivery.tries, error)
    if delivery.tries > len(WAITS) or error == REFUSED:
        _end(delivery, Delivery.State.FAILED, error)
    else:
        wait = timedelta(seconds=WAITS[delivery.tries - 1])
        Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.WAITING).update(
            next_try_at=timezone.now() + wait, error=error
        )
    return False


def _send(delivery: Delivery, connection: BaseEmailBackend) -> str | None:
    """None when it was sent, else why not, without the address."""
    notice = delivery.notice
    if not notice.user.is_active:
        return REFUSED
    words = notice.words
    link = f"{settings.SITE_URL.rstrip('/')}{words.path}" if words.path else ""
    body = "\n\n".join(part for part in (words.title, words.text, link, str(notice.center)) if part)
    try:
        send_mail(
            subject=words.title,
            message=body,
            from_email=None,
            recipient_list=[notice.user.email],
            connection=connection,
        )
    except smtplib.SMTPRecipientsRefused:
        return REFUSED
    except UNREACHABLE as error:
        return type(error).__name__
    return None


def _end(delivery: Delivery, state: Delivery.State, error: str = "") -> None:
    Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.WAITING).update(
        state=state, ended_at=timezone.now(), error=error
    )
