"""What stands against giving somebody a shift: everything that does, where `facts.why_not` stops at the first.

Rules that only break together with other duty are asked for one roster at a time (`broken_with`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from scheduling.time.interval import Interval
from solver.engine.facts import Facts, Piece
from solver.engine.instance import DutyOrigin, Occurrence, Person
from solver.engine.legal import NEIGHBORHOOD, Broken, broken_rules

STANDS = frozenset({DutyOrigin.PAST, DutyOrigin.LOCKED})
"""Duty that no way out can touch."""


def closed_by(facts: Facts, person: Person, occurrence: Occurrence) -> Iterator[str]:
    """Why the minutes of a shift are closed to a person, whatever duty they have."""
    if person.employed is not None and not any(span.covers(occurrence.interval) for span in person.employed):
        yield "not_employed"
    instance = facts.instance
    for reason, rows in (("absence", instance.absences), ("keep_off", instance.keep_off)):
        if any(
            row.person == person.key and Interval(row.start, row.end).overlaps(occurrence.interval)
            for row in rows
        ):
            yield reason
    if not person.is_trainee and not facts.holds_skill(person, occurrence.start, occurrence.end):
        yield "valid_certification"


def collides(facts: Facts, piece: Piece, other: Piece) -> bool:
    """True when the run may not give a shift beside other duty: same minutes, no gap between, or the same date."""
    if facts.instance.options.double_shifts_allowed:
        return other.start < piece.end and piece.start < other.end
    gap = facts.settings(piece.person).continuous_gap_minutes
    return (other.start < piece.end + gap and piece.start < other.end + gap) or other.on == piece.on


def broken_with(facts: Facts, piece: Piece, others: Sequence[Piece]) -> Iterator[Broken]:
    """The blocking rules that a shift breaks beside other duty of the same person."""
    near = [other for other in others if abs(other.start - piece.start) < NEIGHBORHOOD]
    together = sorted([*near, piece], key=lambda row: row.start)
    for broken in broken_rules(facts, piece.person, together):
        if piece in broken.pieces:
            yield broken


def as_given(piece: Piece, key: str) -> Piece:
    """A shift that the run added, as duty that stands."""
    return replace(piece, is_choice=False, duty=key, occurrence=None)
