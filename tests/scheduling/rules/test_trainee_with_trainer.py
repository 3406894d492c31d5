"""Trainee with trainer: one trainer each, the paired one by preference, alone to the minute."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.rules.levels import DatedLimits, Level, Limit, Violation
from scheduling.rules.registry import RULES, check_all, default_parameters, unit_terms
from scheduling.rules.trainee_with_trainer import OnDuty, Pairing, Preference, check, pairings
from scheduling.rules.work import limits_over_time, work_of
from scheduling.time.interval import Interval
from scheduling.time.segment import Key
from tests.support.duty import EVER, NEW_YORK, at, duty

START = at("2027-06-01 06:00")
END = START + 720
MAX, ADA = OnDuty(START, END, "Max"), OnDuty(START, END, "Ada")


def alone(
    trainees: list[OnDuty], trainers: list[OnDuty], *pairs: Preference, warn: int = 0
) -> list[Violation]:
    rows = (DatedLimits("trainee_with_trainer", date(2020, 1, 1), (Limit(Level.WARN, warn),)),)
    limits = limits_over_time(rows, NEW_YORK, is_minimum=False)
    return check(trainees, trainers, pairs, dict.fromkeys(("Max", "Ada", "Olga"), limits), EVER)


@pytest.mark.parametrize(("leaves", "minutes"), [(END - 1, 1), (END, None), (END + 1, None)])
def test_a_trainee_is_never_alone(leaves: int, minutes: int | None) -> None:
    found = alone([MAX], [OnDuty(START, leaves, "Cal")])
    assert [(each.person, each.measured, each.interval) for each in found] == (
        [("Max", minutes, Interval(leaves, END))] if minutes else []
    )


@pytest.mark.parametrize(("missing", "expected"), [(29, 0), (30, 0), (31, 1)])
def test_minutes_alone_that_are_tolerated_are_a_setting(missing: int, expected: int) -> None:
    assert len(alone([MAX], [OnDuty(START, END - missing, "Cal")], warn=30)) == expected


@pytest.mark.parametrize(("day", "minutes"), [("2027-03-14", 300), ("2027-11-07", 420)])
def test_minutes_alone_are_elapsed_over_a_clock_change(day: str, minutes: int) -> None:
    midnight = at(f"{day} 00:00")
    night = OnDuty(midnight - 360, at(f"{day} 06:00"), "Max")
    found = alone([night], [OnDuty(night.start, midnight, "Cal")])
    assert [each.measured for each in found] == [minutes]


def test_one_trainer_has_one_trainee() -> None:
    assert [each.person for each in alone([MAX, ADA], [OnDuty(START, END, "Cal")])] == ["Ada"]
    assert not alone([MAX, ADA], [OnDuty(START, END, "Cal"), OnDuty(START, END, "Sam")])


def test_a_trainee_who_comes_later_takes_nobodys_trainer_away() -> None:
    late = OnDuty(START + 60, END, "Ada")
    found = alone([late, MAX], [OnDuty(START, END, "Cal")])
    assert [(each.person, each.interval) for each in found] == [("Ada", Interval(START + 60, END))]


def test_the_paired_trainer_is_preferred_and_only_while_the_pair_holds() -> None:
    trainers = [OnDuty(START, END, "Cal"), OnDuty(START, END, "Sam")]
    assert pairings([MAX], trainers, ()) == [Pairing("Max", "Cal", Interval(START, END))]
    pair = Preference(START + 100, END + 9999, "Max", "Sam")
    assert pairings([MAX], trainers, (pair,)) == [
        Pairing("Max", "Cal", Interval(START, START + 100)),
        Pairing("Max", "Sam", Interval(START + 100, END)),
    ]


def test_a_pair_goes_before_who_came_first() -> None:
    pair = Preference(0, EVER.end, "Ada", "Cal")
    late = OnDuty(START + 60, END, "Ada")
    found = alone([MAX, late], [OnDuty(START, END, "Cal")], pair)
    assert [(each.person, each.interval) for each in found] == [("Max", Interval(START + 60, END))]


def test_a_pair_off_duty_is_replaced_by_any_free_trainer() -> None:
    pair = Preference(0, EVER.end, "Max", "Sam")
    assert not alone([MAX], [OnDuty(START, END, "Cal")], pair)


def test_nobody_is_reported_without_limits_or_outside_the_focus() -> None:
    assert not check([MAX], [], (), {"Max": None}, EVER)
    limits = unit_terms(default_parameters(), NEW_YORK).limits["trainee_with_trainer"]
    assert check([MAX], [], (), {"Max": limits}, EVER)
    assert not check([MAX], [], (), {"Max": limits}, Interval(END, END + 10))


spells = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)), max_size=4)


def on_duty(found: list[tuple[int, int]], names: str) -> list[OnDuty]:
    return [OnDuty(start, start + length, name) for (start, length), name in zip(found, names, strict=False)]


@given(spells, spells, st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")), max_size=3))
def test_in_every_minute_as_many_trainees_have_a_trainer_as_possible(
    learning: list[tuple[int, int]], teaching: list[tuple[int, int]], pairs: list[tuple[str, str]]
) -> None:
    trainees, trainers = on_duty(learning, "abcd"), on_duty(teaching, "wxyz")
    preferences = tuple(Preference(10, 40, *pair) for pair in pairs)
    found = pairings(trainees, trainers, preferences)
    short = pairings(trainees, trainers, preferences, only_when_short=True)
    for minute in range(75):
        here = {each.person for each in trainees if each.start <= minute < each.end}
        there = {each.person for each in trainers if each.start <= minute < each.end}
        now: dict[Key, Key | None] = {}
        for each in found:
            if each.interval.contains(minute):
                assert each.trainee not in now
                now[each.trainee] = each.trainer
        used = [trainer for trainer in now.values() if trainer is not None]
        assert set(now) == here
        assert set(used) <= there
        assert len(used) == len(set(used)) == min(len(here), len(there))
        nobody = {trainee for trainee, trainer in now.items() if trainer is None}
        assert nobody == {
            each.trainee for each in short if each.trainer is None and each.interval.contains(minute)
        }


def test_only_this_rule_catches_it() -> None:
    work = work_of("Max", [duty(START, END)], unit_terms(default_parameters(), NEW_YORK), EVER)
    assert [each.rule for each in check_all([work], [MAX])] == ["trainee_with_trainer"]
    assert check_all([work], [MAX], [OnDuty(START, END, "Cal")]) == ()
    assert check_all([]) == ()
    assert RULES["trainee_with_trainer"].check is None
