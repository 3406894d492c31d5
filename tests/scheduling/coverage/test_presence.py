"""What a person's duty counts for: skills with dates, trainees, breaks, named positions, time away."""

from __future__ import annotations

import pytest

from scheduling.coverage.domain.presence import UNNAMED, Ability, Presence, abilities, presences, scheme
from scheduling.coverage.domain.types import Certification, Position
from scheduling.time.interval import Interval
from scheduling.time.segment import Break, PayKind
from tests.support.duty import absence, duty

POSITIONS = (Position("calls", "Call-taking", "CT", 4), Position("police", "Police radio", "PD", 2))
SCHEME = scheme(POSITIONS, ["CTO", "CTO"])
POLICE, CALLS = 0b01, 0b10
SPAN = Interval(0, 1000)
FOCUS = Interval(100, 900)


def certified(skill: str, start: int = -50, end: int = 2000) -> Certification:
    return Certification("Dana", skill, Interval(start, end))


def able(*certifications: Certification, trainee: tuple[Interval, ...] = ()) -> tuple[Ability, ...]:
    return abilities(certifications, trainee, SPAN, SCHEME)


def test_positions_are_bits_in_order_of_priority() -> None:
    assert [position.key for position in SCHEME.positions] == ["police", "calls"]
    assert SCHEME.mix_skills == ("CTO",)


def test_two_positions_may_need_the_same_skill() -> None:
    both = scheme([*POSITIONS, Position("desk", "Desk", "CT", 9)], [])
    assert abilities([certified("CT")], (), SPAN, both)[0].seats == 0b110


def test_skills_that_hold_all_the_time_are_one_ability() -> None:
    found = able(certified("CT"), certified("PD"), certified("CTO"), certified("CPR"))
    assert found == (Ability(0, 1000, POLICE | CALLS, 1),)
    assert able() == (Ability(0, 1000, 0, 0),)


def test_skills_begin_and_end_within_the_span() -> None:
    found = able(certified("CT", 200, 600), certified("PD", 500), certified("CPR", 300))
    assert found == (
        Ability(0, 200, 0, 0),
        Ability(200, 500, CALLS, 0),
        Ability(500, 600, CALLS | POLICE, 0),
        Ability(600, 1000, POLICE, 0),
    )
    assert able(certified("CT", 1000, 1200)) == (Ability(0, 1000, 0, 0),)


def test_a_trainee_fills_no_seat_and_adds_to_no_mix() -> None:
    found = able(certified("CT"), certified("CTO"), trainee=(Interval(-5, 400),))
    assert found == (Ability(0, 400, 0, 0), Ability(400, 1000, CALLS, 1))


def test_unnamed_duty_counts_wherever_the_skills_allow_inside_the_focus() -> None:
    found = presences([duty(0, 200), duty(850, 950)], able(certified("CT")), FOCUS, SCHEME)
    assert found == [Presence(100, 200, UNNAMED, CALLS, 0), Presence(850, 900, UNNAMED, CALLS, 0)]
    assert presences([duty(0, 100), duty(900, 950)], able(certified("CT")), FOCUS, SCHEME) == []


def test_named_duty_counts_in_its_position_while_the_skill_is_valid() -> None:
    both = able(certified("CT"), certified("PD", -50, 500), certified("CTO"))
    assert presences([duty(400, 600, position="police")], both, FOCUS, SCHEME) == [
        Presence(400, 500, 0, POLICE | CALLS, 1),
        # Not call-taking: the duty names the police radio. The mix does not ask for a seat.
        Presence(500, 600, UNNAMED, 0, 1),
    ]
    without = able(certified("CT"))
    assert presences([duty(400, 600, position="police")], without, FOCUS, SCHEME) == []


def test_absence_and_time_away_from_the_consoles_count_for_nothing() -> None:
    skills = able(certified("CT"))
    assert presences([absence(200, 300)], skills, FOCUS, SCHEME) == []
    for pay in (PayKind.TRAINING, PayKind.COURT):
        assert presences([duty(200, 300)._replace(pay=pay)], skills, FOCUS, SCHEME) == []
    assert presences([duty(200, 300)._replace(pay=PayKind.MANDATION)], skills, FOCUS, SCHEME)


@pytest.mark.parametrize(("relieved", "pieces"), [(False, [(200, 250), (280, 400)]), (True, [(200, 400)])])
@pytest.mark.parametrize("paid", [True, False])
def test_a_break_takes_the_person_out_of_the_seat_unless_relieved(
    relieved: bool, paid: bool, pieces: list[tuple[int, int]]
) -> None:
    shift = duty(200, 400)._replace(breaks=(Break(250, 280, paid, relieved),))
    found = presences([shift], able(certified("CT")), FOCUS, SCHEME)
    assert [(each.start, each.end) for each in found] == pieces


def test_people_without_skills_are_not_there() -> None:
    assert presences([duty(200, 400)], able(), FOCUS, SCHEME) == []
    dated = able(certified("CT", 300))
    assert [(each.start, each.end) for each in presences([duty(200, 400)], dated, FOCUS, SCHEME)] == [
        (300, 400)
    ]
