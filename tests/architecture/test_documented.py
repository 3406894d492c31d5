"""Every command, make target and benchmark has its line of documentation, and none names what is gone."""

from __future__ import annotations

import re
from pathlib import Path

from config.benchmarks.registry import BENCHMARKS

CHECKOUT = Path(__file__).resolve().parent.parent.parent
OPERATIONS = (CHECKOUT / "docs" / "operations.md").read_text(encoding="utf-8")


def own_commands() -> set[str]:
    return {path.stem for path in CHECKOUT.glob("*/management/commands/*.py") if path.stem != "__init__"}


def make_targets() -> set[str]:
    text = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z-]+):", text, flags=re.MULTILINE))


def test_every_command_is_documented() -> None:
    documented = set(re.findall(r"^\| `([a-z_]+)[ `]", OPERATIONS, flags=re.MULTILINE)) - {"make"}
    assert documented == own_commands()


def test_every_make_target_is_documented() -> None:
    documented = set(re.findall(r"`make ([a-z-]+)`", OPERATIONS))
    assert make_targets() <= documented
    assert documented <= make_targets()


def test_make_alone_prints_every_target() -> None:
    text = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
    assert set(re.findall(r"^([a-z-]+):.*## .", text, flags=re.MULTILINE)) == make_targets()
    assert ".DEFAULT_GOAL := help" in text


def test_every_benchmark_can_be_called() -> None:
    for benchmark in BENCHMARKS.values():
        assert callable(benchmark.function_to_call())


def test_links_between_documents_lead_somewhere() -> None:
    pages = [*CHECKOUT.glob("*.md"), *(CHECKOUT / "docs").rglob("*.md")]
    links = [
        (page, target)
        for page in pages
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if "://" not in target
    ]
    assert links
    assert [f"{page.name}: {target}" for page, target in links if not (page.parent / target).exists()] == []
