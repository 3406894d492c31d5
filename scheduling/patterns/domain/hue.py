"""Which of the three shift hues a shift has: by its start, so that new shift types need no choice of color.

The code letter tells apart what shares a hue; the colors are in static/css/tokens.css.
"""

from __future__ import annotations

from enum import StrEnum


class Hue(StrEnum):
    """Class names of the stylesheet."""

    DAY = "d"
    SWING = "s"
    NIGHT = "n"


HUE_WORDS = {Hue.DAY: "Day", Hue.SWING: "Swing", Hue.NIGHT: "Night"}

DAY_FROM, SWING_FROM, NIGHT_FROM = 3 * 60, 10 * 60, 17 * 60


def hue_of(minute_of_day: int) -> Hue:
    """The hue by the wall-clock minute of the start: days from 03:00, swings from 10:00, nights from 17:00."""
    if DAY_FROM <= minute_of_day < SWING_FROM:
        return Hue.DAY
    if SWING_FROM <= minute_of_day < NIGHT_FROM:
        return Hue.SWING
    return Hue.NIGHT
