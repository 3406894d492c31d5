"""Each known pattern keeps what it promises: coverage, average week, longest run, shortest rest."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from math import lcm

import pytest

from scheduling.contracts.domain import BaseContract
from scheduling.patterns.domain.catalogue import CATALOGUE, CATALOGUE_BY_KEY, OFF, KnownPattern
from scheduling.roster.domain.base import base_duty
from scheduling.time.interval import MINUTES_PER_WEEK, Interval, total_minutes, union
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Duty

PHOENIX = LocalClock("America/Phoenix")
ANCHOR = date(2027, 1, 3)


def every(known: KnownPattern) -> pytest.param:
    return pytest.param(known, id=known.key)


def team_duty(known: KnownPattern, cycle: int, offset: int, days: int) -> tuple[Duty, ...]:
    pattern = known.pattern(cycle)
    contract = BaseContract("c", "Dana", pattern.key, offset, ANCHOR, None, known.average_weekly_minutes)
    span = PHOENIX.days(ANCHOR, ANCHOR + timedelta(days=days))
    found = base_duty(
        [contract], {pattern.key: pattern}, known.shift_types(), frozenset(), span, PHOENIX, ANCHOR
    )
    return tuple(duty for duty in found if duty.start >= span.start)


@pytest.mark.parametrize("known", [every(known) for known in CATALOGUE])
def test_every_date_has_the_promised_teams_on_each_shift(known: KnownPattern) -> None:
    length = len(known.cycles[0])
    patterns = [known.pattern(cycle) for cycle in range(len(known.cycles))]
    for letter, fewest, most in known.teams_per_day:
        counts = set()
        for n in range(length):
            day = ANCHOR + timedelta(days=n)
            shifts = [patterns[team.cycle].shift_on(day, ANCHOR, team.offset_days) for team in known.teams]
            counts.add(shifts.count(letter))
        assert (min(counts), max(counts)) == (fewest, most)


@pytest.mark.parametrize("known", [every(known) for known in CATALOGUE])
def test_the_teams_cover_every_minute_where_promised(known: KnownPattern) -> None:
    length = len(known.cycles[0])
    inside = PHOENIX.days(ANCHOR + timedelta(days=length), ANCHOR + timedelta(days=2 * length))
    pieces = [
        piece
        for team in known.teams
        for each in team_duty(known, team.cycle, team.offset_days, 3 * length)
        if (piece := each.interval.intersection(inside))
    ]
    assert (total_minutes(pieces) == inside.minutes) is known.covers_every_minute
    if known.covers_every_minute and all(most == 1 for _, _, most in known.teams_per_day):
        # Nobody overlaps with anybody: the shifts of all teams tile the clock.
        assert sum([piece.minutes for piece in pieces]) == inside.minutes


@pytest.mark.parametrize("known", [every(known) for known in CATALOGUE])
def test_average_week_longest_run_and_shortest_rest(known: KnownPattern) -> None:
    for cycle, letters in enumerate(known.cycles):
        length = len(letters)
        duty = team_duty(known, cycle, 0, 7 * length)
        minutes = sum(each.end - each.start for each in duty)
        assert minutes * 7 == known.average_weekly_minutes * 7 * length
        worked = union(PHOENIX.day(PHOENIX.date_of(each.start)) for each in duty)
        assert max(run.minutes for run in worked) == known.longest_run_days * 24 * 60
        rests = [after.start - before.end for before, after in pairwise(duty)]
        assert min(rests) == known.shortest_rest_minutes


def test_2_3_2_is_the_pitman_cycle_read_from_day_10() -> None:
    pitman = CATALOGUE_BY_KEY["pitman"]
    name, phase = pitman.also_known_as[0]
    assert name == "2-3-2"
    assert pitman.cycles[0][phase:] + pitman.cycles[0][:phase] == "DDOOODDOODDDOO"


@pytest.mark.parametrize("known", [every(known) for known in CATALOGUE])
def test_every_letter_has_hours_and_cycles_are_equally_long(known: KnownPattern) -> None:
    letters = {letter for cycle in known.cycles for letter in cycle} - {OFF}
    assert (
        letters
        == {letter for letter, _, _ in known.hours}
        == {letter for letter, _, _ in known.teams_per_day}
    )
    assert len({len(cycle) for cycle in known.cycles}) == 1


def overtime_hours(known: KnownPattern, start: int) -> float:
    """Hours above 40 a person-week when the workweek starts these minutes after Sunday 00:00.

    Only the teams of the first cycle: those who work the same days at night are a group of their own.
    """
    weeks = lcm(len(known.cycles[0]), 7) // 7
    first = PHOENIX.minute(ANCHOR + timedelta(days=7)) + start
    total, count = 0, 0
    for team in known.teams:
        if team.cycle:
            continue
        minutes = [0] * weeks
        for each in team_duty(known, 0, team.offset_days, 7 * (weeks + 2)):
            for n in range(weeks):
                week = Interval(first + n * MINUTES_PER_WEEK, first + (n + 1) * MINUTES_PER_WEEK)
                piece = each.interval.intersection(week)
                minutes[n] += piece.minutes if piece else 0
        total += sum(max(0, worked - 40 * 60) for worked in minutes)
        count += weeks
    return round(total / count / 60, 2)


@pytest.mark.parametrize(
    ("key", "best", "worst"),
    [
        ("pitman", 2.0, 10.0),
        ("pitman-rotating", 3.0, 10.0),
        ("dupont", 3.0, 12.0),
        ("4-on-4-off", 3.5, 4.0),
        ("10s-and-14s", 3.25, 4.0),
        ("continental", 2.0, 4.0),
        ("southern-swing", 2.25, 4.0),
        ("metropolitan", 2.0, 2.0),
        ("2-2-4", 3.5, 4.0),
        ("st-paul", 0.0, 4.29),
    ],
)
def test_built_in_overtime_depends_on_the_workweek(key: str, best: float, worst: float) -> None:
    known = CATALOGUE_BY_KEY[key]
    found = [overtime_hours(known, quarter * 6 * 60) for quarter in range(28)]
    assert (min(found), max(found)) == (best, worst)
