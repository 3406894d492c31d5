"""What is shipped to the browser: files as published, nothing from other hosts, small, nothing missing."""

from __future__ import annotations

import gzip
import hashlib
import re
from pathlib import Path

import pytest

from scheduling.board.geometry import stylesheet

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html")) + sorted(ROOT.glob("*/templates/**/*.html"))
STYLES = sorted((STATIC / "css").rglob("*.css"))
SCRIPTS = sorted((STATIC / "js").rglob("*.js"))
VENDORED = STATIC / "vendor" / "VENDORED.md"

SCRIPT_BUDGET = 60 * 1024
STYLE_BUDGET = 20 * 1024


def vendored() -> dict[str, str]:
    rows = re.findall(r"^\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|$", VENDORED.read_text(), flags=re.MULTILINE)
    return dict(rows)


def gzipped(files: list[Path]) -> int:
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)


def test_vendored_files_are_the_ones_that_were_published() -> None:
    wrong = {
        name: digest
        for name, digest in vendored().items()
        if hashlib.sha256((ROOT / name).read_bytes()).hexdigest() != digest
    }
    assert wrong == {}


def test_every_vendored_file_is_listed_with_a_licence_beside_it() -> None:
    files = [
        file
        for folder in (STATIC / "vendor", ROOT / "tests" / "vendor")
        for file in folder.rglob("*")
        if file.is_file() and file.name not in ("LICENSE", "VENDORED.md")
    ]
    assert {str(file.relative_to(ROOT)) for file in files} == set(vendored())
    assert [file for file in files if not (file.parent / "LICENSE").exists()] == []


def test_scripts_of_all_pages_stay_in_their_budget() -> None:
    assert gzipped([*SCRIPTS, *STATIC.glob("vendor/**/*.js")]) <= SCRIPT_BUDGET


def test_styles_of_every_page_stay_in_their_budget() -> None:
    shared = [file for file in STYLES if file.parent.name == "css"]
    heaviest = max(gzipped([file]) for file in STYLES if file.parent.name == "pages")
    assert gzipped(shared) + heaviest <= STYLE_BUDGET


def test_the_stylesheet_of_places_is_the_one_its_module_writes() -> None:
    assert (STATIC / "css" / "geometry.css").read_text() == stylesheet()


@pytest.mark.parametrize("file", [*STYLES, *SCRIPTS], ids=lambda file: str(file.relative_to(STATIC)))
def test_styles_and_scripts_load_nothing_from_another_host(file: Path) -> None:
    text = file.read_text().replace("http://www.w3.org/2000/svg", "")
    assert re.findall(r"(?:https?:)?//[\w.-]+\.\w{2,}", re.sub(r"(?m)^\s*//.*$", "", text)) == []


@pytest.mark.parametrize("file", STYLES, ids=lambda file: file.name)
def test_styles_keep_to_their_layer(file: Path) -> None:
    outside = re.sub(
        r"/\*.*?\*/|@font-face\s*\{[^}]*\}|@layer [\w, ]+;", "", file.read_text(), flags=re.DOTALL
    ).strip()
    depth = 0
    for match in re.finditer(r"[^{}]*\{|\}", outside):
        if match[0] == "}":
            depth -= 1
            continue
        if depth == 0:
            assert match[0].strip().startswith("@layer "), f"{match[0].strip()} is in no layer"
        depth += 1


def test_only_the_allowed_layers_of_depth_are_used() -> None:
    free = [
        f"{file.name}: {value}"
        for file in STYLES
        for value in re.findall(r"z-index:\s*([^;}]+)", file.read_text())
        if not value.strip().startswith("var(--z-") and int(value) > 9
    ]
    assert free == []


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: str(file.relative_to(STATIC)))
def test_scripts_import_files_that_exist_and_make_no_code_from_text(file: Path) -> None:
    text = file.read_text()
    targets = re.findall(r"""(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""", text)
    assert [target for target in targets if not (file.parent / target).resolve().exists()] == []
    assert (
        re.findall(r"\beval\(|new Function\(|\.innerHTML\s*=|insertAdjacentHTML|document\.write", text) == []
    )


def test_fonts_and_pictures_named_in_styles_exist() -> None:
    named = [(file, url) for file in STYLES for url in re.findall(r'url\("?([^")]+)"?\)', file.read_text())]
    assert named
    assert [url for file, url in named if not (file.parent / url).resolve().exists()] == []
