"""Holidays from the calendar of a state: planned day by day, taken in one version, looked at before."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from scheduling.patterns.holidays.domain import (
    CalendarDay,
    CountedOn,
    StandingDay,
    Step,
    left_out_at_first,
    plan_year,
)
from scheduling.patterns.holidays.library import calendar_days, countries, subdivisions
from scheduling.patterns.holidays.services import (
    CalendarChoice,
    HolidaysChanged,
    current_calendar,
    preview_year,
    take_year,
)
from scheduling.patterns.models import Holiday, Origin
from staff.centers.clock import current_version
from staff.centers.models import Event
from tests.cast import Cast
from tests.factories import make_holiday

FOURTH = date(2027, 7, 4)
NEW_YORK = CalendarChoice("US", "NY")
PAGE = "/admin/holiday-calendar/"


def names(country: str, part: str, counted_on: CountedOn, year: int) -> dict[date, str]:
    return {day.on: day.name for day in calendar_days(country, part, counted_on, year)}


def standing(on: date, name: str, *, is_own: bool = False) -> StandingDay:
    return StandingDay(uuid.uuid4(), on, name, is_own)


class TestLibrary:
    """2027-07-04 is a Sunday, observed on Monday; 2028-01-01 is a Saturday, observed the Friday before."""

    @pytest.mark.parametrize(
        ("counted_on", "fourth", "fifth"),
        [
            (CountedOn.ACTUAL, "Independence Day", None),
            (CountedOn.OBSERVED, None, "Independence Day (observed)"),
            (CountedOn.BOTH, "Independence Day", "Independence Day (observed)"),
        ],
    )
    def test_a_moved_holiday_counts_on_the_day_chosen(
        self, counted_on: CountedOn, fourth: str | None, fifth: str | None
    ) -> None:
        found = names("US", "", counted_on, 2027)
        assert (found.get(FOURTH), found.get(date(2027, 7, 5))) == (fourth, fifth)
        assert found[date(2027, 11, 25)] == "Thanksgiving Day"

    def test_one_observed_in_the_year_before_belongs_to_that_year(self) -> None:
        assert names("US", "", CountedOn.OBSERVED, 2027)[date(2027, 12, 31)] == "New Year's Day (observed)"
        assert date(2028, 1, 1) not in names("US", "", CountedOn.OBSERVED, 2028)
        assert date(2027, 12, 31) not in names("US", "", CountedOn.ACTUAL, 2027)

    def test_states_differ_and_two_holidays_on_a_date_are_one_day(self) -> None:
        in_february = date(2027, 2, 15)
        assert (
            names("US", "NY", CountedOn.ACTUAL, 2027)[in_february]
            == "Susan B. Anthony Day; Washington's Birthday"
        )
        assert names("US", "", CountedOn.ACTUAL, 2027)[in_february] == "Washington's Birthday"

    def test_countries_and_their_parts_are_named(self) -> None:
        assert countries()["US"] == "United States"
        assert subdivisions("US")["NY"] == "New York"
        assert subdivisions("CA")["QC"] == "Quebec"


class TestPlan:
    def test_each_day_says_what_becomes_of_it(self) -> None:
        calendar = [CalendarDay(date(2027, 1, n), f"Day {n}") for n in range(1, 7)]
        before = [
            standing(date(2027, 1, 2), "Day 2"),
            standing(date(2027, 1, 3), "Another name"),
            standing(date(2027, 1, 4), "Founders", is_own=True),
            standing(date(2027, 1, 5), "Day 5"),
            standing(date(2027, 2, 1), "Not there any more"),
            standing(date(2027, 2, 2), "Parade", is_own=True),
        ]
        plan = plan_year(calendar, before, {date(2027, 1, 5), date(2027, 1, 6)})
        assert [(day.on.isoformat()[5:], day.step, day.is_offered) for day in plan] == [
            ("01-01", Step.ADD, True),
            ("01-02", Step.KEEP, True),
            ("01-03", Step.RENAME, True),
            ("01-04", Step.OWN, True),
            ("01-05", Step.END, True),
            ("01-06", Step.LEAVE_OUT, True),
            ("02-01", Step.END, False),
            ("02-02", Step.OWN, False),
        ]

    def test_what_was_left_out_of_the_year_before_starts_left_out(self) -> None:
        now = [CalendarDay(date(2028, 10, 9), "Columbus Day"), CalendarDay(date(2028, 7, 4), "Fourth")]
        before = [CalendarDay(date(2027, 10, 11), "Columbus Day"), CalendarDay(FOURTH, "Fourth")]
        assert left_out_at_first(now, before, {date(2027, 10, 11)}) == {date(2028, 10, 9)}


def take(cast: Cast, *left_out: date, year: int = 2027, **options: Any) -> None:
    choice = options.pop("choice", NEW_YORK)
    days = calendar_days(choice.country, choice.subdivision, choice.counted_on, year)
    take_year(
        actor=cast.ada.user,
        center=cast.norfield,
        choice=choice,
        year=year,
        kept={day.on for day in days} - set(left_out),
        **options,
    )


def stored(cast: Cast, year: int = 2027) -> dict[date, str]:
    rows = Holiday.objects.current().filter(center=cast.norfield, on__year=year)
    return dict(rows.values_list("on", "origin"))


class TestTaking:
    def test_a_year_is_one_version_and_taking_it_again_changes_nothing(self, cast: Cast) -> None:
        before = current_version(cast.norfield.pk)
        take(cast)
        assert current_version(cast.norfield.pk) == before + 1
        event = Event.objects.get(center=cast.norfield, version=before + 1)
        assert (event.kind, event.actor, event.payload["days"]) == ("holidays.taken", cast.ada.user, 13)
        assert set(stored(cast).values()) == {Origin.CALENDAR}

        take(cast)
        assert current_version(cast.norfield.pk) == before + 1

    def test_own_days_stay_and_are_told_apart(self, cast: Cast) -> None:
        make_holiday(cast.norfield, FOURTH, name="Norfield Fourth")
        make_holiday(cast.norfield, date(2027, 8, 20), name="Founders")
        take(cast)
        assert stored(cast)[FOURTH] == stored(cast)[date(2027, 8, 20)] == Origin.OWN
        assert Holiday.objects.current().get(center=cast.norfield, on=FOURTH).name == "Norfield Fourth"

    def test_days_left_out_end_and_are_remembered(self, cast: Cast) -> None:
        columbus = date(2027, 10, 11)
        take(cast)
        take(cast, columbus)
        assert columbus not in stored(cast)
        plan = {day.on: day.step for day in preview_year(cast.norfield, NEW_YORK, 2027).plan}
        assert plan[columbus] is Step.LEAVE_OUT
        following = {day.on: day.step for day in preview_year(cast.norfield, NEW_YORK, 2028).plan}
        assert following[date(2028, 10, 9)] is Step.LEAVE_OUT
        assert following[date(2028, 7, 4)] is Step.ADD

    def test_another_calendar_ends_the_days_it_does_not_have(self, cast: Cast) -> None:
        take(cast)
        take(cast, choice=CalendarChoice("CA", "ON"))
        assert FOURTH not in stored(cast)
        assert date(2027, 7, 1) in stored(cast)

    def test_other_years_and_other_centers_are_left_alone(self, cast: Cast) -> None:
        make_holiday(cast.southmere, FOURTH, name="Theirs")
        take(cast, date(2027, 10, 11))
        take(cast, year=2028)
        assert len(stored(cast)) == 12
        chosen = current_calendar(cast.norfield)
        assert chosen is not None
        assert chosen.left_out == [date(2027, 10, 11)]
        assert Holiday.objects.current().filter(center=cast.southmere).count() == 1

    def test_a_preview_that_is_out_of_date_is_refused(self, cast: Cast) -> None:
        seen = preview_year(cast.norfield, NEW_YORK, 2027).seen
        make_holiday(cast.norfield, FOURTH, name="Meanwhile")
        before = current_version(cast.norfield.pk)
        with pytest.raises(HolidaysChanged):
            take(cast, seen=seen)
        assert current_version(cast.norfield.pk) == before
        assert len(stored(cast)) == 1


@pytest.fixture
def ada(client: Client, cast: Cast) -> Client:
    client.force_login(cast.ada.user)
    return client


@pytest.fixture(autouse=True)
def _in_2026(time_machine: Any) -> None:
    time_machine.move_to("2026-11-20T12:00:00Z", tick=False)


class TestPage:
    def test_a_year_is_shown_and_then_taken_as_ticked(self, cast: Cast, ada: Client) -> None:
        query = {"country": "US", "subdivision": "NY", "counted_on": "observed", "year": "2027"}
        before = current_version(cast.norfield.pk)
        soup = BeautifulSoup(ada.get(PAGE, query).content, "html.parser")
        assert current_version(cast.norfield.pk) == before
        boxes = soup.select("input[name=day]")
        assert all("checked" in box.attrs for box in boxes)
        ticked = [box["value"] for box in boxes if box["value"] != "2027-10-11"]
        hidden = {box["name"]: box["value"] for box in soup.select("form[method=post] input[type=hidden]")}
        answer = ada.post(PAGE, {**hidden, "day": ticked}, follow=True)

        assert answer.redirect_chain == [("/admin/scheduling/holiday/?on__year=2027", 302)]
        assert "13 holidays of 2027 changed." in answer.content.decode()
        assert date(2027, 7, 5) in stored(cast)
        assert not {FOURTH, date(2027, 10, 11)} & set(stored(cast))

    @pytest.mark.parametrize(
        ("wrong", "field", "says"),
        [
            ({"country": "XX"}, "country", "is no country of the calendar"),
            ({"subdivision": "ON"}, "subdivision", "has no such state"),
            ({"counted_on": "never"}, "counted_on", "Choose which day counts"),
            ({"year": "1850"}, "year", "2000 to 2199"),
            ({"year": "soon"}, "year", "Write a year"),
        ],
    )
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_nonsense_is_said_at_its_field_and_nothing_is_stored(
        self, cast: Cast, ada: Client, wrong: dict[str, str], field: str, says: str, method: str
    ) -> None:
        query = {"country": "US", "subdivision": "", "counted_on": "actual", "year": "2027", **wrong}
        answer = getattr(ada, method)(PAGE, query)
        assert answer.status_code == 422
        assert says in str(answer.context["form"].errors[field])
        assert not stored(cast)

    def test_a_year_the_calendar_does_not_know_says_so(self, cast: Cast, ada: Client) -> None:
        query = {"country": "GB", "subdivision": "", "counted_on": "actual", "year": "2150"}
        assert "This calendar has no holidays in 2150." in ada.get(PAGE, query).content.decode()

    def test_what_changed_since_the_preview_is_shown_again(self, cast: Cast, ada: Client) -> None:
        make_holiday(cast.norfield, FOURTH, name="Meanwhile")
        sent = {"country": "US", "subdivision": "", "counted_on": "actual", "year": "2027", "seen": ""}
        answer = ada.post(PAGE, sent)
        assert answer.status_code == 409
        assert "changed since you looked" in answer.content.decode()
        assert len(stored(cast)) == 1

    def test_only_admins_may_open_it(self, cast: Cast, client: Client) -> None:
        client.force_login(cast.dana.user)
        assert client.get(PAGE).status_code == 403

    def test_a_day_of_the_calendar_can_be_taken_away_but_not_rewritten(self, cast: Cast, ada: Client) -> None:
        take(cast)
        row = Holiday.objects.current().get(center=cast.norfield, on=FOURTH)
        answer = ada.post(
            reverse("admin:scheduling_holiday_change", args=[row.pk]), {"on": "2027-07-06", "name": "Moved"}
        )
        assert answer.status_code == 403
        answer = ada.post(reverse("admin:scheduling_holiday_delete", args=[row.pk]), {"post": "yes"})
        assert answer.status_code == 302
        assert FOURTH not in stored(cast)
        plan = {day.on: day.step for day in preview_year(cast.norfield, NEW_YORK, 2027).plan}
        assert plan[FOURTH] is Step.LEAVE_OUT

    def test_an_own_day_can_be_rewritten(self, cast: Cast, ada: Client) -> None:
        row = make_holiday(cast.norfield, FOURTH, name="Ours")
        answer = ada.post(
            reverse("admin:scheduling_holiday_change", args=[row.pk]), {"on": "2027-07-06", "name": "Moved"}
        )
        assert answer.status_code == 302
        assert stored(cast) == {date(2027, 7, 6): Origin.OWN}
