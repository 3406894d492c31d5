"""The roster over the API: whose, as of when, working or published, and what is masked for whom."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from scheduling.adjustments.domain import AdjustmentKind
from staff.centers.clock import current_version
from staff.people.models import Role
from tests.api.conftest import ClientMaker
from tests.cast import Cast
from tests.factories import make_adjustment, make_period, moment, publish_period_row

DAY = "from=2026-12-06&until=2026-12-07"


def roster(client: Any, query: str = DAY) -> dict[str, Any]:
    response = client.get(f"/api/v1/roster?{query}")
    assert response.status_code == 200, response.content
    return response.json()  # type: ignore[no-any-return]


def segments(answer: dict[str, Any], number: str) -> list[dict[str, Any]]:
    (found,) = [person for person in answer["people"] if person["number"] == number]
    return found["segments"]  # type: ignore[no-any-return]


@pytest.fixture
def published(cast: Cast) -> Cast:
    publish_period_row(make_period(cast.norfield, date(2026, 12, 6)))
    return cast


def sick(cast: Cast) -> Any:
    """Cal is sick from noon of 2026-12-06, published; Max has a draft overtime that evening."""
    row = make_adjustment(
        cast.cal,
        moment(cast.norfield, "2026-12-06 12:00"),
        moment(cast.norfield, "2026-12-06 18:00"),
        kind=AdjustmentKind.LEAVE,
        absence_kind="sick",
    )
    make_adjustment(
        cast.max,
        moment(cast.norfield, "2026-12-06 18:00"),
        moment(cast.norfield, "2026-12-06 20:00"),
        kind=AdjustmentKind.OVERTIME,
        pay="overtime",
        is_published=False,
    )
    return row


def test_a_segment_says_what_when_and_where_from(published: Cast, api: ClientMaker) -> None:
    row = sick(published)
    answer = roster(api(published.dana.user))
    duty, absence = segments(answer, "1003")
    assert (duty["kind"], duty["starts_at"], duty["ends_at"]) == (
        "duty",
        "2026-12-06T11:00:00Z",
        "2026-12-06T17:00:00Z",
    )
    assert (duty["shift_type"], duty["pay"], duty["source"]["layer"]) == ("D", "regular", "contract")
    assert (absence["absence_kind"], absence["source"]["layer"], absence["source"]["id"]) == (
        "sick",
        "adjustment",
        str(row.pk),
    )
    assert answer["version"] == current_version(published.norfield.pk)


def test_planners_see_drafts_and_may_ask_for_the_published(published: Cast, api: ClientMaker) -> None:
    sick(published)
    client = api(published.dana.user)
    working, shown = roster(client), roster(client, f"{DAY}&view=published")
    assert (working["view"], shown["view"]) == ("working", "published")
    assert [segment["pay"] for segment in segments(working, "1004")] == ["regular", "overtime"]
    assert [segment["pay"] for segment in segments(shown, "1004")] == ["regular"]


def test_employees_get_their_own_published_roster_with_reasons(published: Cast, api: ClientMaker) -> None:
    sick(published)
    answer = roster(api(published.cal.user))
    assert answer["view"] == "published"
    assert [person["number"] for person in answer["people"]] == ["1003"]
    assert segments(answer, "1003")[1]["absence_kind"] == "sick"
    draft = roster(api(published.max.user))
    assert [segment["pay"] for segment in segments(draft, "1004")] == ["regular"]


def test_employees_get_nobody_elses_and_no_drafts(published: Cast, api: ClientMaker) -> None:
    client = api(published.cal.user)
    assert client.get(f"/api/v1/roster?{DAY}&person={published.dana.pk}").status_code == 404
    assert client.get(f"/api/v1/roster?{DAY}&view=working").status_code == 403
    assert client.get(f"/api/v1/roster?{DAY}&person={published.cal.pk}").status_code == 200


def test_reasons_are_masked_for_a_client_that_may_not_see_them(published: Cast, api: ClientMaker) -> None:
    sick(published)
    response = api(published.robot).get(f"/api/v1/roster?{DAY}")
    absence = segments(response.json(), "1003")[1]
    assert absence["kind"] == "absence"
    assert absence["absence_kind"] is None
    assert absence["source"] is None
    assert b"sick" not in response.content
    assert api(published.robot).get(f"/api/v1/roster?{DAY}&view=working").status_code == 403


def test_of_an_open_period_employees_see_only_what_is_published(cast: Cast, api: ClientMaker) -> None:
    sick(cast)
    found = segments(roster(api(cast.cal.user)), "1003")
    assert [segment["kind"] for segment in found] == ["absence"]


def test_as_of_a_version_and_of_a_moment(published: Cast, api: ClientMaker) -> None:
    before = current_version(published.norfield.pk)
    event = published.norfield.events.get(version=before)
    sick(published)
    client = api(published.dana.user)
    for as_of in (str(before), event.recorded_at.isoformat()):
        answer = roster(client, f"{DAY}&as_of={as_of.replace('+', '%2B')}")
        assert answer["version"] == before
        assert [segment["kind"] for segment in segments(answer, "1003")] == ["duty"]


def test_people_come_in_pages(cast: Cast, api: ClientMaker) -> None:
    client = api(cast.dana.user)
    everybody = [person["number"] for person in roster(client)["people"]]
    pages = [roster(client, f"{DAY}&page_size=2&page={page}") for page in (1, 2, 3)]
    assert [person["number"] for page in pages for person in page["people"]] == everybody
    assert {(page["count"], page["pages"]) for page in pages} == {(5, 3)}


def test_another_centers_people_are_not_there(cast: Cast, api: ClientMaker) -> None:
    answer = roster(api(cast.dana.user), f"{DAY}&person={cast.olga.pk}")
    assert answer["people"] == []
    assert [person["number"] for person in roster(api(cast.olga.user))["people"]] == ["1001"]


def test_a_copy_stands_until_the_next_version(cast: Cast, api: ClientMaker) -> None:
    client = api(cast.dana.user)
    first = client.get(f"/api/v1/roster?{DAY}")
    tag = first.headers["ETag"]
    again = client.get(f"/api/v1/roster?{DAY}", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    for known in (tag.removeprefix("W/"), f'"other", {tag}', "*"):
        assert client.get(f"/api/v1/roster?{DAY}", headers={"If-None-Match": known}).status_code == 304
    assert client.get(f"/api/v1/roster?{DAY}&page_size=1", headers={"If-None-Match": tag}).status_code == 200
    assert api(cast.sam.user).get(f"/api/v1/roster?{DAY}", headers={"If-None-Match": tag}).status_code == 200
    sick(cast)
    assert client.get(f"/api/v1/roster?{DAY}", headers={"If-None-Match": tag}).status_code == 200


def test_a_copy_made_for_another_role_does_not_stand(cast: Cast, api: ClientMaker) -> None:
    client = api(cast.dana.user)
    tag = client.get(f"/api/v1/roster?{DAY}&view=published").headers["ETag"]
    cast.dana.user.roles.update(role=Role.API_CLIENT)
    again = api(cast.dana.user).get(f"/api/v1/roster?{DAY}&view=published", headers={"If-None-Match": tag})
    assert again.status_code == 200
