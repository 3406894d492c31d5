"""People and their units in an instance: skills over time, free contracts, workweeks, burdens of the past."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, time, timedelta

from scheduling.roster.domain.inputs import PersonInput
from scheduling.roster.people import PersonFacts
from scheduling.roster.workweeks import workweek_of
from scheduling.rules.levels import RuleParameters, Settings
from scheduling.time.interval import Interval, Minute, difference
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Duty, Key
from scheduling.time.workweek import Workweek
from solver.adapter.keys import unit_key
from solver.adapter.restrictions import barred_positions, restrictions_of, seat_skills
from solver.adapter.snapshot import Snapshot
from solver.engine.instance import Burden, FreeTime, Person, SkillTime, Unit


def units_of(snapshot: Snapshot) -> tuple[Unit, ...]:
    """One unit per bargaining unit of somebody on the roster, with its limits and its workweeks."""
    given = snapshot.roster.input
    fallback = given.parameters.get(None, RuleParameters())
    found = sorted({row.unit for row in given.people}, key=unit_key)
    return tuple(
        Unit(
            unit_key(unit),
            given.parameters.get(unit, fallback),
            _workweeks(given.clock, given.focus, workweek_of(snapshot.workweeks, unit)),  # type: ignore[arg-type]
        )
        for unit in found
    )


def _workweeks(clock: LocalClock, horizon: Interval, workweek: Workweek) -> tuple[Interval, ...]:
    """The workweeks that share a minute with the horizon, relative to its start."""
    return tuple(
        Interval(week.start - horizon.start, week.end - horizon.start)
        for week in workweek.touching(horizon, clock)
    )


def people_of(snapshot: Snapshot) -> tuple[Person, ...]:
    """Everybody on the roster, in its order."""
    roster = snapshot.roster
    by_seniority = sorted(roster.people, key=lambda person: (person.seniority_on, person.number))
    rank = {person.id: number for number, person in enumerate(by_seniority)}
    trainers = _trainers(snapshot)
    barred = barred_positions(roster.input)
    return tuple(
        _person(snapshot, row, roster.person[row.key], rank[row.key], trainers.get(row.key), barred)  # type: ignore[index]
        for row in roster.input.people
    )


def _trainers(snapshot: Snapshot) -> dict[object, str]:
    """The preferred trainer of each trainee: the first one in the horizon who is on the roster."""
    given = snapshot.roster.input
    found: dict[object, str] = {}
    for pair in sorted(given.trainer_pairs, key=lambda pair: pair.interval):
        if pair.interval.overlaps(given.focus) and pair.trainer in snapshot.roster.person:
            found.setdefault(pair.trainee, str(pair.trainer))
    return found


def _person(
    snapshot: Snapshot,
    row: PersonInput,
    facts: PersonFacts,
    seniority: int,
    trainer: str | None,
    barred: Collection[Key],
) -> Person:
    given = snapshot.roster.input
    is_trainee = any(interval.covers(given.focus) for interval in row.trainee)
    free = _free_time(row, given.clock, given.span, given.focus.start)
    worked = snapshot.roster.evaluation.roster(row.key).worked() if barred else ()
    return Person(
        key=str(row.key),
        label=facts.name,
        unit=unit_key(row.unit),
        skills=seat_skills(
            _skills(facts, row, given.clock, given.focus.start, is_trainee=is_trainee),
            row,
            worked,
            given,
            barred,
        ),
        is_trainee=is_trainee,
        trainer=trainer,
        free=free,
        employed=tuple(_employed(facts, given.clock, given.span, given.focus.start)),
        seniority=seniority,
        fairness_group=f"{free[0].weekly_minutes} a week" if free and not is_trainee else None,
        restrictions=restrictions_of(row, given),
    )


def _skills(
    facts: PersonFacts, row: PersonInput, clock: LocalClock, zero: Minute, *, is_trainee: bool
) -> Iterable[SkillTime]:
    """Skills by minute; who is a trainee for a part of the span holds them only outside that part."""
    for skill in facts.certified:
        start = clock.minute(skill.granted_on)
        end = None if skill.expires_on is None else clock.minute(skill.expires_on + timedelta(days=1))
        if is_trainee or not row.trainee:
            yield SkillTime(str(skill.skill_id), start - zero, None if end is None else end - zero)
            continue
        until = _FAR if end is None else end
        if start < until:
            for piece in difference([Interval(start, until)], row.trainee):
                last = None if piece.end == _FAR else piece.end - zero
                yield SkillTime(str(skill.skill_id), piece.start - zero, last)


_FAR = 2**40
"""A minute no roster reaches: stands for "no end" while intervals are cut."""


def _free_time(row: PersonInput, clock: LocalClock, span: Interval, zero: Minute) -> tuple[FreeTime, ...]:
    """Contracts without a pattern, cut to the span (not to the horizon: a workweek may begin before it)."""
    found = []
    for contract in row.contracts:
        if contract.pattern is not None:
            continue
        start = max(clock.minute(contract.starts_on), span.start)
        end = span.end if contract.ends_before is None else min(clock.minute(contract.ends_before), span.end)
        if start < end:
            found.append(FreeTime(start - zero, end - zero, contract.weekly_minutes))
    return tuple(found)


def _employed(facts: PersonFacts, clock: LocalClock, span: Interval, zero: Minute) -> Iterable[Interval]:
    for row in facts.employments:
        start = max(clock.minute(row.starts_on), span.start)
        end = span.end if row.ends_before is None else min(clock.minute(row.ends_before), span.end)
        if start < end:
            yield Interval(start - zero, end - zero)


def burdens_of(snapshot: Snapshot) -> tuple[Burden, ...]:
    """Nights, weekend and holiday shifts before the horizon of the people without a pattern."""
    past = snapshot.past
    if past is None:
        return ()
    found = []
    for row in past.input.people:
        if row.key not in snapshot.roster.person:
            continue
        settings = past.input.parameters.get(row.unit, past.input.parameters[None]).settings
        shifts: dict[Minute, list[Duty]] = {}
        for duty in past.evaluation.roster(row.key).worked():
            if past.input.focus.contains(duty.shift_start):
                shifts.setdefault(duty.shift_start, []).append(duty)
        spans = [Interval(start, max(duty.end for duty in duties)) for start, duties in shifts.items()]
        nights = sum(is_night(span, settings, past.clock) for span in spans)
        weekends = sum(_touches_weekend(span, past.clock) for span in spans)
        holidays = sum(past.clock.date_of(span.start) in past.input.holidays for span in spans)
        found.append(Burden(str(row.key), nights, weekends, holidays))
    return tuple(found)


def is_night(span: Interval, settings: Settings, clock: LocalClock) -> bool:
    """Night duty: enough minutes in the night hours of the unit."""
    begins, ends = settings.night_starts_at_minute, settings.night_ends_at_minute
    on = clock.date_of(span.start) - timedelta(days=1)
    inside = 0
    while on <= clock.date_of(span.end - 1):
        night = clock.window(on, time(begins // 60, begins % 60), time(ends // 60, ends % 60))
        cut = span.intersection(night)
        inside += cut.minutes if cut else 0
        on += timedelta(days=1)
    return inside >= settings.night_duty_minutes


def _touches_weekend(span: Interval, clock: LocalClock) -> bool:
    on: date = clock.date_of(span.start)
    last = clock.date_of(span.end - 1)
    return any((on + timedelta(days=n)).weekday() >= 5 for n in range((last - on).days + 1))
