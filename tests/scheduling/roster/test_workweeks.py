"""Whose workweek is which: hours are counted by it wherever they are shown, and by the solver."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from scheduling.contracts.models import WorkweekBoundary
from scheduling.roster.selectors import load_roster
from scheduling.roster.workweeks import workweek_of, workweeks_of
from scheduling.time.interval import MINUTES_PER_WEEK, minute_of
from scheduling.time.workweek import Boundary, Workweek
from solver.adapter.people import units_of
from solver.adapter.snapshot import read_snapshot
from staff.centers.clock import current_version, tick
from staff.people.models import BargainingUnit, Person
from tests.cast import Cast
from tests.factories import (
    make_adjustment,
    make_person,
    make_rule_limits,
    make_workweek_boundary,
    moment,
)

SUMMER = date(2027, 6, 6)
"""A Sunday of daylight saving time in New York."""


@pytest.fixture(autouse=True)
def _before_the_period(time_machine: Any) -> None:
    time_machine.move_to("2027-06-06T12:00:00Z", tick=False)


def fixed(cast: Cast, unit: BargainingUnit | None, on: date = date(2027, 1, 3)) -> WorkweekBoundary:
    return make_workweek_boundary(cast.norfield, unit=unit, effective_on=on)


def weeks(cast: Cast, unit: BargainingUnit | None, version: int | None = None) -> Workweek:
    version = current_version(cast.norfield.pk) if version is None else version
    return workweek_of(workweeks_of(cast.norfield, version), unit.pk if unit else None)


@pytest.fixture
def night_owl(cast: Cast) -> Person:
    """One hour of duty that begins with Sunday by the wall: of this week, or by standard time of the one before."""
    person = make_person(cast.norfield, "Ida", bargaining_unit=cast.unit)
    make_adjustment(
        person, moment(cast.norfield, "2027-06-06 00:00"), moment(cast.norfield, "2027-06-06 01:00")
    )
    return person


def test_without_a_setting_the_wall_clock_holds_for_everybody(cast: Cast) -> None:
    assert weeks(cast, cast.unit) == weeks(cast, None) == Workweek(6, time(0), ())


def test_a_units_boundaries_replace_those_of_the_center(cast: Cast) -> None:
    fixed(cast, None)
    make_workweek_boundary(cast.norfield, Boundary.WALL_CLOCK, unit=cast.unit, effective_on=date(2027, 2, 7))

    assert weeks(cast, None).boundary_on(SUMMER) is Boundary.FIXED
    assert weeks(cast, cast.unit).boundary_on(SUMMER) is Boundary.WALL_CLOCK


def test_as_of_before_the_setting_was_made_the_wall_clock_held(cast: Cast) -> None:
    before = current_version(cast.norfield.pk)
    fixed(cast, cast.unit)

    assert weeks(cast, cast.unit, before).boundaries == ()
    assert weeks(cast, cast.unit).boundaries == ((date(2027, 1, 3), Boundary.FIXED),)


def test_the_persons_page_counts_by_it_and_says_so(cast: Cast, night_owl: Person, client: Client) -> None:
    client.force_login(cast.dana.user)  # type: ignore[arg-type]

    def row() -> str:
        html = client.get(reverse("person", args=[night_owl.pk]) + "?on=2027-06-06").content.decode()
        words = "Workweek starts Sun 00:00"
        assert words in html
        assert ("standard time, always 168 h" in html) is WorkweekBoundary.objects.exists()
        found = html[html.index("Jun 6") :] if "Jun 6 – 12" not in html else html[html.index("Jun 6 – 12") :]
        return found[: found.index("</tr>")]

    assert ">1:00<" in row()
    fixed(cast, cast.unit)
    assert ">1:00<" not in row()


def test_the_employees_own_week_is_that_of_their_unit(cast: Cast, client: Client) -> None:
    fixed(cast, cast.unit)
    client.force_login(cast.cal.user)  # type: ignore[arg-type]

    html = client.get(reverse("home")).content.decode()

    assert "Workweek starts Sun 00:00 standard time, always 168 h." in html


def test_the_preview_of_moved_times_says_whose_week_it_counts(cast: Cast, client: Client) -> None:
    fixed(cast, cast.unit)
    client.force_login(cast.dana.user)  # type: ignore[arg-type]
    start, end = (
        int(moment(cast.norfield, f"2027-06-06 {at}").timestamp() // 60) for at in ("06:00", "18:00")
    )

    html = client.get(
        reverse("day_preview", args=[SUMMER, cast.cal.pk]), {"start_minute": start, "end_minute": end}
    ).content.decode()

    assert "Workweek starts Sun 00:00 standard time, always 168 h." in html


def test_the_solver_is_given_the_same_weeks(cast: Cast) -> None:
    fixed(cast, cast.unit)

    units = units_of(read_snapshot(cast.norfield, SUMMER, date(2027, 7, 4)))

    unit = next(each for each in units if each.key == str(cast.unit.pk))  # type: ignore[union-attr]
    starts = minute_of(datetime.fromisoformat("2027-06-06T05:00+00:00"))
    horizon = minute_of(datetime.fromisoformat("2027-06-06T04:00+00:00"))
    assert [week.start for week in unit.workweeks][:2] == [starts - horizon - MINUTES_PER_WEEK, 60]


def test_an_admin_sets_it_beside_the_start_of_the_units_workweek(cast: Cast, client: Client) -> None:
    client.force_login(cast.ada.user)  # type: ignore[arg-type]
    unit: Any = cast.unit
    url = f"/admin/staff/bargainingunit/{unit.pk}/change/"
    prefix = "workweek_boundaries"
    assert "168 hours" in client.get(url).content.decode()
    before = current_version(cast.norfield.pk)

    answer = client.post(
        url,
        {
            "name": unit.name,
            "workweek_weekday": "0",
            "workweek_time": "06:00",
            f"{prefix}-TOTAL_FORMS": "1",
            f"{prefix}-INITIAL_FORMS": "0",
            f"{prefix}-MIN_NUM_FORMS": "0",
            f"{prefix}-MAX_NUM_FORMS": "1000",
            f"{prefix}-0-bargaining_unit": str(unit.pk),
            f"{prefix}-0-effective_on": "2027-01-04",
            f"{prefix}-0-boundary": "fixed",
        },
    )

    assert answer.status_code == 302
    assert current_version(cast.norfield.pk) == before + 1
    assert weeks(cast, cast.unit) == Workweek(0, time(6), ((date(2027, 1, 4), Boundary.FIXED),))


def test_hours_in_a_workweek_are_limited_by_the_week_of_the_unit(cast: Cast, night_owl: Person) -> None:
    def measured() -> list[tuple[int, int]]:
        found = load_roster(cast.norfield, SUMMER, date(2027, 6, 7)).evaluation.violations
        mine = [each for each in found if each.person == night_owl.pk]
        return [(each.measured, each.limit) for each in mine if each.rule == "maximum_minutes_in_workweek"]

    make_rule_limits(cast.norfield, "maximum_minutes_in_workweek", unit=cast.unit, warn=59)
    assert measured() == [(60, 59)]
    with tick(actor=None, center_id=cast.norfield.pk, kind="unit"):
        BargainingUnit.objects.filter(pk=cast.unit.pk).update(workweek_weekday=6, workweek_time=time(0, 30))
    # Half of it is in the week before.
    assert measured() == []
