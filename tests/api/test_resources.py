"""People, coverage, periods and runs over the API."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from rest_framework.throttling import SimpleRateThrottle

from solver.runs.models import Run, RunState
from tests.api.conftest import ClientMaker
from tests.cast import Cast
from tests.factories import deactivate, make_center, make_period, make_user, publish_period_row

DAY = "from=2026-12-06&until=2026-12-07"
WANTED = {"starts_on": "2026-12-06", "ends_before": "2026-12-13", "seconds": 5}


def test_people_with_job_group_and_skills(cast: Cast, api: ClientMaker) -> None:
    answer = api(cast.dana.user).get("/api/v1/people?on=2026-12-06").json()
    assert answer["count"] == 5
    (cal,) = [person for person in answer["results"] if person["number"] == "1003"]
    assert (cal["last_name"], cal["job"], cal["group"]) == ("Merrow", "dispatcher", "A Squad")
    assert [skill["code"] for skill in cal["skills"]] == ["CT", "CTO", "FD", "PD"]


def test_people_are_found_by_name_or_number_and_come_in_pages(cast: Cast, api: ClientMaker) -> None:
    client = api(cast.dana.user)
    for text in ("merrow, c", "1003"):
        found = client.get("/api/v1/people", {"on": "2026-12-06", "q": text}).json()["results"]
        assert [person["number"] for person in found] == ["1003"]
    first = client.get("/api/v1/people", {"on": "2026-12-06", "page_size": 3}).json()
    assert len(first["results"]) == 3
    assert len(client.get(first["next"]).json()["results"]) == 2


def test_people_are_those_employed_on_the_date(cast: Cast, api: ClientMaker) -> None:
    deactivate(cast.max, on=date(2026, 12, 6))
    client = api(cast.dana.user)
    assert client.get("/api/v1/people?on=2026-12-05").json()["count"] == 5
    assert client.get("/api/v1/people?on=2026-12-06").json()["count"] == 4
    assert client.get(f"/api/v1/people/{cast.max.pk}?on=2026-12-06").status_code == 404


def test_employees_see_themselves_only(cast: Cast, api: ClientMaker) -> None:
    client = api(cast.cal.user)
    assert client.get("/api/v1/people").status_code == 403
    assert client.get(f"/api/v1/people/{cast.cal.pk}?on=2026-12-06").json()["number"] == "1003"
    for other in (cast.dana, cast.olga):
        assert client.get(f"/api/v1/people/{other.pk}?on=2026-12-06").status_code == 404


def test_coverage_names_gaps_and_shortfall(cast: Cast, api: ClientMaker) -> None:
    answer = api(cast.dana.user).get(f"/api/v1/coverage?{DAY}").json()
    subjects = {subject["name"]: subject for subject in answer["subjects"]}
    lead = subjects["Shift supervisor"]
    # Sam's night of the 5th (off) leaves midnight to 06:00 open; then Dana, then Sam.
    assert lead["gaps"] == [
        {"starts_at": "2026-12-06T05:00:00Z", "ends_at": "2026-12-06T11:00:00Z", "people": 1}
    ]
    assert lead["shortfall_person_minutes"] == 360
    assert [step["staffed"] for step in lead["steps"]] == [0, 1]
    assert lead["steps"][0]["minimum"] == 1


def test_coverage_of_an_api_client_is_the_published_one(cast: Cast, api: ClientMaker) -> None:
    client = api(cast.robot)
    assert client.get(f"/api/v1/coverage?{DAY}").json()["view"] == "published"
    assert client.get(f"/api/v1/coverage?{DAY}&view=working").status_code == 403


def test_a_coverage_copy_stands_until_the_next_version(cast: Cast, api: ClientMaker) -> None:
    client = api(cast.dana.user)
    tag = client.get(f"/api/v1/coverage?{DAY}").headers["ETag"]
    assert client.get(f"/api/v1/coverage?{DAY}", headers={"If-None-Match": tag}).status_code == 304
    make_period(cast.norfield)
    deactivate(cast.max, on=date(2026, 12, 6))
    assert client.get(f"/api/v1/coverage?{DAY}", headers={"If-None-Match": tag}).status_code == 200


def test_periods_with_their_state(cast: Cast, api: ClientMaker) -> None:
    publish_period_row(make_period(cast.norfield, date(2026, 12, 6)))
    client = api(cast.cal.user)
    found = client.get("/api/v1/periods?from=2026-12-05&until=2026-12-07").json()["periods"]
    assert [(period["starts_on"], period["state"]) for period in found] == [
        ("2026-11-08", "open"),
        ("2026-12-06", "published"),
    ]
    assert client.get("/api/v1/periods/2026-12-06").json()["base_version"] is not None
    assert client.get("/api/v1/periods/2026-12-07").status_code == 404


@pytest.fixture
def run(cast: Cast, api: ClientMaker) -> dict[str, Any]:
    response = api(cast.dana.user).post("/api/v1/runs", WANTED)
    assert response.status_code == 201, response.content
    assert response.headers["Location"].endswith(response.json()["id"])
    return response.json()  # type: ignore[no-any-return]


def test_a_run_is_stored_for_the_center(cast: Cast, run: dict[str, Any], api: ClientMaker) -> None:
    stored = Run.objects.get()
    assert (stored.center, stored.owner, stored.number, stored.state) == (
        cast.norfield,
        cast.dana.user,
        1,
        RunState.QUEUED,
    )
    client = api(cast.sam.user)
    assert [found["id"] for found in client.get("/api/v1/runs").json()["results"]] == [run["id"]]
    assert client.get(f"/api/v1/runs/{run['id']}").json()["options"]["keeps_published"] is True


def test_a_second_run_for_the_same_dates_waits(cast: Cast, run: dict[str, Any], api: ClientMaker) -> None:
    response = api(cast.sam.user).post("/api/v1/runs", WANTED)
    assert response.status_code == 409
    assert response.json()["code"] == "conflict"
    assert "Run 1" in response.json()["detail"]


def test_a_run_is_stopped(cast: Cast, run: dict[str, Any], api: ClientMaker) -> None:
    client = api(cast.dana.user)
    for _ in range(2):
        response = client.post(f"/api/v1/runs/{run['id']}/stop")
        assert (response.status_code, response.json()["state"]) == (202, "stopped")


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"ends_before": "2026-12-06"}, "/ends_before"),
        ({"ends_before": "2027-12-06"}, "/ends_before"),
        ({"starts_on": "soon"}, "/starts_on"),
        ({"seconds": 0}, "/seconds"),
        ({"workers": 99}, "/workers"),
        ({"options": {"keeps_everything": True}}, "/options"),
        ({"options": {"priorities": {"wishes": 9}}}, "/options"),
        ({"options": {"priorities": 3}}, "/options"),
        ({"options": {"days_in_a_row": "many"}}, "/options"),
    ],
)
def test_a_request_that_makes_no_sense(
    cast: Cast, api: ClientMaker, change: dict[str, Any], pointer: str
) -> None:
    response = api(cast.dana.user).post("/api/v1/runs", WANTED | change)
    assert response.status_code == 400
    assert response.json()["errors"][0]["pointer"] == pointer
    assert not Run.objects.exists()


def test_runs_of_another_center_are_not_there(cast: Cast, run: dict[str, Any], api: ClientMaker) -> None:
    client = api(cast.olga.user)
    assert client.get("/api/v1/runs").json()["count"] == 0
    assert client.get(f"/api/v1/runs/{run['id']}").status_code == 404
    assert client.post(f"/api/v1/runs/{run['id']}/stop").status_code == 404
    assert Run.objects.get().state == RunState.QUEUED


def test_the_header_names_one_of_several_centers(cast: Cast, api: ClientMaker) -> None:
    client = api(cast.dana.user)
    address = "/api/v1/people?on=2026-12-06"
    assert client.get(address, headers={"Watchbill-Center": "norfield"}).status_code == 200
    assert client.get(address, headers={"Watchbill-Center": "southmere"}).status_code == 404


def test_a_user_without_a_role_finds_nothing(cast: Cast, api: ClientMaker) -> None:
    make_center("Eastwick")
    stranger = make_user("stranger@norfield.example")
    assert api(stranger).get("/api/v1/people").status_code == 404


def test_too_many_requests_say_when_to_come_back(
    cast: Cast, api: ClientMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SimpleRateThrottle.THROTTLE_RATES, "user", "2/min")
    client = api(cast.dana.user)
    assert [client.get("/api/v1/people").status_code for _ in range(3)] == [200, 200, 429]
    response = client.get("/api/v1/people")
    assert response.headers["Content-Type"] == "application/problem+json"
    assert int(response.headers["Retry-After"]) > 0
    assert api(cast.sam.user).get("/api/v1/people").status_code == 200
