"""The post office of tests: what was posted is sent when the block ends, by the task that a worker would run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail

PostOffice = Callable[[], AbstractContextManager[list[Any]]]


@pytest.fixture
def post_office(django_capture_on_commit_callbacks: Any) -> PostOffice:
    """`with post_office() as sent:`, and `sent` holds the mails of the block afterwards."""

    @contextmanager
    def opened() -> Iterator[list[Any]]:
        sent: list[Any] = []
        before = len(mail.outbox)
        with (
            patch("staff.mail._enqueue", lambda task, args, on_lost: task(*args)),
            django_capture_on_commit_callbacks(execute=True),
        ):
            yield sent
        sent.extend(mail.outbox[before:])

    return opened
