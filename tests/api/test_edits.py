"""POST /roster/edits: kinds and bulks as JSON, errors at the field, and what stands against an edit by its code."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from scheduling.adjustments.models import Adjustment
from staff.centers.clock import current_version
from tests.api.conftest import ClientMaker
from tests.cast import Cast
from tests.factories import make_period, make_rule_limits, publish_period_row
from tests.scheduling.roster.board_of import DAY, OFF_DAY, edit, shown, strategy


@pytest.fixture(autouse=True)
def _before_the_period(time_machine: Any) -> None:
    time_machine.move_to("2026-11-20T12:00:00Z", tick=False)


def post(api: ClientMaker, cast: Cast, *changes: dict[str, Any], **fields: Any) -> Any:
    body = {"edit_id": str(uuid.uuid4()), "base_version": current_version(cast.norfield.pk), **fields}
    if changes:
        body["changes"] = changes
    return api(cast.dana.user).post("/api/v1/roster/edits", body, format="json")


def held(cast: Cast, until: str = "2026-12-06T19:30-05:00") -> dict[str, Any]:
    start = "2026-12-06T06:00-05:00"
    return {
        "type": "holdover",
        "person": str(cast.cal.pk),
        "shift_start": start,
        "until": until,
        "reason": "Storm.",
    }


def test_a_kind_is_recorded(api: ClientMaker, cast: Cast) -> None:
    answer = post(api, cast, held(cast))

    assert answer.status_code == 200
    assert answer.json()["version"] == current_version(cast.norfield.pk)
    assert answer.json()["touched"] == [
        {"person": str(cast.cal.pk), "starts_at": "2026-12-06T23:00:00Z", "ends_at": "2026-12-07T00:30:00Z"}
    ]


def test_a_bulk_is_done(api: ClientMaker, cast: Cast) -> None:
    fill = {"people": [str(cast.cal.pk)], "days": [OFF_DAY.isoformat()], "wanted": {"shift": "D"}}

    assert post(api, cast, fill=fill).status_code == 200
    assert shown(cast, cast.cal, OFF_DAY) == ["D 06:00-18:00"]


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"until": "2026-12-06T19:30"}, "/changes/0/until"),
        ({"until": "2026-12-06T17:00-05:00"}, "/changes/0/until"),
        ({"person": "Cal"}, "/changes/0/person"),
        ({"reason": ""}, "/changes/0/reason"),
        ({"type": "vanish"}, "/changes/0/type"),
    ],
)
def test_bad_input_points_at_its_field_and_stores_nothing(
    api: ClientMaker, cast: Cast, fields: dict[str, Any], pointer: str
) -> None:
    answer = post(api, cast, {**held(cast), **fields})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert not Adjustment.objects.exists()


def test_a_body_that_is_no_edit_is_400(api: ClientMaker, cast: Cast) -> None:
    for body in ([], {}, {"fill": 1, "move_block": 2}, {"changes": [{}] * 10_000}):
        answer = api(cast.dana.user).post("/api/v1/roster/edits", body, format="json")
        assert answer.status_code == 400, body


def test_what_stands_against_it_has_its_code(api: ClientMaker, cast: Cast) -> None:
    publish_period_row(make_period(cast.norfield))
    make_rule_limits(cast.norfield, "longest_continuous_duty", block=840, approval=780, warn=730)

    def code(until: str, **fields: Any) -> tuple[int, str]:
        answer = post(api, cast, held(cast, f"2026-12-06T{until}-05:00"), **fields)
        return answer.status_code, answer.json().get("code", "")

    assert code("20:30") == (409, "rules_broken")
    assert code("19:30") == (409, "needs_approval")
    assert code("18:30") == (409, "needs_click")
    assert code("18:30", accepts_warnings=True) == (200, "")
    strategy(cast, "first_writer_wins")
    seen = current_version(cast.norfield.pk)
    edit(cast, cast.cal, OFF_DAY, "D", by=cast.sam)
    day = {
        "type": "set_day",
        "person": str(cast.cal.pk),
        "day": OFF_DAY.isoformat(),
        "wanted": {"shift": "N"},
    }
    assert post(api, cast, day, base_version=seen).json()["code"] == "edit_conflict"


def test_employees_and_programs_do_not_edit(api: ClientMaker, cast: Cast) -> None:
    for user in (cast.cal.user, cast.robot):
        assert api(user).post("/api/v1/roster/edits", {}, format="json").status_code == 403
    assert shown(cast, cast.cal, DAY) == ["D 06:00-18:00"]
