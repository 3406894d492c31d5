"""Clients of the API, with nothing throttled at the start of a test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient

from staff.people.models import User

ClientMaker = Callable[[User | None], APIClient]


@pytest.fixture(autouse=True)
def _nothing_throttled() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def api() -> ClientMaker:
    """A client for a user, as a session would have it; for None, an anonymous one."""

    def make(user: User | None) -> APIClient:
        client = APIClient()
        if user is not None:
            client.force_login(user)
        return client

    return make
