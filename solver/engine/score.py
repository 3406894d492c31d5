"""The value of every objective term, recomputed from a result by sweeping over it; shares no code with the
model.

The tiers that the model reports are these numbers; coverage is counted in `headcounts.py`. Whether the result is
allowed at all is `verify.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from scheduling.rules.levels import Level
from scheduling.time.interval import Interval
from solver.engine.headcounts import Headcount, headcounts, shortage_minutes
from solver.engine.instance import RequirementKind, Symbol, WishKind
from solver.engine.standing import Result


@dataclass(frozen=True, slots=True)
class Value:
    """What a term amounts to in its unit, and what it costs in its tier."""

    value: int
    cost: int


def score(result: Result, counts: Sequence[Headcount] | None = None) -> dict[str, Value]:
    """Every term by name. `counts` are the headcounts of the same result, where they are known already."""
    weights = result.instance.options.weights
    counts = headcounts(result) if counts is None else counts
    return {
        "shortfall_minimum": _shortfall(result, counts),
        "shortfall_target": _priced(
            sum(c.below_target * c.interval.minutes for c in counts), weights.target_minute
        ),
        "surplus": _priced(sum(c.surplus * c.interval.minutes for c in counts), weights.surplus_minute),
        "approval_rest": _priced(_rest(result), weights.minute_short_of_rest),
        "approval_minutes": _priced(
            _windows(result) + _workweeks(result) + _long_stretches(result) + _restricted(result),
            weights.minute_over_rule,
        ),
        "approval_days": _priced(_runs(result, Level.APPROVAL), weights.day_over_rule),
        "approval_training": _priced(_untrained(result, Level.APPROVAL), weights.minute_over_rule),
        "overtime": _priced(_overtime(result), weights.overtime_minute),
        "off_limit_groups": _priced(_groups(result), weights.group_over_limit),
        "off_per_day": _priced(_off_per_day(result), weights.off_per_day),
        "off_per_person": _priced(_off_per_person(result), weights.off_per_person),
        "days_in_a_row": _priced(_house_runs(result), weights.day_in_a_row),
        "warned_days": _priced(_runs(result, Level.WARN), weights.warned_day),
        "fairness": _fairness(result),
        "wishes": _priced(_wishes(result), weights.wish),
        "preferred_trainer": _priced(_alone(result), weights.trainee_without_own_trainer),
        "unused_minutes": _priced(_unused(result), weights.unused_minute),
        "stability": _priced(_moved(result), weights.moved_shift),
    }


def _priced(value: int, weight: int) -> Value:
    return Value(value, value * weight)


def _shortfall(result: Result, counts: Sequence[Headcount]) -> Value:
    price = {position.key: position.weight for position in result.instance.positions}
    weight = {
        row.key: row.weight if row.kind == RequirementKind.MIX else price[row.of]
        for row in result.instance.requirements
    }
    minutes = shortage_minutes(counts)
    return Value(minutes.total(), sum(weight[key] * amount for key, amount in minutes.items()))


def _rest(result: Result) -> int:
    horizon = result.instance.horizon
    total = 0
    for person in result.duty:
        for before, after in pairwise(result.stretches(person)):
            end, start = before[-1].end, after[0].start
            limit = result.rest_before(person, "minimum_rest", Level.APPROVAL, start)
            is_same_shift = before[-1].shift_start == after[0].shift_start
            if limit is not None and not is_same_shift and start > horizon.start and end < horizon.end:
                total += max(0, limit - (start - end))
        after_nights = result.short_rests_after_nights(person, Level.APPROVAL)
        total += sum(short.limit - short.interval.minutes for short in after_nights)
    return total


def _windows(result: Result) -> int:
    horizon = result.instance.horizon
    total = 0
    for rule, length in (("maximum_minutes_in_24_hours", 1440), ("maximum_minutes_in_7_days", 10_080)):
        for person in result.duty:
            rows = result.counted(person)
            for row in rows:
                start, end = row.end - length, row.end
                if end <= horizon.start or horizon.end <= start:
                    continue
                limit = result.most_minutes(person, rule, Level.APPROVAL, result.date_of(end - 1), end)
                if limit is not None:
                    total += max(0, sum(other.inside(start, end) for other in rows) - limit)
    return total


def _workweeks(result: Result) -> int:
    horizon = result.instance.horizon
    total = 0
    for person in result.duty:
        rows = result.counted(person)
        for week in result.weeks[result.people[person].unit]:
            on = result.date_of(week.start)
            limit = result.limit(person, "maximum_minutes_in_workweek", Level.APPROVAL, on)
            if result.is_suspended("maximum_minutes_in_workweek", week.start, week.end):
                continue
            if limit is not None and week.start < horizon.end and horizon.start < week.end:
                total += max(0, sum(row.inside(week.start, week.end) for row in rows) - limit)
    return total


def _long_stretches(result: Result) -> int:
    horizon = result.instance.horizon
    total = 0
    for person in result.duty:
        for stretch in result.stretches(person):
            start, end = stretch[0].start, stretch[-1].end
            rule, on = "longest_continuous_duty", result.date_of(start)
            limit = result.most_minutes(person, rule, Level.APPROVAL, on, end)
            if limit is not None and start < horizon.end and horizon.start < end:
                total += max(0, end - start - limit)
    return total


def _restricted(result: Result) -> int:
    return sum(
        found.measured - found.limit
        for person in result.duty
        for found in result.against_restrictions(person, Level.APPROVAL)
    )


def _runs(result: Result, level: Level) -> int:
    """Dates that end a run of worked days or nights longer than the limit in force on them."""
    total = 0
    for person in result.duty:
        for rule, dates in (
            ("consecutive_days", result.counted_dates(person)),
            ("consecutive_nights", result.nights(person)),
        ):
            limits = {
                day.on: result.limit(person, rule, level, day.on)
                for day in result.instance.days
                if not result.is_in_emergency(person, rule, day.on)
            }
            total += _ends_of_long_runs(result, dates, limits)
    return total


def _ends_of_long_runs(result: Result, worked: set[date], limits: Mapping[date, int | None]) -> int:
    horizon = {day.on for day in result.instance.horizon_days}
    total = 0
    for day in result.instance.days:
        limit = limits.get(day.on)
        if limit is None:
            continue
        run = [day.on - timedelta(days=back) for back in range(limit + 1)]
        total += all(on in worked for on in run) and any(on in horizon for on in run)
    return total


def _untrained(result: Result, level: Level) -> int:
    """Person-minutes of trainees for whom no trainer is free."""
    horizon = result.instance.horizon
    trainees = [
        row
        for person, rows in result.duty.items()
        for row in rows
        if result.people[person].is_trainee
        and result.limit(person, "trainee_with_trainer", level, row.on) is not None
        and not result.is_suspended("trainee_with_trainer", row.start, row.end)
    ]
    if not trainees:
        return 0
    trainers = [
        row for person, rows in result.duty.items() if not result.people[person].is_trainee for row in rows
    ]
    marks = {m for row in (*trainees, *trainers) for m in (row.start, row.end)} | result.skill_changes()
    inside = sorted(mark for mark in marks | {horizon.start} if mark >= horizon.start)
    total = 0
    for start, end in pairwise(inside):
        learning = sum(row.start <= start < row.end for row in trainees)
        if learning:
            teaching = sum(
                row.start <= start < row.end
                and any(result.holds(row.person, skill, start) for skill in result.instance.trainer_skills)
                for row in trainers
            )
            total += max(0, learning - teaching) * (end - start)
    return total


def _overtime(result: Result) -> int:
    if not result.instance.options.overtime_allowed:
        return 0
    return sum(max(0, worked - allowed) for _, _, worked, allowed in weeks_of(result))


def weeks_of(result: Result) -> list[tuple[str, Interval, int, int]]:
    """Person, workweek, worked minutes and allowance, for workweeks that touch the horizon."""
    found = []
    for person, rows in result.duty.items():
        for week in result.weeks[result.people[person].unit]:
            if week.overlaps(result.instance.horizon):
                worked = sum(row.worked_inside(week) for row in rows)
                found.append((person, week, worked, result.allowance(person, week)))
    return found


def _unused(result: Result) -> int:
    """Only of people who have free time, and of workweeks inside the horizon."""
    return sum(
        max(0, allowed - worked)
        for person, week, worked, allowed in weeks_of(result)
        if result.people[person].free and result.instance.horizon.covers(week)
    )


def _symbol(result: Result, person: str, on: date) -> set[Symbol | None]:
    symbols = {row.key: row.symbol for row in result.instance.shift_types}
    return {
        symbols[row.shift_type] if row.shift_type is not None else None
        for row in result.duty[person]
        if row.on == on
    }


def _groups(result: Result) -> int:
    total = 0
    for group in result.instance.off_limit_groups:
        for day in result.instance.horizon_days:
            symbols = [_symbol(result, person, day.on) for person in group.members]
            points = sum(2 * (not found) + (Symbol.EARLY in found) for found in symbols)
            total += max(0, points - group.limit)
    return total


def _house_people(result: Result) -> Sequence[str]:
    people = result.instance.house.people
    return people if people is not None else [person.key for person in result.instance.people]


def _off_per_day(result: Result) -> int:
    house = result.instance.house
    total = 0
    worked = {person: result.worked_dates(person) for person in _house_people(result)}
    for day in result.instance.horizon_days:
        off = sum(day.on not in dates for dates in worked.values())
        if house.off_per_day_maximum is not None:
            total += max(0, off - house.off_per_day_maximum)
        if house.off_per_day_minimum is not None:
            total += max(0, house.off_per_day_minimum - off)
    return total


def _off_per_person(result: Result) -> int:
    total = 0
    for window in result.instance.house.off_per_person:
        dates = {
            day.on for day in result.instance.horizon_days if window.starts_on <= day.on < window.ends_before
        }
        for person in _house_people(result):
            off = len(dates - result.worked_dates(person))
            if window.maximum is not None:
                total += max(0, off - window.maximum)
            if window.minimum is not None:
                total += max(0, window.minimum - off)
    return total


def _house_runs(result: Result) -> int:
    limit = result.instance.house.days_in_a_row
    if limit is None:
        return 0
    total = 0
    for person in _house_people(result):
        worked = result.worked_dates(person)
        for day in result.instance.horizon_days:
            total += all(day.on - timedelta(days=back) in worked for back in range(limit + 1))
    return total


def _fairness(result: Result) -> Value:
    instance = result.instance
    weights = instance.options.weights
    past = {row.person: row for row in instance.burdens}
    dates = {day.on for day in instance.horizon_days}
    members: dict[str, list[str]] = {}
    for person in instance.people:
        if person.fairness_group is not None:
            members.setdefault(person.fairness_group, []).append(person.key)
    value = cost = 0
    for people in members.values():
        nights = [len(result.nights(p) & dates) + (past[p].nights if p in past else 0) for p in people]
        weekends = [
            len(_weekend_dates(result, p) & dates) + (past[p].weekends if p in past else 0) for p in people
        ]
        holidays = [
            len(result.worked_dates(p) & dates & set(instance.holidays))
            + (past[p].holidays if p in past else 0)
            for p in people
        ]
        for counts, weight in (
            (nights, weights.fairness_night),
            (weekends, weights.fairness_weekend),
            (holidays, weights.fairness_holiday),
        ):
            value += max(counts) - min(counts)
            cost += weight * (max(counts) - min(counts))
    return Value(value, cost)


def _weekend_dates(result: Result, person: str) -> set[date]:
    """Dates of shifts that touch a local Saturday or Sunday."""
    found: set[date] = set()
    for row in result.duty[person]:
        first, last = result.date_of(row.start), result.date_of(row.end - 1)
        if any((first + timedelta(days=n)).weekday() >= 5 for n in range((last - first).days + 1)):
            found.add(row.on)
    return found


def _wishes(result: Result) -> int:
    total = 0
    for wish in result.instance.wishes:
        rows = [row for row in result.duty[wish.person] if row.on == wish.on]
        if wish.kind == WishKind.OFF:
            is_met = not any(wish.shift_type in {None, row.shift_type} for row in rows)
        elif wish.kind == WishKind.ONLY:
            is_met = not rows or any(row.shift_type == wish.shift_type for row in rows)
        else:
            is_met = any(wish.shift_type is None or row.shift_type == wish.shift_type for row in rows)
        total += 0 if is_met else wish.weight
    return total


def _alone(result: Result) -> int:
    """Shifts of trainees that overlap no duty of their preferred trainer."""
    total = 0
    for person in result.instance.people:
        if not person.is_trainee or person.trainer is None:
            continue
        for row in result.duty[person.key]:
            if result.instance.horizon.contains(row.start):
                together = any(o.start < row.end and row.start < o.end for o in result.duty[person.trainer])
                total += not together
    return total


def _moved(result: Result) -> int:
    """Movable duty that does not stand any more."""
    standing = {row.given.key for rows in result.duty.values() for row in rows if row.given is not None}
    given = (row.given for person in result.duty for row in result.all_given(person))
    return sum(row is not None and row.may_move and row.key not in standing for row in given)
