"""A kind of request that nobody answers for stops the boot."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from approvals import registry
from approvals.registry import Kind
from config.checks import check_every_kind_has_a_handler
from config.wiring import require_handlers


def test_every_kind_has_a_handler() -> None:
    assert registry.missing_handlers() == []
    assert check_every_kind_has_a_handler(None) == []
    require_handlers()


def test_a_missing_one_fails_the_boot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(registry._handlers, Kind.PREFERENCE)
    assert [problem.id for problem in check_every_kind_has_a_handler(None)] == ["watchbill.E006"]
    with pytest.raises(ImproperlyConfigured, match="preference"):
        require_handlers()
