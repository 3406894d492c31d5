"""Every kind of request and of notice has its line in the documents."""

from __future__ import annotations

import re
from pathlib import Path

from approvals.registry import Kind, handler_of
from staff.notices.registry import notice_kinds

DOCS = Path(__file__).resolve().parents[2] / "docs"


def lines(name: str) -> dict[str, str]:
    found = re.findall(
        r"^\| `([a-z_]+)` \|(.*)$", (DOCS / name).read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    return dict(found)


def test_every_kind_of_request_is_documented_with_its_facts() -> None:
    documented = lines("approvals.md")
    assert [kind.value for kind in Kind] == [name for name in documented if name in set(Kind)]
    for kind in Kind:
        assert all(f"`{fact}`" in documented[kind.value] for fact in handler_of(kind).facts), kind


def test_every_kind_of_notice_is_documented() -> None:
    assert set(lines("notices.md")) == {kind.name for kind in notice_kinds()}
