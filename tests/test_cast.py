"""The cast is what its docstring says: the other tests rely on it."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from staff.centers.clock import current_version
from staff.permissions import Permission, may
from tests.cast import Cast


def test_everybody_has_their_role(cast: Cast) -> None:
    assert may(cast.dana.user, Permission.PUBLISH_ROSTER, cast.norfield.pk)
    assert may(cast.sam.user, Permission.PUBLISH_ROSTER, cast.norfield.pk)
    assert not may(cast.cal.user, Permission.VIEW_WORKING_ROSTER, cast.norfield.pk)
    assert may(cast.ada.user, Permission.MANAGE_CENTER, cast.norfield.pk)
    assert not may(cast.olga.user, Permission.VIEW_OWN_ROSTER, cast.norfield.pk)
    assert may(cast.robot, Permission.VIEW_COVERAGE, cast.norfield.pk)


def test_each_center_is_at_version_two(cast: Cast) -> None:
    assert current_version(cast.norfield.pk) == 2
    assert current_version(cast.southmere.pk) == 2


def test_day_zero_of_the_patterns(cast: Cast) -> None:
    anchor = cast.norfield.pattern_anchor
    day = date(2026, 12, 6)
    shift = {
        name: cast.patterns[name].days.get(day=(day - anchor).days % 14).shift_type.code
        for name in ("Pitman days", "Pitman nights")
    }
    assert shift == {"Pitman days": "D", "Pitman nights": "N"}


@pytest.mark.parametrize("name", ["dana", "sam", "cal", "max", "ada", "olga"])
def test_everybody_can_sign_in(cast: Cast, client: Client, name: str) -> None:
    assert client.login(username=getattr(cast, name).user.email, password="correct-horse-battery")
