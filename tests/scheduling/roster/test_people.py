"""Who is on a roster, in which order, with which facts."""

from __future__ import annotations

from datetime import date, timedelta

from scheduling.roster.people import people_on_roster
from staff.centers.clock import current_version
from tests.cast import Cast
from tests.factories import make_person
from tests.scheduling.roster.board_of import DAY

WEEK = (DAY, DAY + timedelta(days=7))


def test_names_with_accents_stand_where_people_look_for_them(cast: Cast) -> None:
    for name in ("Ólafsson", "Olsen", "Zeller", "öberg", "Norell"):
        make_person(cast.norfield, last_name=name, first_name="Uma")

    names = [
        person.last_name
        for person in people_on_roster(cast.norfield, *WEEK, current_version(cast.norfield.pk))
        if person.first_name == "Uma"
    ]

    assert names == ["Norell", "öberg", "Ólafsson", "Olsen", "Zeller"]


def test_only_people_employed_in_the_span_are_there(cast: Cast) -> None:
    before, after = date(2020, 1, 1), date(2020, 1, 8)

    assert people_on_roster(cast.norfield, before, after, current_version(cast.norfield.pk)) == []


def test_skills_are_those_valid_on_the_day(cast: Cast) -> None:
    people = people_on_roster(cast.norfield, *WEEK, current_version(cast.norfield.pk), only=[cast.cal.pk])

    assert [person.id for person in people] == [cast.cal.pk]
    assert "CTO" in people[0].skill_codes(DAY)
    assert people[0].skill_codes(date(1999, 1, 1)) == ()
