"""Contrast of the color tokens, in both themes and dimmed: the pairs of the design, by the formula of WCAG 2.

The tokens are read from static/css/tokens.css itself, so that a changed color is measured as it is shipped.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "static" / "css" / "tokens.css"
THEMES = ("light", "dark", "dim")
TEXT, MARK = 4.5, 3.0

GROUNDS = ("bg", "gb", "we", "s1", "s2", "pop")
TEXT_PAIRS = [
    *[(ink, ground) for ground in GROUNDS for ink in ("tx", "tx2", "tx3", "ac-tx", "bad", "warn", "ok")],
    *[(ink, ground) for ground in ("s3", "s4") for ink in ("tx", "tx2")],
    *[("tx", f"{state}-soft") for state in ("bad", "warn", "ok", "ac")],
    *[("tx2", f"{state}-soft") for state in ("bad", "warn", "ok", "ac")],
    *[(state, f"{state}-soft") for state in ("bad", "warn", "ok")],
    ("ac-tx", "ac-soft"),
    *[(f"{kind}-tx", f"{kind}-bg") for kind in ("day", "swing", "night", "off")],
    *[(f"on-def{n}", f"def{n}") for n in (1, 2, 3)],
    ("on-ac", "ac-solid"),
    ("on-bad", "bad-solid"),
]
MARK_PAIRS = [
    *[(mark, ground) for ground in ("bg", "gb", "s1", "pop") for mark in ("ctl", "ac", "bad")],
    *[(f"{kind}-ln", ground) for ground in ("gb", "s1") for kind in ("day", "swing", "night")],
    *[(f"{kind}-ln", f"{kind}-bg") for kind in ("day", "swing", "night")],
    *[("def3", ground) for ground in ("gb", "s1")],
    ("bad-solid", "gb"),
]


def declared(theme: str) -> dict[str, str]:
    text = re.sub(r"/\*.*?\*/", "", TOKENS.read_text(), flags=re.DOTALL)
    blocks = re.findall(r":root(\[data-dim\])?\s*\{([^}]*)\}", text)
    values: dict[str, str] = {}
    for is_dim, body in blocks:
        if is_dim and theme != "dim":
            continue
        for name, value in re.findall(r"--([\w-]+):\s*([^;]+);", body):
            pair = re.fullmatch(r"light-dark\(\s*([^,]+),\s*([^)]+)\)", value.strip())
            values[name] = (pair[1] if theme == "light" else pair[2]).strip() if pair else value.strip()
    return values


def color(values: dict[str, str], name: str) -> tuple[float, float, float]:
    value = values[name]
    while reference := re.fullmatch(r"var\(--([\w-]+)\)", value):
        value = values[reference[1]]
    digits = value.removeprefix("#")
    assert len(digits) in (3, 6), f"--{name} is {value}, not an opaque color"
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return red, green, blue


def luminance(rgb: tuple[float, float, float]) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(values: dict[str, str], ink: str, ground: str) -> float:
    lighter, darker = sorted((luminance(color(values, ink)), luminance(color(values, ground))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def too_weak(theme: str, pairs: list[tuple[str, str]], least: float) -> list[str]:
    values = declared(theme)
    measured = ((ink, ground, contrast(values, ink, ground)) for ink, ground in pairs)
    return [f"--{ink} on --{ground}: {ratio:.2f}" for ink, ground, ratio in measured if ratio < least]


@pytest.mark.parametrize("theme", THEMES)
def test_text_can_be_read_on_every_ground_it_stands_on(theme: str) -> None:
    assert too_weak(theme, TEXT_PAIRS, TEXT) == []


@pytest.mark.parametrize("theme", THEMES)
def test_marks_and_field_edges_stand_out_from_their_ground(theme: str) -> None:
    assert too_weak(theme, MARK_PAIRS, MARK) == []


def test_black_on_white_measures_21() -> None:
    assert contrast({"ink": "#000", "ground": "#fff"}, "ink", "ground") == pytest.approx(21)


def test_dim_changes_nothing_in_the_light_theme() -> None:
    text = TOKENS.read_text()
    dim = dict(re.findall(r"--([\w-]+):\s*light-dark\(([^,]+),", text.split(":root[data-dim]")[1]))
    light = declared("light")
    assert dim
    assert {name: light[name] for name in dim} == dim
