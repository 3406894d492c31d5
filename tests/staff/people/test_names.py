"""The order of names, in Python and in the database."""

from __future__ import annotations

import random

from staff.people.models import Person
from staff.people.names import in_order
from tests.cast import Cast
from tests.factories import make_person

NAMES = ["Đurić", "Dray", "Eastley", "Łukasz", "Marchetti", "Ólafsson", "Olsen", "Østby", "Quist", "Zeller"]
SORTED = ["Dray", "Đurić", "Eastley", "Łukasz", "Marchetti", "Ólafsson", "Olsen", "Østby", "Quist", "Zeller"]


def test_names_stand_where_people_look_for_them() -> None:
    assert sorted(random.sample(NAMES, len(NAMES)), key=in_order) == SORTED


def test_the_database_sorts_as_python_does(cast: Cast) -> None:
    for name in NAMES:
        make_person(cast.norfield, last_name=name, first_name="Uma")

    found = Person.objects.filter(center=cast.norfield, first_name="Uma").by_name()

    assert [person.last_name for person in found] == SORTED
