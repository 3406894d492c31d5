"""How mail leaves: by a task after commit, tried again while the relay is away, logged when it is given up.

What a mail says is with who writes it (invitations, sign-in). Links with secrets are made in the task, so that the
queue holds none.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable
from functools import partial
from typing import Any

from celery import Task, shared_task
from django.core.mail import send_mail
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

FIRST_WAIT_SECONDS = 30
LONGEST_WAIT_SECONDS = 3600
TRIES = 10
"""The last try is about four hours after the first."""

GIVEN_UP = "%s: the mail was given up after %s tries: %s"


def post(task: Any, *args: str, on_lost: Callable[[], object] | None = None) -> None:
    """Have a task send a mail once the transaction is committed; `on_lost` is called when no queue takes it."""
    transaction.on_commit(partial(_enqueue, task, args, on_lost))


def send_or_retry(task: Task[..., Any], *, to: str, subject: str, body: str) -> bool:
    """Send now. False when the address is refused or the last try has failed; else raises the task's retry."""
    try:
        send_mail(subject=subject, message=body, from_email=None, recipient_list=[to])
    except (OSError, smtplib.SMTPException) as error:
        tries = task.request.retries + 1
        if isinstance(error, smtplib.SMTPRecipientsRefused) or tries >= TRIES:
            # Without the traceback: it names the address.
            logger.log(logging.ERROR, GIVEN_UP, task.name, tries, _reason(error))
            return False
        wait = min(FIRST_WAIT_SECONDS * 2 ** (tries - 1), LONGEST_WAIT_SECONDS)
        logger.warning("%s: next try in %s s: %s", task.name, wait, _reason(error))
        raise task.retry(exc=error, countdown=wait, max_retries=TRIES) from error
    return True


@shared_task(bind=True, name="mail.deliver", time_limit=120, soft_time_limit=90)
def deliver(task: Task[..., Any], to: str, subject: str, body: str) -> None:
    """A mail that is ready and holds no secret."""
    send_or_retry(task, to=to, subject=subject, body=body)


def _enqueue(task: Any, args: tuple[str, ...], on_lost: Callable[[], object] | None) -> None:
    try:
        task.apply_async(args=args, retry=False)
    except OperationalError as error:
        logger.warning("%s could not be queued: %s", task.name, error)
        if on_lost is not None:
            on_lost()


def _reason(error: Exception) -> str:
    """The kind of error, and the relay's code where it gave one; addresses stay out of the log."""
    code = getattr(error, "smtp_code", None) or getattr(error, "errno", None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__
