"""The hue of a shift follows from its start."""

from __future__ import annotations

import pytest

from scheduling.patterns.domain.hue import hue_of


@pytest.mark.parametrize(
    ("hour", "minute", "hue"),
    [
        (2, 59, "n"),
        (3, 0, "d"),
        (6, 0, "d"),
        (9, 59, "d"),
        (10, 0, "s"),
        (16, 59, "s"),
        (17, 0, "n"),
        (0, 0, "n"),
    ],
)
def test_hue_by_start(hour: int, minute: int, hue: str) -> None:
    assert hue_of(hour * 60 + minute) == hue
