"""What makes an instance impossible: every contradiction in it, as a sentence.

The instance itself is `instance.py`.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from scheduling.time.interval import MINUTES_PER_WEEK, Minute

if TYPE_CHECKING:
    from solver.engine.instance import GivenDuty, Instance, Occurrence

FORMAT = 1
"""The form of the JSON document this engine reads."""


def contradictions(instance: Instance) -> Iterable[str]:
    """Every contradiction as a sentence; empty for a sound instance."""
    if instance.format != FORMAT:
        yield f"This engine reads format {FORMAT}, not {instance.format}."
    if instance.horizon.start != 0:
        yield "The horizon must start at minute 0."
    yield from _days_problems(instance)
    yield from _duplicates(instance)
    yield from _unknown_names(instance)
    yield from _bad_spans(instance)
    yield from _bad_numbers(instance)
    yield from _double_duty(instance)


def _days_problems(instance: Instance) -> Iterable[str]:
    days = instance.days
    for before, after in itertools.pairwise(days):
        if after.on != before.on + timedelta(days=1) or after.start != before.end:
            yield f"The days {before.on} and {after.on} do not follow each other."
    if not days or days[0].start > 0 or days[-1].end < instance.horizon.end:
        yield "The days do not cover the horizon."


def _duplicates(instance: Instance) -> Iterable[str]:
    keyed = (
        ("unit", instance.units),
        ("person", instance.people),
        ("shift type", instance.shift_types),
        ("occurrence", instance.occurrences),
        ("position", instance.positions),
        ("requirement", instance.requirements),
        ("duty", instance.duty),
        ("wish", instance.wishes),
        ("off-limit group", instance.off_limit_groups),
    )
    for word, rows in keyed:
        for key, count in Counter(row.key for row in rows).items():
            if count > 1:
                yield f"The {word} {key} is given {count} times."
    named = Counter((row.kind, row.of) for row in instance.requirements)
    for (kind, of), count in named.items():
        if count > 1:
            yield f"There are {count} requirements of kind {kind} for {of}; one per kind and object."


def _unknown_names(instance: Instance) -> Iterable[str]:
    people = {person.key for person in instance.people}
    units = {unit.key for unit in instance.units}
    shift_types = {shift_type.key for shift_type in instance.shift_types}
    positions = {position.key for position in instance.positions}
    dates = {day.on for day in instance.days}
    for person in instance.people:
        if person.unit not in units:
            yield f"The unit {person.unit} of person {person.key} is unknown."
        if person.trainer is not None and person.trainer not in people:
            yield f"The trainer {person.trainer} of person {person.key} is unknown."
    for occurrence in instance.occurrences:
        if occurrence.shift_type not in shift_types:
            yield f"The shift type {occurrence.shift_type} of occurrence {occurrence.key} is unknown."
        if occurrence.on not in dates:
            yield f"The date {occurrence.on} of occurrence {occurrence.key} is not among the days."
    for duty in instance.duty:
        if duty.shift_type is not None and duty.shift_type not in shift_types:
            yield f"The shift type {duty.shift_type} of duty {duty.key} is unknown."
        if duty.position is not None and duty.position not in positions:
            yield f"The position {duty.position} of duty {duty.key} is unknown."
    for requirement in instance.requirements:
        if requirement.kind.value == "seats" and requirement.of not in positions:
            yield f"The position {requirement.of} of requirement {requirement.key} is unknown."
    for wish in instance.wishes:
        if wish.shift_type is not None and wish.shift_type not in shift_types:
            yield f"The shift type {wish.shift_type} of wish {wish.key} is unknown."
    named = [("duty", row.person) for row in instance.duty]
    named += [("an absence", row.person) for row in instance.absences]
    named += [("time kept off", row.person) for row in instance.keep_off]
    named += [("a wish", row.person) for row in instance.wishes]
    named += [("a burden", row.person) for row in instance.burdens]
    named += [("an off-limit group", key) for group in instance.off_limit_groups for key in group.members]
    named += [("the house rules", key) for key in instance.house.people or ()]
    for word, key in named:
        if key not in people:
            yield f"The person {key} of {word} is unknown."


def _bad_spans(instance: Instance) -> Iterable[str]:
    spans: list[tuple[str, Minute, Minute]] = []
    spans += [(f"occurrence {row.key}", row.start, row.end) for row in instance.occurrences]
    spans += [(f"duty {row.key}", row.start, row.end) for row in instance.duty]
    spans += [(f"an absence of {row.person}", row.start, row.end) for row in instance.absences]
    spans += [(f"time kept off of {row.person}", row.start, row.end) for row in instance.keep_off]
    spans += [
        (f"free time of {person.key}", row.start, row.end)
        for person in instance.people
        for row in person.free
    ]
    spans += [
        (f"a step of {row.key}", step.start, step.end) for row in instance.requirements for step in row.steps
    ]
    for word, start, end in spans:
        if start >= end:
            yield f"The end of {word} is not after its start."
    for requirement in instance.requirements:
        for before, after in zip(requirement.steps, requirement.steps[1:], strict=False):
            if after.start < before.end:
                yield f"Steps of {requirement.key} overlap or are out of order."
    for unit in instance.units:
        for week, following in zip(unit.workweeks, unit.workweeks[1:], strict=False):
            if following.start < week.end:
                yield f"Workweeks of {unit.key} overlap or are out of order."
    day_of = {day.on: day for day in instance.days}
    for row in instance.occurrences:
        day = day_of.get(row.on)
        if day is not None and not day.start <= row.start < day.end:
            yield f"Occurrence {row.key} does not start on {row.on}."
        if not instance.horizon.contains(row.start):
            yield f"Occurrence {row.key} starts outside the horizon."


def _bad_numbers(instance: Instance) -> Iterable[str]:
    for position in instance.positions:
        if not 1 <= position.weight <= 1000:
            yield f"The weight of position {position.key} must be from 1 to 1000."
    ranked = sorted(instance.positions, key=lambda position: position.priority)
    for before, after in itertools.pairwise(ranked):
        if after.priority > before.priority and after.weight > before.weight:
            yield f"Position {after.key} comes after {before.key} and must not weigh more."
    for requirement in instance.requirements:
        if not 1 <= requirement.weight <= 1000:
            yield f"The weight of requirement {requirement.key} must be from 1 to 1000."
        for step in requirement.steps:
            if not 0 <= step.minimum <= step.target or (
                step.maximum is not None and step.maximum < step.target
            ):
                yield f"A step of {requirement.key} must have 0 <= minimum <= target <= maximum."
    for person in instance.people:
        for free in person.free:
            if not 0 <= free.weekly_minutes <= MINUTES_PER_WEEK:
                yield f"The weekly minutes of {person.key} must be from 0 to {MINUTES_PER_WEEK}."
    shifts: list[Occurrence | GivenDuty] = [*instance.occurrences, *instance.duty]
    for row in shifts:
        if not 0 <= row.worked_minutes <= row.end - row.start:
            yield f"The worked minutes of {row.key} must be from 0 to its length."
        if any(not row.interval.covers(pause) for pause in row.breaks if row.start < row.end):
            yield f"A break of {row.key} lies outside it."
    for wish in instance.wishes:
        if not 1 <= wish.weight <= 5:
            yield f"The weight of wish {wish.key} must be from 1 to 5."


def _double_duty(instance: Instance) -> Iterable[str]:
    by_person: dict[str, list[tuple[Minute, Minute, str]]] = {}
    for row in instance.duty:
        by_person.setdefault(row.person, []).append((row.start, row.end, row.key))
    for person, rows in by_person.items():
        rows.sort()
        for before, after in itertools.pairwise(rows):
            if after[0] < before[1]:
                yield f"The duty {before[2]} and {after[2]} of person {person} overlap."
