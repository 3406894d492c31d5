"""Layer 2: adjustments painted over base duty, first the duty band, then the absence band over all of it.

Pure list work on sorted, non-overlapping segments; whose rows they are is in `person.py`.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Sequence
from operator import attrgetter

from scheduling.adjustments.domain import Adjustment, Paint
from scheduling.time.interval import Minute
from scheduling.time.segment import Absence, Break, Duty, Segment, Source

_start = attrgetter("start")


def paint_order(adjustment: Adjustment) -> tuple[int, int]:
    """Later version over earlier; inside one version by sequence."""
    return adjustment.version, adjustment.sequence


def paint_duty(base: Sequence[Duty], adjustments: Iterable[Adjustment]) -> tuple[Duty, ...]:
    """The duty band over the base, each row over exactly its own minutes; rows come in paint order."""
    duty = list(base)
    for row in adjustments:
        if row.paint is Paint.ABSENCE:
            continue
        if row.paint is Paint.SEAT or row.paint is Paint.BREAKS:
            _change(duty, row)
            continue
        beneath = _cut(duty, row.start, row.end)
        if row.paint is Paint.DUTY:
            insort(duty, _painted(row, beneath), key=_start)
    return tuple(duty)


def paint_absence(duty: Sequence[Duty], adjustments: Iterable[Adjustment]) -> tuple[Segment, ...]:
    """The absence band over the duty; rows come in paint order. Absence is kept on days off as well."""
    absences: list[Absence] = []
    for row in adjustments:
        if row.paint is Paint.ABSENCE:
            _cut_absences(absences, row.start, row.end)
            source = Source(2, row.key, row.version)
            insort(absences, Absence(row.start, row.end, source, row.absence_kind or ""), key=_start)
    if not absences:
        return tuple(duty)
    left = list(duty)
    for absence in absences:
        _cut(left, absence.start, absence.end)
    segments: list[Segment] = [*left, *absences]
    segments.sort(key=_start)
    return tuple(segments)


def piece(duty: Duty, start: Minute, end: Minute) -> Duty:
    """The part of a duty inside `[start, end)`: same shift, same source, breaks cut to it."""
    breaks = duty.breaks
    if breaks:
        breaks = tuple(
            pause.within(start, end) for pause in breaks if pause.start < end and start < pause.end
        )
    return Duty(
        start,
        end,
        duty.shift_start,
        duty.source,
        duty.shift_type,
        duty.position,
        duty.console,
        breaks,
        duty.pay,
    )


def _painted(row: Adjustment, beneath: Duty | None) -> Duty:
    shift_start = row.shift_start
    if shift_start is None:
        # A change inside a shift (another position, say) stays in that shift; a shift type of its own
        # begins one.
        inside = beneath is not None and row.shift_type is None
        shift_start = beneath.shift_start if inside and beneath is not None else row.start
    source = Source(2, row.key, row.version)
    breaks = tuple(pause for pause in row.breaks if row.start <= pause.start and pause.end <= row.end)
    return Duty(
        row.start, row.end, shift_start, source, row.shift_type, row.position, row.console, breaks, row.pay
    )


def _cut(duty: list[Duty], start: Minute, end: Minute) -> Duty | None:
    """Cut `[start, end)` out in place; returns the duty that was there in the first minute, if any."""
    low = bisect_right(duty, start, key=_start)
    if low and duty[low - 1].end > start:
        low -= 1
    high = low
    while high < len(duty) and duty[high].start < end:
        high += 1
    if low == high:
        return None
    first, last = duty[low], duty[high - 1]
    left: list[Duty] = []
    if first.start < start:
        left.append(piece(first, first.start, start))
    if last.end > end:
        left.append(piece(last, end, last.end))
    duty[low:high] = left
    return first if first.start <= start else None


def _change(duty: list[Duty], row: Adjustment) -> None:
    """Another seat, or other breaks, for the duty in the row's minutes, in place; it stays the shift it was."""
    start, end = row.start, row.end
    for n in range(len(duty) - 1, -1, -1):
        old = duty[n]
        if old.end <= start:
            return
        if old.start >= end:
            continue
        if row.paint is Paint.BREAKS:
            duty[n] = old._replace(breaks=_paused(old, row))
            continue
        inside = piece(old, max(old.start, start), min(old.end, end))
        left = [inside._replace(position=row.position, console=row.console)]
        if old.start < start:
            left.insert(0, piece(old, old.start, start))
        if end < old.end:
            left.append(piece(old, end, old.end))
        duty[n : n + 1] = left


def _paused(duty: Duty, row: Adjustment) -> tuple[Break, ...]:
    """Its breaks where those of the row's minutes are as the row says; handover stays, and breaks lie beside it."""
    kept = [
        each for each in duty.breaks if each.is_handover or each.end <= row.start or row.end <= each.start
    ]
    handover = [each for each in kept if each.is_handover]
    new = [
        each.within(duty.start, duty.end)
        for each in row.breaks
        if each.start < duty.end
        and duty.start < each.end
        and not any(each.start < other.end and other.start < each.end for other in handover)
    ]
    return tuple(sorted((*kept, *new), key=_start))


def _cut_absences(absences: list[Absence], start: Minute, end: Minute) -> None:
    for n in range(len(absences) - 1, -1, -1):
        old = absences[n]
        if old.start < end and start < old.end:
            left = []
            if old.start < start:
                left.append(Absence(old.start, start, old.source, old.kind))
            if old.end > end:
                left.append(Absence(end, old.end, old.source, old.kind))
            absences[n : n + 1] = left
