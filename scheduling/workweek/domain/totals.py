"""Hours worked and overtime owed of one person in several workweeks, as plain numbers, for pages with everybody. Pure.

The count is that of overtime.py, which also keeps each minute with its reason; a test holds the two together.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from scheduling.time.interval import Interval, Minute
from scheduling.time.segment import Absence, Duty, Segment
from scheduling.time.workweek import OVERTIME_AFTER_MINUTES
from scheduling.workweek.domain.overtime import DAYS_OF_A_WEEK, OvertimeTerms, leave_in_week, minutes_of_duty


class WeekTotal(NamedTuple):
    """Minutes of one workweek, or of several together."""

    worked_minutes: int
    overtime_minutes: int


class _Piece(NamedTuple):
    """Minutes worked without interruption, in a shift."""

    start: Minute
    end: Minute
    shift_start: Minute


def week_totals(
    segments: Sequence[Segment],
    weeks: Iterable[tuple[Interval, OvertimeTerms]],
    day_of: Callable[[Minute], date],
    planned: Sequence[Duty] = (),
) -> list[WeekTotal]:
    """What `week_hours` counts of each week under its terms; the arguments are the same."""
    pieces = _pieces(segments)
    is_away = any(isinstance(each, Absence) for each in segments)
    days: dict[int, list[_Piece]] | None = None
    found: list[WeekTotal] = []
    for week, terms in weeks:
        worked = _minutes(pieces, week)
        by_day = 0
        if terms.daily_minutes is not None or terms.seventh_day:
            if days is None:
                days = _by_day(pieces, day_of)
            by_day = _overtime_by_day(days, week, terms)
        left = worked - by_day
        counted = 0
        if is_away and terms.counted_leave:
            _, counted = leave_in_week(segments, planned, week, terms.counted_leave)
        contract = by_day + min(left, max(0, left + counted - terms.weekly_minutes))
        found.append(WeekTotal(worked, max(contract, worked - OVERTIME_AFTER_MINUTES, 0)))
    return found


def _pieces(segments: Iterable[Segment]) -> list[_Piece]:
    found: list[_Piece] = []
    for duty in segments:
        if not isinstance(duty, Duty):
            continue
        if duty.breaks:
            found += [_Piece(each.start, each.end, duty.shift_start) for each in minutes_of_duty(duty)]
        else:
            found.append(_Piece(duty.start, duty.end, duty.shift_start))
    return found


def _minutes(pieces: Sequence[_Piece], within: Interval) -> int:
    """Of pieces in order and without overlap."""
    start, end = within.start, within.end
    first = bisect_left(pieces, (start,))
    if first and pieces[first - 1].end > start:
        first -= 1
    last = bisect_left(pieces, (end,), first)
    if first == last:
        return 0
    minutes = sum([piece[1] - piece[0] for piece in pieces[first:last]])
    return minutes - max(0, start - pieces[first].start) - max(0, pieces[last - 1].end - end)


def _by_day(pieces: Iterable[_Piece], day_of: Callable[[Minute], date]) -> dict[int, list[_Piece]]:
    """By the number of the worked day, the local date on which the shift starts."""
    found: dict[int, list[_Piece]] = {}
    for piece in pieces:
        found.setdefault(day_of(piece.shift_start).toordinal(), []).append(piece)
    return found


def _overtime_by_day(days: Mapping[int, Sequence[_Piece]], week: Interval, terms: OvertimeTerms) -> int:
    """Minutes of the week beyond so many a day, and those of the seventh day in a row inside it."""
    touching = {
        day: pieces
        for day, pieces in days.items()
        if pieces[0].start < week.end and week.start < pieces[-1].end and _minutes(pieces, week)
    }
    inside = {day for day, pieces in touching.items() if pieces[0].start >= week.start}
    found = 0
    for day, pieces in touching.items():
        if terms.seventh_day and all(day - back in inside for back in range(DAYS_OF_A_WEEK)):
            found += _minutes(pieces, week)
        elif terms.daily_minutes is not None:
            over = sum(piece.end - piece.start for piece in pieces) - terms.daily_minutes
            for piece in reversed(pieces):
                if over <= 0:
                    break
                begins = max(piece.end - over, piece.start)
                found += max(0, min(piece.end, week.end) - max(begins, week.start))
                over -= piece.end - begins
    return found
