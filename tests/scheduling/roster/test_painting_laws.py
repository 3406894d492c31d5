"""Laws of every roster: no overlap, minutes conserved, undo restores, and painting equals looking minute by minute."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from scheduling.adjustments.domain import Adjustment, Paint
from scheduling.roster.domain.person import PersonRoster, person_roster
from scheduling.time.interval import Interval
from scheduling.time.segment import Absence, Duty, Key
from tests.support.duty import ANCHOR, NEW_YORK, SHIFT_TYPES, contract, paint, pattern

FIRST = date(2027, 11, 5)
SPAN = NEW_YORK.days(FIRST, FIRST + timedelta(days=4))
"""Over the clock change of autumn."""

PATTERNS = {cycle: pattern(cycle, cycle) for cycle in ("N", "D.N", "BP.", ".")}
STEP = 30

rows_strategy = st.lists(
    st.builds(
        lambda start, length, version, kind, position: paint(
            SPAN.start + start * STEP, SPAN.start + (start + length) * STEP, version, paint=kind,
            position=position if kind is Paint.DUTY else None,
        ),
        st.integers(-20, 210),
        st.integers(1, 60),
        st.integers(1, 9),
        st.sampled_from(Paint),
        st.sampled_from([None, "radio"]),
    ),
    max_size=8,
    unique_by=lambda row: row.version,
)  # fmt: skip
contracts_strategy = st.sampled_from([
    (contract(pattern="N"),),
    (contract(pattern="D.N"),),
    (contract(ends_before=date(2027, 11, 7), pattern="N"), contract(date(2027, 11, 7), pattern="BP.")),
    (),
])  # fmt: skip


def roster(contracts: tuple, rows: list[Adjustment], span: Interval = SPAN) -> PersonRoster:
    return person_roster(contracts, rows, PATTERNS, SHIFT_TYPES, frozenset(), span, NEW_YORK, ANCHOR)


def source_at(found: PersonRoster, minute: int) -> tuple[str, Key] | None:
    segment = found.at(minute)
    return None if segment is None else (type(segment).__name__, segment.source.key)


@given(contracts_strategy, rows_strategy)
def test_segments_are_in_order_without_overlap_and_touch_the_span(
    contracts: tuple, rows: list[Adjustment]
) -> None:
    found = roster(contracts, rows)
    for layer in (found.base, found.duty, found.segments):
        assert all(before.end <= after.start for before, after in itertools.pairwise(layer))
        assert all(each.start < each.end and each.interval.overlaps(SPAN) for each in layer)


@given(contracts_strategy, rows_strategy)
def test_every_minute_is_what_the_last_brush_left(contracts: tuple, rows: list[Adjustment]) -> None:
    found = roster(contracts, rows)
    base = roster(contracts, [])
    for minute in range(SPAN.start, SPAN.end, STEP // 2):
        expected = source_at(base, minute)
        for band in ((Paint.DUTY, Paint.OFF), (Paint.ABSENCE,)):
            for row in sorted(rows, key=lambda row: row.version):
                if row.paint in band and row.interval.contains(minute):
                    name = {Paint.DUTY: "Duty", Paint.ABSENCE: "Absence"}.get(row.paint)
                    expected = (name, row.key) if name else None
        assert source_at(found, minute) == expected


@given(contracts_strategy, rows_strategy)
def test_minutes_are_conserved(contracts: tuple, rows: list[Adjustment]) -> None:
    found = roster(contracts, rows)
    duty = sum(each.end - each.start for each in found.segments if isinstance(each, Duty))
    away = sum(each.end - each.start for each in found.segments if isinstance(each, Absence))
    whole = Interval(
        min(SPAN.start, *[0 + each.start for each in found.segments], SPAN.start), SPAN.end + 10_000
    )
    assert found.planned_minutes(whole) == duty
    free = whole.minutes - duty - away
    assert free >= 0
    # What absence took away is what the duty band had there.
    without = roster(contracts, [row for row in rows if row.paint is not Paint.ABSENCE])
    assert found.absent_minutes(SPAN) == without.planned_minutes(SPAN) - found.planned_minutes(SPAN)


@given(contracts_strategy, rows_strategy, st.integers(0, 7))
def test_undo_restores_what_would_be_without_the_row(
    contracts: tuple, rows: list[Adjustment], n: int
) -> None:
    kept = [row for k, row in enumerate(rows) if k != n]
    undone = roster(contracts, kept)
    assert roster(contracts, list(reversed(kept))) == undone
    if n < len(rows):
        for minute in range(SPAN.start, SPAN.end, STEP):
            # Outside its own minutes a row never made a difference to where a minute comes from.
            if not rows[n].interval.contains(minute):
                assert source_at(roster(contracts, rows), minute) == source_at(undone, minute)
                break


@given(contracts_strategy, rows_strategy, st.integers(0, 190), st.integers(1, 60))
def test_a_part_of_a_roster_is_the_roster_of_the_part(
    contracts: tuple, rows: list[Adjustment], start: int, length: int
) -> None:
    inside = Interval(SPAN.start + start * STEP, min(SPAN.end, SPAN.start + (start + length) * STEP + 1))
    whole = roster(contracts, rows)
    part = roster(contracts, rows, inside)
    assert part.segments == tuple(each for each in whole.segments if each.interval.overlaps(inside))
    assert part.base == tuple(each for each in whole.base if each.interval.overlaps(inside))
    assert part.planned_minutes(inside) == whole.planned_minutes(inside)


@given(contracts_strategy, rows_strategy, st.integers(1, 100))
def test_splitting_a_row_in_two_changes_no_minute(
    contracts: tuple, rows: list[Adjustment], at_step: int
) -> None:
    split: list[Adjustment] = []
    for row in rows:
        middle = row.start + at_step * 7
        if row.start < middle < row.end:
            split.append(paint(row.start, middle, row.version, paint=row.paint, position=row.position))
            split.append(
                paint(middle, row.end, row.version, paint=row.paint, position=row.position, sequence=1)
            )
        else:
            split.append(row)
    before, after = roster(contracts, rows), roster(contracts, split)
    assert before.planned_minutes(SPAN) == after.planned_minutes(SPAN)
    assert before.absent_minutes(SPAN) == after.absent_minutes(SPAN)


@given(rows_strategy)
def test_a_swap_between_two_people_keeps_their_minutes_together(rows: list[Adjustment]) -> None:
    duty = [row for row in rows if row.paint is Paint.DUTY]
    for row in duty:
        taken = paint(row.start, row.end, 99, paint=Paint.OFF)
        given_to = paint(row.start, row.end, 99)
        lost = roster((), [row]).planned_minutes(SPAN) - roster((), [row, taken]).planned_minutes(SPAN)
        assert roster((), [given_to]).planned_minutes(SPAN) == lost
