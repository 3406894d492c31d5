"""Mail is tried again while the relay is away, later each time, and given up with a line in the log."""

from __future__ import annotations

import logging
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any
from unittest.mock import patch

import pytest
from celery.exceptions import Retry
from django.core import mail

from staff.mail import FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS, TRIES, deliver, send_or_retry

TO = "lee@norfield.example"


def attempt(number: int, error: Exception | None) -> tuple[bool | None, Retry | None]:
    """What the task does at its nth try: whether it was sent, or the retry it asks for."""
    deliver.push_request(retries=number - 1, called_directly=False, is_eager=True, delivery_info={})
    try:
        with (
            patch("staff.mail.send_mail", side_effect=error),
            patch.object(deliver, "signature_from_request"),
        ):
            return send_or_retry(deliver, to=TO, subject="Note", body="Text"), None
    except Retry as retry:
        return None, retry
    finally:
        deliver.pop_request()


def test_a_mail_is_sent() -> None:
    deliver(TO, "Note", "Text")
    assert [(message.to, message.subject, message.body) for message in mail.outbox] == [
        ([TO], "Note", "Text")
    ]


@pytest.mark.parametrize("error", [ConnectionRefusedError(), SMTPServerDisconnected("gone"), TimeoutError()])
def test_a_relay_that_is_away_is_asked_again_later(error: Exception) -> None:
    waits = [retry.when for number in range(1, TRIES) for _, retry in [attempt(number, error)] if retry]
    assert waits[:3] == [FIRST_WAIT_SECONDS, 2 * FIRST_WAIT_SECONDS, 4 * FIRST_WAIT_SECONDS]
    assert len(waits) == TRIES - 1
    assert max(w for w in waits if isinstance(w, int)) <= LONGEST_WAIT_SECONDS


def test_the_last_try_gives_up_and_is_logged_without_the_address(caplog: Any) -> None:
    with caplog.at_level(logging.ERROR, logger="staff.mail"):
        assert attempt(TRIES, ConnectionRefusedError(TO)) == (False, None)
    assert "given up after 10 tries" in caplog.text
    assert TO not in caplog.text


def test_a_refused_address_is_not_tried_again(caplog: Any) -> None:
    refused = SMTPRecipientsRefused({TO: (550, b"no such user")})
    with caplog.at_level(logging.ERROR, logger="staff.mail"):
        assert attempt(1, refused) == (False, None)
    assert "given up after 1 tries" in caplog.text
    assert TO not in caplog.text
