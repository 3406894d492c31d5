"""Each sentence of docs/semantics.md names a test that stands."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "semantics.md").read_text(encoding="utf-8")
NAMED = re.findall(r"\[([\w/]+\.py): (\w+)\]", TEXT)


def _tests_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


@pytest.mark.parametrize(("path", "name"), NAMED, ids=[f"{path}:{name}" for path, name in NAMED])
def test_the_named_test_stands(path: str, name: str) -> None:
    file = ROOT / "tests" / path
    assert file.exists(), f"docs/semantics.md names {path}, which is gone."
    assert name in _tests_of(file)


def test_every_sentence_names_a_test() -> None:
    items = re.split(r"^- ", TEXT, flags=re.MULTILINE)[1:]
    assert items
    assert [item for item in items if not re.search(r"\[[\w/]+\.py: \w+\]", item)] == []
