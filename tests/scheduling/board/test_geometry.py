"""Minutes become class names that the stylesheet knows."""

from __future__ import annotations

import re

import pytest

from scheduling.board.geometry import at, point, rows, span, stylesheet


@pytest.mark.parametrize(
    ("offset", "length", "names"),
    [
        (0, 0, "at"),
        (135, 600, "at h2 m15 lh10"),
        (1439, 1, "at h23 m59 lm1"),
        (2 * 1440 + 61, 1440, "at d2 h1 m1 ld1"),
        (-30, 60, "at lh1"),
    ],
)
def test_a_place_is_days_hours_and_minutes(offset: int, length: int, names: str) -> None:
    assert at(offset, length) == names


def test_every_class_a_place_can_have_is_in_the_stylesheet() -> None:
    known = set(re.findall(r"\.([a-z]+\d*)\{", stylesheet()))
    used = {name for minute in range(0, 9 * 1440, 7) for name in at(minute, minute).split()}
    used |= {name for count in range(1000) for name in rows(count).split()}
    assert used <= known


def test_a_line_of_unknown_length_is_refused() -> None:
    assert span(1380) == "span-1380"
    with pytest.raises(ValueError, match="SPANS"):
        span(1234)


def test_a_point_has_no_width() -> None:
    assert point(90) == "at h1 m30"


def test_longer_than_the_stylesheet_can_say_is_refused() -> None:
    with pytest.raises(ValueError, match="longer"):
        at(9 * 1440, 0)
