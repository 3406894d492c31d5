"""What every template keeps to: no inline style, script or handler, no other host, only files that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html")) + sorted(ROOT.glob("*/templates/**/*.html"))
STATIC = ROOT / "static"


def name(file: Path) -> str:
    return str(file.relative_to(ROOT))


def markup(file: Path) -> str:
    """The template without comments of either kind."""
    return re.sub(
        r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|<!--.*?-->", "", file.read_text(), flags=re.DOTALL
    )


each_template = pytest.mark.parametrize("file", TEMPLATES, ids=name)


@each_template
def test_has_no_inline_style(file: Path) -> None:
    assert re.findall(r"<style|\sstyle\s*=", markup(file)) == []


@each_template
def test_has_no_inline_script_or_handler(file: Path) -> None:
    text = markup(file)
    assert [
        tag
        for tag in re.findall(r"<script[^>]*>", text)
        if "src=" not in tag and "application/json" not in tag
    ] == []
    assert re.findall(r"\s(?:on[a-z]+|hx-on[:\w-]*)\s*=|javascript:", text) == []


@each_template
def test_loads_nothing_from_another_host(file: Path) -> None:
    text = markup(file).replace("http://www.w3.org/2000/svg", "")
    assert re.findall(r"""(?:src|href|action|data-src)\s*=\s*["'](?:https?:)?//""", text) == []


@each_template
def test_what_a_page_asks_by_itself_is_no_use_of_the_session(file: Path) -> None:
    """Otherwise a page left open on a console would never be signed out (staff/sign_in/idle.py)."""
    asking = re.findall(r"<[^>]*hx-trigger=[^>]*every [^>]*>", re.sub(r"\{%.*?%\}", "", markup(file)))
    assert [tag for tag in asking if '"Watchbill-Background":"1"' not in tag] == []


@each_template
def test_names_only_static_files_that_exist(file: Path) -> None:
    named = re.findall(r"""\{%\s*static\s+["']([^"']+)["']""", markup(file))
    own = [path for path in named if not path.startswith(("admin/", "drf_spectacular"))]
    assert [path for path in own if not (STATIC / path).exists()] == []


@each_template
def test_includes_and_extends_templates_that_exist(file: Path) -> None:
    named = re.findall(r"""\{%\s*(?:include|extends)\s+["']([^"']+)["']""", markup(file))
    own = [path for path in named if not path.startswith(("admin/", "allauth/", "account/", "mfa/"))]
    assert [path for path in own if not (ROOT / "templates" / path).exists()] == []


@each_template
def test_draws_only_icons_of_the_sprite(file: Path) -> None:
    known = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "img" / "icons.svg").read_text()))
    used = set(re.findall(r"""components/_icon\.html["'] with name=["']([\w-]+)["']""", markup(file)))
    assert used - known == set()


@each_template
def test_every_post_form_carries_its_token(file: Path) -> None:
    forms = re.findall(
        r"""<form[^>]*method=["']post["'].*?</form>""", markup(file), flags=re.DOTALL | re.IGNORECASE
    )
    assert [form[:80] for form in forms if "csrf_token" not in form] == []


def test_there_are_templates() -> None:
    assert len(TEMPLATES) > 20
