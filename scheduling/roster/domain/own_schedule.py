"""One person's own schedule: the roster as if nobody had traded, for what is counted by it (29 CFR 553.31). Pure.

Who works a trade is not credited for it, who gave the shift away is. Hours are counted in
`scheduling/workweek/domain/overtime.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from scheduling.adjustments.domain import Adjustment, AdjustmentKind
from scheduling.roster.domain.painting import paint_absence, paint_duty
from scheduling.roster.domain.person import PersonRoster
from scheduling.time.segment import Duty, PayKind, Segment


class OwnSchedule(NamedTuple):
    """Segments without trades, the duty beneath their absence, and minutes worked in trades."""

    segments: Sequence[Segment]
    planned: Sequence[Duty]
    traded: tuple[Duty, ...]


def is_trade(row: Adjustment) -> bool:
    """Whether a row gives a shift away in a trade, or takes one."""
    return row.kind is AdjustmentKind.TRADE or row.pay is PayKind.TRADE


def own_schedule(roster: PersonRoster) -> OwnSchedule:
    """The roster painted without the rows of trades; `traded` is the duty worked for others."""
    trades = {row.key for row in roster.changes if is_trade(row)}
    if not trades:
        return OwnSchedule(roster.segments, roster.duty, ())
    rows = [row for row in roster.changes if row.key not in trades]
    planned = paint_duty(roster.base, rows)
    traded = tuple(each for each in roster.worked() if each.source.key in trades)
    return OwnSchedule(paint_absence(planned, rows), planned, traded)
