"""Wall-clock windows as minutes of the day on which they start, on the wall: how long they are and what "
"they overlap."""

from __future__ import annotations

from datetime import time

DAY = 24 * 60
WEEK = 7 * DAY


def window_minutes(start: time, end: time) -> tuple[int, int]:
    """From and until before; an end at or before the start is on the next day."""
    begin = start.hour * 60 + start.minute
    finish = end.hour * 60 + end.minute
    return begin, finish if finish > begin else finish + DAY
