"""Hours by workweek from the roster: pages and API count by one engine, as of a version, by the terms of the unit."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from scheduling.adjustments.domain import AdjustmentKind, Paint
from scheduling.roster.hours import hours_terms
from scheduling.time.words import hours_words
from scheduling.workweek.domain.overtime import OvertimeTerms
from staff.centers.clock import current_version
from tests.api.conftest import ClientMaker, api  # noqa: F401
from tests.cast import Cast
from tests.factories import (
    make_adjustment,
    make_contract,
    make_holiday,
    make_overtime_rules,
    make_period,
    make_person,
    moment,
    publish_period_row,
)

DATES = "from=2026-12-06&until=2026-12-13"


@pytest.fixture(autouse=True)
def _now(time_machine: Any) -> None:
    time_machine.move_to("2026-12-07T15:00:00Z", tick=False)


@pytest.fixture
def published(cast: Cast) -> Cast:
    publish_period_row(make_period(cast.norfield, date(2026, 12, 6)))
    return cast


def hours(client: Any, query: str = DATES) -> dict[str, Any]:
    response = client.get(f"/api/v1/hours?{query}")
    assert response.status_code == 200, response.content
    return response.json()  # type: ignore[no-any-return]


def week_of(answer: dict[str, Any], number: str) -> dict[str, Any]:
    (found,) = [person for person in answer["people"] if person["number"] == number]
    return found["weeks"][0]  # type: ignore[no-any-return]


def overtime(cast: Cast, start: str, end: str) -> None:
    make_adjustment(
        cast.cal,
        moment(cast.norfield, start),
        moment(cast.norfield, end),
        kind=AdjustmentKind.OVERTIME,
        pay="overtime",
    )


def test_terms_of_a_unit_replace_those_of_the_center_as_of_a_version(cast: Cast) -> None:
    before = current_version(cast.norfield.pk)
    make_overtime_rules(cast.norfield, daily_minutes=600)
    make_overtime_rules(cast.norfield, unit=cast.unit, daily_minutes=480, counted_leave=["sick"])

    assert hours_terms(cast.norfield, before).overtime == {None: ()}
    found = hours_terms(cast.norfield, current_version(cast.norfield.pk)).overtime
    assert found[None][0].terms == OvertimeTerms(daily_minutes=600)
    assert found[cast.unit.pk][0].terms == OvertimeTerms(daily_minutes=480, counted_leave=frozenset({"sick"}))


def test_both_counts_are_sent_with_the_reason_of_each_minute(published: Cast, api: ClientMaker) -> None:  # noqa: F811
    make_overtime_rules(published.norfield, unit=published.unit, daily_minutes=480)
    week = week_of(hours(api(published.dana.user)), "1003")

    assert week["worked_minutes"] == week["floor_minutes"] + 2400 or week["floor_minutes"] == 0
    shifts = week["worked_minutes"] // 720
    assert week["contract_minutes"] == 240 * shifts
    assert {part["reason"] for part in week["contract"]} == {"daily"}
    assert week["overtime_minutes"] == max(week["floor_minutes"], week["contract_minutes"])
    assert week["comp_minutes"] == week["overtime_minutes"] * 3 // 2


def test_employees_see_their_own_published_hours_only(published: Cast, api: ClientMaker) -> None:  # noqa: F811
    client = api(published.cal.user)
    assert [person["number"] for person in hours(client)["people"]] == ["1003"]
    assert client.get(f"/api/v1/hours?{DATES}&person={published.dana.pk}").status_code == 404
    assert client.get(f"/api/v1/hours?{DATES}&view=working").status_code == 403


def test_the_page_of_a_person_shows_the_same_hours_and_says_where_the_counts_differ(
    published: Cast,
    client: Client,
    api: ClientMaker,  # noqa: F811
) -> None:
    make_overtime_rules(published.norfield, unit=published.unit, daily_minutes=480)
    week = week_of(hours(api(published.dana.user)), "1003")
    client.force_login(published.dana.user)
    html = client.get(reverse("person", args=[published.cal.pk]), {"on": "2026-12-06"}).content.decode()

    row = html[html.index("Dec 6 – 12</") if "Dec 6 – 12</" in html else html.index("Dec 6 – 12<div") :]
    row = row[: row.index("</tr>")]
    assert hours_words(week["worked_minutes"]) in row
    assert (
        f"Contract {hours_words(week['contract_minutes'])}, law {hours_words(week['floor_minutes'])}" in row
    )
    assert "over the day of the contract" in row


def test_a_trade_is_left_out_of_who_works_it(published: Cast, api: ClientMaker) -> None:  # noqa: F811
    before = week_of(hours(api(published.dana.user)), "1003")["worked_minutes"]
    make_adjustment(
        published.cal,
        moment(published.norfield, "2026-12-12 19:00"),
        moment(published.norfield, "2026-12-12 23:00"),
        kind=AdjustmentKind.TRADE,
        pay="trade",
    )
    assert week_of(hours(api(published.dana.user)), "1003")["worked_minutes"] == before


def test_leave_is_kept_out_of_hours_worked(published: Cast, api: ClientMaker) -> None:  # noqa: F811
    before = week_of(hours(api(published.dana.user)), "1003")
    make_adjustment(
        published.cal,
        moment(published.norfield, "2026-12-06 00:00"),
        moment(published.norfield, "2026-12-08 00:00"),
        kind=AdjustmentKind.LEAVE,
        paint=Paint.ABSENCE,
        absence_kind="sick",
    )
    after = week_of(hours(api(published.dana.user)), "1003")
    assert after["leave_minutes"] > 0
    assert after["worked_minutes"] + after["leave_minutes"] == before["worked_minutes"]


def test_terms_are_read_in_four_queries(cast: Cast, django_assert_num_queries: Any) -> None:
    make_overtime_rules(cast.norfield, daily_minutes=600)
    version = current_version(cast.norfield.pk)
    with django_assert_num_queries(4):
        hours_terms(cast.norfield, version)


CHRISTMAS = "from=2026-12-20&until=2026-12-27"


@pytest.mark.parametrize(
    ("rule", "premium", "minutes"),
    [("premium", "shift", 720), ("premium", "date", 360), ("work", "shift", 0), ("off", "shift", 0)],
)
def test_holiday_minutes_follow_the_contract_and_the_terms_of_the_unit(
    cast: Cast,
    api: ClientMaker,  # noqa: F811
    rule: str,
    premium: str,
    minutes: int,
) -> None:
    nora = make_person(cast.norfield, "Nora", bargaining_unit=cast.unit)
    make_contract(nora, cast.patterns["Pitman nights"], holiday_rule=rule)
    make_overtime_rules(cast.norfield, unit=cast.unit, holiday_premium=premium)
    client = api(cast.dana.user)
    plain = week_of(hours(client, f"{CHRISTMAS}&view=working"), nora.number)
    assert plain["holiday_minutes"] == 0
    # The pattern has nights on the 20th and the 21st.
    make_holiday(cast.norfield, date(2026, 12, 20))
    found = week_of(hours(client, f"{CHRISTMAS}&view=working"), nora.number)

    assert found["holiday_minutes"] == minutes
    assert plain["worked_minutes"] - found["worked_minutes"] == (720 if rule == "off" else 0)


def test_the_person_page_says_what_earns_the_premium(cast: Cast, client: Client) -> None:
    nora = make_person(cast.norfield, "Nora", bargaining_unit=cast.unit)
    make_contract(nora, cast.patterns["Pitman nights"], holiday_rule="premium")
    make_holiday(cast.norfield, date(2026, 12, 20))
    client.force_login(cast.dana.user)
    page = client.get(reverse("person", args=[nora.pk]) + "?on=2026-12-20").content.decode()
    assert "12:00 with holiday premium" in page
