"""The import contracts of pyproject.toml hold, and cover every app there is."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent.parent
CONTRACTS = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]


def test_the_contracts_hold() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run(
        [program, "--no-cache"], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout[-3000:]


def test_every_app_is_under_the_contracts() -> None:
    apps = {path.parent.name for path in CHECKOUT.glob("*/apps.py")}
    assert apps == set(CONTRACTS["root_packages"])


def test_every_folder_of_scheduling_has_its_layer() -> None:
    (inside,) = [
        contract for contract in CONTRACTS["contracts"] if contract.get("containers") == ["scheduling"]
    ]
    placed = {name.strip(" ()") for layer in inside["layers"] for name in layer.split("|")}
    folders = {path.parent.name for path in (CHECKOUT / "scheduling").glob("*/__init__.py")}
    assert folders - placed - {"migrations", "management", "templatetags"} == set()


def pure_modules() -> list[str]:
    return [
        ".".join(path.relative_to(CHECKOUT).with_suffix("").parts)
        for app in ("staff", "approvals", "scheduling", "timeoff", "solver")
        for path in (CHECKOUT / app).rglob("*")
        if path.name == "domain.py" or (path.name == "domain" and path.is_dir())
    ]


@pytest.mark.parametrize(
    "module", sorted({*pure_modules(), "scheduling.time", "scheduling.rules", "solver.engine"})
)
def test_pure_code_loads_without_any_framework(module: str) -> None:
    forbidden = ["django", "celery", "channels", "redis", "rest_framework"]
    code = f"import sys, {module}; print([name for name in {forbidden} if name in sys.modules])"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"
