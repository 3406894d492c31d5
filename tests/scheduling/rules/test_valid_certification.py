"""Valid certification: to the minute, for named and unnamed duty, and who is exempt."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduling.rules.levels import Level
from scheduling.rules.registry import default_parameters
from scheduling.rules.work import Qualifications
from scheduling.time.interval import Interval
from scheduling.time.segment import PayKind
from tests.support.duty import EVER, absence, at, broken, duty, limits

RULE = limits("valid_certification", block=0)
START = at("2027-06-01 06:00")
END = START + 720


def holds(
    police: Interval | None = None, calls: Interval | None = None, trainee: Interval | None = None
) -> Qualifications:
    by_position = {"police": (police,) if police else (), "calls": (calls,) if calls else ()}
    anything = tuple(each for each in (police, calls) if each)
    return Qualifications(by_position, anything, (trainee,) if trainee else ())


@pytest.mark.parametrize(("expires", "missing"), [(END - 1, 1), (END, None), (END + 1, None), (START, 720)])
def test_unnamed_duty_needs_some_valid_skill_in_every_minute(expires: int, missing: int | None) -> None:
    found = broken([duty(START, END)], RULE, qualifications=holds(calls=Interval(0, expires)))
    assert [(each.level, each.measured, each.limit, each.interval) for each in found] == (
        [(Level.BLOCK, missing, 0, Interval(expires, END))] if missing else []
    )


@pytest.mark.parametrize(("expires", "missing"), [(END - 1, 1), (END, None), (END + 1, None)])
def test_named_duty_needs_the_skill_of_its_position(expires: int, missing: int | None) -> None:
    held = holds(police=Interval(0, expires), calls=EVER)
    found = broken([duty(START, END, position="police")], RULE, qualifications=held)
    assert [each.measured for each in found] == ([missing] if missing else [])


def test_another_skill_does_not_help_a_named_position() -> None:
    named = duty(START, END, position="police")
    assert broken([named], RULE, qualifications=holds(calls=EVER))
    assert not broken([named._replace(position="calls")], RULE, qualifications=holds(calls=EVER))
    assert broken([named._replace(position="closed")], RULE, qualifications=holds(calls=EVER))
    steady = replace(holds(calls=EVER), is_steady=True)
    assert broken([named], RULE, qualifications=steady)
    assert not broken([duty(START, END)], RULE, qualifications=steady)


def test_each_minute_without_skill_is_reported_once_by_duty() -> None:
    held = holds(calls=Interval(START + 100, START + 200))
    found = broken([duty(START, END), duty(END + 600, END + 700)], RULE, qualifications=held)
    assert [each.interval for each in found] == [
        Interval(START, START + 100),
        Interval(START + 200, END),
        Interval(END + 600, END + 700),
    ]
    only_later = broken(
        [duty(START, END), duty(END + 600, END + 700)],
        RULE,
        qualifications=held,
        focus=Interval(END, END + 999),
    )
    assert [each.measured for each in only_later] == [100]


@pytest.mark.parametrize("pay", [PayKind.TRAINING, PayKind.COURT])
def test_training_and_court_need_no_certification(pay: PayKind) -> None:
    assert not broken([duty(START, END)._replace(pay=pay)], RULE, qualifications=holds())
    assert broken([duty(START, END)._replace(pay=PayKind.OVERTIME)], RULE, qualifications=holds())


def test_trainees_need_none_while_they_are_trainees() -> None:
    found = broken([duty(START, END)], RULE, qualifications=holds(trainee=Interval(0, START + 60)))
    assert [each.interval for each in found] == [Interval(START + 60, END)]


def test_absence_needs_none_and_nothing_is_checked_without_qualifications() -> None:
    assert not broken([absence(START, END)], RULE, qualifications=holds())
    assert not broken([duty(START, END)], RULE)


def test_minutes_tolerated_by_the_limit_are_a_setting() -> None:
    lenient = limits("valid_certification", warn=30)
    for missing, expected in ((30, 0), (31, 1)):
        held = holds(calls=Interval(0, END - missing))
        assert len(broken([duty(START, END)], lenient, qualifications=held)) == expected


@pytest.mark.parametrize("sunday", ["2027-03-14", "2027-11-07"])
def test_a_certificate_that_ends_with_a_date_ends_at_local_midnight(sunday: str) -> None:
    midnight = at(f"{sunday} 00:00")
    night = duty(midnight - 360, at(f"{sunday} 06:00"))
    found = broken([night], RULE, qualifications=holds(calls=Interval(0, midnight)))
    assert [each.measured for each in found] == [{"2027-03-14": 300, "2027-11-07": 420}[sunday]]


def test_only_this_rule_catches_it() -> None:
    found = broken([duty(START, END)], default_parameters(), qualifications=holds())
    assert [each.rule for each in found] == ["valid_certification"]
