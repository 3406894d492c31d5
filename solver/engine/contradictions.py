"""What makes an instance impossible: every contradiction in it, as a sentence.

The instance itself is `instance.py`.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from scheduling.time.interval import MINUTES_PER_WEEK, Interval, Minute, difference

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
    known = {
        "unit": {unit.key for unit in instance.units},
        "person": {person.key for person in instance.people},
        "shift type": {shift_type.key for shift_type in instance.shift_types},
        "position": {position.key for position in instance.positions},
    }
    named: list[tuple[str, str | None, str]] = []
    named += [("unit", row.unit, f"person {row.key}") for row in instance.people]
    named += [("person", row.trainer, f"person {row.key} (their trainer)") for row in instance.people]
    named += [
        ("position", key, f"a restriction of {person.key}")
        for person in instance.people
        for row in person.restrictions
        for key in row.positions
    ]
    named += [("shift type", row.shift_type, f"occurrence {row.key}") for row in instance.occurrences]
    named += [("shift type", row.shift_type, f"duty {row.key}") for row in instance.duty]
    named += [("shift type", row.shift_type, f"wish {row.key}") for row in instance.wishes]
    named += [("position", row.position, f"duty {row.key}") for row in instance.duty]
    named += [("position", row.of, row.key) for row in instance.requirements if row.kind.value == "seats"]
    named += [("person", row.person, f"duty {row.key}") for row in instance.duty]
    named += [("person", row.person, "an absence") for row in instance.absences]
    named += [("person", row.person, "time kept off") for row in instance.keep_off]
    named += [("person", row.person, f"wish {row.key}") for row in instance.wishes]
    named += [("person", row.person, "a burden") for row in instance.burdens]
    named += [
        ("person", key, f"group {group.key}") for group in instance.off_limit_groups for key in group.members
    ]
    named += [("person", key, "the house rules") for key in instance.house.people or ()]
    for word, key, where in named:
        if key is not None and key not in known[word]:
            yield f"The {word} {key} of {where} is unknown."


def _bad_spans(instance: Instance) -> Iterable[str]:
    spans: list[tuple[str, Minute, Minute]] = []
    spans += [(f"occurrence {row.key}", row.start, row.end) for row in instance.occurrences]
    spans += [(f"duty {row.key}", row.start, row.end) for row in instance.duty]
    spans += [(f"an absence of {row.person}", row.start, row.end) for row in instance.absences]
    spans += [(f"the suspension of {row.rule}", row.start, row.end) for row in instance.suspensions]
    spans += [(f"time kept off of {row.person}", row.start, row.end) for row in instance.keep_off]
    spans += [
        (f"free time of {person.key}", row.start, row.end)
        for person in instance.people
        for row in person.free
    ]
    spans += [
        (f"a restriction of {person.key}", row.start, row.end)
        for person in instance.people
        for row in person.restrictions
    ]
    spans += [
        (f"a step of {row.key}", step.start, step.end) for row in instance.requirements for step in row.steps
    ]
    for word, start, end in spans:
        if start >= end:
            yield f"The end of {word} is not after its start."
    for requirement in instance.requirements:
        for before, after in itertools.pairwise(requirement.steps):
            if after.start < before.end:
                yield f"Steps of {requirement.key} overlap or are out of order."
    for unit in instance.units:
        for week, following in itertools.pairwise(unit.workweeks):
            if following.start < week.end:
                yield f"Workweeks of {unit.key} overlap or are out of order."
        if not covered(instance.horizon, unit.workweeks):
            yield f"The workweeks of {unit.key} do not cover the horizon."
    yield from _bad_starts(instance)


def _bad_starts(instance: Instance) -> Iterable[str]:
    day_of = {day.on: day for day in instance.days}
    for row in instance.occurrences:
        day = day_of.get(row.on)
        if day is None or not day.start <= row.start < day.end:
            yield f"Occurrence {row.key} does not start on {row.on}."
        if not instance.horizon.contains(row.start):
            yield f"Occurrence {row.key} starts outside the horizon."
    for duty in instance.duty:
        if duty.shift_start > duty.start:
            yield f"Duty {duty.key} starts before its shift."


def covered(span: Interval, by: Iterable[Interval]) -> bool:
    """True when every minute of the span lies in one of the intervals."""
    return not difference([span], by)


def _bad_numbers(instance: Instance) -> Iterable[str]:
    ranged: list[tuple[str, int, int, int]] = []
    ranged += [(f"weight of position {row.key}", row.weight, 1, 1000) for row in instance.positions]
    ranged += [(f"weight of requirement {row.key}", row.weight, 1, 1000) for row in instance.requirements]
    ranged += [(f"weight of wish {row.key}", row.weight, 1, 5) for row in instance.wishes]
    ranged += [
        (f"weekly minutes of {row.key}", free.weekly_minutes, 0, MINUTES_PER_WEEK)
        for row in instance.people
        for free in row.free
    ]
    shifts: list[Occurrence | GivenDuty] = [*instance.occurrences, *instance.duty]
    ranged += [(f"worked minutes of {row.key}", row.worked_minutes, 0, row.end - row.start) for row in shifts]
    for what, value, least, greatest in ranged:
        if not least <= value <= greatest:
            yield f"The {what} must be from {least} to {greatest}."
    for row in shifts:
        if row.start < row.end and any(not row.interval.covers(pause) for pause in row.breaks):
            yield f"A break of {row.key} lies outside it."
    yield from _bad_demand(instance)


def _bad_demand(instance: Instance) -> Iterable[str]:
    ranked = sorted(instance.positions, key=lambda position: position.priority)
    for before, after in itertools.pairwise(ranked):
        if after.priority > before.priority and after.weight > before.weight:
            yield f"Position {after.key} comes after {before.key} and must not weigh more."
    for requirement in instance.requirements:
        for step in requirement.steps:
            is_ordered = 0 <= step.minimum <= step.target
            if not is_ordered or (step.maximum is not None and step.maximum < step.target):
                yield f"A step of {requirement.key} must have 0 <= minimum <= target <= maximum."


def _double_duty(instance: Instance) -> Iterable[str]:
    by_person: dict[str, list[tuple[Minute, Minute, str]]] = {}
    for row in instance.duty:
        by_person.setdefault(row.person, []).append((row.start, row.end, row.key))
    for person, rows in by_person.items():
        rows.sort()
        for before, after in itertools.pairwise(rows):
            if after[0] < before[1]:
                yield f"The duty {before[2]} and {after[2]} of person {person} overlap."
