"""Sign-in tests begin with no failed tries counted, and end like that."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _no_tries_counted() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()
