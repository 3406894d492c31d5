"""Restricted duty on the roster: in force as of its versions, written down in the admin, kept to by coverage."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from scheduling.restrictions.models import DutyRestriction
from scheduling.roster.selectors import Roster, load_roster
from scheduling.rules.levels import Level, Violation
from staff.centers.clock import current_version, tick
from staff.centers.models import Event
from tests.cast import Cast
from tests.factories import (
    make_adjustment,
    make_requirement_override,
    make_restriction,
    make_rule_limits,
    moment,
)

MONDAY = date(2026, 12, 7)
ADD = "/admin/scheduling/dutyrestriction/add/"


@pytest.fixture(autouse=True)
def _before_the_period(time_machine: Any) -> None:
    time_machine.move_to("2026-12-06T12:00:00Z", tick=False)


def loaded(cast: Cast, version: int | None = None) -> Roster:
    return load_roster(cast.norfield, MONDAY, MONDAY + timedelta(days=1), as_of=version)


def found(cast: Cast, version: int | None = None) -> list[tuple[str, Level, int, int]]:
    rows: tuple[Violation, ...] = loaded(cast, version).evaluation.violations
    return [
        (each.clause, each.level, each.measured, each.limit)
        for each in rows
        if each.rule == "restricted_duty" and each.person == cast.cal.pk
    ]


def test_it_binds_from_its_version_on_without_a_limit_of_the_center(cast: Cast) -> None:
    before = current_version(cast.norfield.pk)
    assert not found(cast)
    make_restriction(cast.cal, daily_minutes=480, latest_at=time(14))
    assert found(cast) == [("hours", Level.BLOCK, 240, 0), ("day", Level.BLOCK, 720, 480)]
    assert not found(cast, before)


def test_the_unit_says_at_which_level(cast: Cast) -> None:
    make_restriction(cast.cal, daily_minutes=480)
    make_rule_limits(cast.norfield, "restricted_duty", warn=0)
    assert found(cast) == [("day", Level.WARN, 720, 480)]
    make_rule_limits(cast.norfield, "restricted_duty", unit=cast.unit, inform=10)
    assert found(cast) == [("day", Level.INFORM, 720, 490)]


def test_only_on_its_dates_and_for_its_person(cast: Cast) -> None:
    make_restriction(cast.cal, daily_minutes=480, starts_on=date(2026, 12, 1), ends_before=MONDAY)
    make_restriction(cast.cal, daily_minutes=480, starts_on=MONDAY + timedelta(days=1))
    make_restriction(cast.dana, daily_minutes=60)
    assert not found(cast)
    make_restriction(cast.cal, daily_minutes=480, starts_on=MONDAY, ends_before=MONDAY + timedelta(days=1))
    assert found(cast) == [("day", Level.BLOCK, 720, 480)]


def test_the_workweek_of_a_restriction_is_that_of_the_unit(cast: Cast) -> None:
    cast.unit.workweek_weekday, cast.unit.workweek_time = 0, time(12)
    cast.unit.save(update_fields=["workweek_weekday", "workweek_time"])
    make_restriction(cast.cal, weekly_minutes=60)
    loads = load_roster(cast.norfield, MONDAY, MONDAY + timedelta(days=1)).evaluation.violations_of(
        cast.cal.pk
    )
    starts = [each.interval.start for each in loads if each.clause == "week"]
    clock = loaded(cast).clock
    assert clock.minute(MONDAY, time(12)) in starts


def test_coverage_takes_nobody_to_a_barred_position_but_counts_who_is_put_there(cast: Cast) -> None:
    position = cast.positions["Call-taking"]
    make_requirement_override(position, MONDAY, "06:00", "18:00", minimum=9)

    def there() -> int:
        curve = loaded(cast).evaluation.curve
        noon = loaded(cast).clock.minute(MONDAY, time(12))
        return next(
            gap.people
            for gap in curve.gaps
            if gap.subject[1] == position.entity_id and gap.interval.contains(noon)
        )

    short = there()
    make_restriction(cast.cal, positions=[position.entity_id])
    assert there() == short + 1
    assert not found(cast)
    make_adjustment(
        cast.cal,
        moment(cast.norfield, "2026-12-07 06:00"),
        moment(cast.norfield, "2026-12-07 18:00"),
        position=position,
    )
    assert there() == short
    assert found(cast) == [("position", Level.BLOCK, 720, 0)]
    violations = loaded(cast).evaluation.violations_of(cast.cal.pk)
    assert "valid_certification" not in {each.rule for each in violations}


@pytest.mark.parametrize(
    ("asks", "constraint"),
    [
        ({}, "scheduling_restriction_asks"),
        ({"earliest_at": time(8), "latest_at": time(8)}, "scheduling_restriction_hours"),
        ({"daily_minutes": 1501}, "scheduling_restriction_daily_minutes"),
        ({"weekly_minutes": 10_141}, "scheduling_restriction_weekly_minutes"),
        ({"no_overtime": True, "ends_before": date(2026, 1, 1)}, "scheduling_restriction_dates"),
    ],
)
def test_the_database_refuses_what_can_not_be(cast: Cast, asks: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make_restriction(cast.cal, **{"starts_on": MONDAY, **asks})


def test_the_admin_writes_one_down(cast: Cast, client: Client) -> None:
    client.force_login(cast.ada.user)
    position = cast.positions["Police radio"]
    given = {
        "person": str(cast.cal.pk),
        "kind": "light_duty",
        "starts_on": "2026-12-07",
        "latest_at": "14:00",
        "no_overtime": "on",
        "positions": [str(position.entity_id)],
    }
    answer = client.post(ADD, given)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    row = DutyRestriction.objects.current().get(person=cast.cal)
    assert (row.latest_at, row.no_overtime, row.positions) == (time(14), True, [position.entity_id])
    event = Event.objects.filter(center=cast.norfield).latest("version")
    assert (event.kind, event.actor) == ("duty_restriction.added", cast.ada.user)
    assert found(cast) == [("hours", Level.BLOCK, 240, 0)]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"latest_at": ""}, "Say what the person may not do."),
        ({"earliest_at": "15:00"}, "This must be later than not before"),
        ({"ends_before": "2026-12-07"}, "A restriction must end after it starts."),
        ({"daily_minutes": "1501"}, "less than or equal to 1500"),
        ({"positions": "00000000-0000-0000-0000-000000000000"}, "is not one of the available choices"),
    ],
)
def test_the_admin_says_what_is_wrong_at_the_field(
    cast: Cast, client: Client, changes: dict[str, str], words: str
) -> None:
    client.force_login(cast.ada.user)
    given = {"person": str(cast.cal.pk), "kind": "minor", "starts_on": "2026-12-07", "latest_at": "14:00"}
    answer = client.post(ADD, given | changes)
    assert words in answer.content.decode()
    assert not DutyRestriction.objects.exists()


def test_ending_one_is_a_version(cast: Cast) -> None:
    row = make_restriction(cast.cal, daily_minutes=480)
    with tick(actor=None, center_id=cast.norfield.pk, kind="test_setup") as opened:
        opened.close(row)
    assert not found(cast)
    assert found(cast, current_version(cast.norfield.pk) - 1)
