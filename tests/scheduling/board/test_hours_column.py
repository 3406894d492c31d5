"""Hours and overtime of the board are those of the person's page and of the API: one count, wherever it is shown."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client

from scheduling.adjustments.domain import AdjustmentKind, Paint
from scheduling.time.words import hours_words
from staff.people.models import BargainingUnit, Person
from tests.api.conftest import ClientMaker, api  # noqa: F401
from tests.cast import Cast
from tests.factories import (
    make_adjustment,
    make_contract,
    make_holiday,
    make_overtime_rules,
    make_pattern,
    make_period,
    make_person,
    make_shift_type,
    moment,
    publish_period_row,
)

FIRST, AFTER = date(2027, 2, 28), date(2027, 3, 28)
"""Four weeks with the night of 14 March, in which the clock is put forward."""
DATES = f"from={FIRST}&until={AFTER}"


@pytest.fixture
def nora(cast: Cast, time_machine: Any) -> Person:
    """Two weeks of nights with an unpaid break, and a change of each kind that is counted in a way of its own."""
    time_machine.move_to("2027-02-20T12:00:00Z", tick=False)
    night = make_shift_type(cast.norfield, "B", "18:00", "06:00", unpaid_break_minutes=30)
    nights = make_pattern(
        cast.norfield, "B B . . B B B . . B B . . B", shift_types={"B": night}, name="Nights with a break"
    )
    nora = make_person(cast.norfield, "Nora", bargaining_unit=cast.unit)
    make_contract(nora, nights, holiday_rule="premium")
    make_holiday(cast.norfield, date(2027, 3, 9))
    publish_period_row(make_period(cast.norfield, FIRST))
    for start, end, kind, fields in (
        ("2027-03-02 18:00", "2027-03-03 02:15", AdjustmentKind.OVERTIME, {"pay": "overtime"}),
        ("2027-03-10 08:00", "2027-03-10 16:00", AdjustmentKind.TRAINING, {"pay": "training"}),
        ("2027-03-16 07:00", "2027-03-16 15:00", AdjustmentKind.TRADE, {"pay": "trade"}),
        ("2027-03-18 18:00", "2027-03-19 06:00", AdjustmentKind.TRADE, {"paint": Paint.OFF}),
        ("2027-03-15 18:00", "2027-03-16 06:00", AdjustmentKind.LEAVE, {}),
    ):
        make_adjustment(nora, moment(cast.norfield, start), moment(cast.norfield, end), kind=kind, **fields)
    return nora


def figures(client: Client, person: Person, query: str = f"from={FIRST}") -> tuple[str, str]:
    """Hours and overtime of a person's line."""
    soup = BeautifulSoup(client.get(f"/roster/?{query}").content, "html.parser")
    hours, overtime = soup.select(f"#p-{person.pk} .x, #p-{person.pk} .rt span")[:2]
    return hours.text, overtime.text


def week_by_week(api_client: Any, person: Person) -> list[dict[str, Any]]:
    answer = api_client.get(f"/api/v1/hours?{DATES}&view=working&person={person.pk}").json()
    return [
        week
        for week in answer["people"][0]["weeks"]
        if FIRST <= datetime.fromisoformat(week["starts_at"]).date() < AFTER
    ]


def owed(row: Tag) -> str:
    """What a workweek of the person's page says is owed: it says so by itself where the counts differ."""
    said = row.select_one(".why")
    return said.text.split("Owed ")[1].removesuffix(".") if said else row.select("td")[4].text


@pytest.mark.parametrize(
    ("terms", "weekday"),
    [
        ({}, None),
        ({"daily_minutes": 600, "seventh_day": True, "counted_leave": ["vacation"]}, None),
        ({"weekly_minutes": 2250, "counted_leave": ["vacation"]}, 4),
    ],
)
def test_board_person_page_and_api_agree(
    cast: Cast,
    nora: Person,
    client: Client,
    api: ClientMaker,  # noqa: F811
    terms: dict[str, Any],
    weekday: int | None,
) -> None:
    make_overtime_rules(cast.norfield, unit=cast.unit, **terms)
    if weekday is not None:
        BargainingUnit.objects.filter(pk=cast.unit.pk).update(  # type: ignore[union-attr]
            workweek_weekday=weekday, workweek_time=time(19)
        )
    client.force_login(cast.dana.user)
    weeks = week_by_week(api(cast.dana.user), nora)
    assert len(weeks) == 4
    soup = BeautifulSoup(client.get(f"/people/{nora.pk}/?on={FIRST}").content, "html.parser")
    rows = soup.select("table.hours tbody tr")[-4:]
    assert [row.select("td")[1].text for row in rows] == [
        hours_words(week["worked_minutes"]) for week in weeks
    ]
    assert [owed(row) for row in rows] == [
        hours_words(week["overtime_minutes"]) if week["overtime_minutes"] else "–" for week in weeks
    ]
    worked = sum(week["worked_minutes"] for week in weeks)
    overtime = sum(week["overtime_minutes"] for week in weeks)
    assert sum(week["holiday_minutes"] for week in weeks) > 0
    assert sum(week["leave_minutes"] for week in weeks) > 0
    assert overtime > 0
    assert figures(client, nora) == (f"{worked / 60:g}", f"{overtime / 60:g}")


def test_the_lines_figures_are_those_counted_by_hand(cast: Cast, nora: Person, client: Client) -> None:
    client.force_login(cast.dana.user)
    # 13 nights of 11.5 h, the one traded away included; 10.5 h in the night of the clock change; half of the nights
    # that the first and the last week cut; 8.25 h overtime and 8 h training. Not the leave, nor the trade worked.
    assert 13 * 11.5 + 10.5 + 2 * 5.75 + 8.25 + 8 == 187.75
    # The first week has 65.75 h, the two around the clock change 87.5 h, the last 34.5 h.
    assert figures(client, nora) == ("187.75", f"{25.75 + 7.5:g}")


def test_each_week_is_counted_on_the_dates_on_which_it_starts(
    cast: Cast, nora: Person, client: Client
) -> None:
    BargainingUnit.objects.filter(pk=cast.unit.pk).update(  # type: ignore[union-attr]
        workweek_weekday=4, workweek_time=time(19)
    )
    client.force_login(cast.dana.user)
    by_week = [
        float(figures(client, nora, f"from={FIRST + timedelta(weeks=n)}&weeks=1")[0]) for n in range(4)
    ]
    assert min(by_week) > 0
    assert figures(client, nora)[0] == f"{sum(by_week):g}"
    page = client.get(f"/roster/?from={FIRST}").content.decode()
    assert "Workweek starts Sun 00:00. Workweek starts Fri 19:00." in page
