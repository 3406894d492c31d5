"""The independent check of an answer: every hard rule once more, on the result itself; shares no code with
the model.

It reads only the instance, the answer, and `standing.py`. Objective values are recomputed in `score.py`. A
rule is reported as broken when duty takes part that the run added, or given duty that a finding could have
removed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise

from scheduling.rules.levels import Level
from scheduling.time.interval import Interval, Minute
from solver.engine.headcounts import headcounts, shortage_minutes
from solver.engine.instance import DutyOrigin, Instance
from solver.engine.score import score, weeks_of
from solver.engine.solution import Solution
from solver.engine.standing import Result, Standing


def result_of(instance: Instance, solution: Solution) -> Result:
    """The roster that a solution stands for."""
    pairs = [(row.person, row.occurrence) for row in solution.assignments]
    return Result(instance, pairs, dropped=solution.dropped, removed=solution.removed)


def verify(instance: Instance, solution: Solution) -> list[str]:
    """Every problem of an answer as a sentence; empty for a sound one."""
    problems = list(_form(instance, solution))
    if problems:
        return problems
    result = result_of(instance, solution)
    for person in result.duty:
        problems += _closed(result, person)
        problems += _one_state(result, person)
        problems += _certification(result, person)
        problems += _rest(result, person)
        problems += _rest_after_nights(result, person)
        problems += _continuous(result, person)
        problems += _windows(result, person)
        problems += _workweeks(result, person)
        problems += _runs(result, person)
        problems += _restricted(result, person)
    problems += _weeks(result)
    problems += _training(result)
    problems += _values(result, solution)
    return problems


def _form(instance: Instance, solution: Solution) -> Iterator[str]:
    """Names that exist, each once, and only what the run may touch."""
    people = {person.key for person in instance.people}
    occurrences = {row.key for row in instance.occurrences}
    duty = {row.key: row for row in instance.duty}
    for pair, count in Counter((row.person, row.occurrence) for row in solution.assignments).items():
        if pair[0] not in people or pair[1] not in occurrences:
            yield f"{pair[0]} on {pair[1]} names what the instance does not know."
        if count > 1:
            yield f"{pair[0]} on {pair[1]} is given {count} times."
    proposed = {key for finding in solution.findings for key in finding.removes}
    for key in solution.dropped:
        if key not in duty or not duty[key].may_move:
            yield f"Duty {key} was dropped, and may not be."
    for key in solution.removed:
        if key not in duty or key not in proposed:
            yield f"Duty {key} was removed without a finding."
        elif not _may_go(instance, key):
            yield f"Duty {key} is past, locked or outside the horizon and was removed."


def _may_go(instance: Instance, key: str) -> bool:
    row = next(duty for duty in instance.duty if duty.key == key)
    is_settled = row.origin in (DutyOrigin.PAST, DutyOrigin.LOCKED)
    return not is_settled and instance.horizon.contains(row.start)


def _is_ours(result: Result, rows: list[Standing]) -> bool:
    """True when the rows include duty that the run added, or that could have gone."""
    horizon = result.instance.horizon
    return any(
        row.given is None
        or (row.given.origin not in (DutyOrigin.PAST, DutyOrigin.LOCKED) and horizon.contains(row.start))
        for row in rows
    )


def _name(row: Standing) -> str:
    return f"{row.person} at {row.start}"


def _closed(result: Result, person: str) -> Iterator[str]:
    """Added shifts stay out of leave and time kept off, inside the employment, and where the solver may
    roster.
    """
    instance, row_of = result.instance, result.people[person]
    closed = [(leave.start, leave.end) for leave in instance.absences if leave.person == person]
    closed += [(off.start, off.end) for off in instance.keep_off if off.person == person]
    movable = [duty.on for duty in result.all_given(person) if duty.given is not None and duty.given.may_move]
    for row in result.duty[person]:
        if row.given is not None:
            continue
        if any(row.start < end and start < row.end for start, end in closed):
            yield f"{_name(row)} works during leave or time kept off."
        if row_of.employed is not None and not any(
            span.start <= row.start and row.end <= span.end for span in row_of.employed
        ):
            yield f"{_name(row)} works while not employed."
        is_near = any(abs((on - row.on).days) <= 1 for on in movable)
        if not (result.starts_free(person, row.start) or is_near or instance.options.overtime_allowed):
            yield f"{_name(row)} has a pattern and was given another shift."


def _one_state(result: Result, person: str) -> Iterator[str]:
    rows = result.duty[person]
    for before, after in pairwise(rows):
        if after.start < before.end:
            yield f"{_name(after)} is on duty twice in one minute."
    if result.instance.options.double_shifts_allowed:
        return
    gap = result.settings(person).continuous_gap_minutes
    for before, after in pairwise(rows):
        if (before.given is None or after.given is None) and after.start - before.end < gap:
            yield f"{_name(after)} follows another shift without a gap."
    for row in rows:
        if row.given is None and sum(other.on == row.on for other in rows) > 1:
            yield f"{_name(row)} is a second shift on {row.on}."


def _certification(result: Result, person: str) -> Iterator[str]:
    if result.people[person].is_trainee or not result.instance.positions:
        return
    needed = {position.key: position.skill for position in result.instance.positions}
    changes = sorted(
        mark for row in result.people[person].skills for mark in (row.start, row.end) if mark is not None
    )
    for row in result.duty[person]:
        if not row.fills_seats or not _is_ours(result, [row]):
            continue
        if row.given is not None and result.is_suspended("valid_certification", row.start, row.end):
            continue
        skills = [needed[row.position]] if row.position is not None else sorted(set(needed.values()))
        for minute in (row.start, *(mark for mark in changes if row.start < mark < row.end)):
            if not any(result.holds(person, skill, minute) for skill in skills):
                yield f"{_name(row)} has no valid skill at {minute}."
                break


def _rest(result: Result, person: str) -> Iterator[str]:
    for before, after in pairwise(result.stretches(person)):
        rest = after[0].start - before[-1].end
        limit = result.rest_before(person, "minimum_rest", Level.BLOCK, after[0].start)
        if limit is None or rest >= limit or before[-1].shift_start == after[0].shift_start:
            continue
        if _is_ours(result, [before[-1], after[0]]):
            yield f"{_name(after[0])} has {rest} minutes of rest before, the limit is {limit}."


def _rest_after_nights(result: Result, person: str) -> Iterator[str]:
    for short in result.short_rests_after_nights(person, Level.BLOCK):
        if _is_ours(result, list(short.rows)):
            rest, start = short.interval.minutes, short.interval.end
            yield f"{person} at {start} has {rest} minutes off after nights, the limit is {short.limit}."


def _continuous(result: Result, person: str) -> Iterator[str]:
    for stretch in result.stretches(person):
        on, end = result.date_of(stretch[0].start), stretch[-1].end
        limit = result.most_minutes(person, "longest_continuous_duty", Level.BLOCK, on, end)
        length = stretch[-1].end - stretch[0].start
        if limit is not None and length > limit and _is_ours(result, stretch):
            yield f"{_name(stretch[0])} is on duty for {length} minutes on end, the limit is {limit}."


def _windows(result: Result, person: str) -> Iterator[str]:
    rows = result.counted(person)
    for rule, length in (("maximum_minutes_in_24_hours", 1440), ("maximum_minutes_in_7_days", 10_080)):
        for row in rows:
            limit = result.most_minutes(person, rule, Level.BLOCK, result.date_of(row.end - 1), row.end)
            if limit is None:
                continue
            inside = [other for other in rows if other.inside(row.end - length, row.end)]
            minutes = sum(other.inside(row.end - length, row.end) for other in inside)
            if minutes > limit and _is_ours(result, inside):
                yield f"{_name(row)} makes {minutes} minutes in {length}, the limit is {limit}."


def _workweeks(result: Result, person: str) -> Iterator[str]:
    rule = "maximum_minutes_in_workweek"
    for week in result.weeks[result.people[person].unit]:
        limit = result.limit(person, rule, Level.BLOCK, result.date_of(week.start))
        inside = [row for row in result.counted(person) if row.inside(week.start, week.end)]
        minutes = sum(row.inside(week.start, week.end) for row in inside)
        if result.is_suspended(rule, week.start, week.end):
            continue
        is_asked = week.start < result.instance.horizon.end and result.instance.horizon.start < week.end
        if limit is not None and is_asked and minutes > limit and _is_ours(result, inside):
            yield f"{person} has {minutes} minutes in the workweek from {week.start}, the limit is {limit}."


def _runs(result: Result, person: str) -> Iterator[str]:
    for rule, worked in (
        ("consecutive_days", result.counted_dates(person)),
        ("consecutive_nights", result.nights(person)),
    ):
        for on in sorted(worked):
            run = _run_until(worked, on)
            limit = result.limit(person, rule, Level.BLOCK, on)
            if limit is None or len(run) <= limit or result.is_in_emergency(person, rule, on):
                continue
            near = (run[0] - timedelta(days=1), *run)
            if _is_ours(result, [row for row in result.counted(person) if row.on in near]):
                yield f"{person} has {len(run)} in a row until {on} ({rule}), the limit is {limit}."


def _restricted(result: Result, person: str) -> Iterator[str]:
    for found in result.against_restrictions(person, Level.BLOCK):
        if _is_ours(result, list(found.rows)):
            start = found.interval.start
            yield f"{person} at {start} has {found.measured} minutes against a restriction of {found.limit}."


def _run_until(worked: set[date], on: date) -> list[date]:
    run = [on]
    while run[0] - timedelta(days=1) in worked:
        run.insert(0, run[0] - timedelta(days=1))
    return run


def _weeks(result: Result) -> Iterator[str]:
    overtime = result.instance.options.overtime_allowed
    for person, week, worked, allowed in weeks_of(result):
        if worked > allowed and (not overtime or result.bars_overtime(person, week)):
            yield f"{person} works {worked} minutes in the week from {week.start}, {allowed} are allowed."


def _training(result: Result) -> Iterator[str]:
    """Trainers for every trainee on duty, one each, wherever the rule blocks."""
    horizon = result.instance.horizon
    rule = "trainee_with_trainer"
    learning: list[Standing] = []
    teaching: list[Standing] = []
    for person, rows in result.duty.items():
        if not result.people[person].is_trainee:
            teaching += rows
            continue
        asked = [row for row in rows if result.limit(person, rule, Level.BLOCK, row.on) is not None]
        learning += [row for row in asked if not result.is_suspended(rule, row.start, row.end)]
    marks: set[Minute] = {m for row in (*learning, *teaching) for m in (row.start, row.end)}
    for start, end in pairwise(sorted(marks | result.skill_changes()) if learning else []):
        trainees = [row for row in learning if row.start <= start < row.end]
        if not trainees or not Interval(start, end).overlaps(horizon) or not _is_ours(result, trainees):
            continue
        trainers = sum(
            row.start <= start < row.end
            and any(result.holds(row.person, skill, start) for skill in result.instance.trainer_skills)
            for row in teaching
        )
        if trainers < len(trainees):
            yield f"At {start} there are {len(trainees)} trainees and {trainers} trainers on duty."


def _values(result: Result, solution: Solution) -> Iterator[str]:
    """The values and shortages that the answer states are those of its roster."""
    counts = headcounts(result)
    if solution.shortages:
        yield from _shortages(result, solution, shortage_minutes(counts))
    if not solution.tiers:
        return
    values = score(result, counts)
    for tier in solution.tiers:
        for term in tier.terms:
            if (term.value, term.cost) != (values[term.name].value, values[term.name].cost):
                yield f"{term.name} is stated as {term.value} and amounts to {values[term.name].value}."
        if tier.value != sum(values[term.name].cost for term in tier.terms):
            yield f"Tier {tier.number} is stated as {tier.value}, which is not the sum of its terms."
        if tier.bound is not None and tier.bound > tier.value:
            yield f"Tier {tier.number} has the value {tier.value} below its bound {tier.bound}."


def _shortages(result: Result, solution: Solution, after: Mapping[str, int]) -> Iterator[str]:
    """Person-minutes below minimum, of the given duty alone and of the result, for every requirement."""
    before = shortage_minutes(headcounts(Result(result.instance, [])))
    stated = {row.requirement: (row.before, row.after) for row in solution.shortages}
    for row in result.instance.requirements:
        counted = before.get(row.key, 0), after.get(row.key, 0)
        if stated.get(row.key) != counted:
            yield f"Shortage of {row.label} is stated as {stated.get(row.key)} and amounts to {counted}."
