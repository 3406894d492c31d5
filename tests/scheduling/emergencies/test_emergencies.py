"""A declared emergency: a version of the center, seen on the board, and in force as of its versions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from scheduling.emergencies.models import DeclaredEmergency
from scheduling.roster.selectors import load_roster
from scheduling.rules.levels import Level
from staff.centers.clock import current_version
from staff.centers.models import Event
from tests.cast import Cast
from tests.factories import make_adjustment, make_rule_limits, moment, write

MONDAY = date(2026, 12, 7)
LONG = "longest_continuous_duty"


@pytest.fixture(autouse=True)
def _before_the_period(time_machine: Any) -> None:
    time_machine.move_to("2026-12-06T12:00:00Z", tick=False)


def levels(cast: Cast, version: int | None = None) -> list[Level]:
    found = load_roster(cast.norfield, MONDAY, date(2026, 12, 8), as_of=version).evaluation.violations
    return [each.level for each in found if each.rule == LONG]


def emergency(cast: Cast, **changes: Any) -> DeclaredEmergency:
    given = {
        "starts_at": moment(cast.norfield, "2026-12-07 00:00"),
        "ends_at": moment(cast.norfield, "2026-12-09 00:00"),
        "rules": [LONG],
        "reason": "Ice storm",
    }
    return DeclaredEmergency(center=cast.norfield, **{**given, **changes})


@pytest.fixture
def tired(cast: Cast) -> Cast:
    """Cal's day shift goes on until midnight, 18 hours."""
    make_rule_limits(cast.norfield, LONG, block=960)
    make_adjustment(
        cast.cal, moment(cast.norfield, "2026-12-07 18:00"), moment(cast.norfield, "2026-12-08 00:00")
    )
    return cast


def test_it_holds_from_its_version_on_and_stops_nothing(tired: Cast) -> None:
    before = current_version(tired.norfield.pk)
    assert levels(tired) == [Level.BLOCK]
    write(emergency(tired))
    assert levels(tired) == [Level.INFORM]
    assert levels(tired, before) == [Level.BLOCK]


def test_another_centers_emergency_and_one_before_suspend_nothing(tired: Cast) -> None:
    row = emergency(tired)
    row.center = tired.southmere
    write(row)
    write(
        emergency(
            tired,
            starts_at=moment(tired.norfield, "2026-12-05 00:00"),
            ends_at=moment(tired.norfield, "2026-12-07 23:59"),
        )
    )
    assert levels(tired) == [Level.BLOCK]


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"rules": []}, "scheduling_emergency_rules"),
        ({"ends_at": None}, "scheduling_emergency_times"),
    ],
)
def test_the_database_refuses_what_can_not_be(tired: Cast, changes: dict[str, Any], constraint: str) -> None:
    if "ends_at" in changes:
        changes = {"ends_at": moment(tired.norfield, "2026-12-07 00:00")}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        write(emergency(tired, **changes))


def test_the_admin_declares_one_and_the_board_says_so(tired: Cast, client: Client) -> None:
    client.force_login(tired.ada.user)
    answer = client.post(
        "/admin/scheduling/declaredemergency/add/",
        {
            "starts_at_0": "2026-12-07",
            "starts_at_1": "00:00",
            "ends_at_0": "2026-12-09",
            "ends_at_1": "00:00",
            "rules": [LONG],
            "reason": "Ice storm",
        },
    )
    assert answer.status_code == 302, answer.content.decode()[:3000]
    event = Event.objects.filter(center=tired.norfield).latest("version")
    assert (event.kind, event.actor) == ("declared_emergency.added", tired.ada.user)
    client.force_login(tired.dana.user)
    page = client.get("/", follow=True).content.decode()
    assert "Ice storm. Suspended: Longest time on duty." in page
