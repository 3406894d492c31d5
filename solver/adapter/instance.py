"""A snapshot of the database and a run's choices become the engine's instance. Pure: the reading is in
`snapshot.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scheduling.patterns.domain.hue import Hue, hue_of
from scheduling.roster.periods import locked_days
from scheduling.roster.selectors import MARGIN
from scheduling.time.interval import Interval, Minute
from scheduling.time.local_time import dates
from solver.adapter.demand import occurrences_of, positions_of, requirements_of, shift_types_of
from solver.adapter.duty import GivenTime
from solver.adapter.options import engine_options, house_rules
from solver.adapter.people import burdens_of, people_of, units_of
from solver.adapter.snapshot import Snapshot
from solver.engine.instance import Instance, OffLimitGroup, Person, Suspension, Wish, WishKind, calendar
from solver.runs.options import RunOptions
from staff.preferences.models import PartOfDay

_HUES = {PartOfDay.DAY: Hue.DAY, PartOfDay.SWING: Hue.SWING, PartOfDay.NIGHT: Hue.NIGHT}


@dataclass(frozen=True, slots=True)
class Search:
    """How long and with what a run searches."""

    seconds: int
    seed: int = 1
    workers: int = 1


def build_instance(snapshot: Snapshot, options: RunOptions, search: Search, *, now: Minute) -> Instance:
    """The typed problem of one run. `now` divides what is past; raises InvalidInstance for contradictions."""
    roster = snapshot.roster
    given = roster.input
    locked = locked_dates(snapshot, now)
    earliest = now if options.keeps_past else None
    people = people_of(snapshot)
    time_given = GivenTime(snapshot, options, locked=locked, earliest=earliest)
    duty = time_given.duty()
    movable = {row.person for row in duty if row.may_move}
    return Instance(
        zone=given.clock.zone,
        horizon_start=given.focus.start,
        horizon=Interval(0, given.focus.minutes),
        days=calendar(
            given.clock.zone, roster.starts_on - MARGIN, roster.ends_before + MARGIN, given.focus.start
        ),
        units=units_of(snapshot),
        people=people,
        shift_types=shift_types_of(snapshot),
        occurrences=occurrences_of(snapshot, locked=locked, earliest=earliest),
        positions=positions_of(snapshot),
        requirements=requirements_of(snapshot),
        duty=duty,
        absences=time_given.absences(),
        keep_off=time_given.keep_off(),
        wishes=_wishes(snapshot),
        off_limit_groups=tuple(
            OffLimitGroup(str(group.key), group.name, tuple(str(member) for member in group.members))
            for group in snapshot.off_limit_groups
        ),
        house=house_rules(
            options,
            roster.starts_on,
            roster.ends_before,
            [person.key for person in people if _is_decided(person, movable)],
        ),
        burdens=burdens_of(snapshot),
        holidays=tuple(sorted(given.holidays)),
        suspensions=tuple(
            Suspension(rule, row.interval.start - given.focus.start, row.interval.end - given.focus.start)
            for row in given.emergencies
            for rule in sorted(row.rules)
        ),
        trainer_skills=tuple(sorted(str(skill) for skill in given.trainer_skills)),
        options=engine_options(options, seconds=search.seconds, workers=search.workers, seed=search.seed),
    )


def locked_dates(snapshot: Snapshot, now: Minute) -> frozenset[date]:
    """Dates of the horizon that nobody edits, so neither does a run."""
    roster = snapshot.roster
    days = dates(roster.starts_on, roster.ends_before)
    today = roster.clock.date_of(now)
    return frozenset(locked_days(roster.periods, days, today=today, may_unlock=False))


def _is_decided(person: Person, movable: set[str]) -> bool:
    return bool(person.free) or person.key in movable


def _wishes(snapshot: Snapshot) -> tuple[Wish, ...]:
    """Wishes on dates of the horizon; one for a shift code that no longer exists can't be met and is left
    out.
    """
    shift_types = list(snapshot.roster.input.shift_types.values())
    by_code = {row.code: (str(row.key),) for row in shift_types}
    hues = {str(row.key): hue_of(row.starts_at.hour * 60 + row.starts_at.minute) for row in shift_types}
    by_part = {part: tuple(key for key in hues if hues[key] is hue) for part, hue in _HUES.items()}
    found = []
    for row in snapshot.wishes:
        named: tuple[str | None, ...] = (None,)
        if row.shift_code:
            named = by_code.get(row.shift_code, ())
        elif row.part:
            named = by_part[PartOfDay(row.part)]
        for n, shift_type in enumerate(named):
            key = str(row.key) if n == 0 else f"{row.key}-{n}"
            kind = WishKind(row.kind)
            found.append(Wish(key, str(row.person), kind, row.on, row.weight, shift_type))
    return tuple(found)
