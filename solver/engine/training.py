"""Trainees and trainers on duty, minute by minute: stretches of constant headcount of both."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from scheduling.rules.levels import Level
from scheduling.time.interval import Interval, Minute
from solver.engine.facts import Facts, Piece
from solver.engine.instance import Person
from solver.engine.linear import Linear
from solver.engine.variables import Variables

RULE = "trainee_with_trainer"


def trainer_spans(facts: Facts, person: Person, piece: Piece) -> list[Interval]:
    """The minutes of a piece in which the person may train somebody."""
    if person.is_trainee:
        return []
    spans = []
    for row in person.skills:
        if row.skill in facts.instance.trainer_skills:
            start = piece.start if row.start is None else max(piece.start, row.start)
            end = piece.end if row.end is None else min(piece.end, row.end)
            if start < end:
                spans.append(Interval(start, end))
    return spans[:1]


def trainees_without_trainer(variables: Variables, level: Level) -> Iterator[tuple[Interval, Linear]]:
    """For each stretch with trainees whose unit sets the rule at the level: trainees minus trainers on
    duty.
    """
    facts = variables.facts
    trainees: list[tuple[Interval, Piece]] = []
    trainers: list[tuple[Interval, Piece]] = []
    for key, pieces in variables.pieces.items():
        person = facts.person[key]
        for piece in pieces:
            is_asked = facts.limit(key, RULE, level, piece.on) is not None
            if person.is_trainee and is_asked and not facts.is_suspended(RULE, piece.start, piece.end):
                trainees.append((Interval(piece.start, piece.end), piece))
            trainers += [(span, piece) for span in trainer_spans(facts, person, piece)]
    if trainees:
        yield from _stretches(variables, trainees, trainers)


def _stretches(
    variables: Variables, trainees: list[tuple[Interval, Piece]], trainers: list[tuple[Interval, Piece]]
) -> Iterator[tuple[Interval, Linear]]:
    horizon = variables.facts.instance.horizon
    marks: set[Minute] = {horizon.start}
    for span, _ in (*trainees, *trainers):
        marks |= {span.start, span.end}
    inside = sorted(mark for mark in marks if mark >= horizon.start)
    for start, end in pairwise(inside):
        taught = [piece for span, piece in trainees if span.start < end and start < span.end]
        if not taught:
            continue
        total = variables.total((piece, 1) for piece in taught)
        teaching = [piece for span, piece in trainers if span.start < end and start < span.end]
        total.add_linear(variables.total((piece, 1) for piece in teaching), -1)
        yield Interval(start, end), total
