"""Rules on duty that stands: every violation of one person, with the pieces that break the rule
together.

The findings and the warm start use it. The model states the same rules over choices; `verify.py` checks them
once more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from scheduling.rules.levels import Level
from scheduling.time.interval import MINUTES_PER_DAY, MINUTES_PER_WEEK, Interval
from solver.engine.facts import Facts, Piece
from solver.engine.restricted import RULE as RESTRICTED
from solver.engine.restricted import restricted

ROLLING = {"maximum_minutes_in_24_hours": MINUTES_PER_DAY, "maximum_minutes_in_7_days": MINUTES_PER_WEEK}
NEIGHBORHOOD = 16 * MINUTES_PER_DAY
"""How far from a piece other duty can matter to a rule: windows of 7 days, and runs of up to 15 days."""
RUNS = {"consecutive_days": False, "consecutive_nights": True}


@dataclass(frozen=True, slots=True)
class Broken:
    """A limit that these pieces of one person break together."""

    rule: str
    pieces: tuple[Piece, ...]
    interval: Interval
    measured: int
    limit: int
    unit: str


def broken_rules(
    facts: Facts, person: str, pieces: Sequence[Piece], level: Level = Level.BLOCK
) -> Iterator[Broken]:
    """Every rule of a level that a person's pieces break; `pieces` in order of start, not overlapping."""
    if level == Level.BLOCK:
        yield from _certification(facts, person, pieces)
    for row in restricted(facts, person, pieces, level):
        if row.minutes > row.limit:
            together = tuple(piece for piece, _ in row.parts)
            yield Broken(RESTRICTED, together, row.interval, row.minutes, row.limit, "minutes")
    pieces = [piece for piece in pieces if piece.counts]
    stretches = _stretches(facts, person, pieces)
    yield from _rest(facts, person, stretches, level)
    yield from _after_nights(facts, person, stretches, level)
    yield from _continuous(facts, person, stretches, level)
    for rule, length in ROLLING.items():
        yield from _rolling(facts, person, pieces, rule, length, level)
    yield from _workweeks(facts, person, pieces, level)
    for rule, nights_only in RUNS.items():
        yield from _run(facts, person, _by_date(pieces, nights_only=nights_only), rule, level)


def _stretches(facts: Facts, person: str, pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Stretches of continuous duty."""
    gap = facts.settings(person).continuous_gap_minutes
    stretches: list[list[Piece]] = []
    for piece in pieces:
        if stretches and piece.start - stretches[-1][-1].end < gap:
            stretches[-1].append(piece)
        else:
            stretches.append([piece])
    return stretches


def _certification(facts: Facts, person: str, pieces: Sequence[Piece]) -> Iterator[Broken]:
    for piece in pieces:
        if not facts.has_valid_skill(facts.person[person], piece):
            span = Interval(piece.start, piece.end)
            yield Broken("valid_certification", (piece,), span, 0, 1, "skills")


def _rest(facts: Facts, person: str, stretches: list[list[Piece]], level: Level) -> Iterator[Broken]:
    for before, after in pairwise(stretches):
        if before[-1].shift_start == after[0].shift_start:
            continue  # Time off inside one shift is no rest before a shift.
        limit = facts.rest_limit(person, "minimum_rest", level, after[0].start)
        rest = Interval(before[-1].end, after[0].start)
        if limit is not None and rest.minutes < limit:
            yield Broken("minimum_rest", (before[-1], after[0]), rest, rest.minutes, limit, "minutes")


def _after_nights(facts: Facts, person: str, stretches: list[list[Piece]], level: Level) -> Iterator[Broken]:
    """Duty that is no night too soon after several nights; the stretches of one shift are one turn of duty."""
    horizon = facts.instance.horizon
    needed = max(1, facts.settings(person).nights_before_rest)
    turns: list[list[Piece]] = []
    for stretch in stretches:
        if turns and turns[-1][-1].shift_start == stretch[0].shift_start:
            turns[-1] += stretch
        else:
            turns.append(list(stretch))
    by_night = _by_date([piece for turn in turns for piece in turn], nights_only=True)
    for before, after in pairwise(turns):
        held = [on for piece in before for on in piece.nights]
        rest = Interval(before[-1].end, after[0].start)
        limit = facts.rest_limit(person, "rest_after_nights", level, rest.end)
        if limit is None or rest.minutes >= limit or not held or any(piece.nights for piece in after):
            continue
        run = [max(held) - timedelta(days=back) for back in range(needed)]
        if all(on in by_night for on in run) and rest.end >= horizon.start and rest.start < horizon.end:
            tired = [piece for on in reversed(run) for piece in by_night[on]]
            together = tuple(dict.fromkeys((*tired, before[-1], after[0])))
            yield Broken("rest_after_nights", together, rest, rest.minutes, limit, "minutes")


def _continuous(facts: Facts, person: str, stretches: list[list[Piece]], level: Level) -> Iterator[Broken]:
    for stretch in stretches:
        span = Interval(stretch[0].start, stretch[-1].end)
        on = facts.date_of(span.start)
        limit = facts.length_limit(person, "longest_continuous_duty", level, on, span.end)
        if limit is not None and span.minutes > limit:
            yield Broken("longest_continuous_duty", tuple(stretch), span, span.minutes, limit, "minutes")


def _rolling(
    facts: Facts, person: str, pieces: Sequence[Piece], rule: str, length: int, level: Level
) -> Iterator[Broken]:
    for number, piece in enumerate(pieces):
        limit = facts.length_limit(person, rule, level, facts.date_of(piece.end - 1), piece.end)
        if limit is None:
            continue
        window = Interval(piece.end - length, piece.end)
        inside: list[Piece] = []
        for other in reversed(pieces[: number + 1]):
            if other.end <= window.start:
                break
            inside.insert(0, other)
        total = sum(other.minutes_in(window) for other in inside)
        if total > limit:
            yield Broken(rule, tuple(inside), window, total, limit, "minutes")


def _workweeks(facts: Facts, person: str, pieces: Sequence[Piece], level: Level) -> Iterator[Broken]:
    rule = "maximum_minutes_in_workweek"
    for week in facts.workweeks[facts.person[person].unit]:
        limit = facts.limit(person, rule, level, facts.date_of(week.start))
        if limit is None or not week.overlaps(facts.instance.horizon):
            continue
        if facts.is_suspended(rule, week.start, week.end):
            continue
        inside = tuple(piece for piece in pieces if piece.minutes_in(week))
        total = sum(piece.minutes_in(week) for piece in inside)
        if total > limit:
            yield Broken(rule, inside, week, total, limit, "minutes")


def _by_date(pieces: Sequence[Piece], *, nights_only: bool) -> dict[date, list[Piece]]:
    found: dict[date, list[Piece]] = {}
    for piece in pieces:
        for on in piece.nights if nights_only else (piece.on,):
            found.setdefault(on, []).append(piece)
    return found


def _run(
    facts: Facts, person: str, by_date: dict[date, list[Piece]], rule: str, level: Level
) -> Iterator[Broken]:
    run: list[date] = []
    for on in sorted(by_date):
        run = [*run, on] if run and run[-1] + timedelta(days=1) == on else [on]
        limit = facts.limit(person, rule, level, on)
        if limit is not None and len(run) > limit:
            inside = [piece for day in run for piece in by_date[day]]
            if all(facts.is_date_suspended(person, rule, day) for day in run[limit:]):
                continue
            span = Interval(inside[0].start, inside[-1].end)
            yield Broken(
                rule, tuple(inside), span, len(run), limit, "days" if rule == "consecutive_days" else "nights"
            )
