"""Wall-clock windows in minutes: of the day on which they start, on the circle of the week, on one date.

Two windows overlap when pieces of them do; the import's files and the admin's forms ask here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time

from scheduling.time.interval import MINUTES_PER_DAY, MINUTES_PER_WEEK

Piece = tuple[int, int]
"""From and until before, in minutes."""


def window_minutes(start: time, end: time) -> Piece:
    """Minutes of the day; an end at or before the start is on the next day."""
    begin = start.hour * 60 + start.minute
    finish = end.hour * 60 + end.minute
    return begin, finish if finish > begin else finish + MINUTES_PER_DAY


def weekday_pieces(weekday: int, start: time, end: time) -> list[Piece]:
    """Minutes of the week, in two pieces where the window runs over its end. Monday is 0."""
    begin, finish = (minute + weekday * MINUTES_PER_DAY for minute in window_minutes(start, end))
    if finish <= MINUTES_PER_WEEK:
        return [(begin, finish)]
    return [(begin, MINUTES_PER_WEEK), (0, finish - MINUTES_PER_WEEK)]


def date_pieces(on: date, start: time, end: time) -> list[Piece]:
    """Minutes since a day before all dates."""
    begin, finish = window_minutes(start, end)
    first = on.toordinal() * MINUTES_PER_DAY
    return [(first + begin, first + finish)]


def overlap(pieces: Iterable[Piece], others: Iterable[Piece]) -> bool:
    """Whether the two have a minute in common."""
    others = list(others)
    return any(start < until and since < end for start, end in pieces for since, until in others)
