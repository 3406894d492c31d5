"""`manage.py benchmark`: one JSON object with figures, machine, versions and seed; unknown names are told."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from config.benchmarks import registry
from config.benchmarks.registry import Benchmark


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put one harmless benchmark in the place of all others."""
    harmless = Benchmark(name="limit", title="a limit", module="sys", function="getrecursionlimit")
    monkeypatch.setattr(Benchmark, "function_to_call", lambda self: lambda: {"full_ms": 1.5})
    monkeypatch.setattr("config.management.commands.benchmark.BENCHMARKS", {"limit": harmless})
    monkeypatch.setattr(registry, "BENCHMARKS", {"limit": harmless})


@pytest.mark.django_db
@pytest.mark.usefixtures("counted")
def test_one_json_object_on_one_line() -> None:
    out = StringIO()
    call_command("benchmark", "limit", json=True, stdout=out)
    (line,) = out.getvalue().splitlines()
    printed = json.loads(line)
    assert printed["benchmark"] == "limit"
    assert printed["figures"] == {"full_ms": 1.5}
    assert printed["seed"] is None
    assert {"cpu", "cores", "os", "python"} <= set(printed["machine"])
    assert printed["versions"]["postgresql"].startswith("18")
    assert printed["versions"]["redis"][0].isdigit()
    assert {"watchbill", "django", "ortools"} <= set(printed["versions"])


@pytest.mark.django_db
@pytest.mark.usefixtures("counted")
def test_without_json_it_is_for_people() -> None:
    out = StringIO()
    call_command("benchmark", "all", stdout=out)
    assert "limit: a limit" in out.getvalue()
    assert "full_ms" in out.getvalue()


@pytest.mark.usefixtures("counted")
def test_without_a_name_it_lists_and_with_a_wrong_one_it_says_so() -> None:
    out = StringIO()
    call_command("benchmark", stdout=out)
    assert out.getvalue().split() == ["limit", "a", "limit"]
    with pytest.raises(CommandError, match=r"no benchmark 'speed'.*limit"):
        call_command("benchmark", "speed")


def test_what_takes_minutes_is_run_by_name_only() -> None:
    assert not registry.BENCHMARKS["demo"].is_quick
    assert registry.BENCHMARKS["roster"].seed() == 911
